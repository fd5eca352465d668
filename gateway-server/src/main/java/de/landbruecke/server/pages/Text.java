package de.landbruecke.server.pages;

import de.landbruecke.catalog.LocalizedText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text in one line, harmless to show: without control characters, without signs that turn the
 * direction of what follows, and not endless. Templates escape it.
 *
 * @param value never blank
 * @param language where it is not the page's own, German; null where it is
 */
record Text(String value, @Nullable String language) {

  /** Longer texts are cut. */
  static final int LONGEST = 2_000;

  /** Longer titles are cut. */
  static final int LONGEST_TITLE = 200;

  /** Control characters, halves of characters, and signs of direction (UAX #9). */
  private static final Pattern HARMFUL =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");

  private static final Pattern BLANKS = Pattern.compile("[\\s\\u2028\\u2029]+");

  /** In the preferred language, else German, else any; null where there is nothing to show. */
  static @Nullable Text of(@Nullable LocalizedText text, String preferred) {
    return text == null
        ? null
        : inLanguage(text.best(preferred), text.bestLanguage(preferred), LONGEST);
  }

  /** As {@link #of}, for a title. */
  static Text title(LocalizedText text, String preferred) {
    Text title = inLanguage(text.best(preferred), text.bestLanguage(preferred), LONGEST_TITLE);
    return title == null ? new Text("Leistung ohne Namen", null) : title;
  }

  /** Null where there is nothing to show. */
  static @Nullable Text inLanguage(@Nullable String text, String language, int longest) {
    String line = text == null ? "" : line(text, longest);
    return line.isEmpty() ? null : new Text(line, foreign(language));
  }

  /** The language, unless it is the page's own; null for a tag that is none. */
  static @Nullable String foreign(String language) {
    return language.equals(LocalizedText.GERMAN) || !language.matches("[A-Za-z0-9-]{1,35}")
        ? null
        : language;
  }

  /** The text in one line; empty where nothing is left. */
  static String line(String text) {
    return line(text, LONGEST);
  }

  /** The text in one line of so many characters at most; empty where nothing is left. */
  static String line(String text, int longest) {
    // Cut before, too: nobody waits for a megabyte to be cleaned.
    String start = text.length() > 4 * longest ? text.substring(0, 4 * longest) : text;
    return cut(BLANKS.matcher(clean(start)).replaceAll(" ").strip(), longest);
  }

  /** The text without harmful characters, its lines and blanks as they are. */
  static String clean(String text) {
    return HARMFUL
        .matcher(text)
        .replaceAll(match -> Character.isWhitespace(match.group().charAt(0)) ? " " : "");
  }

  /** The text, or its beginning up to a word's end and an ellipsis. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = text.lastIndexOf(' ', longest - 1);
    if (end < longest / 2) {
      end = longest - 1;
    }
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).strip() + "…";
  }
}
