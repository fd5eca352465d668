package de.landbruecke.server.statistics;

import de.landbruecke.search.SearchRequest;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes out of a query what may name or number a person, and folds the rest so that the same words
 * count as the same query.
 *
 * <p>This is a sieve, not a proof: a bare surname passes it. That is why a query is kept only when
 * it comes from many networks.
 */
final class PersonalData {

  /** A longer text is not counted: it is cut before it is searched, maybe inside a number. */
  static final int MAX_READ = SearchRequest.MAX_QUERY;

  /** Characters of a counted query at most. */
  static final int MAX_KEPT = 100;

  private static final String WORD = "\\p{L}\\p{M}\\p{N}";

  /** Nobody sees them, so they must not part a number or a name. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]+");

  private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\p{Cc}]+");

  /** Whatever stands around an at sign; looked for at the beginning of words only, else slow. */
  private static final Pattern ADDRESS = Pattern.compile("(?<![^ @])[^ @]*+ ?@ ?[^ ]*");

  /** Where a name ends cannot be told, so all that follows goes. */
  private static final Pattern PERSON =
      Pattern.compile("(?<![" + WORD + "])(herrn?|hrn?|frau|fr)(?![" + WORD + "]).*");

  /** Five digits or more, whatever but letters stands between them: numbers are typed in groups. */
  private static final Pattern DIGITS =
      Pattern.compile("\\p{Nd}(?:[^\\p{L}\\p{M}\\p{N}]*\\p{Nd}){4,}");

  private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}§]+|[^" + WORD + "]+$");

  private PersonalData() {}

  /** The query as it may be counted; empty when nothing is left of it or it is too long. */
  static String removedFrom(String query) {
    if (query.length() > MAX_READ) {
      return "";
    }
    String text = INVISIBLE.matcher(query).replaceAll("");
    // Makes digits and at signs of what only looks like them.
    text = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    if (text.length() > MAX_READ) {
      return "";
    }
    text = SPACE.matcher(text).replaceAll(" ");
    // In this order: a number may be part of an address, and may hide where a name begins.
    text = ADDRESS.matcher(text).replaceAll(" ");
    text = DIGITS.matcher(text).replaceAll(" ");
    text = PERSON.matcher(text).replaceAll("$1");
    text = edged(SPACE.matcher(text).replaceAll(" "));
    return text.codePointCount(0, text.length()) <= MAX_KEPT
        ? text
        : edged(text.substring(0, text.offsetByCodePoints(0, MAX_KEPT)));
  }

  private static String edged(String text) {
    return EDGES.matcher(text).replaceAll("");
  }
}
