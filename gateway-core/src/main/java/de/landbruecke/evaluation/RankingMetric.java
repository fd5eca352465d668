package de.landbruecke.evaluation;

import de.landbruecke.evaluation.JudgementList.Question;
import de.landbruecke.evaluation.Ranker.Ranked;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How well one ranking answers one question, 0 to 1.
 *
 * <p>A ranked document that is known by several judged ids has the best of their grades that was
 * not yet given: each judged id counts once, at the first place where it stands.
 */
public enum RankingMetric {

  /**
   * Normalized discounted cumulated gain of the first ten places. The gain is the grade, the
   * discount log2(rank + 1), the ideal is the best order of all judged documents: as {@code
   * ndcg_cut.10} of trec_eval, so that others can check our figures with it. Source: Järvelin and
   * Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20 (2002).
   */
  NDCG_10("nDCG@10", 10) {
    @Override
    double of(Question question, List<Ranked> top, int relevantFrom) {
      List<Integer> ideal =
          question.grades().values().stream()
              .sorted(java.util.Comparator.reverseOrder())
              .limit(10)
              .toList();
      double best = IntStream.range(0, ideal.size()).mapToDouble(i -> gain(ideal.get(i), i)).sum();
      Set<String> counted = new HashSet<>();
      double sum = 0;
      for (int i = 0; i < top.size(); i++) {
        int grade = 0;
        for (String id : top.get(i).ids()) {
          if (counted.add(id)) {
            grade = Math.max(grade, question.grades().getOrDefault(id, 0));
          }
        }
        sum += gain(grade, i);
      }
      return best == 0 ? 0 : sum / best;
    }
  },

  /** One divided by the rank of the first relevant document, 0 when it stands below ten. */
  MRR_10("MRR@10", 10) {
    @Override
    double of(Question question, List<Ranked> top, int relevantFrom) {
      for (int i = 0; i < top.size(); i++) {
        for (String id : top.get(i).ids()) {
          if (question.grades().getOrDefault(id, 0) >= relevantFrom) {
            return 1.0 / (i + 1);
          }
        }
      }
      return 0;
    }
  },

  /** The share of all relevant documents that stands on the first ten places. */
  RECALL_10("recall@10", 10) {
    @Override
    double of(Question question, List<Ranked> top, int relevantFrom) {
      return recall(question, top, relevantFrom);
    }
  },

  /** The share of all relevant documents that stands on the first fifty places. */
  RECALL_50("recall@50", 50) {
    @Override
    double of(Question question, List<Ranked> top, int relevantFrom) {
      return recall(question, top, relevantFrom);
    }
  };

  private final String label;
  private final int depth;

  RankingMetric(String label, int depth) {
    this.label = label;
    this.depth = depth;
  }

  /** The name as tables have it. */
  public String label() {
    return label;
  }

  /** Whether the question has what it takes: a relevant document, for nDCG any graded one. */
  boolean appliesTo(Question question, int relevantFrom) {
    int needed = this == NDCG_10 ? 1 : relevantFrom;
    return question.grades().values().stream().anyMatch(grade -> grade >= needed);
  }

  /** The value for a question; what stands below the places that it looks at is ignored. */
  final double value(Question question, List<Ranked> ranking, int relevantFrom) {
    return of(question, ranking.subList(0, Math.min(depth, ranking.size())), relevantFrom);
  }

  abstract double of(Question question, List<Ranked> top, int relevantFrom);

  private static double gain(int grade, int index) {
    return grade * Math.log(2) / Math.log(index + 2.0);
  }

  private static double recall(Question question, List<Ranked> top, int relevantFrom) {
    Set<String> found = new HashSet<>();
    top.forEach(ranked -> found.addAll(ranked.ids()));
    long relevant = 0;
    long present = 0;
    for (java.util.Map.Entry<String, Integer> judged : question.grades().entrySet()) {
      if (judged.getValue() >= relevantFrom) {
        relevant++;
        present += found.contains(judged.getKey()) ? 1 : 0;
      }
    }
    return relevant == 0 ? 0 : (double) present / relevant;
  }
}
