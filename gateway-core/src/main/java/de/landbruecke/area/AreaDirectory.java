package de.landbruecke.area;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All places of the covered states, found by key, postal code or name. Works empty, too: then every
 * name is unknown and regional keys stand for themselves.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class AreaDirectory {

  private static final Comparator<Place> LARGEST_FIRST =
      Comparator.comparingInt((Place p) -> p.population() == null ? 0 : p.population())
          .reversed()
          .thenComparing(Place::key);

  /** A directory without places. Stands below what its constructor needs. */
  public static final AreaDirectory EMPTY = new AreaDirectory(List.of());

  private final Map<RegionalKey, Place> byKey = new HashMap<>();
  private final Map<String, Set<Place>> byMunicipalityKey = new HashMap<>();
  private final NavigableMap<String, List<Place>> byPostalCode = new TreeMap<>();
  private final NavigableMap<String, List<Named>> byName = new TreeMap<>();
  private final Set<String> states = new TreeSet<>();
  private int longestName;

  /** A name that leads to a place; an alias counts less than the name itself. */
  private record Named(Place place, boolean alias) {}

  /** A directory of these places; a later place replaces an earlier one with the same key. */
  public AreaDirectory(Collection<Place> places) {
    places.forEach(place -> byKey.put(place.key(), place));
    byKey.values().stream().sorted(LARGEST_FIRST).forEach(this::index);
  }

  private void index(Place place) {
    states.add(place.key().value().substring(0, 2));
    String municipalityKey = place.municipalityKey();
    if (municipalityKey != null) {
      byMunicipalityKey.computeIfAbsent(municipalityKey, k -> new LinkedHashSet<>()).add(place);
    }
    for (String former : place.formerKeys()) {
      byMunicipalityKey.computeIfAbsent(former, k -> new LinkedHashSet<>()).add(place);
    }
    place.postalCodes().forEach(code -> add(byPostalCode, code, place));
    name(place.name(), place, false);
    place.aliases().forEach(alias -> name(alias, place, !isShortForm(alias, place.name())));
  }

  /**
   * Whether citizens drop the rest of the name, as in "Auerbach" for "Auerbach/Vogtl.": then it is
   * as good a name as the full one of a namesake, and asking beats guessing.
   */
  private static boolean isShortForm(String alias, String name) {
    return name.length() > alias.length()
        && name.startsWith(alias)
        && !Character.isLetterOrDigit(name.charAt(alias.length()))
        && name.charAt(alias.length()) != '-';
  }

  private void name(String text, Place place, boolean alias) {
    String key = normalize(text);
    List<Named> named = byName.computeIfAbsent(key, k -> new ArrayList<>());
    if (named.stream().noneMatch(n -> n.place().equals(place))) {
      named.add(new Named(place, alias));
    }
    longestName = Math.max(longestName, key.split(" ").length);
  }

  private static void add(Map<String, List<Place>> map, String key, Place place) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(place);
  }

  /** The place with exactly this key. */
  public Optional<Place> place(RegionalKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** All places, in the order of their keys. */
  public List<Place> places() {
    return byKey.values().stream().sorted(Comparator.comparing(Place::key)).toList();
  }

  /** The first two digits of the keys of the states that the directory covers. */
  public Set<String> states() {
    return Set.copyOf(states);
  }

  /** How many words the longest name has; 0 when the directory is empty. */
  public int longestName() {
    return longestName;
  }

  /**
   * What a person's words lead to: a regional key (districts and states, too), a municipality key,
   * a postal code, a name, a postal code before a name, or a {@link Place#label}. Upper case,
   * umlaut spellings and hyphens do not matter.
   */
  public PlaceResolution resolve(String text) {
    String stripped = text.strip();
    if (!stripped.isEmpty() && stripped.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return resolveDigits(stripped);
    }
    List<Place> places = named(stripped);
    return answer(places.isEmpty() ? described(stripped) : places, stripped);
  }

  /** Places named together with what tells them from namesakes: "73033 Göppingen", or a label. */
  private List<Place> described(String text) {
    int bracket = text.lastIndexOf(" (");
    if (bracket > 0) {
      String label = normalize(text);
      return byName.getOrDefault(normalize(text.substring(0, bracket)), List.of()).stream()
          .map(Named::place)
          .filter(place -> normalize(place.label()).equals(label))
          .toList();
    }
    String[] words = text.split("\\s+", 2);
    List<Place> places = byPostalCode.getOrDefault(words[0], List.of());
    return places.isEmpty() || words.length < 2
        ? List.of()
        : named(words[1]).stream().filter(places::contains).toList();
  }

  /** Whether at least one place has this name or alias. */
  public boolean knowsName(String text) {
    return byName.containsKey(normalize(text));
  }

  private PlaceResolution resolveDigits(String digits) {
    if (digits.length() == 5) {
      List<Place> places = byPostalCode.getOrDefault(digits, List.of());
      if (!places.isEmpty()) {
        return answer(places, digits);
      }
      // Five digits are a postal code before they are a district, unless no postal code has them.
      Optional<Place> district = RegionalKey.parse(digits).flatMap(this::place);
      if (district.isPresent()) {
        return new PlaceResolution.Resolved(district.get());
      }
      return isPostalCode(digits) ? new PlaceResolution.Outside(digits) : unknown(digits);
    }
    Set<Place> municipality = byMunicipalityKey.getOrDefault(digits, Set.of());
    if (!municipality.isEmpty()) {
      return answer(List.copyOf(municipality), digits);
    }
    Optional<RegionalKey> key = RegionalKey.parse(digits);
    if (key.isEmpty()) {
      return unknown(digits);
    }
    Optional<Place> place = place(key.get());
    if (place.isPresent()) {
      return new PlaceResolution.Resolved(place.get());
    }
    boolean covered = states.contains(digits.substring(0, 2));
    return covered ? unknown(digits) : new PlaceResolution.Outside(digits);
  }

  private static PlaceResolution unknown(String text) {
    return new PlaceResolution.Unknown(text);
  }

  /** German postal codes run from 01000 to 99999. */
  private static boolean isPostalCode(String digits) {
    return digits.compareTo("01000") >= 0;
  }

  private List<Place> named(String text) {
    List<Named> named = byName.getOrDefault(normalize(text), List.of());
    List<Place> exact =
        named.stream().filter(n -> !n.alias()).map(Named::place).sorted(LARGEST_FIRST).toList();
    // A town and its district share a name: the town is meant unless the district is named.
    List<Place> municipalities = exact.stream().filter(AreaDirectory::isMunicipality).toList();
    if (!municipalities.isEmpty()) {
      return municipalities;
    }
    return exact.isEmpty()
        ? named.stream().map(Named::place).distinct().sorted(LARGEST_FIRST).toList()
        : exact;
  }

  /** Towns that are districts of their own have a district's regional key. */
  private static boolean isMunicipality(Place place) {
    return place.municipalityKey() != null || place.key().level() == AreaLevel.MUNICIPALITY;
  }

  private static PlaceResolution answer(List<Place> places, String text) {
    return switch (places.size()) {
      case 0 -> unknown(text);
      case 1 -> new PlaceResolution.Resolved(places.getFirst());
      default -> new PlaceResolution.Ambiguous(places.stream().sorted(LARGEST_FIRST).toList());
    };
  }

  /** Places whose name, alias, postal code or key starts with {@code prefix}, largest first. */
  public List<Place> startingWith(String prefix, int limit) {
    String start = normalize(prefix);
    if (start.isEmpty() || limit <= 0) {
      return List.of();
    }
    Set<Place> found = new LinkedHashSet<>();
    if (start.chars().allMatch(c -> c >= '0' && c <= '9')) {
      byPostalCode.subMap(start, start + Character.MAX_VALUE).values().forEach(found::addAll);
      byKey.values().stream()
          .filter(p -> p.key().value().startsWith(start))
          .sorted(LARGEST_FIRST)
          .forEach(found::add);
      return found.stream().limit(limit).toList();
    }
    byName
        .subMap(start, start + Character.MAX_VALUE)
        .values()
        .forEach(names -> names.forEach(n -> found.add(n.place())));
    return found.stream()
        .sorted(
            Comparator.comparing((Place p) -> !normalize(p.name()).equals(start))
                // "Freib" is Freiberg before it is a part of Stuttgart.
                .thenComparing(p -> !normalize(p.name()).startsWith(start))
                .thenComparing(LARGEST_FIRST))
        .limit(limit)
        .toList();
  }

  /**
   * The form in which names are compared: lower case, umlauts and ß as two letters, accents
   * dropped, everything but letters and digits as one blank.
   */
  static String normalize(String text) {
    String lower =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace("ä", "ae")
            .replace("ö", "oe")
            .replace("ü", "ue")
            .replace("ß", "ss");
    return Normalizer.normalize(lower, Normalizer.Form.NFD)
        .replaceAll("\\p{M}+", "")
        .replace("ł", "l")
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }
}
