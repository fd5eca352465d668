package de.landbruecke.search;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.PlaceResolution;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the place inside a query: "reisepass leipzig", "hund anmelden in bad cannstatt". */
final class PlaceFinder {

  /** Words before a place that go away with it. */
  private static final Set<String> PREPOSITIONS =
      Set.of("in", "im", "bei", "fur", "aus", "nach", "von", "stadt", "gemeinde", "ort", "plz");

  private static final int LONGEST = 5;

  /**
   * A query without its place.
   *
   * @param query what remains
   * @param place what the words for the place lead to; null when there are none
   */
  record Found(String query, @Nullable PlaceResolution place) {}

  private PlaceFinder() {}

  /**
   * Finds the place.
   *
   * @param isCatalogWord whether a folded word stands in titles or keywords: an everyday word that
   *     does is a place only behind a preposition ("wald", but "in wald")
   */
  static Found find(
      String query, AreaDirectory areas, TextAnalyzer analyzer, Predicate<String> isCatalogWord) {
    List<Token> words = analyzer.analyzeAll(query);
    if (areas.longestName() == 0 || words.isEmpty()) {
      return new Found(query, null);
    }
    int longest = Math.min(LONGEST, areas.longestName());
    for (int length = Math.min(longest, words.size()); length >= 1; length--) {
      // The place stands at the end more often than at the beginning.
      for (int from = words.size() - length; from >= 0; from--) {
        Found found = at(query, areas, analyzer, isCatalogWord, words, from, length);
        if (found != null) {
          return found;
        }
      }
    }
    return new Found(query, null);
  }

  private static @Nullable Found at(
      String query,
      AreaDirectory areas,
      TextAnalyzer analyzer,
      Predicate<String> isCatalogWord,
      List<Token> words,
      int from,
      int length) {
    Token first = words.get(from);
    Token last = words.get(from + length - 1);
    String text = query.substring(first.start(), last.end());
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits
        ? text.length() != 5 && text.length() != 8 && text.length() != 12
        : text.length() < 3 || !areas.knowsName(text)) {
      return null;
    }
    boolean behindPreposition = from > 0 && PREPOSITIONS.contains(words.get(from - 1).folded());
    if (length == 1 && !digits && !behindPreposition) {
      if (analyzer.isStopWord(first.folded())
          || (analyzer.isCommonWord(first.folded()) && isCatalogWord.test(first.folded()))) {
        return null;
      }
    }
    PlaceResolution place = areas.resolve(text);
    if (place instanceof PlaceResolution.Unknown
        || (place instanceof PlaceResolution.Outside && text.length() != 5)) {
      return null;
    }
    int cutFrom = behindPreposition ? words.get(from - 1).start() : first.start();
    String rest = (query.substring(0, cutFrom) + " " + query.substring(last.end())).strip();
    // "Stuttgart Bad Cannstatt": a second name of the same place goes, too.
    Found second = rest.isEmpty() ? null : findSame(rest, place, areas, analyzer, isCatalogWord);
    return second == null ? new Found(rest, place) : second;
  }

  private static @Nullable Found findSame(
      String rest,
      PlaceResolution place,
      AreaDirectory areas,
      TextAnalyzer analyzer,
      Predicate<String> isCatalogWord) {
    Found more = find(rest, areas, analyzer, isCatalogWord);
    PlaceResolution other = more.place();
    if (!(place instanceof PlaceResolution.Resolved resolved)) {
      // A postal code or a district's name beside an ambiguous one may settle it.
      return other instanceof PlaceResolution.Resolved ? more : null;
    }
    // "73116 Börtlingen": the postal code is another's, too, but the name has settled it.
    boolean same =
        place.equals(other)
            || (other instanceof PlaceResolution.Ambiguous several
                && several.candidates().contains(resolved.place()));
    return same ? new Found(more.query(), place) : null;
  }

  /** Whether a text looks like a place that cannot be one: digits of no allowed length. */
  static boolean isMalformed(String place) {
    String stripped = place.strip().toLowerCase(Locale.ROOT);
    if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    return switch (stripped.length()) {
      case 2, 3, 5, 6, 8, 9, 12 -> false;
      default -> true;
    };
  }
}
