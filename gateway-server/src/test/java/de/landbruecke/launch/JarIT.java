package de.landbruecke.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar as an operator starts it, with whatever {@code java} the machine has. */
class JarIT {

  @Test
  void jar_startedByThePathsJava_starts(@TempDir Path folder) throws Exception {
    Process server =
        new ProcessBuilder(
                "java",
                "-jar",
                jar().toString(),
                "--landbruecke.data-directory=" + folder,
                "--server.port=0",
                "--management.server.port=0")
            .redirectErrorStream(true)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = server.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.contains("Started GatewayServer")) {
          break;
        }
      }
    } finally {
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(lines).last().asString().contains("Started GatewayServer");
  }

  /** Demonstration accounts and keys must not reach an operator. */
  @Test
  void jar_anyEntry_isNotOfTheDemonstration() throws Exception {
    try (ZipFile jar = new ZipFile(jar().toFile())) {
      List<String> entries = jar.stream().map(ZipEntry::getName).toList();

      assertThat(entries)
          .anyMatch(entry -> entry.matches("BOOT-INF/lib/gateway-core-.*\\.jar"))
          .noneMatch(entry -> entry.startsWith("BOOT-INF/lib/demo-"))
          .noneMatch(entry -> entry.contains("landbruecke/demo"));
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("gateway-server-.*\\.jar"))
          .filter(file -> !file.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }
}
