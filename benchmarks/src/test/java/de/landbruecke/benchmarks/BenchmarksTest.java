package de.landbruecke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchmarksTest {

  private static String run(String... args) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      Benchmarks.run(args, out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_relevance_hasARowForEachEngine() throws Exception {
    String output = run("relevance", "--part=development", "--postgres=none");

    assertThat(output)
        .contains("| Landbrücke | ", "| Landbrücke without vocabulary | ")
        .contains("| Lucene GermanAnalyzer, BM25F | ", "| SQLite FTS5 trigram, 4-grams or | ")
        .contains("### Development part")
        .doesNotContain("### Locked part");
  }

  @Test
  void run_speedInSmall_hasARowForEachEngine() throws Exception {
    assertThat(run("speed", "--entries=150", "--queries=40", "--seed=3"))
        .contains("| 150 | Landbrücke | ", "| 150 | Landbrücke with all features | ")
        .contains("| 150 | Lucene words + compounds + 4-grams | ");
  }

  @Test
  void run_unknownArguments_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("relevanz"))
        .withMessageContaining("'relevanz'")
        .withMessageContaining("held-out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("--colour=red"))
        .withMessageContaining("--entries");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("speed", "--clock=sun"))
        .withMessageContaining("wall or cpu");
  }
}
