package de.landbruecke.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands and their exit codes, on catalogs that nobody shipped. */
class CommandLineTest {

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Path catalog(String name, String... records) throws Exception {
    List<String> lines = new java.util.ArrayList<>();
    lines.add("{\"format\":1,\"portal\":\"third\",\"agency\":\"third\"}");
    lines.addAll(List.of(records));
    return Files.write(directory.resolve(name), lines);
  }

  private Path catalog() throws Exception {
    return catalog(
        "third.jsonl",
        "{\"id\":\"1\",\"title\":{\"de\":\"Hund anmelden\"}}",
        "{\"id\":\"2\",\"title\":{\"de\":\"Reisepass beantragen\"}}");
  }

  private int run(Object... arguments) {
    out.reset();
    err.reset();
    return new CommandLine(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private JsonNode json() {
    return JsonMapper.builder().build().readTree(out.toByteArray());
  }

  @Test
  void index_builtVerifiedAndRolledBack() throws Exception {
    Path data = directory.resolve("data");

    assertThat(run("index", "build", "--data-directory", data, "--catalog", catalog(), "--json"))
        .isEqualTo(CommandLine.GOOD);
    assertThat(json().get("generation").asString()).isEqualTo("1.0");
    assertThat(run("index", "verify", "--data-directory", data, "--json")).isZero();
    assertThat(json().get("entries").asLong()).isEqualTo(2);
    assertThat(run("index", "rollback", "--data-directory", data)).isEqualTo(CommandLine.FAILURE);
    catalog(
        "third.jsonl",
        "{\"id\":\"1\",\"title\":{\"de\":\"Hund anmelden\"}}",
        "{\"id\":\"2\",\"title\":{\"de\":\"Reisepass beantragen\"}}",
        "{\"id\":\"3\",\"title\":{\"de\":\"Wohnsitz anmelden\"}}");
    assertThat(
            run(
                "index",
                "build",
                "--data-directory",
                data,
                "--catalog",
                directory.resolve("third.jsonl")))
        .isZero();
    assertThat(run("index", "rollback", "--data-directory", data, "--json")).isZero();
    assertThat(json().get("entries").asLong()).isEqualTo(2);
  }

  @Test
  void build_catalogThatLosesTooMuch_isRefusedUnlessForced() throws Exception {
    Path data = directory.resolve("data");
    run("index", "build", "--data-directory", data, "--catalog", catalog());
    Path smaller = catalog("third.jsonl", "{\"id\":\"1\",\"title\":{\"de\":\"Hund anmelden\"}}");

    assertThat(run("index", "build", "--data-directory", data, "--catalog", smaller))
        .isEqualTo(CommandLine.FINDING);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("refused");
    assertThat(run("index", "build", "--data-directory", data, "--catalog", smaller, "--force"))
        .isZero();
  }

  @Test
  void validate_goodAndBadFile() throws Exception {
    Path bad = catalog("bad.jsonl", "{\"id\":\"1\"}", "not json");

    assertThat(run("catalog", "validate", catalog())).isEqualTo(CommandLine.GOOD);
    assertThat(run("catalog", "validate", bad, "--json")).isEqualTo(CommandLine.FINDING);
    assertThat(json().get("findings").get(0).get("line").asInt()).isEqualTo(2);
    assertThat(run("catalog", "validate", directory.resolve("none.jsonl")))
        .isEqualTo(CommandLine.FAILURE);
  }

  @Test
  void evaluate_trecFiles_writesRunFiguresAndMetrics() throws Exception {
    Path queries =
        Files.writeString(directory.resolve("q.tsv"), "q1\thund\nq2\treisepass\t70173\tde\n");
    Path qrels = Files.writeString(directory.resolve("r.tsv"), "q1 0 1 1\nq2\t0\t2\t1\n");
    Path run = directory.resolve("out.run");
    Path metrics = Files.writeString(directory.resolve("quality.prom"), "of yesterday");

    int code =
        run(
            "evaluate",
            "--catalog",
            catalog(),
            "--no-vocabulary",
            "--queries",
            queries,
            "--qrels",
            qrels,
            "--run",
            run,
            "--metrics",
            metrics,
            "--json");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isZero();
    assertThat(json().get("development").get("all").get("nDCG@10").get("mean").asDouble())
        .isEqualTo(1);
    assertThat(Files.readAllLines(run)).first().asString().matches("q1 Q0 1 1 \\S+ landbruecke");
    assertThat(metrics)
        .hasContent(
            """
            # HELP search_quality_ndcg Mean nDCG at k over the questions, 0 to 1
            # TYPE search_quality_ndcg gauge
            search_quality_ndcg{dataset="development",k="10"} 1.0000
            # HELP search_quality_recall Mean recall at k over the questions, 0 to 1
            # TYPE search_quality_recall gauge
            search_quality_recall{dataset="development",k="10"} 1.0000
            search_quality_recall{dataset="development",k="50"} 1.0000
            """);
  }

  @Test
  void explain_entry_tellsSteps() throws Exception {
    assertThat(
            run(
                "explain",
                "--catalog",
                catalog(),
                "--query",
                "hund",
                "--id",
                "third.LB.1",
                "--json"))
        .isZero();
    assertThat(json().get("found").asBoolean()).isTrue();
    assertThat(json().get("parts")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "indexx",
        "index",
        "index burn",
        "index build extra",
        "index build --wrong",
        "index build --catalog",
        "catalog validate",
        "evaluate --depth 0",
        "evaluate --depth 1001",
        "evaluate --qrels x",
        "evaluate --vocabulary . --no-vocabulary",
        "statistics",
        "statistics reports",
        "statistics report now",
        "statistics report --days=0",
        "statistics report --days=3651",
        "statistics report --limit=0",
        "statistics report --limit=10001",
        "explain --query hund",
        "explain --id 1"
      })
  void run_wrongUsage_is2AndSaysWhatIsAllowed(String line) {
    assertThat(run((Object[]) line.split(" "))).isEqualTo(CommandLine.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank();
    assertThat(out.size()).isZero();
  }

  @Test
  void isCommand_onlyWithoutLeadingDashes() {
    assertThat(CommandLine.isCommand(new String[] {"index"})).isTrue();
    assertThat(CommandLine.isCommand(new String[] {"--help"})).isTrue();
    assertThat(CommandLine.isCommand(new String[] {"--server.port=1"})).isFalse();
    assertThat(CommandLine.isCommand(new String[] {})).isFalse();
  }
}
