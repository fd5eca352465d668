package de.landbruecke.server;

import de.landbruecke.server.cli.CommandLine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the server, or runs one command where the first argument names one. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayServer {

  /** The way in of the jar; see {@code docs/operations.md}. */
  public static void main(String[] arguments) {
    if (CommandLine.isCommand(arguments)) {
      // Commands start without Spring: a second instead of many.
      int exitCode = CommandLine.standard().run(arguments);
      System.exit(exitCode);
    }
    SpringApplication.run(GatewayServer.class, arguments);
  }
}
