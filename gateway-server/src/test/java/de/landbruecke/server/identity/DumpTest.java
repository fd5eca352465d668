package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.InvalidConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever has the database alone can neither sign nor tell who is who. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DumpTest {

  private final TestDatabase database;
  private final IdentityFixture fixture;

  DumpTest(TestDatabase database) {
    this.database = database;
    fixture = IdentityFixture.fresh(database);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void dump_ofALivelyDatabase_holdsNoKeySubjectTokenOrAttribute() throws Exception {
    List<byte[]> secrets = new ArrayList<>();
    String homeSubject = fixture.newSubject();
    CitizenId citizen =
        fixture.stores.citizens.findOrCreate("amt24", homeSubject, AssuranceLevel.HIGH, "eID");
    secrets.add(utf8(homeSubject));
    for (String sector : List.of("karlsruhe", "dresden")) {
      secrets.add(utf8(fixture.stores.pseudonyms.subject(citizen, sector)));
    }
    SignIn signIn =
        new SignIn(
            citizen,
            "amt24",
            AssuranceLevel.HIGH,
            false,
            fixture.clock.instant(),
            "eID",
            "marked-home-sid",
            List.of(new Attribute("given_name", "Markierte", "amt24", AssuranceLevel.HIGH)));
    NewSession session = fixture.stores.sessions.create(signIn);
    fixture.stores.sessions.join(session.session(), "dog");
    secrets.addAll(
        List.of(
            utf8("marked-home-sid"),
            utf8("Markierte"),
            utf8(session.cookieValue()),
            utf8(fixture.stores.sessions.serviceSid(session.session(), "dog"))));
    String browser = Transactions.newBrowser();
    Transaction transaction =
        fixture.stores.signIns.create(
            AuthorizationRequest.of("dog", "https://dog.example/marked", Set.of("openid")),
            browser);
    Transaction chosen =
        fixture.stores.signIns.advance(transaction.homeChosen("amt24")).orElseThrow();
    fixture.stores.signIns.atHome(chosen, "marked-state", "marked-nonce");
    secrets.addAll(
        List.of(
            utf8(browser),
            utf8("marked-state"),
            utf8("marked-nonce"),
            utf8("https://dog.example/marked")));
    String token = Digests.newSecret();
    Grant grant =
        new Grant(
            Tokens.newId(),
            "dog",
            citizen,
            session.session().id(),
            null,
            null,
            "marked-grant",
            fixture.clock.instant(),
            fixture.clock.instant().plusSeconds(600));
    fixture.stores.tokens.save(
        grant,
        List.of(
            new StoredToken(
                TokenKind.ACCESS,
                Tokens.hash(token),
                grant.id(),
                "marked-claims",
                fixture.clock.instant(),
                fixture.clock.instant().plusSeconds(600),
                null)));
    secrets.addAll(List.of(utf8(token), utf8("marked-grant"), utf8("marked-claims")));
    fixture.stores.audit.append(
        AuditEvent.audit("release", "ok")
            .citizen(citizen)
            .personal("sub", "marked-personal")
            .build());
    fixture.stores.audit.anchor();
    secrets.add(utf8("marked-personal"));
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.ES256, JWSAlgorithm.EdDSA)) {
      secrets.addAll(privateParts(fixture.stores.signingKeys.current(algorithm)));
    }
    secrets.addAll(privateParts(fixture.stores.secretKeys.auditKey()));
    secrets.add(fixture.stores.secretKeys.key(SecretKeys.LOOKUP, 1));
    secrets.add(fixture.stores.secretKeys.key(SecretKeys.PSEUDONYM, 1));
    secrets.add(
        java.util.Base64.getDecoder()
            .decode(Files.readString(fixture.directory.resolve("master.key")).strip()));

    byte[] dump = dump();

    assertThat(dump.length).isGreaterThan(1_000);
    assertThat(contains(dump, utf8(citizen.value()))).as("the search works").isTrue();
    for (int i = 0; i < secrets.size(); i++) {
      assertThat(contains(dump, secrets.get(i))).as("secret " + i).isFalse();
    }
  }

  @Test
  void open_anotherMasterKey_isRefused() throws Exception {
    fixture.stores.close();
    Files.writeString(
        fixture.directory.resolve("master.key"),
        java.util.Base64.getEncoder().encodeToString(new byte[32]));

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(fixture::restarted)
        .withMessageContaining("master-key-file")
        .withMessageContaining("another key");
  }

  @Test
  void open_lostMasterKey_isRefusedInsteadOfMadeAnew() throws Exception {
    fixture.stores.close();
    Files.delete(fixture.directory.resolve("master.key"));

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(fixture::restarted)
        .withMessageContaining("bring it back");
    assertThat(fixture.directory.resolve("master.key")).doesNotExist();
  }

  @Test
  void masterKey_file_isOursAlone() throws Exception {
    Path file = fixture.directory.resolve("master.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    fixture.stores.close();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(fixture::restarted)
        .withMessageContaining("mode 600");
  }

  @Test
  void restart_afterAStop_keepsEverything() {
    String subject = fixture.newSubject();
    CitizenId citizen =
        fixture.stores.citizens.findOrCreate("amt24", subject, AssuranceLevel.LOW, null);
    String pseudonym = fixture.stores.pseudonyms.subject(citizen, "karlsruhe");
    NewSession session = fixture.stores.sessions.create(fixture.signIn(citizen));
    String kid = fixture.stores.signingKeys.current(JWSAlgorithm.ES256).getKeyID();

    IdentityFixture again = fixture.restarted();

    assertThat(again.stores.citizens.find("amt24", subject)).contains(citizen);
    assertThat(again.stores.pseudonyms.subject(citizen, "karlsruhe")).isEqualTo(pseudonym);
    assertThat(again.stores.sessions.find(session.cookieValue())).contains(session.session());
    assertThat(again.stores.signingKeys.current(JWSAlgorithm.ES256).getKeyID()).isEqualTo(kid);
    assertThat(again.stores.registry.current().revision()).isEqualTo(1);
    again.stores.close();
  }

  /** The files as they are, or every column of every row as PostgreSQL writes it. */
  private byte[] dump() throws IOException {
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    List<String> tables =
        fixture
            .stores
            .jdbc
            .sql(
                "select table_name from information_schema.tables"
                    + " where lower(table_schema) = 'public'")
            .query((row, number) -> row.getString(1))
            .list();
    assertThat(tables).hasSizeGreaterThan(20);
    for (String table : tables) {
      fixture
          .stores
          .jdbc
          .sql("select * from " + table)
          .query(row -> {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              Object value = row.getObject(i);
              byte[] bytes = value instanceof byte[] binary ? binary : utf8(String.valueOf(value));
              dump.writeBytes(bytes);
              dump.write('\n');
            }
          });
    }
    if (database == TestDatabase.H2) {
      fixture.stores.close();
      dump.writeBytes(Files.readAllBytes(fixture.directory.resolve("identity.mv.db")));
    }
    return dump.toByteArray();
  }

  /** As bytes and as text: whatever form somebody might have stored. */
  private static List<byte[]> privateParts(JWK key) {
    String d = String.valueOf(key.toJSONObject().get("d"));
    assertThat(d).hasSizeGreaterThan(40);
    return List.of(utf8(d), java.util.Base64.getUrlDecoder().decode(d));
  }

  private static boolean contains(byte[] dump, byte[] wanted) {
    String all = new String(dump, StandardCharsets.ISO_8859_1);
    return all.contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
