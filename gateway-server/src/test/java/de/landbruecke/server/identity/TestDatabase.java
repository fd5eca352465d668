package de.landbruecke.server.identity;

import de.landbruecke.server.shared.IdentityProperties;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The databases on which every store is tested. */
enum TestDatabase {
  H2,
  POSTGRESQL;

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  /** Where a new, empty database is. */
  IdentityProperties.Database create() {
    if (this == H2) {
      return new IdentityProperties.Database(null, null, null, 16);
    }
    String name = "identity" + NUMBER.incrementAndGet();
    EmbeddedPostgres running = server();
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
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
