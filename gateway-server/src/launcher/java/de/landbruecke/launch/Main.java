package de.landbruecke.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code java -jar} starts. On Java 21 or newer it is the server itself; on an older one it
 * looks for a newer Java on the machine and passes everything on to it: options, arguments, input
 * and output, signals and the exit code. Compiled for Java 17, so that it can at least say what is
 * missing.
 */
public final class Main {

  private static final int REQUIRED = 21;
  private static final String SERVER = "de.landbruecke.server.GatewayServer";

  /** Names the process that started this one, so that neither outlives the other. */
  private static final String STARTED_BY = "launcher.started-by";

  /** The command line's code for a failure. */
  private static final int FAILURE = 3;

  private Main() {}

  /**
   * Starts the server or, on an old Java, the Java that can.
   *
   * @param args passed on as they are
   * @throws Throwable what the server throws
   */
  public static void main(String[] args) throws Throwable {
    if (Runtime.version().feature() >= REQUIRED) {
      endWithStarter();
      server(args);
      return;
    }
    Optional<Path> java = JavaHomes.ofThisMachine().command(REQUIRED);
    if (java.isEmpty()) {
      System.err.println(missing());
      System.exit(FAILURE);
      return;
    }
    System.exit(
        run(
            command(
                java.get(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("java.class.path"),
                args)));
  }

  static String missing() {
    return "Landbrücke needs Java "
        + REQUIRED
        + " or newer and this is Java "
        + Runtime.version().feature()
        + ": install one, or name one that is installed in JAVA_HOME.";
  }

  static List<String> command(Path java, List<String> options, String classPath, String[] args) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(options);
    command.add("-D" + STARTED_BY + "=" + ProcessHandle.current().pid());
    if (classPath.endsWith(".jar")) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, Main.class.getName()));
    }
    command.addAll(List.of(args));
    return command;
  }

  /** Runs the command with our input and output, and ends it when we are told to end. */
  static int run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end-server"));
    return process.waitFor();
  }

  /** Ends this process when its starter was killed and so could not tell it to. */
  static void endWithStarter() {
    Long starter = Long.getLong(STARTED_BY);
    if (starter == null) {
      return;
    }
    Thread watch =
        new Thread(
            () -> {
              ProcessHandle.of(starter).ifPresent(process -> process.onExit().join());
              System.exit(FAILURE);
            },
            "starter-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void end(Process process) {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void server(String[] args) throws Throwable {
    try {
      // By name: this class is compiled for an older Java than the server.
      Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }
}
