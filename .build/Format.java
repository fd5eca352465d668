import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format on every Java file of the project. Run by the build in the
 * JDK that compiles, because Maven's own JVM may be too old for the formatter:
 *
 * <pre>java -cp FORMATTER .build/Format.java check|apply ROOT</pre>
 */
final class Format {

  public static void main(String[] args) throws IOException {
    boolean apply =
        switch (args[0]) {
          case "check" -> false;
          case "apply" -> true;
          default -> throw new IllegalArgumentException(args[0] + ": allowed are check and apply");
        };
    Path root = Path.of(args[1]).toRealPath();
    List<String> command = new ArrayList<>();
    command.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java") && Files.isRegularFile(file))
          .filter(file -> isSource(root.relativize(file)))
          .sorted()
          .forEach(file -> command.add(file.toString()));
    }
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int exit =
        formatter.run(
            new PrintWriter(System.out, true),
            new PrintWriter(System.err, true),
            command.toArray(String[]::new));
    if (exit != 0 && !apply) {
      System.err.println(
          "The files above are not formatted. This formats them: mvn -N -Pformat validate");
    }
    System.exit(exit);
  }

  /** Below a module's src or in .build; not what a build has generated. */
  private static boolean isSource(Path file) {
    if (file.startsWith(".build")) {
      return true;
    }
    List<String> names = new ArrayList<>();
    file.forEach(name -> names.add(name.toString()));
    return names.contains("src") && !names.subList(0, names.indexOf("src")).contains("target");
  }

  private Format() {}
}
