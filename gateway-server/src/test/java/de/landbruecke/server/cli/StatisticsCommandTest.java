package de.landbruecke.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.server.shared.QueryCount;
import de.landbruecke.server.shared.StatisticsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report for editors, as text and as JSON. */
class StatisticsCommandTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T23:59:59Z"), ZoneOffset.UTC);

  @TempDir private Path data;

  @BeforeEach
  void count() throws Exception {
    StatisticsFiles files = new StatisticsFiles(data);
    files.add(
        DAY,
        List.of(
            new QueryCount("hund anmelden", 120, 0),
            new QueryCount("perso", 90, 1),
            new QueryCount("drohne", 40, 40)));
    files.add(DAY.minusDays(6), List.of(new QueryCount("perso", 60, 1)));
    files.add(DAY.minusDays(7), List.of(new QueryCount("perso", 1_000, 1_000)));
    files.add(DAY.minusDays(29), List.of(new QueryCount("älter", 12, 12)));
    files.add(DAY.minusDays(30), List.of(new QueryCount("uralt", 12, 12)));
  }

  private String report(String... arguments) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--data-directory=" + data);
    int code =
        StatisticsCommand.report(all, new PrintStream(out, true, StandardCharsets.UTF_8), CLOCK);
    assertThat(code).isEqualTo(CommandLine.GOOD);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The example of docs/operations.md, word by word. */
  @Test
  void report_text_isThatOfTheDocumentation() throws Exception {
    String command = "java -jar gateway-server.jar statistics report --days=7 --limit=3";
    String page = Files.readString(Path.of("..", "docs", "operations.md"));

    String printed = report("--days=7", "--limit=3");

    assertThat(page).contains(command + "\n```\n\n```text output\n" + printed + "```\n");
    assertThat(printed).startsWith("2026-11-18 to 2026-11-24: 3 queries, 310 searches, 42 ");
  }

  @Test
  void report_json_hasBothListsInOrder() throws Exception {
    JsonNode answer = JsonMapper.builder().build().readTree(report("--json", "--days=7"));

    assertThat(answer.propertyNames())
        .containsExactly(
            "from", "to", "queries", "searches", "withoutHits", "searchedMost", "searchedInVain");
    assertThat(answer.get("from").asString()).isEqualTo("2026-11-18");
    assertThat(answer.get("to").asString()).isEqualTo("2026-11-24");
    assertThat(answer.get("queries").asInt()).isEqualTo(3);
    assertThat(answer.get("searches").asInt()).isEqualTo(310);
    assertThat(answer.get("withoutHits").asInt()).isEqualTo(42);
    assertThat(answer.get("searchedMost").findValuesAsString("query"))
        .containsExactly("perso", "hund anmelden", "drohne");
    assertThat(answer.get("searchedMost").get(0).get("searches").asInt()).isEqualTo(150);
    assertThat(answer.get("searchedInVain").findValuesAsString("query"))
        .containsExactly("drohne", "perso");
  }

  @Test
  void report_withoutOptions_isOfThirtyDays() throws Exception {
    assertThat(report()).startsWith("2026-10-26 to").contains("älter").doesNotContain("uralt");
  }

  @Test
  void report_limit_cutsEachList() throws Exception {
    JsonNode answer = JsonMapper.builder().build().readTree(report("--json", "--limit=1"));

    assertThat(answer.get("queries").asInt()).isEqualTo(4);
    assertThat(answer.get("searchedMost").findValuesAsString("query")).containsExactly("perso");
    assertThat(answer.get("searchedInVain").findValuesAsString("query")).containsExactly("perso");
  }

  @Test
  void report_nothingKept_saysSo(@TempDir Path empty) throws Exception {
    data = empty;

    assertThat(report())
        .isEqualTo(
            """
            2026-10-26 to 2026-11-24: 0 queries, 0 searches, 0 without hits

            searched most (searches, without hits, query)
                      none

            without hits (searches, without hits, query)
                      none
            """);
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void report_noDataDirectory_fails() {
    data = data.resolve("none");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::report)
        .withMessage("there is no data directory " + data);
  }

  @Test
  void run_throughTheCommandLine_reportsAndFailsWithItsCodes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    CommandLine commands = new CommandLine(stream, stream);

    assertThat(commands.run(new String[] {"statistics", "report", "--data-directory=" + data}))
        .isEqualTo(CommandLine.GOOD);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("searched most");
    Files.writeString(
        data.resolve("statistics").resolve(LocalDate.now(ZoneOffset.UTC) + ".tsv"), "broken");
    assertThat(commands.run(new String[] {"statistics", "report", "--data-directory=" + data}))
        .isEqualTo(CommandLine.FAILURE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("no statistics in format 1");
  }
}
