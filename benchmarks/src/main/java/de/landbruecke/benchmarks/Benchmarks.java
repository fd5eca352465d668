package de.landbruecke.benchmarks;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.benchmarks.LuceneEngine.Setup;
import de.landbruecke.benchmarks.identity.IdentityMeasurements;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.data.IndexData;
import de.landbruecke.evaluation.Evaluator;
import de.landbruecke.evaluation.Invariant;
import de.landbruecke.evaluation.JudgementList;
import de.landbruecke.evaluation.JudgementList.Part;
import de.landbruecke.evaluation.Ranker;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.json.JsonCatalogSource;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The measurements, one command: {@code relevance}, {@code held-out}, {@code speed}, {@code all} of
 * these, {@code pages} of the built server, or {@code identity} or a part of it, with the options
 * {@code --postgres=JDBC-URL} (an empty database; without it a server of its own is started; {@code
 * none} leaves it out), {@code --entries=2000,49000}, {@code --queries=2000}, {@code --seed=1},
 * {@code --part=development} or {@code locked} (both without it), {@code --clock=cpu} to measure
 * speed by the thread's processor time instead of the wall clock, {@code --server=JAR}, {@code
 * --rate=50} requests a second and {@code --seconds=60} for pages. Prints tables in Markdown.
 */
public final class Benchmarks {

  private static final Set<String> MEASUREMENTS =
      Stream.concat(
              Stream.of("all", "relevance", "held-out", "speed", "pages", "identity"),
              IdentityMeasurements.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> OPTIONS =
      Set.of(
          "--postgres",
          "--entries",
          "--queries",
          "--seed",
          "--part",
          "--clock",
          "--server",
          "--rate",
          "--seconds",
          "--warm-up",
          "--tokens",
          "--accounts",
          "--databases",
          "--keycloak",
          "--native-crypto");

  private static final String OURS = "Landbrücke";
  private static final String OURS_PLAIN = "Landbrücke without vocabulary";
  private static final String OURS_FULL = "Landbrücke with all features";
  private static final int WARM_UP_ENTRIES = 20_000;
  private static final int SUGGESTIONS = 10;

  private final Map<String, String> options;
  private final PrintStream out;
  private final long seed;
  private final IndexData data;
  private final LongSupplier clock;

  private Benchmarks(Map<String, String> options, PrintStream out) throws IOException {
    this.options = options;
    this.out = out;
    this.seed = Long.parseLong(options.getOrDefault("--seed", "20261101"));
    this.data = IndexData.load();
    String name = options.getOrDefault("--clock", "wall");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    this.clock =
        switch (name) {
          case "wall" -> System::nanoTime;
          case "cpu" -> threads::getCurrentThreadCpuTime;
          default ->
              throw new IllegalArgumentException(
                  "--clock=" + name + " is not allowed: wall or cpu");
        };
  }

  /** Runs what the arguments name. */
  public static void main(String[] args) throws IOException, SQLException, InterruptedException {
    try {
      run(args, System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  static void run(String[] args, PrintStream out)
      throws IOException, SQLException, InterruptedException {
    Set<String> measurements = new TreeSet<>();
    Map<String, String> options = new TreeMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (MEASUREMENTS.contains(arg)) {
        measurements.add(arg);
      } else if (equals > 0 && OPTIONS.contains(arg.substring(0, equals))) {
        options.put(arg.substring(0, equals), arg.substring(equals + 1));
      } else {
        throw new IllegalArgumentException(
            "'"
                + arg
                + "' is unknown; allowed: "
                + new TreeSet<>(MEASUREMENTS)
                + " and "
                + new TreeSet<>(OPTIONS)
                + " with a value");
      }
    }
    boolean all = measurements.isEmpty() || measurements.contains("all");
    Benchmarks benchmarks = new Benchmarks(options, out);
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
    if (measurements.contains("pages")) {
      benchmarks.pages();
    }
    benchmarks.identity(measurements);
  }

  private void identity(Set<String> measurements)
      throws IOException, SQLException, InterruptedException {
    List<String> wanted =
        measurements.contains("identity")
            ? IdentityMeasurements.NAMES
            : IdentityMeasurements.NAMES.stream().filter(measurements::contains).toList();
    if (!wanted.isEmpty()) {
      String jar = options.getOrDefault("--server", PageSpeed.builtJar().toString());
      new IdentityMeasurements(options, Path.of(jar), out).run(wanted);
    }
  }

  private void printMachine() {
    out.println(
        new Table("JDK", "cores", "heap", "seed", "date")
            .row(
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                (Runtime.getRuntime().maxMemory() >> 20) + " MiB",
                Long.toString(seed),
                LocalDate.now(java.time.ZoneOffset.UTC).toString()));
  }

  /** The shipped portals' records; places are no documents. */
  private static List<Catalog> catalogs() throws IOException {
    List<Catalog> catalogs = new ArrayList<>();
    for (var file : IndexData.catalogs()) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
        Catalog catalog = Catalog.read(lines, file.name());
        if (!catalog.services().isEmpty()) {
          catalogs.add(catalog);
        }
      }
    }
    return catalogs;
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

  private interface Sources {
    List<CatalogSource> open() throws IOException;
  }

  /** Ours with the shipped lexicon and vocabulary, and with neither. */
  private void ours(Sources sources, Function<CatalogSearch, Ranker> view, Use use)
      throws IOException {
    try (Engine engine =
        new OurEngine(OURS, sources.open(), data.analyzer(), data.vocabulary(), view)) {
      use.engine(engine);
    }
    TextAnalyzer general = new TextAnalyzer(de.landbruecke.analysis.Lexicon.general());
    try (Engine engine =
        new OurEngine(OURS_PLAIN, sources.open(), general, Vocabulary.EMPTY, view)) {
      use.engine(engine);
    }
  }

  private void relevance() throws IOException, SQLException {
    JudgementList list;
    List<Invariant> invariants;
    try (var judged = IndexData.judgements().reader();
        var none = IndexData.noAnswers().reader();
        var pairs = IndexData.invariants().reader()) {
      list = JudgementList.read(judged).withoutAnswer(none);
      invariants = Invariant.read(pairs);
    }
    List<Document> documents = Catalog.entries(catalogs());
    @Nullable String only = options.get("--part");
    Relevance development = new Relevance();
    Relevance locked = new Relevance();
    Table broken = new Table("engine", "invariants", "broken");
    Use measure =
        engine -> {
          Evaluator evaluator = new Evaluator(engine, seed);
          if (only == null || only.equals(Part.DEVELOPMENT.label())) {
            development.add(engine.label(), evaluator.development(list).report());
          }
          if (only == null || only.equals(Part.LOCKED.label())) {
            locked.add(engine.label(), evaluator.locked(list));
          }
          broken.row(
              engine.label(),
              Integer.toString(invariants.size()),
              Integer.toString(evaluator.broken(invariants).size()));
        };
    ours(IndexData::sources, Ranker::entries, measure);
    references(documents, measure);
    out.println("## Relevance on the shipped catalogs\n\n" + documents.size() + " entries.\n");
    if (!development.isEmpty()) {
      out.println("### Development part\n\n" + development.tables());
    }
    if (!locked.isEmpty()) {
      out.println("### Locked part\n\n" + locked.tables());
    }
    out.println(broken);
  }

  private void heldOut() throws IOException, SQLException {
    List<Catalog> catalogs = catalogs();
    out.println("## Keywords and names held out\n");
    for (HeldOut.Kind kind : HeldOut.Kind.values()) {
      JudgementList questions = HeldOut.questions(kind, catalogs, seed);
      List<Catalog> corpus = HeldOut.corpus(kind, catalogs);
      List<Document> documents = Catalog.records(corpus);
      Relevance relevance = new Relevance();
      Use measure =
          engine ->
              relevance.add(
                  engine.label(), new Evaluator(engine, seed).development(questions).report());
      Path directory = Files.createTempDirectory("landbruecke-benchmarks-");
      try {
        List<Path> files = new ArrayList<>();
        for (Catalog catalog : corpus) {
          Path file = directory.resolve(catalog.portal() + ".jsonl");
          catalog.write(file);
          files.add(file);
        }
        ours(() -> sources(files), search -> Ranker.records(search, RecordId::toString), measure);
        for (Path file : files) {
          Files.delete(file);
        }
      } finally {
        Files.delete(directory);
      }
      references(documents, measure);
      out.println(
          "### " + kind.label() + ", " + documents.size() + " records\n\n" + relevance.tables());
    }
  }

  private static List<CatalogSource> sources(List<Path> files) throws IOException {
    List<CatalogSource> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(JsonCatalogSource.open(() -> Files.newInputStream(file), file.toString()));
    }
    return sources;
  }

  private void speed() throws IOException {
    out.println(
        "## Speed\n\nOne thread, in process, no cache, no query twice, "
            + options.getOrDefault("--clock", "wall")
            + " clock.\n");
    Table table =
        new Table(
            "entries",
            "engine",
            "queries/s",
            "to the reference",
            "p50 µs",
            "p99 µs",
            "to the reference",
            "index MiB",
            "entries/s built",
            "without reading");
    Table suggestions = new Table("entries", "suggestions/s", "p50 µs", "p99 µs");
    int[] sizes =
        Arrays.stream(options.getOrDefault("--entries", "2000,49000").split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    warmUp(Math.min(WARM_UP_ENTRIES, Arrays.stream(sizes).max().orElse(0)));
    for (int size : sizes) {
      int count = Integer.parseInt(options.getOrDefault("--queries", "2000"));
      measure(size, count, table, suggestions);
    }
    out.println(table);
    out.println("Suggestions while typing:\n\n" + suggestions);
  }

  /** Lets the compiler see every build once: the first one would pay for all. */
  private void warmUp(int entries) throws IOException {
    GeneratedCatalog catalog = new GeneratedCatalog(entries, seed + 1);
    engines(catalog).close();
  }

  /** Those that are compared, each with an index of the same catalog. */
  private record Engines(LuceneEngine german, LuceneEngine reference, OurEngine ours)
      implements Closeable {
    @Override
    public void close() throws IOException {
      try (german;
          reference;
          ours) {
        // All are closed, whichever fails.
      }
    }
  }

  private Engines engines(GeneratedCatalog catalog) throws IOException {
    return new Engines(
        new LuceneEngine(Setup.GERMAN, catalog),
        new LuceneEngine(Setup.REFERENCE, catalog),
        generated(catalog));
  }

  private OurEngine generated(GeneratedCatalog catalog) throws IOException {
    Path file = Files.createTempFile("landbruecke-benchmarks-", ".jsonl");
    try {
      catalog.write(file);
      return new OurEngine(
          OURS, sources(List.of(file)), data.analyzer(), data.vocabulary(), Ranker::entries);
    } finally {
      Files.delete(file);
    }
  }

  private void pages() throws IOException, InterruptedException {
    String server = options.get("--server");
    PageSpeed pages =
        new PageSpeed(
            server == null ? PageSpeed.builtJar() : Path.of(server),
            Integer.parseInt(options.getOrDefault("--rate", "50")),
            Integer.parseInt(options.getOrDefault("--seconds", "60")),
            seed);
    out.println("## Pages with results\n\n" + pages.measure());
  }

  private void measure(int size, int count, Table table, Table suggestions) throws IOException {
    GeneratedCatalog catalog = new GeneratedCatalog(size, seed);
    List<String> queries = catalog.queries(2 * count);
    int warmUp = queries.size() / 2;
    try (Engines engines = engines(catalog)) {
      Map<String, Build> builds = builds(catalog, engines, size);
      LuceneEngine german = engines.german();
      LuceneEngine reference = engines.reference();
      OurEngine ours = engines.ours();
      Speed speed = new Speed(clock);
      speed.add(german.label(), german);
      speed.add(reference.label(), reference);
      speed.add(ours.label(), (query, place, language, depth) -> ours.ids(query, depth));
      speed.add(OURS_FULL, (query, place, language, depth) -> page(ours.search(), query, depth));
      Map<String, Speed.Result> results = speed.run(queries, warmUp);
      Speed.Result base = Objects.requireNonNull(results.get(reference.label()));
      results.forEach((label, result) -> {
        Engine engine =
            label.equals(german.label())
                ? german
                : label.equals(reference.label()) ? reference : ours;
        Build build = Objects.requireNonNull(builds.get(engine.label()));
        table.row(
            Integer.toString(size),
            label,
            Table.number(result.perSecond(), 0),
            Table.number(result.perSecond() / base.perSecond(), 2),
            Table.number(result.median() / 1e3, 0),
            Table.number(result.p99() / 1e3, 0),
            Table.number((double) result.p99() / base.p99(), 2),
            Table.number(engine.indexBytes() / 1048576.0, 1),
            Table.number(size * 1e9 / build.nanos(), 0),
            build.indexing() == null ? "–" : Table.number(size * 1e9 / build.indexing(), 0));
      });
      Speed.Result typing = suggestions(ours.search(), queries, warmUp);
      suggestions.row(
          Integer.toString(size),
          Table.number(typing.perSecond(), 0),
          Table.number(typing.median() / 1e3, 0),
          Table.number(typing.p99() / 1e3, 0));
    }
  }

  /**
   * How long an engine takes from a catalog file to an index.
   *
   * @param indexing the part of it that is the engine's; ours does not tell it apart
   */
  private record Build(long nanos, @Nullable Long indexing) {}

  /**
   * How long each engine builds, by its label: all from the same file, read by the same reader.
   * What is over in a fraction of a second is built anew until it took long enough to compare, each
   * time from other texts, and the median counts.
   */
  private Map<String, Build> builds(GeneratedCatalog first, Engines built, int size)
      throws IOException {
    Map<String, List<Build>> all = new LinkedHashMap<>();
    add(all, built, reading(first));
    int more = Math.clamp(40_000 / size, 0, 20);
    for (int round = 0; round < more; round++) {
      GeneratedCatalog catalog = new GeneratedCatalog(size, seed + 2 + round);
      try (Engines engines = engines(catalog)) {
        add(all, engines, reading(catalog));
      }
    }
    Map<String, Build> medians = new HashMap<>();
    all.forEach((label, builds) -> {
      builds.sort(Comparator.comparingLong(Build::nanos));
      medians.put(label, builds.get(builds.size() / 2));
    });
    return medians;
  }

  private static void add(Map<String, List<Build>> all, Engines engines, long reading) {
    for (LuceneEngine engine : List.of(engines.german(), engines.reference())) {
      all.computeIfAbsent(engine.label(), label -> new ArrayList<>())
          .add(new Build(reading + engine.buildNanos(), engine.buildNanos()));
    }
    OurEngine ours = engines.ours();
    all.computeIfAbsent(ours.label(), label -> new ArrayList<>())
        .add(new Build(ours.buildNanos(), null));
  }

  private static long reading(GeneratedCatalog catalog) throws IOException {
    Path file = Files.createTempFile("landbruecke-benchmarks-", ".jsonl");
    try {
      catalog.write(file);
      CatalogSource source = sources(List.of(file)).getFirst();
      long start = System.nanoTime();
      source.read(null, batch -> {});
      return System.nanoTime() - start;
    } finally {
      Files.delete(file);
    }
  }

  /** A page as people get it: facets, marked words, grouping, corrections. */
  private static List<Ranker.Ranked> page(CatalogSearch search, String query, int depth) {
    return search.search(SearchRequest.builder(query).limit(depth).build()).hits().stream()
        .map(hit -> Ranker.Ranked.of(hit.id()))
        .toList();
  }

  /** Beginnings of queries, from two letters to all but one, each once. */
  private Speed.Result suggestions(CatalogSearch search, List<String> queries, int warmUp) {
    Set<String> typed = new LinkedHashSet<>();
    for (int i = 0; i < queries.size(); i++) {
      String query = queries.get(i);
      typed.add(query.substring(0, Math.min(query.length() - 1, 2 + i % 8)));
    }
    List<String> prefixes = List.copyOf(typed);
    int unmeasured = Math.min(warmUp, prefixes.size() / 2);
    long[] nanos = new long[prefixes.size() - unmeasured];
    for (int i = 0; i < prefixes.size(); i++) {
      long start = clock.getAsLong();
      int found = search.suggest(prefixes.get(i), SUGGESTIONS).size();
      long time = clock.getAsLong() - start;
      if (found > SUGGESTIONS) {
        throw new IllegalStateException("more suggestions than asked for: " + found);
      }
      if (i >= unmeasured) {
        nanos[i - unmeasured] = time;
      }
    }
    return Speed.Result.of(nanos);
  }
}
