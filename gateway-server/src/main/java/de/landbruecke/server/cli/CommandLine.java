package de.landbruecke.server.cli;

/** placeholder */
public final class CommandLine {
  private CommandLine() {}

  /** Whether a command. */
  public static boolean isCommand(String[] arguments) {
    return arguments.length > 0 && !arguments[0].startsWith("-");
  }

  /** Standard. */
  public static CommandLine standard() {
    return new CommandLine();
  }

  /** Runs. */
  public int run(String[] arguments) {
    return arguments.length;
  }
}
