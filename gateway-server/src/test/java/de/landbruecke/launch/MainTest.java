package de.landbruecke.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: the launcher stands for the old Java, a small program for the server. */
@Timeout(120)
class MainTest {

  @TempDir Path folder;

  @Test
  void main_compiled_isForJava17() throws IOException {
    try (InputStream file = Objects.requireNonNull(Main.class.getResourceAsStream("Main.class"));
        DataInputStream data = new DataInputStream(file)) {
      data.skipNBytes(6);

      assertThat(data.readUnsignedShort()).isEqualTo(61);
    }
  }

  @Test
  void missing_always_saysWhatToDoInOneSentence() {
    assertThat(Main.missing()).contains("Java 21", "JAVA_HOME").doesNotContain("\n");
  }

  @Test
  void command_jar_startsTheSameJarWithSameOptionsAndArguments() {
    assertThat(
            Main.command(
                Path.of("/jdk/bin/java"),
                List.of("-Xmx1g"),
                "server.jar",
                new String[] {"a b", ""}))
        .startsWith("/jdk/bin/java", "-Xmx1g")
        .endsWith("-jar", "server.jar", "a b", "");
  }

  @Test
  void command_classes_startsTheLauncherAgain() {
    assertThat(Main.command(Path.of("java"), List.of(), "classes:lib/a", new String[] {"x"}))
        .endsWith("-cp", "classes:lib/a", "de.landbruecke.launch.Main", "x");
  }

  @Test
  void run_program_getsInputAndGivesOutputAndExitCode() throws Exception {
    Path input = Files.writeString(folder.resolve("in"), "Grüße\n");
    Path output = folder.resolve("out");
    Process launcher =
        new ProcessBuilder(java(Launch.class, java(Echo.class, "7").toArray(String[]::new)))
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    assertThat(launcher.waitFor()).isEqualTo(7);
    assertThat(output).hasContent("Grüße\n");
  }

  @Test
  void run_launcherIsTerminated_endsTheProgramOrderly() throws Exception {
    Process launcher = startWaiting();

    launcher.destroy();

    assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("stopped")).exists();
  }

  @Test
  void run_launcherIsKilled_endsTheProgramOrderly() throws Exception {
    Process launcher = startWaiting();

    launcher.destroyForcibly();

    while (Files.notExists(folder.resolve("stopped"))) {
      Thread.sleep(50);
    }
  }

  private Process startWaiting() throws Exception {
    Process launcher =
        new ProcessBuilder(
                java(Launch.class, java(Wait.class, folder.toString()).toArray(String[]::new)))
            .inheritIO()
            .start();
    while (Files.notExists(folder.resolve("started"))) {
      assertThat(launcher.isAlive()).isTrue();
      Thread.sleep(50);
    }
    return launcher;
  }

  private static List<String> java(Class<?> main, String... args) throws Exception {
    String classes =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    String tests =
        Path.of(MainTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classes + File.pathSeparator + tests, main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** The launcher in a process of its own; its arguments are the command. */
  static final class Launch {
    public static void main(String[] args) throws Exception {
      List<String> command = new ArrayList<>(List.of(args));
      command.add(1, "-Dlauncher.started-by=" + ProcessHandle.current().pid());
      System.exit(Main.run(command));
    }
  }

  /** Copies input to output and ends with a code. */
  static final class Echo {
    public static void main(String[] args) throws Exception {
      System.in.transferTo(System.out);
      System.exit(Integer.parseInt(args[0]));
    }
  }

  /** Runs until it is told to end, and notes both. */
  static final class Wait {
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      Main.endWithStarter();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> note(folder.resolve("stopped"))));
      note(folder.resolve("started"));
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void note(Path file) {
      try {
        Files.createFile(file);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
