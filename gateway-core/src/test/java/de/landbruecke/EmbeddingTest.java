package de.landbruecke;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.search.LuceneCatalogSearch;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.source.json.JsonCatalogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README: the library alone, on a catalog file. */
final class EmbeddingTest {

  private static List<String> titles(Path folder, Path catalog) throws IOException {
    List<String> titles = new ArrayList<>();
    // tag::embed[]
    TextAnalyzer analyzer = new TextAnalyzer(Lexicon.general());
    try (CatalogIndex index = CatalogIndex.builder(folder, analyzer).open()) {
      index.update(List.of(JsonCatalogSource.open(() -> Files.newInputStream(catalog), "city")));
      try (var search = LuceneCatalogSearch.open(index, analyzer, Vocabulary.EMPTY)) {
        for (SearchHit hit : search.search(SearchRequest.of("Hundesteueranmeldung")).hits()) {
          titles.add(hit.title());
        }
      }
    }
    // end::embed[]
    return titles;
  }

  @Test
  void readme_tenLines_findAServiceInACatalogFile(@TempDir Path folder) throws IOException {
    Path catalog = folder.resolve("city.jsonl");
    Files.writeString(
        catalog,
        """
        {"format":1,"portal":"city"}
        {"id":"1","title":{"de":"Hund zur Steuer anmelden"}}
        {"id":"2","title":{"de":"Bibliotheksausweis ausstellen"}}
        """);

    List<String> titles = titles(folder, catalog);

    assertThat(titles.getFirst()).isEqualTo("Hund zur Steuer anmelden");
  }
}
