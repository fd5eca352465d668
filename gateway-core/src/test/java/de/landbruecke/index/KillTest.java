package de.landbruecke.index;

import static de.landbruecke.index.IndexTesting.ANALYZER;
import static de.landbruecke.index.IndexTesting.cards;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writing process may be killed at any moment; what was published stays, whole. */
class KillTest {

  private static final int KILLS = 50;
  private static final long SEED = 20261101;

  @TempDir Path data;

  private Process start(long seed) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledWriter.class.getName(),
            data.toString(),
            Long.toString(seed))
        .redirectError(data.resolve("errors").toFile())
        .start();
  }

  @Test
  void kill_atFiftyMoments_lastPublishedGenerationIsIntact() throws Exception {
    System.out.println("seed " + SEED);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    GenerationId announced = null;
    String content = "";
    int increments = 0;
    int fulls = 0;

    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(random.nextLong());
      int publishedFirst = random.nextInt(6);
      long pause = random.nextLong(120);
      String[] last = killAfter(process, publishedFirst, pause);
      if (last != null) {
        announced = GenerationId.parse(last[1]);
        content = last[2];
      }

      try (CatalogIndex index = CatalogIndex.builder(data, ANALYZER).shrinkLimit(1).open()) {
        assertThat(index.needsRebuild()).as("kill %s", kill).isEmpty();
        if (index.generation().isEmpty()) {
          assertThat(announced).as("kill %s", kill).isNull();
          continue;
        }
        assertThat(index.verify().findings()).as("kill %s", kill).isEmpty();
        GenerationId found = GenerationId.parse(index.generationId());
        String hash = Integer.toString(cards(index).hashCode());
        if (announced != null) {
          GenerationId nextFull = new GenerationId(announced.full() + 1, 0);
          assertThat(found).as("kill %s", kill).isIn(announced, announced.next(), nextFull);
          if (found.equals(announced)) {
            assertThat(hash).as("kill %s", kill).isEqualTo(content);
          } else if (found.increment() == 0) {
            fulls++;
          } else {
            increments++;
          }
        }
        announced = found;
        content = hash;
      }
    }

    assertThat(announced).isNotNull();
    System.out.println(
        "last generation "
            + announced
            + "; published but not yet announced when killed: "
            + fulls
            + " full or rolled back, "
            + increments
            + " increments");
  }

  /** Lets the process publish that often, waits, kills; the last announcement, or null. */
  private String @Nullable [] killAfter(Process process, int published, long pause)
      throws IOException, InterruptedException {
    String[] last = null;
    int count = 0;
    boolean killed = false;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (!words[words.length - 1].equals(".")) {
          break;
        }
        if (words[0].equals("published")) {
          last = words;
          count++;
        }
        if (count >= published && !killed) {
          Thread.sleep(pause);
          // The handle kills and leaves the pipe open, so that the last announcements are read.
          process.toHandle().destroyForcibly();
          killed = true;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    // 128 + SIGKILL: it died of us and not of an error of its own.
    assertThat(process.waitFor()).as(Files.readString(data.resolve("errors"))).isEqualTo(137);
    return last;
  }
}
