package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.testing.CatalogSearchContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The embedded engine keeps the contract, and what is its own. */
class LuceneCatalogSearchTest extends CatalogSearchContract {

  @Override
  protected Engine open(
      Path directory,
      TextAnalyzer analyzer,
      Vocabulary vocabulary,
      Clock clock,
      List<CatalogSource> sources)
      throws IOException {
    CatalogIndex index = CatalogIndex.builder(directory, analyzer).open();
    index.update(sources);
    LuceneCatalogSearch search =
        LuceneCatalogSearch.open(index, analyzer, vocabulary, clock, 1_000);
    return new Engine() {
      @Override
      public CatalogSearch search() {
        return search;
      }

      @Override
      public void update(List<CatalogSource> more) throws IOException {
        assertThat(index.update(more).complete()).isTrue();
      }

      @Override
      public void close() throws IOException {
        search.close();
        index.close();
      }
    };
  }

  @Test
  void search_sameRequestInOneGeneration_isAnsweredFromTheCache() throws IOException {
    Engine engine = engineOver(west("1", "Wohngeld", "99000000000001").build());
    SearchResult first = engine.search().search(SearchRequest.of("Wohngeld"));

    assertThat(engine.search().search(SearchRequest.of("Wohngeld"))).isSameAs(first);
    assertThat(engine.search().search(SearchRequest.builder("Wohngeld").limit(9).build()))
        .isNotSameAs(first);

    engine.update(List.of(westChange("2", west("2", "Wohngeld", "99000000000002").build())));
    SearchResult second = engine.search().search(SearchRequest.of("Wohngeld"));
    assertThat(second.total()).isEqualTo(2);
    assertThat(second.generation()).isNotEqualTo(first.generation());
  }

  @Test
  void search_concurrentUpdates_eachAnswerIsOfOneWholeGeneration() throws Exception {
    Engine engine = engineOver(west("0", "Wohngeld 0", "99100000000000").build());
    AtomicBoolean done = new AtomicBoolean();
    int updates = 20;

    try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
      List<Future<Long>> answers = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        answers.add(readers.submit(() -> readUntil(engine.search(), done)));
      }
      for (int update = 1; update <= updates; update++) {
        String number = String.valueOf(update);
        engine.update(
            List.of(
                westChange(
                    "u" + number,
                    west(number, "Wohngeld " + number, "991%011d".formatted(update)).build())));
      }
      done.set(true);
      for (Future<Long> answer : answers) {
        assertThat(answerOf(answer)).isPositive();
      }
    }

    assertThat(engine.search().search(SearchRequest.of("Wohngeld")).total()).isEqualTo(updates + 1);
  }

  private static long answerOf(Future<Long> answer) throws Exception {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a reader failed", e.getCause());
    }
  }

  /** Each update adds one entry, so totals and generations must only grow, and together. */
  private static long readUntil(CatalogSearch search, AtomicBoolean done) {
    long answers = 0;
    long total = 0;
    String generation = "";
    do {
      SearchResult result = search.search(SearchRequest.of("Wohngeld"));
      assertThat(result.total()).isGreaterThanOrEqualTo(total);
      assertThat(result.generation().equals(generation)).isEqualTo(result.total() == total);
      assertThat(result.facets().get("portal"))
          .extracting(SearchResult.FacetValue::count)
          .containsExactly(result.total());
      assertThat(search.suggest("wohng", 50).size()).isLessThanOrEqualTo(50);
      total = result.total();
      generation = result.generation();
      answers++;
    } while (!done.get());
    return answers;
  }
}
