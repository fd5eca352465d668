package de.landbruecke.evaluation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import de.landbruecke.evaluation.EvaluationReport.Answer;
import de.landbruecke.evaluation.EvaluationReport.Development;
import de.landbruecke.evaluation.EvaluationReport.Estimate;
import de.landbruecke.evaluation.JudgementList.Part;
import de.landbruecke.evaluation.Ranker.Ranked;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final String HEADER =
      "query\tplace\tlang\tclass\tpart\tserviceKey\tgrade\treason\n";

  /** Answers by a table; what is not in it finds nothing. */
  private static Ranker table(Map<String, List<Ranked>> answers) {
    return (query, place, language, depth) -> {
      List<Ranked> all = answers.getOrDefault(query, List.of());
      return all.subList(0, Math.min(depth, all.size()));
    };
  }

  private static List<String> queries(Part part, int count) {
    List<String> queries = new ArrayList<>();
    for (int i = 0; queries.size() < count; i++) {
      if (Part.of("question" + i) == part) {
        queries.add("question" + i);
      }
    }
    return queries;
  }

  private static String line(String query, String type, String key, int grade) {
    return String.join(
            "\t", query, "", "de", type, Part.of(query).label(), key, "" + grade, "because")
        + "\n";
  }

  @Test
  void development_threeQuestions_givesMeansByTypeAndTheLostOnes() throws IOException {
    List<String> q = queries(Part.DEVELOPMENT, 3);
    JudgementList list =
        JudgementList.read(
            new StringReader(
                HEADER
                    + line(q.get(0), "everyday", "k1", 3)
                    + line(q.get(1), "everyday", "k2", 3)
                    + line(q.get(2), "typo", "k3", 3)));
    Ranker ranker =
        table(
            Map.of(
                q.get(0), List.of(Ranked.of("k1")),
                q.get(1), List.of(Ranked.of("x"), Ranked.of("y"), Ranked.of("k2"))));

    Development result = new Evaluator(ranker).development(list);

    EvaluationReport report = result.report();
    assertThat(report.all().questions()).isEqualTo(3);
    assertThat(report.all().mean(RankingMetric.NDCG_10).mean()).isEqualTo(0.5, within(1e-9));
    assertThat(report.all().mean(RankingMetric.MRR_10).mean())
        .isEqualTo((1 + 1.0 / 3) / 3, within(1e-9));
    assertThat(report.all().withoutHits()).isEqualTo(1.0 / 3, within(1e-9));
    assertThat(report.byType()).containsOnlyKeys("everyday", "typo");
    assertThat(requireNonNull(report.byType().get("everyday")).mean(RankingMetric.NDCG_10).mean())
        .isEqualTo(0.75, within(1e-9));
    assertThat(result.lost())
        .extracting(answer -> answer.question().query())
        .containsExactly(q.get(2), q.get(1));
    assertThat(result.lost().getLast().found()).hasSize(3);
  }

  @Test
  void lostAgainst_formerRanking_listsOnlyTheWorse() throws IOException {
    List<String> q = queries(Part.DEVELOPMENT, 2);
    JudgementList list =
        JudgementList.read(
            new StringReader(HEADER + line(q.get(0), "a", "k1", 3) + line(q.get(1), "a", "k2", 3)));
    Development former =
        new Evaluator(table(Map.of(q.get(0), List.of(Ranked.of("k1"))))).development(list);
    Development now =
        new Evaluator(table(Map.of(q.get(1), List.of(Ranked.of("k2"))))).development(list);

    assertThat(now.lostAgainst(former))
        .extracting(Answer::question)
        .containsExactly(list.development().getFirst());
    assertThat(now.lostAgainst(now)).isEmpty();
  }

  @Test
  void locked_lockedQuestions_areNotPartOfDevelopment() throws IOException {
    String open = queries(Part.DEVELOPMENT, 1).getFirst();
    String locked = queries(Part.LOCKED, 1).getFirst();
    JudgementList list =
        JudgementList.read(
            new StringReader(HEADER + line(open, "a", "k1", 3) + line(locked, "b", "k2", 3)));
    Evaluator evaluator = new Evaluator(table(Map.of(locked, List.of(Ranked.of("k2")))));

    EvaluationReport report = evaluator.locked(list);

    assertThat(list.development()).hasSize(1);
    assertThat(report.all().questions()).isEqualTo(1);
    assertThat(report.all().mean(RankingMetric.NDCG_10).mean()).isEqualTo(1.0);
    assertThat(report.toString()).doesNotContain(locked);
    assertThat(evaluator.development(list).report().byType()).containsOnlyKeys("a");
    StringBuilder run = new StringBuilder();
    evaluator.writeRun(list, "tag", 10, run);
    assertThat(run).isEmpty();
  }

  @Test
  void development_withoutAnswer_onlyFullHitsAreUnwanted() throws IOException {
    List<String> q = queries(Part.DEVELOPMENT, 3);
    StringBuilder lines = new StringBuilder("query\tplace\tlang\tpart\treason\n");
    q.forEach(query -> lines.append(query).append("\t\tde\tdevelopment\tno service\n"));
    JudgementList list =
        JudgementList.read(new StringReader(HEADER))
            .withoutAnswer(new StringReader(lines.toString()));
    Ranker ranker =
        table(
            Map.of(
                q.get(0), List.of(new Ranked(List.of("k1"), true)),
                q.get(1), List.of(new Ranked(List.of("k1"), true), Ranked.of("k2"))));

    Development result = new Evaluator(ranker).development(list);

    assertThat(result.report().withoutAnswer())
        .isEqualTo(new EvaluationReport.WithoutAnswer(3, 1.0 / 3));
    assertThat(result.unwanted()).containsExactly(q.get(1));
    assertThat(result.report().all().questions()).isZero();
    assertThat(new Evaluator(ranker).locked(list).withoutAnswer()).isNull();
  }

  @Test
  void broken_atTheRankAndBelow_onlyBelowIsBroken() {
    Ranker ranker = table(Map.of("pass", List.of(Ranked.of("a"), Ranked.of("b"))));
    Invariant held = new Invariant("pass", null, "b", 2);
    Invariant low = new Invariant("pass", null, "b", 1);
    Invariant absent = new Invariant("pass", null, "c", 2);

    assertThat(new Evaluator(ranker).broken(List.of(held, low, absent)))
        .containsExactly(new Invariant.Broken(low, 2), new Invariant.Broken(absent, null));
  }

  @Test
  void writeRun_trecQuestions_haveTheFormOfTrecEval() throws IOException {
    JudgementList list =
        JudgementList.trec(new StringReader("1\tpass\n2\tnothing\n"), new StringReader(""));
    Ranker ranker = table(Map.of("pass", List.of(Ranked.of("L1.LB.7"), Ranked.of("L1.LB.8"))));
    StringBuilder run = new StringBuilder();

    new Evaluator(ranker).writeRun(list, "ours", 100, run);

    assertThat(run).hasToString("1 Q0 L1.LB.7 1 100 ours\n1 Q0 L1.LB.8 2 99 ours\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Evaluator(ranker).writeRun(list, "two words", 1, run))
        .withMessageContaining("two words");
  }

  @Test
  void development_trecQuestionWithoutJudgement_countsInNoFigure() throws IOException {
    JudgementList list =
        JudgementList.trec(
            new StringReader("1\tpass\n2\tnothing\n"), new StringReader("1 0 L1.LB.7 1\n"));

    Development result =
        new Evaluator(table(Map.of("pass", List.of(Ranked.of("L1.LB.7"))))).development(list);

    assertThat(result.report().all().questions()).isEqualTo(1);
    assertThat(result.report().all().withoutHits()).isZero();
    assertThat(result.report().all().mean(RankingMetric.RECALL_10).mean()).isEqualTo(1.0);
  }

  /** Half zeros, half ones: the standard error of 400 is 0.025, the interval about 0.45 to 0.55. */
  @Test
  void estimate_knownSpread_isNearTheNormalInterval() {
    double[] values = new double[400];
    java.util.Arrays.fill(values, 0, 200, 1.0);

    Estimate estimate = Evaluator.estimate(values, 7);

    assertThat(estimate.mean()).isEqualTo(0.5);
    assertThat(estimate.low()).isEqualTo(0.451, within(0.01));
    assertThat(estimate.high()).isEqualTo(0.549, within(0.01));
    assertThat(Evaluator.estimate(values, 7)).isEqualTo(estimate);
    assertThat(Evaluator.estimate(new double[] {1, 1}, 7)).isEqualTo(new Estimate(1, 1, 1));
  }
}
