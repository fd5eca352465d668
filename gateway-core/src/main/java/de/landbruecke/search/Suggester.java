package de.landbruecke.search;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.Topic;
import de.landbruecke.index.internal.EntryCard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Suggestions while typing, from titles, keywords, places and topics of one generation. All words
 * typed must begin words of the suggestion, in any order; one typing error in the last word is
 * forgiven when nothing else is found. Immutable and safe to share between threads.
 */
final class Suggester {

  private static final int MAX_TYPED = 80;
  private static final int MAX_CANDIDATES = 4_000;
  private static final int MIN_CORRECTED = 4;

  private record Item(Suggestion suggestion, String folded, List<String> words) {}

  private record Entry(String word, int item) {}

  private final TextAnalyzer analyzer;
  private final AreaDirectory areas;
  private final List<Item> items = new ArrayList<>();
  private final Entry[] byWord;
  private final String[] words;

  Suggester(
      Stream<EntryCard> cards, AreaDirectory areas, TextAnalyzer analyzer, Vocabulary vocabulary) {
    this.analyzer = analyzer;
    this.areas = areas;
    Set<String> seen = new HashSet<>();
    List<Item> keywords = new ArrayList<>();
    cards.forEach(card -> {
      for (EntryCard.CardOffer offer : card.offers()) {
        String title = offer.title().best(LocalizedText.GERMAN);
        add(items, seen, vocabulary, Suggestion.Kind.SERVICE, title, card.id());
        offer
            .keywords()
            .getOrDefault(LocalizedText.GERMAN, List.of())
            .forEach(word -> add(keywords, seen, vocabulary, Suggestion.Kind.KEYWORD, word, null));
      }
    });
    items.addAll(keywords);
    for (Topic topic : Topic.values()) {
      add(items, seen, vocabulary, Suggestion.Kind.TOPIC, topic.title(), topic.slug());
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      for (String word : new LinkedHashSet<>(items.get(i).words())) {
        entries.add(new Entry(word, i));
      }
    }
    entries.sort(Comparator.comparing(Entry::word).thenComparingInt(Entry::item));
    this.byWord = entries.toArray(new Entry[0]);
    this.words = entries.stream().map(Entry::word).distinct().toArray(String[]::new);
  }

  private void add(
      List<Item> into,
      Set<String> seen,
      Vocabulary vocabulary,
      Suggestion.Kind kind,
      String text,
      @Nullable String id) {
    List<String> folded = analyzer.fold(text);
    String joined = String.join(" ", folded);
    if (!folded.isEmpty() && !vocabulary.isDenied(joined) && seen.add(joined)) {
      into.add(new Item(new Suggestion(kind, text, id, null), joined, folded));
    }
  }

  /** The best suggestions, services first, then keywords, places and topics. */
  List<Suggestion> suggest(String typed, int limit) {
    String text = typed.length() > MAX_TYPED ? typed.substring(0, MAX_TYPED) : typed;
    List<String> folded = analyzer.fold(text);
    if (folded.isEmpty() || limit <= 0) {
      return List.of();
    }
    List<Item> found = find(folded);
    if (found.isEmpty() && folded.getLast().length() >= MIN_CORRECTED) {
      found = corrected(folded);
    }
    List<Place> places = areas.startingWith(text, 3);
    List<Suggestion> services = onceEach(of(found, Suggestion.Kind.SERVICE));
    List<Suggestion> keywords = of(found, Suggestion.Kind.KEYWORD);
    List<Suggestion> topics = of(found, Suggestion.Kind.TOPIC);
    // Services get half of the room, the others share the rest, and what is left over.
    int rest = limit - Math.min(services.size(), Math.max(1, limit / 2));
    int forPlaces = Math.min(Math.min(rest, places.size()), Math.max(1, rest / 3));
    int forTopics = Math.min(Math.min(rest - forPlaces, topics.size()), Math.max(1, rest / 4));
    int forKeywords = Math.min(keywords.size(), Math.max(0, rest - forPlaces - forTopics));
    int forServices =
        Math.min(services.size(), Math.max(0, limit - forPlaces - forTopics - forKeywords));
    List<Suggestion> result = new ArrayList<>();
    result.addAll(services.subList(0, forServices));
    result.addAll(keywords.subList(0, forKeywords));
    places.stream()
        .limit(forPlaces)
        .map(place ->
            new Suggestion(
                Suggestion.Kind.PLACE,
                place.name(),
                place.key().value(),
                Objects.requireNonNullElse(place.detail(), place.state())))
        .forEach(result::add);
    result.addAll(topics.subList(0, forTopics));
    return result.subList(0, Math.min(limit, result.size()));
  }

  private static List<Suggestion> of(List<Item> items, Suggestion.Kind kind) {
    return items.stream().map(Item::suggestion).filter(s -> s.kind() == kind).toList();
  }

  /** The best title of each entry, which has several when portals name it differently. */
  private static List<Suggestion> onceEach(List<Suggestion> services) {
    Set<@Nullable String> ids = new HashSet<>();
    return services.stream().filter(service -> ids.add(service.id())).toList();
  }

  private List<Item> find(List<String> typed) {
    String last = typed.getLast();
    // The longest word typed has the fewest continuations: start there.
    String anchor = typed.stream().max(Comparator.comparingInt(String::length)).orElse(last);
    Set<Integer> candidates = new LinkedHashSet<>();
    for (int i = lowerBound(anchor);
        i < byWord.length
            && byWord[i].word().startsWith(anchor)
            && candidates.size() < MAX_CANDIDATES;
        i++) {
      candidates.add(byWord[i].item());
    }
    String joined = String.join(" ", typed);
    return candidates.stream()
        .map(items::get)
        .filter(item ->
            typed.stream()
                .allMatch(word -> item.words().stream().anyMatch(w -> w.startsWith(word))))
        .sorted(
            Comparator.comparing((Item item) -> !item.folded().startsWith(joined))
                .thenComparing(item -> !item.words().contains(last))
                .thenComparingInt(item -> item.folded().length())
                .thenComparing(Item::folded))
        .toList();
  }

  private List<Item> corrected(List<String> typed) {
    String last = typed.getLast();
    Set<String> starts = new LinkedHashSet<>();
    for (String word : words) {
      if (Math.abs(word.charAt(0) - last.charAt(0)) == 0 && startsWithOneError(word, last)) {
        starts.add(word);
      }
    }
    List<Item> found = new ArrayList<>();
    for (String word : starts) {
      List<String> changed = new ArrayList<>(typed.subList(0, typed.size() - 1));
      changed.add(word);
      for (Item item : find(changed)) {
        if (!found.contains(item)) {
          found.add(item);
        }
      }
      if (found.size() > 30) {
        break;
      }
    }
    return found;
  }

  /** Whether a prefix of {@code word} differs from {@code typed} by one error. */
  private static boolean startsWithOneError(String word, String typed) {
    int i = 0;
    int n = Math.min(word.length(), typed.length());
    while (i < n && word.charAt(i) == typed.charAt(i)) {
      i++;
    }
    String rest = typed.substring(i);
    String wordRest = word.substring(i);
    if (rest.isEmpty()) {
      return true;
    }
    boolean replaced = !wordRest.isEmpty() && wordRest.substring(1).startsWith(rest.substring(1));
    boolean inserted = wordRest.startsWith(rest.substring(1));
    boolean missing = !wordRest.isEmpty() && wordRest.substring(1).startsWith(rest);
    boolean swapped =
        rest.length() > 1
            && wordRest.length() > 1
            && rest.charAt(0) == wordRest.charAt(1)
            && rest.charAt(1) == wordRest.charAt(0)
            && wordRest.substring(2).startsWith(rest.substring(2));
    return replaced || inserted || missing || swapped;
  }

  private int lowerBound(String prefix) {
    int index =
        Arrays.binarySearch(byWord, new Entry(prefix, -1), Comparator.comparing(Entry::word));
    if (index < 0) {
      return -index - 1;
    }
    while (index > 0 && byWord[index - 1].word().equals(prefix)) {
      index--;
    }
    return index;
  }
}
