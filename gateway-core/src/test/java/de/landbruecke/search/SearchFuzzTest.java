package de.landbruecke.search;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.testing.ListCatalogSource;
import de.landbruecke.testing.TestPlaces;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzz target of the query path. In the build it only repeats the inputs kept in the resources;
 * with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
final class SearchFuzzTest {

  @TempDir static Path directory = Path.of("");
  private static @Nullable CatalogIndex index;
  private static @Nullable LuceneCatalogSearch search;

  @BeforeAll
  static void open() throws IOException {
    TextAnalyzer analyzer = new TextAnalyzer(Lexicon.general());
    Vocabulary vocabulary =
        Vocabulary.builder(analyzer)
            .synonyms(new StringReader("type\tfrom\tto\tlang\tnote\nequal\tPerso\tAusweis\tde\t\n"))
            .build();
    List<PublicService> services = new ArrayList<>();
    for (String title :
        List.of("Hundesteuer anmelden", "Reisepass", "Personalausweis", "§ 34a GewO")) {
      services.add(
          PublicService.builder(
                  new RecordId("A", RecordClass.SERVICE, "s" + services.size()),
                  LocalizedText.german(title))
              .keys(List.of(new ServiceKey("99%012d".formatted(services.size()))))
              .build());
    }
    CatalogIndex opened = CatalogIndex.builder(directory, analyzer).open();
    index = opened;
    opened.update(
        List.of(
            ListCatalogSource.full("places", "places", "1", TestPlaces.records()),
            ListCatalogSource.full("portal", "portal", "1", services)));
    search = LuceneCatalogSearch.open(opened, analyzer, vocabulary);
  }

  @AfterAll
  static void close() throws IOException {
    if (search != null) {
      search.close();
    }
    if (index != null) {
      index.close();
    }
  }

  /** Any text is answered, by hits whose marked texts hold no foreign markup. */
  @FuzzTest(maxDuration = "60s")
  void searchAndSuggest(FuzzedDataProvider data) {
    LuceneCatalogSearch engine = java.util.Objects.requireNonNull(search);
    int limit = data.consumeInt(0, SearchRequest.MAX_LIMIT);
    String place = data.consumeBoolean() ? data.consumeString(20) : null;
    String query = data.consumeRemainingAsString();
    SearchResult result =
        engine.search(SearchRequest.builder(query).place(place).limit(limit).build());
    if (result.hits().size() > limit || result.total() < 0) {
      throw new AssertionError("more hits than asked for");
    }
    for (SearchHit hit : result.hits()) {
      for (String html : hit.highlights().values()) {
        if (html.replace("<mark>", "").replace("</mark>", "").indexOf('<') >= 0) {
          throw new AssertionError("a highlight holds foreign markup");
        }
      }
    }
    if (engine.suggest(query, limit).size() > limit) {
      throw new AssertionError("more suggestions than asked for");
    }
  }
}
