package de.landbruecke.server.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept counts: the format, adding up, what is broken, how long they stay. */
class StatisticsFilesTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

  @TempDir private Path directory;

  private StatisticsFiles files;
  private Path file;

  @BeforeEach
  void open() {
    files = new StatisticsFiles(directory);
    file = directory.resolve("statistics").resolve("2026-11-24.tsv");
  }

  @Test
  void add_counts_areWrittenInTheDocumentedFormat() throws Exception {
    files.add(DAY, List.of(new QueryCount("personalausweis", 12, 0)));
    files.add(DAY, List.of(new QueryCount("hund anmelden", 30, 2)));

    assertThat(file)
        .hasContent(
            """
            landbruecke-statistics	1
            date	query	searches	withoutHits
            2026-11-24	hund anmelden	30	2
            2026-11-24	personalausweis	12	0
            """);
  }

  @Test
  void add_sameQueryAgain_addsUp() throws Exception {
    files.add(DAY, List.of(new QueryCount("hund", 10, 1)));
    new StatisticsFiles(directory).add(DAY, List.of(new QueryCount("hund", 3, 2)));

    assertThat(files.read(DAY, DAY)).containsExactly(new QueryCount("hund", 13, 3));
  }

  @Test
  void add_dayThatIsFull_leavesOutNewQueriesAndSaysHowMany() throws Exception {
    List<QueryCount> full =
        IntStream.range(0, StatisticsFiles.MAX_QUERIES)
            .mapToObj(i -> new QueryCount("q" + i, 10, 0))
            .toList();

    assertThat(files.add(DAY, full)).isZero();
    assertThat(files.add(DAY, List.of(new QueryCount("q0", 1, 0), new QueryCount("new", 1, 0))))
        .isOne();
    assertThat(files.read(DAY, DAY))
        .hasSize(StatisticsFiles.MAX_QUERIES)
        .contains(new QueryCount("q0", 11, 0));
  }

  @Test
  void add_whatACrashLeftHalfWritten_isReplaced() throws Exception {
    files.add(DAY, List.of(new QueryCount("hund", 10, 1)));
    Path half = file.resolveSibling("2026-11-24.tsv.tmp");
    Files.writeString(half, "landbruecke-stat");

    assertThat(files.read(DAY, DAY)).containsExactly(new QueryCount("hund", 10, 1));
    files.add(DAY, List.of(new QueryCount("hund", 1, 0)));
    assertThat(files.read(DAY, DAY)).containsExactly(new QueryCount("hund", 11, 1));
    assertThat(half).doesNotExist();
  }

  @Test
  void add_whileAnotherWrites_addsNothing() throws Exception {
    files.add(DAY, List.of(new QueryCount("hund", 10, 1)));

    try (FileChannel other =
        FileChannel.open(file.resolveSibling("LOCK"), StandardOpenOption.WRITE)) {
      other.lock();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> files.add(DAY, List.of(new QueryCount("hund", 1, 0))))
          .withMessageContaining("another thread writes");
    }

    assertThat(files.read(DAY, DAY)).containsExactly(new QueryCount("hund", 10, 1));
  }

  @Test
  void read_severalDays_addsUpThoseOfTheSpan() throws Exception {
    files.add(DAY, List.of(new QueryCount("hund", 10, 1)));
    files.add(DAY.minusDays(1), List.of(new QueryCount("hund", 20, 0)));
    files.add(DAY.minusDays(2), List.of(new QueryCount("amt", 40, 40)));
    files.add(DAY.plusDays(1), List.of(new QueryCount("hund", 80, 0)));

    assertThat(files.read(DAY.minusDays(1), DAY)).containsExactly(new QueryCount("hund", 30, 1));
    assertThat(files.read(DAY.minusDays(2), DAY))
        .containsExactly(new QueryCount("amt", 40, 40), new QueryCount("hund", 30, 1));
    assertThat(files.read(DAY.minusDays(9), DAY.minusDays(5))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "landbruecke-statistics\t1\n",
        "landbruecke-statistics\t2\ndate\tquery\tsearches\twithoutHits\n"
      })
  void read_anotherFormat_isRefused(String text) throws Exception {
    files.add(DAY, List.of(new QueryCount("hund", 10, 1)));
    Files.writeString(file, text);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> files.read(DAY, DAY))
        .withMessage(file + " line 1: no statistics in format 1");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> files.add(DAY, List.of(new QueryCount("hund", 1, 0))));
    assertThat(file).hasContent(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-24\tgeheim\t10",
        "2026-11-23\tgeheim\t10\t1",
        "2026-11-24\tgeheim\tten\t1",
        "2026-11-24\tgeheim\t10\t11",
        "2026-11-24\tgeheim\t0\t0",
        "2026-11-24\t \t10\t1",
        "2026-11-24\tgeheim\t10\t-1",
        "geheim"
      })
  void read_brokenLine_isNamedWithoutItsText(String line) throws Exception {
    files.add(DAY, List.of(new QueryCount("hund", 10, 1)));
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> files.read(DAY, DAY))
        .withMessageStartingWith(file + " line 4: ")
        .withMessageNotContaining("geheim");
  }

  @Test
  void read_otherEncoding_isRefused() throws Exception {
    files.add(DAY, List.of(new QueryCount("hund", 10, 1)));
    Files.write(file, new byte[] {'\n', (byte) 0xfc});

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> files.read(DAY, DAY))
        .withMessage(file + " line 1: the file is not UTF-8");
  }

  @Test
  void deleteBefore_aDay_keepsItAndWhatIsNoStatistics() throws Exception {
    files.deleteBefore(DAY);
    for (int back = 0; back < 3; back++) {
      files.add(DAY.minusDays(back), List.of(new QueryCount("hund", 10, 1)));
    }
    Files.writeString(file.resolveSibling("2026-11-22.tsv.tmp"), "half");
    Files.writeString(file.resolveSibling("2026-11-22.txt"), "an operator's note");

    files.deleteBefore(DAY.minusDays(1));

    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("2026-11-24.tsv", "2026-11-23.tsv", "2026-11-22.txt", "LOCK");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {"hund|0|0", "hund|1|2", "hund|1|-1", "\" \"|1|0", "\"a\tb\"|1|0", "\"a\nb\"|1|0"})
  void count_thatCannotBe_isRefused(String query, long searches, long withoutHits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QueryCount(query, searches, withoutHits))
        .withMessageNotContaining("hund");
  }
}
