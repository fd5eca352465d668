package de.landbruecke.benchmarks.identity;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the servers keep their state: a file of their own, or one PostgreSQL for all. */
final class Database implements Closeable {

  private static final String USER = "postgres";

  private final @Nullable EmbeddedPostgres server;
  private final Path directory;

  private Database(@Nullable EmbeddedPostgres server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /** An embedded file for each server. */
  static Database file(Path directory) {
    return new Database(null, directory);
  }

  /** A PostgreSQL of its own, which writes to the disk before a commit returns. */
  static Database postgres(Path directory) throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("postgres").toFile())
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .start();
    Database database = new Database(server, directory);
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database landbruecke");
      statement.execute("create database keycloak");
    } catch (SQLException e) {
      server.close();
      throw new IOException(e);
    }
    return database;
  }

  boolean isFile() {
    return server == null;
  }

  String label() {
    return isFile() ? "embedded file" : "PostgreSQL";
  }

  /** Properties by which the gateway finds it. */
  Map<String, String> gateway() throws IOException {
    if (server == null) {
      return Map.of();
    }
    Path password = directory.resolve("password");
    Files.writeString(password, "postgres\n");
    return Map.of(
        "landbruecke.identity.database.url",
        url("landbruecke"),
        "landbruecke.identity.database.user",
        USER,
        "landbruecke.identity.database.password-file",
        password.toString(),
        "landbruecke.identity.master-key-file",
        masterKey().toString());
  }

  /** Options by which Keycloak is built for it. */
  List<String> keycloakBuild() {
    return List.of(isFile() ? "--db=dev-file" : "--db=postgres");
  }

  /** Options by which Keycloak finds it. */
  List<String> keycloakStart() {
    return isFile()
        ? List.of()
        : List.of("--db-url=" + url("keycloak"), "--db-username=" + USER, "--db-password=postgres");
  }

  private String url(String name) {
    return "jdbc:postgresql://localhost:" + port() + "/" + name;
  }

  private int port() {
    if (server == null) {
      throw new IllegalStateException("a file has no port");
    }
    return server.getPort();
  }

  /** The gateway's data directory. */
  Path data() throws IOException {
    return Files.createDirectories(directory.resolve("data"));
  }

  Path masterKey() {
    return directory.resolve("data").resolve("identity").resolve("master.key");
  }

  /** A connection to the gateway's tables; to a file only while the gateway is stopped. */
  Connection connect() throws SQLException {
    return isFile()
        ? DriverManager.getConnection(
            "jdbc:h2:"
                + directory.resolve("data").resolve("identity").resolve("identity")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                + ";CACHE_SIZE=262144",
            "sa",
            "")
        : DriverManager.getConnection(
            url("landbruecke") + "?reWriteBatchedInserts=true", USER, "postgres");
  }

  /** Processor time of the database server so far, µs; 0 for a file, which is in the server. */
  long micros() {
    if (server == null) {
      return 0;
    }
    try {
      Path file = directory.resolve("postgres").resolve("postmaster.pid");
      return Processors.microsOfTree(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
