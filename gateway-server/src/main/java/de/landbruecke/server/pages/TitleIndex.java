package de.landbruecke.server.pages;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.EntryTitle;
import de.landbruecke.server.shared.ConditionalOnSearch;
import java.text.Collator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * All services by the first letter of their names, each by the name that it has at a place; read
 * once for each generation. Safe to share between threads.
 */
@ConditionalOnSearch
@Component
final class TitleIndex {

  /** The letter of names that begin with a digit or another sign. */
  static final String DIGITS = "0-9";

  private final CatalogSearch search;
  private volatile @Nullable Known known;

  /** What a service is called. */
  record Title(String id, String text) {}

  /** A name that one of an entry's offers gives it. */
  private record Name(EntryTitle entry, int offer, String text) {}

  /**
   * The names of one generation.
   *
   * @param sorted the names of all offers
   * @param byId the entries
   */
  private record Known(String generation, List<Name> sorted, Map<String, EntryTitle> byId) {}

  TitleIndex(CatalogSearch search) {
    this.search = search;
  }

  /**
   * All entries by letter, {@code a} to {@code z}, then {@link #DIGITS}; each list is sorted.
   *
   * @param place null for none
   */
  Map<String, List<Title>> byLetter(@Nullable RegionalKey place) {
    Map<String, List<Title>> byLetter = new LinkedHashMap<>();
    for (char letter = 'a'; letter <= 'z'; letter++) {
      byLetter.put(String.valueOf(letter), new ArrayList<>());
    }
    List<Title> digits = new ArrayList<>();
    byLetter.put(DIGITS, digits);
    for (Name name : current().sorted()) {
      if (name.offer() == offerAt(place, name.entry())) {
        byLetter
            .getOrDefault(letter(name.text()), digits)
            .add(new Title(name.entry().id(), name.text()));
      }
    }
    return byLetter;
  }

  /** What an entry is called at a place; empty where there is no such entry. */
  Optional<String> title(String id, @Nullable RegionalKey place) {
    return Optional.ofNullable(current().byId().get(id))
        .map(entry -> text(entry, offerAt(place, entry)));
  }

  /**
   * The number of the offer that is valid at a place, for the narrowest area; else of the first.
   */
  private static int offerAt(@Nullable RegionalKey place, EntryTitle entry) {
    int found = 0;
    int narrowest = -1;
    for (int i = 0; i < entry.names().size() && place != null; i++) {
      List<RegionalKey> areas = entry.names().get(i).areas();
      int narrowness =
          areas.isEmpty()
              ? 0
              : areas.stream()
                  .filter(area -> area.contains(place))
                  .mapToInt(area -> area.selfAndAncestors().size())
                  .max()
                  .orElse(-1);
      if (narrowness > narrowest) {
        found = i;
        narrowest = narrowness;
      }
    }
    return found;
  }

  private static String text(EntryTitle entry, int offer) {
    return Text.line(entry.names().get(offer).title(), Text.LONGEST_TITLE);
  }

  private Known current() {
    String generation = search.generation();
    Known current = known;
    if (current == null || !current.generation().equals(generation)) {
      current = read(generation, search.entries());
      known = current;
    }
    return current;
  }

  private static Known read(String generation, List<EntryTitle> entries) {
    List<Name> sorted = new ArrayList<>();
    Map<String, EntryTitle> byId = new HashMap<>();
    for (EntryTitle entry : entries) {
      byId.put(entry.id(), entry);
      for (int i = 0; i < entry.names().size(); i++) {
        sorted.add(new Name(entry, i, text(entry, i)));
      }
    }
    Collator german = Collator.getInstance(Locale.GERMAN);
    sorted.sort(Comparator.comparing(Name::text, german).thenComparing(name -> name.entry().id()));
    return new Known(generation, List.copyOf(sorted), byId);
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
