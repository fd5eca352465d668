package de.landbruecke.index;

import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.EntryReader;
import de.landbruecke.source.CatalogSource;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tests of the index share. */
final class IndexTesting {

  static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());

  private IndexTesting() {}

  static RecordId id(RecordClass recordClass, String value) {
    return new RecordId("A", recordClass, value);
  }

  static RecordId serviceId(String value) {
    return id(RecordClass.SERVICE, value);
  }

  static ServiceKey key(int number) {
    return new ServiceKey("99%012d".formatted(number));
  }

  static PublicService service(String value, String title, Integer... keys) {
    return PublicService.builder(serviceId(value), LocalizedText.german(title))
        .keys(Arrays.stream(keys).map(IndexTesting::key).toList())
        .build();
  }

  static OnlineService online(String value, String... services) {
    return new OnlineService(
        id(RecordClass.ONLINE_SERVICE, value),
        LocalizedText.german("Online " + value),
        URI.create("https://example.org/" + value),
        null,
        Set.copyOf(Arrays.stream(services).map(IndexTesting::serviceId).toList()),
        Set.of());
  }

  static CatalogChange write(CatalogRecord record) {
    return new CatalogChange.Write(record);
  }

  static CatalogChange delete(RecordId id) {
    return new CatalogChange.Delete(id);
  }

  static List<CatalogSource> sources(CatalogSource... sources) {
    return List.of(sources);
  }

  /** The entries of a snapshot. */
  static EntryReader entries(IndexSnapshot snapshot) {
    return (EntryReader) snapshot;
  }

  /** All entries' cards as JSON, by id. */
  static SortedMap<String, String> cards(CatalogIndex index) throws IOException {
    SortedMap<String, String> cards = new TreeMap<>();
    try (IndexSnapshot snapshot = index.acquire()) {
      for (int document : new IndexView(snapshot.reader()).entries()) {
        EntryCard card = entries(snapshot).card(document);
        cards.put(
            card.id(), new String(RecordJson.write(card), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return cards;
  }

  static List<String> entryIds(CatalogIndex index) throws IOException {
    return new ArrayList<>(cards(index).keySet());
  }

  /** The German titles of all services as entries show them. */
  static Set<String> titles(CatalogIndex index) throws IOException {
    Set<String> titles = new HashSet<>();
    try (IndexSnapshot snapshot = index.acquire()) {
      for (int document : new IndexView(snapshot.reader()).entries()) {
        entries(snapshot)
            .card(document)
            .offers()
            .forEach(offer -> titles.add(offer.title().best(LocalizedText.GERMAN)));
      }
    }
    return titles;
  }

  /** The entry that an id leads to; empty text when there is none. */
  static String leadsTo(CatalogIndex index, String id) {
    try (IndexSnapshot snapshot = index.acquire()) {
      EntryReader entries = entries(snapshot);
      return entries.entry(id).map(document -> entries.card(document).id()).orElse("");
    }
  }
}
