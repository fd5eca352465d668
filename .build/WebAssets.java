import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes the style sheet and the fonts of the design system, which are never part of the repository:
 *
 * <pre>java .build/WebAssets.java SOURCE TARGET required|optional</pre>
 *
 * <p>{@code SOURCE} has {@code package.json}, its lock and {@code build.mjs}; what comes out is in
 * {@code TARGET/out/assets}. Nothing is done when the sources have not changed since. Without npm
 * it warns and leaves that folder empty, or fails where npm is required: then, or when the
 * environment variable {@code CI} is {@code true}.
 */
final class WebAssets {

  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  public static void main(String[] args) throws IOException, InterruptedException {
    Path source = Path.of(args[0]);
    Path target = Path.of(args[1]);
    boolean required = args[2].equals("required") || "true".equals(System.getenv("CI"));
    List<Path> files = files(source);
    String state = fingerprint(files);
    Path stamp = target.resolve("stamp");
    if (Files.exists(stamp) && Files.readString(stamp).equals(state)) {
      return;
    }
    delete(target);
    Path out = Files.createDirectories(target.resolve("out").resolve("assets"));
    for (Path file : files) {
      Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    String missing = make(target, out);
    if (missing == null) {
      Files.writeString(stamp, state);
      return;
    }
    // An incomplete result would be taken for a complete one.
    delete(out);
    Files.createDirectories(out);
    if (required) {
      System.err.println("The pages lack the design system: " + missing);
      System.exit(1);
    }
    System.err.println("WARNING: " + missing + " The pages are built without the design system.");
  }

  /** What was missing, as a sentence; null when all went well. */
  private static String make(Path target, Path out) throws IOException, InterruptedException {
    String npm = WINDOWS ? "npm.cmd" : "npm";
    if (!isThere(npm) || !isThere("node")) {
      return "npm is not installed (Debian: apt-get install nodejs npm).";
    }
    if (run(target, npm, "ci", "--ignore-scripts", "--omit=optional", "--silent") != 0) {
      return "npm ci failed; run it in " + target + " to see why.";
    }
    if (run(target, "node", "build.mjs", out.toAbsolutePath().toString()) != 0) {
      return "node build.mjs failed in " + target + ".";
    }
    return null;
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
        .flatMap(folder ->
            WINDOWS
                ? Stream.of(Path.of(folder, program), Path.of(folder, program + ".exe"))
                : Stream.of(Path.of(folder, program)))
        .anyMatch(Files::isExecutable);
  }

  private static int run(Path directory, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    return process.start().waitFor();
  }

  private static List<Path> files(Path source) throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String fingerprint(List<Path> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(all::add);
      }
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }

  private WebAssets() {}
}
