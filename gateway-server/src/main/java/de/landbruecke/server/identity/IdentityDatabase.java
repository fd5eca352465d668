package de.landbruecke.server.identity;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import de.landbruecke.server.shared.IdentityProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/** Opens the database and brings its tables up to date. */
final class IdentityDatabase {

  /** How long a request waits for a connection, and one connection for its making. */
  private static final Duration CONNECTION = Duration.ofSeconds(2);

  /** How long a statement may take, or wait for a lock, before the server ends it. */
  private static final Duration STATEMENT = Duration.ofSeconds(10);

  /** How long an answer may take when the server does not even end statements. */
  private static final Duration ANSWER = Duration.ofSeconds(15);

  /** After this the server ends a transaction whose node went away and told nobody. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private IdentityDatabase() {}

  /** The configured database, or the file below the data directory. The caller closes it. */
  static HikariDataSource open(IdentityProperties.Database properties, Path directory) {
    HikariConfig config = new HikariConfig();
    if (properties.url() == null) {
      JdbcDataSource embedded = new JdbcDataSource();
      embedded.setUrl(embeddedUrl(directory));
      embedded.setUser("sa");
      embedded.setPassword("");
      config.setDataSource(new SharedWrites(embedded));
    } else {
      config.setJdbcUrl(properties.url());
      config.setUsername(properties.user());
      config.setPassword(password(properties.passwordFile()));
      limit(config);
    }
    config.setPoolName("identity");
    config.setMaximumPoolSize(properties.connections());
    // Both databases' default; named, since every check that must hold at commit relies on it.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setMinimumIdle(2);
    config.setConnectionTimeout(CONNECTION.toMillis());
    config.setValidationTimeout(CONNECTION.toMillis() / 2);
    // Fails the start, rather than the first request, where there is no database.
    config.setInitializationFailTimeout(10_000);
    HikariDataSource source = new HikariDataSource(config);
    try {
      migrate(source);
      return source;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** So that a server that hangs holds no request for long; the address may say otherwise. */
  private static void limit(HikariConfig config) {
    // As text: the driver overlooks numbers.
    config.addDataSourceProperty("connectTimeout", Long.toString(CONNECTION.toSeconds()));
    config.addDataSourceProperty("loginTimeout", Long.toString(CONNECTION.toSeconds()));
    config.addDataSourceProperty("socketTimeout", Long.toString(ANSWER.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout=%1$d -c lock_timeout=%1$d -c idle_in_transaction_session_timeout=%2$d"
            .formatted(STATEMENT.toMillis(), IDLE.toMillis()));
  }

  /**
   * The file of the embedded database. {@code retry} reopens it when an interrupted thread closed
   * it, {@code synced} puts on the disk what is written; {@link SharedWrites} says when that is.
   */
  static String embeddedUrl(Path directory) {
    FilePath.register(new SyncedFile());
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "jdbc:h2:retry:synced:"
        + directory.toAbsolutePath().normalize().resolve("identity")
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE;AUTO_SERVER=FALSE"
        // More than the statements that one kind of request needs.
        + ";QUERY_CACHE_SIZE=64";
  }

  /**
   * By connections of its own to a server: a change of the tables may take longer than a request.
   * The embedded file has no such limits, and only connections that say when to write.
   */
  private static void migrate(HikariDataSource source) {
    FluentConfiguration configuration =
        source.getJdbcUrl() == null
            ? Flyway.configure().dataSource(source)
            : Flyway.configure()
                .dataSource(source.getJdbcUrl(), source.getUsername(), source.getPassword());
    configuration
        .locations("classpath:db/identity")
        .table("identity_schema")
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }

  private static @Nullable String password(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try (var lines = Files.lines(file)) {
      return Objects.requireNonNull(lines.findFirst().orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
