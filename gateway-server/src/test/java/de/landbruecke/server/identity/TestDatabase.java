package de.landbruecke.server.identity;

import de.landbruecke.server.shared.IdentityProperties;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The databases on which every store is tested; and the one on which whole servers are tested,
 * which a system property chooses.
 */
public enum TestDatabase {
  H2,
  POSTGRESQL;

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  private static final IdentityProperties.Database FILE =
      new IdentityProperties.Database(null, null, null, 16);

  private static @Nullable Path h2Template;
  private static @Nullable String postgresTemplate;

  /**
   * What a server of this run is started with: nothing, for its own file, or a new database of
   * PostgreSQL where {@code test.database} is {@code postgresql}.
   */
  public static Map<String, String> ofThisRun(Path directory) {
    String chosen = System.getProperty("test.database", "h2");
    if (chosen.equals("h2")) {
      return Map.of();
    }
    IdentityProperties.Database database =
        valueOf(chosen.toUpperCase(Locale.ROOT)).create(directory);
    return Map.of(
        "landbruecke.identity.database.url", String.valueOf(database.url()),
        "landbruecke.identity.database.user", String.valueOf(database.user()),
        "landbruecke.identity.master-key-file", directory.resolve("master.key").toString());
  }

  /** Where a new database with tables and no rows is; H2's lies in the directory. */
  IdentityProperties.Database create(Path directory) {
    return this == H2 ? h2(directory) : postgres();
  }

  /** Tables are made once, then copied: that is many times faster. */
  private static synchronized IdentityProperties.Database h2(Path directory) {
    try {
      if (h2Template == null) {
        Path template = IdentityFixture.newDirectory();
        IdentityDatabase.open(FILE, template).close();
        h2Template = template;
      }
      Files.copy(h2Template.resolve("identity.mv.db"), directory.resolve("identity.mv.db"));
      return FILE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized IdentityProperties.Database postgres() {
    if (postgresTemplate == null) {
      IdentityProperties.Database template = postgres("template0");
      IdentityDatabase.open(template, Path.of("target")).close();
      postgresTemplate = "identity" + NUMBER.get();
    }
    return postgres(postgresTemplate);
  }

  private static IdentityProperties.Database postgres(String template) {
    String name = "identity" + NUMBER.incrementAndGet();
    EmbeddedPostgres running = server();
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + template);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new IdentityProperties.Database(
        running.getJdbcUrl("postgres", name), "postgres", null, 16);
  }

  /** One server for all test classes; it ends with the JVM. */
  private static synchronized EmbeddedPostgres server() {
    EmbeddedPostgres running = server;
    if (running == null) {
      try {
        running =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "400")
                .setServerConfig("fsync", "off")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server = running;
    }
    return running;
  }
}
