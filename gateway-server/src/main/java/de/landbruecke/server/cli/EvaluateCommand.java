package de.landbruecke.server.cli;

import de.landbruecke.catalog.RecordId;
import de.landbruecke.data.IndexData;
import de.landbruecke.evaluation.EvaluationReport;
import de.landbruecke.evaluation.Evaluator;
import de.landbruecke.evaluation.Invariant;
import de.landbruecke.evaluation.JudgementList;
import de.landbruecke.evaluation.Ranker;
import de.landbruecke.evaluation.RankingMetric;
import de.landbruecke.search.CatalogSearch;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Judges the ranking of any catalog by graded queries. */
final class EvaluateCommand {

  private static final Set<String> VALUED =
      Set.of(
          "--catalog",
          "--vocabulary",
          "--judgements",
          "--queries",
          "--qrels",
          "--ids",
          "--run",
          "--depth",
          "--metrics");
  private static final int LOST = 50;
  private static final int MAX_DEPTH = 1_000;
  private static final int DEPTH = 100;

  private EvaluateCommand() {}

  /** What is measured: a list, the invariants that go with it, and how documents are called. */
  private record Task(JudgementList list, List<Invariant> invariants, boolean records) {}

  static int run(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, VALUED, CatalogOptions.FLAGS);
    options.noOperands();
    int depth = options.number("--depth", DEPTH, 1, MAX_DEPTH);
    Task task = task(options);
    Function<RecordId, String> name = names(options);
    try (TemporaryIndex index = TemporaryIndex.build(CatalogOptions.catalogs(options))) {
      CatalogSearch search = index.search();
      Ranker ranker = task.records() ? Ranker.records(search, name) : Ranker.entries(search);
      Evaluator evaluator = new Evaluator(ranker);
      Optional<String> run = options.one("--run");
      if (run.isPresent()) {
        // A run names records, so that others can judge it, whatever the list names.
        Evaluator writer = task.records() ? evaluator : new Evaluator(Ranker.records(search, name));
        try (Writer file = Files.newBufferedWriter(Path.of(run.get()), StandardCharsets.UTF_8)) {
          writer.writeRun(task.list(), "landbruecke", depth, file);
        }
      }
      Map<String, EvaluationReport> reports = new LinkedHashMap<>();
      int code = report(task, evaluator, reports, new Printer(out, options.has("--json")));
      Optional<String> metrics = options.one("--metrics");
      if (metrics.isPresent()) {
        writeMetrics(Path.of(metrics.get()), reports);
      }
      return code;
    }
  }

  private static Task task(Options options) throws UsageException, IOException {
    Optional<String> queries = options.one("--queries");
    Optional<String> qrels = options.one("--qrels");
    Optional<String> judgements = options.one("--judgements");
    if (queries.isPresent()) {
      if (judgements.isPresent()) {
        throw new UsageException("--queries and --judgements are not allowed together");
      }
      try (Reader texts = read(queries.get());
          Reader grades = qrels.isPresent() ? read(qrels.get()) : Reader.nullReader()) {
        return new Task(JudgementList.trec(texts, grades), List.of(), true);
      }
    }
    if (qrels.isPresent()) {
      throw new UsageException("--qrels needs --queries");
    }
    if (judgements.isPresent()) {
      try (Reader list = read(judgements.get())) {
        return new Task(JudgementList.read(list), List.of(), false);
      }
    }
    if (options.has("--catalog")) {
      throw new UsageException(
          "with --catalog the option --judgements or --queries is needed: the shipped judgements"
              + " are about the shipped catalogs");
    }
    try (Reader list = IndexData.judgements().reader();
        Reader noAnswers = IndexData.noAnswers().reader();
        Reader invariants = IndexData.invariants().reader()) {
      return new Task(
          JudgementList.read(list).withoutAnswer(noAnswers), Invariant.read(invariants), false);
    }
  }

  private static Reader read(String file) throws IOException {
    return Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
  }

  /** The qrels' names for records: composite ids as soon as one of them is. */
  private static Function<RecordId, String> names(Options options)
      throws UsageException, IOException {
    Optional<String> kind = options.one("--ids");
    if (kind.isPresent()) {
      return switch (kind.get()) {
        case "local" -> RecordId::value;
        case "composite" -> RecordId::toString;
        default ->
            throw new UsageException("--ids is '" + kind.get() + "'; allowed are local, composite");
      };
    }
    Optional<String> qrels = options.one("--qrels");
    if (qrels.isEmpty()) {
      return options.has("--queries") ? RecordId::value : RecordId::toString;
    }
    try (var lines = Files.lines(Path.of(qrels.get()), StandardCharsets.UTF_8)) {
      boolean composite =
          lines
              .map(line -> line.strip().split("\\s+"))
              .filter(cells -> cells.length == 4)
              .anyMatch(cells -> RecordId.parse(cells[2]).isPresent());
      return composite ? RecordId::toString : RecordId::value;
    }
  }

  private static int report(
      Task task, Evaluator evaluator, Map<String, EvaluationReport> reports, Printer printer) {
    Map<String, Object> answer = new LinkedHashMap<>();
    EvaluationReport.Development development = evaluator.development(task.list());
    reports.put("development", development.report());
    printer.line("development");
    answer.put("development", figures(development.report(), printer));
    List<Map<String, Object>> lost = new ArrayList<>();
    for (EvaluationReport.Answer worse : development.lost()) {
      lost.add(
          Map.of(
              "id",
              worse.question().id(),
              "query",
              worse.question().query(),
              "nDCG@10",
              worse.value(),
              "found",
              worse.found().stream().map(Ranker.Ranked::ids).toList()));
    }
    development.lost().stream()
        .limit(LOST)
        .forEach(worse ->
            printer.line(
                "  lost %s  %s".formatted(number(worse.value()), worse.question().query())));
    answer.put("lost", lost);
    development.unwanted().forEach(query -> printer.line("  unwanted hit  " + query));
    answer.put("unwanted", development.unwanted());
    if (task.list().size(JudgementList.Part.LOCKED) > 0) {
      printer.line("locked (figures only)");
      EvaluationReport locked = evaluator.locked(task.list());
      reports.put("locked", locked);
      answer.put("locked", figures(locked, printer));
    }
    List<Invariant.Broken> broken = evaluator.broken(task.invariants());
    if (!task.invariants().isEmpty()) {
      printer.line(
          "invariants: %d of %d hold"
              .formatted(task.invariants().size() - broken.size(), task.invariants().size()));
    }
    List<Map<String, Object>> brokenAnswers = new ArrayList<>();
    for (Invariant.Broken one : broken) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("query", one.invariant().query());
      each.put("place", one.invariant().place());
      each.put("serviceKey", one.invariant().serviceKey());
      each.put("maxRank", one.invariant().maxRank());
      each.put("rank", one.rank());
      brokenAnswers.add(each);
      printer.line(
          "  broken  %s: %s at rank %s instead of %d"
              .formatted(
                  one.invariant().query(),
                  one.invariant().serviceKey(),
                  one.rank() == null ? "none" : one.rank(),
                  one.invariant().maxRank()));
    }
    answer.put("invariants", task.invariants().size());
    answer.put("broken", brokenAnswers);
    printer.document(answer);
    return broken.isEmpty() ? CommandLine.GOOD : CommandLine.FINDING;
  }

  private static Map<String, Object> figures(EvaluationReport report, Printer printer) {
    Map<String, Object> answer = new LinkedHashMap<>();
    StringBuilder head = new StringBuilder("%-24s %6s".formatted("class", "n"));
    for (RankingMetric metric : RankingMetric.values()) {
      head.append("  %-24s".formatted(metric.label()));
    }
    printer.line(head + "  without hits");
    answer.put("all", line("all", report.all(), printer));
    Map<String, Object> byType = new LinkedHashMap<>();
    report.byType().forEach((type, figures) -> byType.put(type, line(type, figures, printer)));
    answer.put("classes", byType);
    EvaluationReport.WithoutAnswer without = report.withoutAnswer();
    if (without != null) {
      printer.line(
          "without an answer: %d questions, %s show a hit that is not weak"
              .formatted(without.questions(), number(without.withFullHit())));
      answer.put(
          "withoutAnswer",
          Map.of("questions", without.questions(), "withFullHit", without.withFullHit()));
    }
    return answer;
  }

  private static Map<String, Object> line(
      String name, EvaluationReport.Figures figures, Printer printer) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("questions", figures.questions());
    StringBuilder line = new StringBuilder("%-24s %6d".formatted(name, figures.questions()));
    for (RankingMetric metric : RankingMetric.values()) {
      EvaluationReport.Estimate estimate = figures.mean(metric);
      answer.put(
          metric.label(),
          Map.of("mean", estimate.mean(), "low", estimate.low(), "high", estimate.high()));
      line.append(
          "  %-24s"
              .formatted(
                  number(estimate.mean())
                      + " ["
                      + number(estimate.low())
                      + ", "
                      + number(estimate.high())
                      + "]"));
    }
    answer.put("withoutHits", figures.withoutHits());
    printer.line(line + "  " + number(figures.withoutHits()));
    return answer;
  }

  /** As Prometheus reads it; replaced as a whole, since it may be read at any moment. */
  private static void writeMetrics(Path file, Map<String, EvaluationReport> reports)
      throws IOException {
    StringBuilder text = new StringBuilder();
    gauge("ndcg", "Mean nDCG at k over the questions", reports, text, RankingMetric.NDCG_10);
    gauge(
        "recall",
        "Mean recall at k over the questions",
        reports,
        text,
        RankingMetric.RECALL_10,
        RankingMetric.RECALL_50);
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, text);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void gauge(
      String name,
      String help,
      Map<String, EvaluationReport> reports,
      StringBuilder text,
      RankingMetric... metrics) {
    String full = "search_quality_" + name;
    text.append("# HELP %s %s, 0 to 1\n# TYPE %s gauge\n".formatted(full, help, full));
    reports.forEach((dataset, report) -> {
      for (RankingMetric metric : metrics) {
        String k = metric.label().substring(metric.label().indexOf('@') + 1);
        text.append(
            "%s{dataset=\"%s\",k=\"%s\"} %s\n"
                .formatted(full, dataset, k, number(report.all().mean(metric).mean())));
      }
    });
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
