package de.landbruecke.server.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The npm of this machine. */
final class Npm {

  static final String MISSING =
      "npm is not installed (Debian: apt-get install nodejs npm), so nothing that runs on Node was"
          + " tried";

  private static final String NAME =
      System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
  private static final int MINUTES = 3;

  private Npm() {}

  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, NAME)));
  }

  /** Installs what the folder's lock file names; none of its scripts runs. */
  static void install(Path folder) throws IOException, InterruptedException {
    Path output = folder.resolve("npm-output.txt");
    Process process =
        new ProcessBuilder(NAME, "ci", "--ignore-scripts", "--loglevel=error")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    if (process.waitFor() != 0) {
      throw new IOException("npm ci failed in " + folder + ": " + Files.readString(output));
    }
  }
}
