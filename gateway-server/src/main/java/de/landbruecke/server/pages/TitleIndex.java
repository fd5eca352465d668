package de.landbruecke.server.pages;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.CatalogSearch.Title;
import java.text.Collator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * All services by the first letter of their names, each by the name that it has at a place; read
 * once for each generation. Safe to share between threads.
 */
@Component
final class TitleIndex {

  /** The letter of names that begin with a digit or another sign. */
  static final String DIGITS = "0-9";

  private final CatalogSearch search;
  private volatile @Nullable Known known;

  /**
   * The names of one generation.
   *
   * @param sorted all names
   * @param byEntry the names of each entry, the first offer's first
   */
  private record Known(String generation, List<Title> sorted, Map<String, List<Title>> byEntry) {}

  TitleIndex(CatalogSearch search) {
    this.search = search;
  }

  /**
   * All entries by letter, {@code a} to {@code z}, then {@link #DIGITS}; each list is sorted.
   *
   * @param place null for none
   */
  Map<String, List<Title>> byLetter(@Nullable RegionalKey place) {
    Known current = current();
    Map<String, List<Title>> byLetter = new LinkedHashMap<>();
    for (char letter = 'a'; letter <= 'z'; letter++) {
      byLetter.put(String.valueOf(letter), new ArrayList<>());
    }
    List<Title> digits = new ArrayList<>();
    byLetter.put(DIGITS, digits);
    Set<String> seen = new HashSet<>();
    for (Title title : current.sorted()) {
      if (title.equals(at(place, current.byEntry().getOrDefault(title.id(), List.of())))
          && seen.add(title.id())) {
        byLetter.getOrDefault(letter(title.title()), digits).add(title);
      }
    }
    return byLetter;
  }

  /** What an entry is called at a place; empty where there is no such entry. */
  Optional<String> title(String id, @Nullable RegionalKey place) {
    return Optional.ofNullable(at(place, current().byEntry().getOrDefault(id, List.of())))
        .map(Title::title);
  }

  private static @Nullable Title at(@Nullable RegionalKey place, List<Title> titles) {
    for (Title title : titles) {
      if (place == null
          || title.areas().isEmpty()
          || title.areas().stream().anyMatch(area -> area.contains(place))) {
        return title;
      }
    }
    return titles.isEmpty() ? null : titles.getFirst();
  }

  private Known current() {
    String generation = search.generation();
    Known current = known;
    if (current == null || !current.generation().equals(generation)) {
      current = read(generation, search.titles());
      known = current;
    }
    return current;
  }

  private static Known read(String generation, List<Title> all) {
    List<Title> sorted = new ArrayList<>();
    Map<String, List<Title>> byEntry = new HashMap<>();
    for (Title title : all) {
      String line = Text.line(title.title(), Text.LONGEST_TITLE);
      if (!line.isEmpty()) {
        Title clean = new Title(title.id(), line, title.areas());
        sorted.add(clean);
        byEntry.computeIfAbsent(title.id(), id -> new ArrayList<>()).add(clean);
      }
    }
    Collator german = Collator.getInstance(Locale.GERMAN);
    sorted.sort(Comparator.comparing(Title::title, german).thenComparing(Title::id));
    return new Known(generation, List.copyOf(sorted), byEntry);
  }

  /** The letter under which a name is found: umlauts are under the letter that they are made of. */
  static String letter(String title) {
    String plain =
        Normalizer.normalize(title, Normalizer.Form.NFD)
            .replaceAll("^[^\\p{L}\\p{N}]+", "")
            .toLowerCase(Locale.GERMAN)
            .replace('ß', 's')
            .replace('ł', 'l');
    boolean letter = !plain.isEmpty() && plain.charAt(0) >= 'a' && plain.charAt(0) <= 'z';
    return letter ? plain.substring(0, 1) : DIGITS;
  }
}
