import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps README.md, CONTRIBUTING.md and docs true. Runs on Java 17 as well:
 *
 * <pre>java .build/Docs.java check|apply ROOT
 * java .build/Docs.java print|run STAGE ROOT</pre>
 *
 * <p>The word after a code block's language says who vouches for it:
 *
 * <ul>
 *   <li>{@code java FILE#TAG}: it equals the region between {@code // tag::TAG[]} and {@code //
 *       end::TAG[]} of a test's source; {@code check} compares, {@code apply} copies it here.
 *   <li>{@code sh STAGE}: {@code .ci/run} executes it. The stages are {@code start} (the server's
 *       start, left running), {@code running} (while it runs), {@code verify} (the tests) and
 *       {@code built} (after them, with the jars built).
 *   <li>{@code sh TestClass}: a test of this name holds every line of it.
 *   <li>{@code json output} or {@code text output}: what the {@code sh} block before it prints;
 *       white space does not count and {@code …} stands for anything.
 * </ul>
 *
 * A {@code java} or {@code sh} block without such a word is an error, and so is a link to a file
 * that does not exist.
 */
final class Docs {

  private static final Set<String> STAGES = Set.of("start", "running", "verify", "built");
  private static final Set<String> SHELL = Set.of("sh", "bash", "shell", "console");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)");

  private record Block(Path file, int line, String language, String owner, List<String> text) {
    String at() {
      return file + ":" + line;
    }
  }

  private final Path root;
  private final List<String> faults = new ArrayList<>();

  private Docs(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws Exception {
    boolean staged = args.length == 3;
    Docs docs = new Docs(Path.of(args[args.length - 1]).toRealPath());
    switch (args[0]) {
      case "check" -> docs.check(false);
      case "apply" -> docs.check(true);
      case "print" -> {
        docs.stage(staged ? args[1] : "").stream()
            .map(block -> String.join("\n", block.text()))
            .distinct()
            .forEach(System.out::println);
      }
      case "run" -> docs.run(staged ? args[1] : "");
      default ->
          throw new IllegalArgumentException(args[0] + ": allowed are check, apply, print, run");
    }
    if (!docs.faults.isEmpty()) {
      docs.faults.forEach(System.err::println);
      System.exit(1);
    }
  }

  private void check(boolean apply) throws IOException {
    for (Path file : files()) {
      checkLinks(file);
      List<Block> blocks = blocks(file);
      // From the end, so that a replaced block does not move those before it.
      for (int i = blocks.size() - 1; i >= 0; i--) {
        Block block = blocks.get(i);
        if (block.language().equals("java")) {
          checkJava(block, apply);
        } else if (SHELL.contains(block.language()) && !STAGES.contains(block.owner())) {
          checkTested(block);
        }
      }
    }
  }

  private void checkJava(Block block, boolean apply) throws IOException {
    String[] source = block.owner().split("#", 2);
    if (source.length < 2 || !Files.isRegularFile(root.resolve(source[0]))) {
      faults.add(block.at() + ": name the region it shows, such as ```java SomeTest.java#tag");
      return;
    }
    List<String> region = region(root.resolve(source[0]), source[1]);
    if (region.isEmpty()) {
      faults.add(block.at() + ": " + source[0] + " has no region " + source[1]);
    } else if (!region.equals(block.text())) {
      if (apply) {
        List<String> lines = new ArrayList<>(Files.readAllLines(block.file()));
        List<String> old = lines.subList(block.line(), block.line() + block.text().size());
        old.clear();
        old.addAll(region);
        Files.write(block.file(), lines);
      } else {
        faults.add(
            block.at()
                + ": differs from "
                + block.owner()
                + "; this copies it: java .build/Docs.java apply .");
      }
    }
  }

  private static List<String> region(Path source, String tag) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(source)) {
      if (line.contains("end::" + tag + "[]")) {
        inside = false;
      } else if (line.contains("tag::" + tag + "[]")) {
        inside = true;
      } else if (inside) {
        lines.add(line);
      }
    }
    return String.join("\n", lines).stripIndent().lines().toList();
  }

  private void checkTested(Block block) throws IOException {
    List<Path> tests;
    try (Stream<Path> files = Files.walk(root)) {
      tests =
          files
              .filter(file -> file.endsWith(block.owner() + ".java"))
              .filter(file -> file.toString().contains("/src/test/"))
              .toList();
    }
    if (tests.isEmpty()) {
      faults.add(
          block.at() + ": say who runs it: one of " + STAGES + " or the name of a test class");
      return;
    }
    String test = Files.readString(tests.get(0));
    for (String line : block.text()) {
      if (!test.contains(line.strip())) {
        faults.add(block.at() + ": " + block.owner() + " does not hold this line: " + line);
      }
    }
  }

  private void checkLinks(Path file) throws IOException {
    LINK.matcher(Files.readString(file))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !Files.exists(file.resolveSibling(link)))
        .forEach(link -> faults.add(file + ": no such file: " + link));
  }

  /** Runs the stage's blocks one by one and compares what they print. */
  private void run(String stage) throws IOException, InterruptedException {
    for (Path file : files()) {
      List<Block> blocks = blocks(file);
      for (int i = 0; i < blocks.size(); i++) {
        Block block = blocks.get(i);
        if (isOf(stage, block)) {
          boolean compared = i + 1 < blocks.size() && blocks.get(i + 1).owner().equals("output");
          run(block, compared ? String.join("\n", blocks.get(i + 1).text()) : "…");
        }
      }
    }
  }

  private void run(Block block, String expected) throws IOException, InterruptedException {
    System.err.println("run " + block.at());
    Process process =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", String.join("\n", block.text()))
            .directory(root.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      faults.add(block.at() + ": ended with " + exit + "\n" + output);
    } else if (!pattern(expected).matcher(packed(output)).matches()) {
      faults.add(block.at() + ": printed something else than the page shows:\n" + output);
    }
  }

  private static Pattern pattern(String expected) {
    return Pattern.compile(
        Stream.of(expected.split("…", -1))
            .map(part -> Pattern.quote(packed(part)))
            .collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  private static String packed(String text) {
    return text.replaceAll("\\s+", "");
  }

  private List<Block> stage(String stage) throws IOException {
    List<Block> found = new ArrayList<>();
    for (Path file : files()) {
      blocks(file).stream().filter(block -> isOf(stage, block)).forEach(found::add);
    }
    return found;
  }

  private static boolean isOf(String stage, Block block) {
    return SHELL.contains(block.language()) && block.owner().equals(stage);
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : List.of("README.md", "CONTRIBUTING.md")) {
      files.add(root.resolve(name));
    }
    try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    return files;
  }

  private static List<Block> blocks(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int start = i;
        String[] words = lines.get(i).substring(3).strip().split("\\s+");
        List<String> text = new ArrayList<>();
        for (i++; i < lines.size() && !lines.get(i).startsWith("```"); i++) {
          text.add(lines.get(i));
        }
        blocks.add(new Block(file, start + 1, words[0], words.length > 1 ? words[1] : "", text));
      }
    }
    return blocks;
  }
}
