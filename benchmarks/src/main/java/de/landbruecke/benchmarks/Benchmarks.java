package de.landbruecke.benchmarks;

import de.landbruecke.benchmarks.LuceneEngine.Setup;
import de.landbruecke.evaluation.Evaluator;
import de.landbruecke.evaluation.JudgementList;
import de.landbruecke.evaluation.JudgementList.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The measurements, one command: {@code relevance}, {@code held-out}, {@code speed} or {@code all},
 * with options {@code --data=DIRECTORY} (catalogs {@code *.jsonl} and judgements), {@code
 * --postgres=JDBC-URL} (else a server of its own is started; {@code none} leaves it out), {@code
 * --entries=2000,49000}, {@code --queries=2000}, {@code --seed=1}, {@code --part=development} or
 * {@code locked} (both without it). Prints tables in Markdown.
 */
public final class Benchmarks {

  private static final Set<String> MEASUREMENTS = Set.of("all", "relevance", "held-out", "speed");
  private static final Set<String> OPTIONS =
      Set.of("--data", "--postgres", "--entries", "--queries", "--seed", "--part");

  private static final List<String> CATALOGS = List.of("service-bw.jsonl", "amt24.jsonl");

  private final Map<String, String> options;
  private final long seed;

  private Benchmarks(Map<String, String> options) {
    this.options = options;
    this.seed = Long.parseLong(options.getOrDefault("--seed", "20261101"));
  }

  /** Runs what the arguments name. */
  public static void main(String[] args) throws IOException, SQLException {
    Set<String> measurements = new TreeSet<>();
    Map<String, String> options = new java.util.TreeMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (MEASUREMENTS.contains(arg)) {
        measurements.add(arg);
      } else if (equals > 0 && OPTIONS.contains(arg.substring(0, equals))) {
        options.put(arg.substring(0, equals), arg.substring(equals + 1));
      } else {
        System.err.println(
            "'" + arg + "' is unknown: " + MEASUREMENTS + " and " + OPTIONS + " are allowed");
        System.exit(2);
      }
    }
    boolean all = measurements.isEmpty() || measurements.contains("all");
    Benchmarks benchmarks = new Benchmarks(options);
    benchmarks.printMachine();
    if (all || measurements.contains("relevance")) {
      benchmarks.relevance();
    }
    if (all || measurements.contains("held-out")) {
      benchmarks.heldOut();
    }
    if (all || measurements.contains("speed")) {
      benchmarks.speed();
    }
  }

  private void printMachine() {
    System.out.println(
        new Table("JDK", "cores", "heap", "seed", "date")
            .row(
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                (Runtime.getRuntime().maxMemory() >> 20) + " MiB",
                Long.toString(seed),
                LocalDate.now(java.time.ZoneOffset.UTC).toString()));
  }

  private Path data() {
    String directory = options.get("--data");
    if (directory == null) {
      throw new IllegalArgumentException("--data=DIRECTORY is needed");
    }
    return Path.of(directory);
  }

  private List<Catalog> catalogs() throws IOException {
    List<Catalog> catalogs = new ArrayList<>();
    for (String file : CATALOGS) {
      catalogs.add(Catalog.read(data().resolve(file)));
    }
    return catalogs;
  }

  private JudgementList judgements() throws IOException {
    try (var judged =
            Files.newBufferedReader(data().resolve("judgements.tsv"), StandardCharsets.UTF_8);
        var none =
            Files.newBufferedReader(data().resolve("no-answer.tsv"), StandardCharsets.UTF_8)) {
      return JudgementList.read(judged).withoutAnswer(none);
    }
  }

  private interface Use {
    void engine(Engine engine) throws IOException;
  }

  /** Opens one reference after the other, so that only one is in memory. */
  private void references(List<Document> documents, Use use) throws IOException, SQLException {
    for (Setup setup : Setup.values()) {
      try (Engine engine = new LuceneEngine(setup, documents)) {
        use.engine(engine);
      }
    }
    try (Engine engine = new SqliteEngine(documents)) {
      use.engine(engine);
    }
    String url = options.get("--postgres");
    if (!"none".equals(url)) {
      try (Engine engine = new PostgresEngine(url, documents)) {
        use.engine(engine);
      }
    }
  }

  private void relevance() throws IOException, SQLException {
    JudgementList list = judgements();
    List<Document> documents = Catalog.entries(catalogs());
    @Nullable String only = options.get("--part");
    Relevance development = new Relevance();
    Relevance locked = new Relevance();
    Use measure =
        engine -> {
          Evaluator evaluator = new Evaluator(engine, seed);
          if (only == null || only.equals(Part.DEVELOPMENT.label())) {
            development.add(engine.label(), evaluator.development(list).report());
          }
          if (only == null || only.equals(Part.LOCKED.label())) {
            locked.add(engine.label(), evaluator.locked(list));
          }
        };
    references(documents, measure);
    System.out.println(
        "## Relevance on the shipped catalogs\n\n" + documents.size() + " entries.\n");
    System.out.println("### Development part\n\n" + development.tables());
    System.out.println("### Locked part\n\n" + locked.tables());
  }

  private void heldOut() throws IOException, SQLException {
    List<Catalog> catalogs = catalogs();
    System.out.println("## Keywords and names held out\n");
    for (HeldOut.Kind kind : HeldOut.Kind.values()) {
      JudgementList questions = HeldOut.questions(kind, catalogs, seed);
      List<Document> documents = Catalog.records(HeldOut.corpus(kind, catalogs));
      Relevance relevance = new Relevance();
      references(
          documents,
          engine ->
              relevance.add(
                  engine.label(), new Evaluator(engine, seed).development(questions).report()));
      System.out.println(
          "### " + kind.label() + ", " + documents.size() + " records\n\n" + relevance.tables());
    }
  }

  private void speed() throws IOException {
    System.out.println("## Speed\n\nOne thread, in process, no cache, no query twice.\n");
    Table table =
        new Table(
            "entries", "engine", "queries/s", "p50 µs", "p99 µs", "index MiB", "entries/s built");
    int[] sizes =
        Arrays.stream(options.getOrDefault("--entries", "2000,49000").split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    int count = Integer.parseInt(options.getOrDefault("--queries", "2000"));
    for (int size : sizes) {
      GeneratedCatalog catalog = new GeneratedCatalog(size, seed);
      List<String> queries = catalog.queries(2 * count);
      try (LuceneEngine german = new LuceneEngine(Setup.GERMAN, catalog);
          LuceneEngine reference = new LuceneEngine(Setup.REFERENCE, catalog)) {
        Speed speed = new Speed(System::nanoTime);
        List<LuceneEngine> engines = List.of(german, reference);
        engines.forEach(engine -> speed.add(engine.label(), engine));
        Map<String, Speed.Result> results = speed.run(queries, queries.size() / 2);
        for (LuceneEngine engine : engines) {
          Speed.Result result = java.util.Objects.requireNonNull(results.get(engine.label()));
          table.row(
              Integer.toString(size),
              engine.label(),
              Table.number("%.0f", result.perSecond()),
              Table.number("%.0f", result.median() / 1e3),
              Table.number("%.0f", result.p99() / 1e3),
              Table.number("%.1f", engine.indexBytes() / 1048576.0),
              Table.number("%.0f", size * 1e9 / engine.buildNanos()));
        }
      }
    }
    System.out.println(table);
  }
}
