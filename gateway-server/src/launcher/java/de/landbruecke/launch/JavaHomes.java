package de.landbruecke.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Java installations of this machine: those that the environment names, then those in the
 * folders that installers use. Immutable.
 */
final class JavaHomes {

  private static final Pattern HOME_VARIABLE = Pattern.compile("JAVA\\w*_HOME|JDK\\w*_HOME");
  private static final Pattern VERSION =
      Pattern.compile("^JAVA_VERSION=\"?(\\d+)", Pattern.MULTILINE);

  private final Map<String, String> environment;
  private final List<Path> folders;

  /**
   * @param environment variables; {@code JAVA_HOME} first, then all {@code JAVA*_HOME}
   * @param folders each holds installations as its children
   */
  JavaHomes(Map<String, String> environment, List<Path> folders) {
    this.environment = Map.copyOf(environment);
    this.folders = List.copyOf(folders);
  }

  /** Those of this machine. */
  static JavaHomes ofThisMachine() {
    Path home = Path.of(System.getProperty("user.home"));
    List<Path> folders = new ArrayList<>();
    for (String folder : List.of("/usr/lib/jvm", "/usr/lib64/jvm", "/usr/java", "/opt/java")) {
      folders.add(Path.of(folder));
    }
    folders.add(Path.of("/opt"));
    folders.add(Path.of("/Library/Java/JavaVirtualMachines"));
    folders.add(home.resolve("Library/Java/JavaVirtualMachines"));
    folders.add(home.resolve(".jdks"));
    folders.add(home.resolve(".sdkman/candidates/java"));
    folders.add(home.resolve(".asdf/installs/java"));
    folders.add(home.resolve(".local/share/mise/installs/java"));
    String programs = System.getenv("ProgramFiles");
    if (programs != null) {
      for (String maker : List.of("Java", "Eclipse Adoptium", "Microsoft", "Zulu")) {
        folders.add(Path.of(programs, maker));
      }
    }
    return new JavaHomes(System.getenv(), folders);
  }

  /**
   * The {@code java} command to use: {@code JAVA_HOME}'s if it is new enough, else that of the
   * newest installation found.
   *
   * @param feature the oldest version allowed, such as 21
   */
  Optional<Path> command(int feature) {
    String chosen = environment.get("JAVA_HOME");
    if (chosen != null) {
      Optional<Path> home = path(chosen).filter(each -> version(each) >= feature);
      if (home.isPresent()) {
        return home.map(JavaHomes::java);
      }
    }
    return all()
        .filter(home -> version(home) >= feature)
        .max(Comparator.comparingInt(JavaHomes::version))
        .map(JavaHomes::java);
  }

  private Stream<Path> all() {
    Stream<Path> named =
        new TreeMap<>(environment)
            .entrySet().stream()
                .filter(variable -> HOME_VARIABLE.matcher(variable.getKey()).matches())
                .flatMap(variable -> path(variable.getValue()).stream());
    Stream<Path> installed =
        folders.stream()
            .flatMap(folder -> children(folder).stream())
            // On macOS an installation is a bundle.
            .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")));
    return Stream.concat(named, installed);
  }

  /** The version in the installation's {@code release} file, 0 where there is no Java to start. */
  private static int version(Path home) {
    if (!Files.isExecutable(java(home))) {
      return 0;
    }
    try {
      Matcher matcher =
          VERSION.matcher(Files.readString(home.resolve("release"), StandardCharsets.ISO_8859_1));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException | NumberFormatException unreadable) {
      // Not an installation that can be told; another one may be.
      return 0;
    }
  }

  private static Path java(Path home) {
    Path windows = home.resolve("bin/java.exe");
    return Files.exists(windows) ? windows : home.resolve("bin/java");
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException unreadable) {
      // A folder closed to this user holds no Java for this user.
      return List.of();
    }
  }

  private static Optional<Path> path(String value) {
    try {
      return value.isBlank() ? Optional.empty() : Optional.of(Path.of(value.strip()));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }
}
