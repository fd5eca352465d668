package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void embeddedUrl_leadsThroughTheSyncedFile() {
    assertThat(IdentityDatabase.embeddedUrl(IdentityFixture.newDirectory()))
        .startsWith("jdbc:h2:retry:synced:/")
        .contains("WRITE_DELAY=0", "AUTO_SERVER=FALSE");
  }
}
