package de.landbruecke.server.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** Software that is not ours, from npm: {@code src/test/peers} with what its lock file names. */
public final class Peers {

  /** A program that ended: its code, what it printed, and what it complained of. */
  record Ended(int code, List<String> lines, String complaints) {}

  private static final Path SOURCE = Path.of("src/test/peers");
  private static final Path FOLDER = Path.of("target/peers");
  private static final String INSTALLED = "node_modules/.package-lock.json";
  private static final String LOCK = "package-lock.json";
  private static final int MINUTES = 3;
  private static final String NPM =
      System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
  private static final String MISSING =
      "npm is not installed (Debian: apt-get install nodejs npm), so no software that is not ours"
          + " was tried";

  private Peers() {}

  /** Skips the test, and says so, where npm is missing. */
  public static void assumeNpm() {
    boolean isThere =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, NPM)));
    Assumptions.assumeTrue(isThere, MISSING);
  }

  /** The folder of the scripts, with all packages; installed again when the lock file changed. */
  public static Path install() throws IOException, InterruptedException {
    return install(SOURCE, FOLDER);
  }

  /** The same of another folder with a lock file. */
  static synchronized Path install(Path source, Path folder)
      throws IOException, InterruptedException {
    boolean isCurrent =
        Files.exists(folder.resolve(INSTALLED))
            && Files.exists(folder.resolve(LOCK))
            && Files.mismatch(source.resolve(LOCK), folder.resolve(LOCK)) < 0;
    FileSystemUtils.copyRecursively(source, folder);
    if (!isCurrent) {
      Ended installed = run(folder, NPM, "ci", "--ignore-scripts", "--loglevel=error");
      if (installed.code() != 0) {
        throw new IOException("npm could not install: " + installed.complaints());
      }
    }
    return folder;
  }

  static Ended run(String... command) throws IOException, InterruptedException {
    return run(FOLDER, command);
  }

  private static Ended run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path output = folder.resolve(command[0] + "-output.txt");
    Path complaints = folder.resolve(command[0] + "-complaints.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(complaints.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      process.waitFor();
    }
    return new Ended(process.exitValue(), Files.readAllLines(output), Files.readString(complaints));
  }
}
