package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import de.landbruecke.server.shared.IdentityProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What lies in a database that an earlier version made. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DatabaseMigrationTest {

  private final TestDatabase database;

  DatabaseMigrationTest(TestDatabase database) {
    this.database = database;
  }

  /** Accounts that shared a citizen become citizens of their own that share a root. */
  @Test
  void joinedCitizens_ofTheFirstVersion_keepTheirAccountsAndLevels() {
    Path directory = IdentityFixture.newDirectory();
    IdentityProperties.Database place = database.empty();
    Flyway.configure()
        .dataSource(
            place.url() == null ? IdentityDatabase.embeddedUrl(directory) : place.url(),
            place.url() == null ? "sa" : place.user(),
            "")
        .locations("classpath:db/identity")
        .table("identity_schema")
        .target("1")
        .load()
        .migrate();
    try (HikariDataSource source = old(place, directory)) {
      JdbcClient jdbc = JdbcClient.create(source);
      citizen(jdbc, "one", "one", 100);
      citizen(jdbc, "two", "one", 200);
      citizen(jdbc, "three", "three", 300);
      link(jdbc, "link-a", "one", 4, 100);
      link(jdbc, "link-b", "one", 2, 150);
      link(jdbc, "link-c", "two", 3, 200);
      link(jdbc, "link-d", "three", 3, 300);
      jdbc.sql(
              "insert into consent (id, citizen_id, client_id, purpose, attributes, assurance,"
                  + " text_version, portal_to_portal, granted, decided_at, ends_at)"
                  + " values ('c', 'one', 'dog', 'p', 'a b', 2, '1', false, false, 1, 1)")
          .update();
    }

    try (HikariDataSource source = IdentityDatabase.open(place, directory)) {
      JdbcClient jdbc = JdbcClient.create(source);
      assertThat(rows(jdbc, "select id || ' ' || citizen_id from home_link order by id"))
          .containsExactly("link-a one", "link-b link-b", "link-c two", "link-d three");
      assertThat(
              rows(
                  jdbc,
                  "select id || ' ' || root || ' ' || coalesce(joined_assurance, 0) from citizen"
                      + " order by id"))
          .containsExactly("link-b one 2", "one one 0", "three three 0", "two one 3");
      assertThat(rows(jdbc, "select shown from consent")).containsExactly("a b");
    }
  }

  /** Without what only the newest version knows. */
  private static HikariDataSource old(IdentityProperties.Database place, Path directory) {
    HikariDataSource source = new HikariDataSource();
    source.setJdbcUrl(place.url() == null ? IdentityDatabase.embeddedUrl(directory) : place.url());
    source.setUsername(place.url() == null ? "sa" : Objects.requireNonNull(place.user()));
    source.setPassword("");
    return source;
  }

  private static void citizen(JdbcClient jdbc, String id, String root, long at) {
    jdbc.sql("insert into citizen (id, root, created_at) values (?, ?, ?)")
        .params(id, root, at)
        .update();
  }

  private static void link(JdbcClient jdbc, String id, String citizen, int level, long at) {
    jdbc.sql(
            "insert into home_link (id, citizen_id, issuer, subject_mac, assurance, created_at,"
                + " last_used_at) values (?, ?, 'amt24', ?, ?, ?, ?)")
        .params(id, citizen, id.getBytes(java.nio.charset.StandardCharsets.UTF_8), level, at, at)
        .update();
  }

  private static List<String> rows(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).query(Rows.TEXT).list();
  }
}
