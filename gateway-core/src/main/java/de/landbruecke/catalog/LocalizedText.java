package de.landbruecke.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One text in one or more languages, by language tag (BCP 47): {@code de}, {@code en}, and {@code
 * de-simple} for easy language.
 *
 * @param byLanguage never empty; no text is blank
 */
public record LocalizedText(SortedMap<String, String> byLanguage) {

  /** The tag of German, the language every catalog has. */
  public static final String GERMAN = "de";

  /** Copies the map and drops blank texts. */
  public LocalizedText {
    SortedMap<String, String> copy = new TreeMap<>();
    byLanguage.forEach((language, text) -> {
      if (!text.isBlank()) {
        copy.put(language, text.strip());
      }
    });
    if (copy.isEmpty()) {
      throw new IllegalArgumentException("a text needs at least one language");
    }
    byLanguage = java.util.Collections.unmodifiableSortedMap(copy);
  }

  /** A text in these languages. */
  public static LocalizedText of(Map<String, String> byLanguage) {
    return new LocalizedText(new TreeMap<>(byLanguage));
  }

  /** A German text. */
  public static LocalizedText german(String text) {
    return of(Map.of(GERMAN, text));
  }

  /** The text in exactly this language. */
  public Optional<String> in(String language) {
    return Optional.ofNullable(byLanguage.get(language));
  }

  /** The language that {@link #best} answers in: the preferred one, else German, else the first. */
  public String bestLanguage(String preferred) {
    if (byLanguage.containsKey(preferred)) {
      return preferred;
    }
    return byLanguage.containsKey(GERMAN) ? GERMAN : byLanguage.firstKey();
  }

  /** The text in the preferred language, else in German, else in the first language there is. */
  public String best(String preferred) {
    return java.util.Objects.requireNonNull(byLanguage.get(bestLanguage(preferred)));
  }
}
