package de.landbruecke.server.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.server.shared.QueryCount;
import de.landbruecke.server.shared.StatisticsFiles;
import de.landbruecke.server.shared.StatisticsProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Days, restarts, failing disks, and that nothing is written too early. */
@ExtendWith(OutputCaptureExtension.class)
class QueryStatisticsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Salts salts = new Salts();
  private final Path data;
  private final StatisticsFiles files;
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private QueryStatistics statistics;

  /** Remembers what was drawn. */
  private static final class Salts extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient Set<String> drawn = new HashSet<>();

    @Override
    public void nextBytes(byte[] bytes) {
      super.nextBytes(bytes);
      drawn.add(HexFormat.of().formatHex(bytes));
    }
  }

  QueryStatisticsTest(@TempDir Path folder) {
    data = folder;
    files = new StatisticsFiles(folder);
    statistics = started();
  }

  private QueryStatistics started() {
    InstantSource source = () -> now;
    return started(source.withZone(ZoneOffset.UTC));
  }

  private QueryStatistics started(Clock clock) {
    return new QueryStatistics(
        new StatisticsProperties(true, 10, Duration.ofDays(400)),
        files,
        new StatisticsMetrics(registry),
        clock,
        salts);
  }

  private void search(String query, int first, int last) {
    for (int i = first; i <= last; i++) {
      statistics.searched(query, "c00002" + i, 1);
    }
  }

  private List<QueryCount> written(LocalDate date) throws IOException {
    return files.read(date, date);
  }

  @Test
  void write_nineNetworks_leavesNoTrace(CapturedOutput output) {
    search("markertext", 1, 9);
    search("markertext", 1, 9);

    statistics.write();

    assertThat(data).isEmptyDirectory();
    assertThat(output.getAll()).doesNotContain("markertext");
  }

  @Test
  void write_tenNetworks_writesOnlyThatQuery(CapturedOutput output) throws Exception {
    search("Hund  anmelden", 1, 9);
    search("markertext", 1, 9);
    statistics.searched("hund anmelden?", "c0000300", 0);

    statistics.write();

    assertThat(written(DAY)).containsExactly(new QueryCount("hund anmelden", 10, 1));
    assertThat(everythingIn(data)).contains("hund anmelden").doesNotContain("markertext", "c00002");
    assertThat(salts.drawn)
        .singleElement()
        .satisfies(salt -> assertThat(everythingIn(data)).doesNotContain(salt));
    assertThat(output.getAll()).doesNotContain("hund anmelden", "markertext");
  }

  @Test
  void write_nothingNew_leavesTheFileAlone() throws Exception {
    search("hund", 1, 10);
    statistics.write();
    Object before = fileKey();

    statistics.write();

    assertThat(fileKey()).isEqualTo(before);
    assertThat(written(DAY)).containsExactly(new QueryCount("hund", 10, 0));
  }

  private Object fileKey() throws IOException {
    return Files.readAttributes(
            data.resolve("statistics").resolve("2026-11-24.tsv"), BasicFileAttributes.class)
        .fileKey();
  }

  @Test
  void searched_nothingLeftOfTheQuery_isNotCounted() throws Exception {
    search("12345", 1, 10);
    search(" ", 1, 10);
    search("Frau Müller", 1, 10);

    statistics.write();

    assertThat(written(DAY)).containsExactly(new QueryCount("frau", 10, 0));
  }

  @Test
  void searched_nineNetworksOnEachOfTwoDays_isNotKept() {
    search("markertext", 1, 9);
    now = Instant.parse("2026-11-25T00:00:00Z");
    search("markertext", 10, 18);

    statistics.write();

    assertThat(data).isEmptyDirectory();
    assertThat(queries("forgotten")).isOne();
    assertThat(salts.drawn).hasSize(2);
  }

  @Test
  void searched_lastInstantOfTheDay_stillCountsForIt() throws Exception {
    search("hund", 1, 9);
    now = Instant.parse("2026-11-24T23:59:59.999Z");
    search("hund", 10, 10);
    now = Instant.parse("2026-11-25T00:00:00Z");
    search("hund", 11, 11);

    statistics.write();

    assertThat(written(DAY)).containsExactly(new QueryCount("hund", 10, 0));
    assertThat(written(DAY.plusDays(1))).isEmpty();
  }

  @Test
  void write_afterMidnightWithoutASearch_forgetsWhatWaited() {
    search("markertext", 1, 9);
    now = Instant.parse("2026-11-25T00:00:00Z");

    statistics.write();

    assertThat(queries("forgotten")).isOne();
  }

  @Test
  void restart_queryThatWaited_startsAgain() {
    search("markertext", 1, 9);
    statistics.start();
    statistics.stop();

    statistics = started();
    search("markertext", 10, 18);
    statistics.write();

    assertThat(data).isEmptyDirectory();
  }

  @Test
  void restart_queryThatWasKept_addsUpOnceItIsKeptAgain() throws Exception {
    search("hund", 1, 10);
    statistics.start();
    statistics.stop();
    assertThat(written(DAY)).containsExactly(new QueryCount("hund", 10, 0));

    statistics = started();
    search("hund", 1, 9);
    statistics.write();
    assertThat(written(DAY)).containsExactly(new QueryCount("hund", 10, 0));

    search("hund", 10, 10);
    statistics.write();
    assertThat(written(DAY)).containsExactly(new QueryCount("hund", 20, 0));
  }

  @Test
  @Timeout(20)
  void stop_betweenTwoRounds_endsWithoutWaitingForTheNext() {
    statistics.start();
    assertThat(statistics.isRunning()).isTrue();

    statistics.stop();
    statistics.stop();

    assertThat(statistics.isRunning()).isFalse();
  }

  @Test
  void write_failingDisk_triesAgainWithoutNamingQueries(CapturedOutput output) throws Exception {
    Path obstacle = Files.writeString(data.resolve("statistics"), "a file instead of a folder");
    search("markertext", 1, 10);

    statistics.write();
    assertThat(registry.counter("statistics.failures").count()).isOne();
    now = Instant.parse("2026-11-25T08:00:00Z");
    search("markertext", 1, 1);
    statistics.write();

    Files.delete(obstacle);
    statistics.write();
    assertThat(written(DAY)).containsExactly(new QueryCount("markertext", 10, 0));
    assertThat(output.getAll())
        .contains("query statistics could not be written")
        .doesNotContain("markertext");
  }

  @Test
  void write_diskThatFailsForDays_losesTheOldestDays(CapturedOutput output) throws Exception {
    Path obstacle = Files.writeString(data.resolve("statistics"), "a file instead of a folder");
    for (int day = 0; day < 5; day++) {
      search("markertext", 1, 10);
      statistics.write();
      now = now.plus(Duration.ofDays(1));
    }

    Files.delete(obstacle);
    statistics.write();

    assertThat(written(DAY)).isEmpty();
    assertThat(written(DAY.plusDays(1))).isEmpty();
    assertThat(files.read(DAY, DAY.plusDays(9)))
        .containsExactly(new QueryCount("markertext", 30, 0));
    assertThat(queries("displaced")).isEqualTo(2);
    assertThat(output.getAll())
        .contains("statistics of 2026-11-24 are lost")
        .doesNotContain("markertext");
  }

  @Test
  void write_newDay_deletesWhatIsOlderThanTheRetention() throws Exception {
    List<QueryCount> counts = List.of(new QueryCount("hund", 10, 0));
    files.add(DAY.minusDays(400), counts);
    files.add(DAY.minusDays(401), counts);

    statistics.write();
    assertThat(written(DAY.minusDays(400))).isNotEmpty();
    assertThat(written(DAY.minusDays(401))).isEmpty();

    now = now.plus(Duration.ofDays(1));
    statistics.write();
    assertThat(written(DAY.minusDays(400))).isEmpty();
  }

  /** A clock that fails stands for any fault: a search must not fail because of it. */
  @Test
  void searched_fault_isCountedAndLoggedWithoutItsMessage(CapturedOutput output) {
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource source =
        () -> {
          if (broken.get()) {
            throw new IllegalStateException("markertext");
          }
          return now;
        };
    statistics = started(source.withZone(ZoneOffset.UTC));
    broken.set(true);

    statistics.searched("markertext", "c0000200", 1);

    assertThat(registry.counter("statistics.failures").count()).isOne();
    assertThat(output.getAll()).contains("IllegalStateException").doesNotContain("markertext");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T12:00:00Z, PT5M",
    "2026-11-24T23:54:59Z, PT5M",
    "2026-11-24T23:55:00Z, PT5M",
    "2026-11-24T23:55:01Z, PT4M59S",
    "2026-11-24T23:59:59.999Z, PT0.001S",
    "2026-11-25T00:00:00Z, PT5M"
  })
  void untilNext_isSoonAndAtMidnightAtTheLatest(Instant at, Duration wait) {
    assertThat(QueryStatistics.untilNext(at)).isEqualTo(wait);
  }

  @Test
  void properties_fewerThanTenNetworks_areRefusedHoweverTheyCome() {
    assertThat(new StatisticsProperties(true, 10, Duration.ofDays(1)).minimumSources())
        .isEqualTo(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatisticsProperties(true, 9, Duration.ofDays(1)))
        .withMessage("9 networks are not allowed: 10 to 100");
  }

  private double queries(String outcome) {
    return registry.counter("statistics.queries", "outcome", outcome).count();
  }

  private static String everythingIn(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        all.append(path).append('\n');
        if (Files.isRegularFile(path)) {
          all.append(Files.readString(path));
        }
      }
    }
    return all.toString();
  }
}
