package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a commit on the embedded database promises when it returns. */
class SyncedFileTest {

  /** The file as a killed process would leave it, copied while the server still writes. */
  @Test
  void commit_onceReturned_isInTheFile() throws Exception {
    try (IdentityFixture fixture = IdentityFixture.fresh(TestDatabase.H2)) {
      List<String> subjects = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        CitizenId citizen = fixture.newCitizen();
        subjects.add(fixture.stores.pseudonyms.subject(citizen, "karlsruhe"));
        if (i % 5 == 0) {
          Path copy = IdentityFixture.newDirectory();
          for (String file : List.of("identity.mv.db", "master.key", "node")) {
            Files.copy(
                fixture.directory.resolve(file),
                copy.resolve(file),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
          }
          try (IdentityStores opened =
              IdentityStores.open(
                  IdentityFixture.properties(fixture.properties.database(), copy),
                  copy,
                  IdentityFixture.PLAIN,
                  new RegistryDocument(null, null, null, null),
                  fixture.clock)) {
            assertThat(subjects)
                .allSatisfy(subject ->
                    assertThat(opened.pseudonyms.resolve("karlsruhe", subject)).isPresent());
          }
        }
      }
    }
  }

  /** Commits share writes, inside and outside of transactions; each is told when it is written. */
  @Test
  void commit_ofManyAtOnce_isInTheFileWhenTheLastReturned() throws Exception {
    try (IdentityFixture fixture = IdentityFixture.fresh(TestDatabase.H2)) {
      OneUse uses = fixture.stores.oneUse;
      List<Future<?>> running = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        for (int i = 0; i < 200; i++) {
          byte[] key = OneUse.key("use-" + i);
          Runnable use = () -> uses.use("test", key, fixture.clock.instant().plusSeconds(60), 1);
          boolean inTransaction = i % 2 == 0;
          running.add(
              threads.submit(() -> {
                if (inTransaction) {
                  fixture.stores.transactions.run(use);
                } else {
                  use.run();
                }
              }));
        }
      }
      for (Future<?> each : running) {
        each.get();
      }
      Path copy = IdentityFixture.newDirectory();
      Files.copy(fixture.directory.resolve("identity.mv.db"), copy.resolve("identity.mv.db"));

      try (HikariDataSource opened = IdentityDatabase.open(fixture.properties.database(), copy)) {
        assertThat(
                JdbcClient.create(opened)
                    .sql("select count(*) from one_use where kind = 'test'")
                    .query(Integer.class)
                    .single())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void embeddedUrl_leadsThroughTheSyncedFile() {
    assertThat(IdentityDatabase.embeddedUrl(IdentityFixture.newDirectory()))
        .startsWith("jdbc:h2:retry:synced:/")
        .contains("WRITE_DELAY=0", "AUTO_SERVER=FALSE");
  }
}
