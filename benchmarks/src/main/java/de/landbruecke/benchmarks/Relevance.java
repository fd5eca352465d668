package de.landbruecke.benchmarks;

import de.landbruecke.evaluation.EvaluationReport;
import de.landbruecke.evaluation.EvaluationReport.Estimate;
import de.landbruecke.evaluation.EvaluationReport.Figures;
import de.landbruecke.evaluation.RankingMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables of relevance figures, one row an engine. */
final class Relevance {

  private final Map<String, EvaluationReport> reports = new LinkedHashMap<>();

  void add(String engine, EvaluationReport report) {
    reports.put(engine, report);
  }

  boolean isEmpty() {
    return reports.isEmpty();
  }

  /** All figures over all questions, then nDCG@10 by class. */
  String tables() {
    Table all =
        new Table(
            "engine",
            "questions",
            "nDCG@10 (95 %)",
            "MRR@10",
            "recall@10",
            "recall@50",
            "without hits",
            "full hit without an answer");
    Set<String> types = new LinkedHashSet<>();
    reports.forEach((engine, report) -> {
      Figures figures = report.all();
      Estimate ndcg = figures.mean(RankingMetric.NDCG_10);
      EvaluationReport.WithoutAnswer none = report.withoutAnswer();
      all.row(
          engine,
          Integer.toString(figures.questions()),
          Table.number(ndcg.mean(), 3)
              + " ("
              + Table.number(ndcg.low(), 3)
              + "–"
              + Table.number(ndcg.high(), 3)
              + ")",
          mean(figures, RankingMetric.MRR_10),
          mean(figures, RankingMetric.RECALL_10),
          mean(figures, RankingMetric.RECALL_50),
          Table.number(100 * figures.withoutHits(), 1) + " %",
          none == null ? "–" : Table.number(100 * none.withFullHit(), 1) + " %");
      types.addAll(report.byType().keySet());
    });
    if (types.size() < 2) {
      return all.toString();
    }
    List<String> header = new ArrayList<>(List.of("nDCG@10"));
    header.addAll(types);
    Table byType = new Table(header.toArray(String[]::new));
    reports.forEach((engine, report) -> {
      List<String> row = new ArrayList<>(List.of(engine));
      for (String type : types) {
        Figures figures = report.byType().get(type);
        row.add(figures == null ? "–" : mean(figures, RankingMetric.NDCG_10));
      }
      byType.row(row);
    });
    return all + "\n" + byType;
  }

  private static String mean(Figures figures, RankingMetric metric) {
    return Table.number(figures.mean(metric).mean(), 3);
  }
}
