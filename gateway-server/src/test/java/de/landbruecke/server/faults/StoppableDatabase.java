package de.landbruecke.server.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server on a port and in a directory of its own that tests stop and start. It keeps
 * what it confirmed, as it would in production: commits are synchronous.
 */
final class StoppableDatabase implements AutoCloseable {

  /** How it goes away. */
  enum End {
    /** Running work is ended first. */
    FAST,
    /** At once; it recovers when it starts. */
    IMMEDIATE,
    /** {@code kill -9} of all its processes. */
    KILLED
  }

  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;

  StoppableDatabase() {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
      directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "stoppable-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = run();
  }

  private EmbeddedPostgres run() {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(directory.resolve("postgres"))
          .setCleanDataDirectory(false)
          .setPort(port)
          .setServerConfig("max_connections", "100")
          .setServerConfig("synchronous_commit", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the gateway's configuration. */
  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  void start() {
    server = run();
  }

  void stop(End end) {
    try {
      if (end != End.FAST) {
        long postmaster =
            Long.parseLong(
                Files.readAllLines(directory.resolve("postgres/postmaster.pid")).getFirst());
        List<Long> all =
            Stream.concat(
                    Stream.of(postmaster),
                    ProcessHandle.of(postmaster)
                        .orElseThrow()
                        .descendants()
                        .map(ProcessHandle::pid))
                .toList();
        signal(
            end == End.KILLED ? "-KILL" : "-QUIT", end == End.KILLED ? all : List.of(postmaster));
        for (long each : all) {
          ProcessHandle.of(each).ifPresent(process -> process.onExit().join());
        }
      }
      // Also frees the directory where nothing runs any more.
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has all its processes stand still, or go on: it takes connections and says nothing. */
  void freeze(boolean frozen) {
    try {
      long postmaster =
          Long.parseLong(
              Files.readAllLines(directory.resolve("postgres/postmaster.pid")).getFirst());
      signal(
          frozen ? "-STOP" : "-CONT",
          Stream.concat(
                  Stream.of(postmaster),
                  ProcessHandle.of(postmaster).orElseThrow().descendants().map(ProcessHandle::pid))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String signal, List<Long> processes) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of("kill", signal), processes.stream().map(process -> process.toString()))
            .toList();
    try {
      // One of them may have ended by itself since it was listed.
      int unused = new ProcessBuilder(command).start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row. */
  long count(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
