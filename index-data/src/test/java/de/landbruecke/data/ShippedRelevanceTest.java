package de.landbruecke.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.evaluation.EvaluationReport;
import de.landbruecke.evaluation.EvaluationReport.Figures;
import de.landbruecke.evaluation.EvaluationReport.WithoutAnswer;
import de.landbruecke.evaluation.Evaluator;
import de.landbruecke.evaluation.Invariant;
import de.landbruecke.evaluation.JudgementList;
import de.landbruecke.evaluation.Ranker;
import de.landbruecke.evaluation.RankingMetric;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.search.LuceneCatalogSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the search over the shipped catalogs must never fall below. */
@TestInstance(Lifecycle.PER_CLASS)
final class ShippedRelevanceTest {

  private CatalogIndex index;
  private LuceneCatalogSearch search;
  private Evaluator evaluator;
  private JudgementList judgements;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    IndexData data = IndexData.load();
    index = CatalogIndex.builder(folder, data.analyzer()).open();
    assertThat(index.update(IndexData.sources()).complete()).isTrue();
    search = LuceneCatalogSearch.open(index, data.analyzer(), data.vocabulary());
    evaluator = new Evaluator(Ranker.entries(search));
    judgements =
        JudgementList.read(IndexData.judgements().reader())
            .withoutAnswer(IndexData.noAnswers().reader());
  }

  @AfterAll
  void close() throws IOException {
    search.close();
    index.close();
  }

  @Test
  void invariants_allHold() throws IOException {
    assertThat(evaluator.broken(Invariant.read(IndexData.invariants().reader()))).isEmpty();
  }

  @Test
  void lockedPart_reachesWhatIsPromised() {
    EvaluationReport report = evaluator.locked(judgements);

    Figures all = report.all();
    assertThat(all.mean(RankingMetric.NDCG_10).mean()).isGreaterThanOrEqualTo(0.88);
    assertThat(all.mean(RankingMetric.RECALL_10).mean()).isGreaterThanOrEqualTo(0.95);
    assertThat(all.withoutHits()).isLessThanOrEqualTo(0.005);
    assertThat(report.byType()).hasSize(8);
    report
        .byType()
        .forEach((name, figures) ->
            assertThat(figures.mean(RankingMetric.NDCG_10).mean())
                .as(name)
                .isGreaterThanOrEqualTo(0.70));
  }

  @Test
  void questionsWithoutAnAnswer_oneInTwentyAtMostShowsAFullHit() {
    WithoutAnswer development =
        Objects.requireNonNull(evaluator.development(judgements).report().withoutAnswer());
    WithoutAnswer locked = Objects.requireNonNull(evaluator.locked(judgements).withoutAnswer());

    double full =
        development.questions() * development.withFullHit()
            + locked.questions() * locked.withFullHit();

    assertThat(full / (development.questions() + locked.questions())).isLessThanOrEqualTo(0.05);
  }
}
