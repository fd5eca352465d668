package de.landbruecke.server.shared;

import de.landbruecke.catalog.LocalizedText;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which language an answer prefers: the parameter, else the browser's, else German. */
public final class Languages {

  /** Languages that the catalogs are known to have; {@code de-simple} is easy language. */
  public static final List<String> KNOWN = List.of("de", "en", "de-simple");

  private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");
  private static final int MAX_HEADER = 1_000;

  private Languages() {}

  /** Whether the text has the form of a language tag (BCP 47). */
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /** The tag as catalogs use it: {@code en-GB} is {@code en}, {@code de-simple} stays. */
  public static String normalize(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT);
    if (lower.startsWith("de-simple") || lower.startsWith("de-x-simple")) {
      return "de-simple";
    }
    int dash = lower.indexOf('-');
    return dash < 0 ? lower : lower.substring(0, dash);
  }

  /** The first language of Accept-Language that the catalogs are known to have, else German. */
  public static String accepted(HttpServletRequest request) {
    String header = request.getHeader("Accept-Language");
    if (header == null || header.isBlank() || header.length() > MAX_HEADER) {
      return LocalizedText.GERMAN;
    }
    try {
      return Locale.LanguageRange.parse(header).stream()
          .filter(range -> range.getWeight() > 0)
          .sorted(Comparator.comparingDouble(Locale.LanguageRange::getWeight).reversed())
          .map(range -> normalize(range.getRange()))
          .filter(KNOWN::contains)
          .findFirst()
          .orElse(LocalizedText.GERMAN);
    } catch (IllegalArgumentException e) {
      // A broken header is no reason to refuse a search; German is what everyone gets by default.
      return LocalizedText.GERMAN;
    }
  }

  /** The value of Content-Language for an answer with texts in these languages. */
  public static String content(Set<String> languages) {
    return languages.isEmpty() ? LocalizedText.GERMAN : String.join(", ", languages);
  }
}
