package de.landbruecke.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.landbruecke.evaluation.JudgementList.Question;
import de.landbruecke.evaluation.Ranker.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingMetricTest {

  private static final Question QUESTION =
      new Question("q1", "perso", null, "de", "everyday", Map.of("a", 3, "b", 2, "c", 1, "d", 0));

  private static List<Ranked> ranking(String... ids) {
    return java.util.Arrays.stream(ids).map(Ranked::of).toList();
  }

  private static List<Ranked> below(int places, String id) {
    List<Ranked> ranking = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      ranking.add(Ranked.of("x" + i));
    }
    ranking.add(Ranked.of(id));
    return ranking;
  }

  /** Ideal: 3/log2(2) + 2/log2(3) + 1/log2(4) = 3 + 1.261860 + 0.5 = 4.761860. */
  @Test
  void ndcg_idealOrder_isOne() {
    assertThat(RankingMetric.NDCG_10.value(QUESTION, ranking("a", "b", "c"), 2))
        .isEqualTo(1.0, within(1e-9));
  }

  /** 2/1 + 0 + 3/2 = 3.5 of 4.761860. */
  @Test
  void ndcg_swappedWithWrongOneBetween_isComputedByHand() {
    assertThat(RankingMetric.NDCG_10.value(QUESTION, ranking("b", "d", "a"), 2))
        .isEqualTo(3.5 / 4.761859507142915, within(1e-9));
  }

  @Test
  void ndcg_nothingFound_isZero() {
    assertThat(RankingMetric.NDCG_10.value(QUESTION, List.of(), 2)).isZero();
  }

  /** At rank 10 the discount is log2(11) = 3.459432; rank 11 is not looked at. */
  @Test
  void ndcg_tenthAndEleventhPlace_onlyTheTenthCounts() {
    assertThat(RankingMetric.NDCG_10.value(QUESTION, below(9, "a"), 2))
        .isEqualTo(3 / 3.4594316186372973 / 4.761859507142915, within(1e-9));
    assertThat(RankingMetric.NDCG_10.value(QUESTION, below(10, "a"), 2)).isZero();
  }

  /** The entry has two judged keys: the better grade counts, and neither counts again below. */
  @Test
  void ndcg_entryWithSeveralKeys_countsBestGradeOnce() {
    List<Ranked> ranking =
        List.of(new Ranked(List.of("b", "a"), false), Ranked.of("a"), Ranked.of("c"));

    assertThat(RankingMetric.NDCG_10.value(QUESTION, ranking, 2))
        .isEqualTo(3.5 / 4.761859507142915, within(1e-9));
  }

  /** Eleven documents of grade 1: the ideal, too, has only ten places. */
  @Test
  void ndcg_moreJudgedThanPlaces_idealStopsAtTen() {
    Map<String, Integer> grades = new java.util.LinkedHashMap<>();
    String[] ids = new String[10];
    for (int i = 0; i < 11; i++) {
      grades.put("k" + i, 1);
      if (i < 10) {
        ids[i] = "k" + i;
      }
    }
    Question question = new Question("q", "x", null, "de", "t", grades);

    assertThat(RankingMetric.NDCG_10.value(question, ranking(ids), 1)).isEqualTo(1.0, within(1e-9));
  }

  @Test
  void mrr_firstRelevantAtThree_isAThird() {
    assertThat(RankingMetric.MRR_10.value(QUESTION, ranking("x", "c", "b", "a"), 2))
        .isEqualTo(1.0 / 3, within(1e-9));
    assertThat(RankingMetric.MRR_10.value(QUESTION, ranking("x", "c", "b", "a"), 1))
        .isEqualTo(1.0 / 2, within(1e-9));
  }

  @Test
  void mrr_tenthAndEleventhPlace_onlyTheTenthCounts() {
    assertThat(RankingMetric.MRR_10.value(QUESTION, below(9, "a"), 2)).isEqualTo(0.1);
    assertThat(RankingMetric.MRR_10.value(QUESTION, below(10, "a"), 2)).isZero();
  }

  @Test
  void recall_oneOfTwoRelevant_isHalf() {
    assertThat(RankingMetric.RECALL_10.value(QUESTION, ranking("x", "b", "c", "d"), 2))
        .isEqualTo(0.5);
    assertThat(RankingMetric.RECALL_10.value(QUESTION, below(9, "a"), 2)).isEqualTo(0.5);
    assertThat(RankingMetric.RECALL_10.value(QUESTION, below(10, "a"), 2)).isZero();
  }

  @Test
  void recall_entryWithTwoRelevantKeys_findsBoth() {
    List<Ranked> ranking = List.of(new Ranked(List.of("a", "b"), false));

    assertThat(RankingMetric.RECALL_10.value(QUESTION, ranking, 2)).isEqualTo(1.0);
  }

  @Test
  void recall50_fiftiethAndNext_onlyTheFiftiethCounts() {
    assertThat(RankingMetric.RECALL_50.value(QUESTION, below(49, "a"), 2)).isEqualTo(0.5);
    assertThat(RankingMetric.RECALL_50.value(QUESTION, below(50, "a"), 2)).isZero();
  }
}
