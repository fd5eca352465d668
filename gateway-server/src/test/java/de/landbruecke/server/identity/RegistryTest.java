package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.bundid.BundIdSimulator;
import de.landbruecke.server.bundid.TestKey;
import de.landbruecke.server.shared.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is registered, and how that changes. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RegistryTest {

  private final IdentityFixture fixture;
  private final Registry registry;

  RegistryTest(TestDatabase database) {
    fixture = IdentityFixture.fresh(database);
    registry = fixture.stores.registry;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void current_afterTheImport_isTheFile() {
    RegistrySnapshot now = registry.current();

    assertThat(now.revision()).isEqualTo(1);
    HomeIssuer amt24 = now.issuerByUri("https://konto.amt24.example").orElseThrow();
    assertThat(amt24.id()).isEqualTo("amt24");
    assertThat(amt24.level("urn:substantial")).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(amt24.notified()).containsExactly("urn:substantial");
    assertThat(amt24.level("urn:unknown")).isEqualTo(AssuranceLevel.NONE);
    assertThat(amt24.level(null)).isEqualTo(AssuranceLevel.NONE);
    assertThat(now.issuer("service-bw").orElseThrow().level("urn:high"))
        .isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(now.issuerByUri("https://konto.amt24.example/")).isEmpty();
    RelyingService dog = now.service("dog").orElseThrow();
    assertThat(dog.required()).containsExactly("given_name");
    assertThat(dog.grants()).containsExactlyInAnyOrder("authorization_code", "refresh_token");
    assertThat(now.policies())
        .singleElement()
        .returns(20, PolicyRule::uses)
        .returns(Duration.ofMinutes(5), PolicyRule::lifetime);
  }

  @Test
  void importOnce_sameVersion_isNotImportedAgain() {
    registry.importOnce(RegistryDocument.parse(IdentityFixture.REGISTRY));
    assertThat(registry.revisions()).hasSize(1);

    registry.importOnce(
        RegistryDocument.parse(IdentityFixture.REGISTRY.replace("Stadt Dresden", "Dresden")));
    assertThat(registry.current().service("car").orElseThrow().controller())
        .isEqualTo("Stadt Dresden");

    registry.importOnce(RegistryDocument.parse(changed("\"2\"")));
    assertThat(registry.current().revision()).isEqualTo(2);
    assertThat(registry.current().service("car").orElseThrow().controller()).isEqualTo("Dresden");
  }

  @Test
  void approve_bySomebodyElse_isEffectiveAtOnce() {
    RegistryProposal proposal = registry.propose(changed("\"1\""), "new name", "anna");
    assertThat(registry.proposals()).containsExactly(proposal);
    assertThat(registry.current().revision()).isEqualTo(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> registry.approve(proposal.id(), "anna"))
        .withMessageContaining("somebody else");
    RegistryRevision made = registry.approve(proposal.id(), "bernd");

    assertThat(made.number()).isEqualTo(2);
    assertThat(made.approvedBy()).isEqualTo("bernd");
    assertThat(registry.current().service("car").orElseThrow().controller()).isEqualTo("Dresden");
    assertThat(registry.proposals()).isEmpty();
    assertThat(registry.revisions()).extracting(RegistryRevision::number).containsExactly(2L, 1L);
  }

  @Test
  void approve_afterAnotherChange_isRefused() {
    RegistryProposal first = registry.propose(changed("\"1\""), "a", "anna");
    RegistryProposal second = registry.propose(changed("\"1\""), "b", "anna");
    registry.approve(first.id(), "bernd");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> registry.approve(second.id(), "bernd"))
        .withMessage("the proposal was made for revision 1, the newest is 2");
    assertThat(registry.reject(second.id(), "bernd")).isTrue();
    assertThat(registry.reject(second.id(), "bernd")).isFalse();
  }

  @Test
  void undo_change_restoresWhatWas() {
    String before = registry.export(1);
    registry.approve(registry.propose(changed("\"1\""), "a", "anna").id(), "bernd");

    registry.undo(registry.current().revision(), "wrong", "clara");

    assertThat(registry.current().revision()).isEqualTo(3);
    assertThat(registry.current().service("car").orElseThrow().controller())
        .isEqualTo("Stadt Dresden");
    assertThat(RegistryDocument.parse(registry.export(3)))
        .isEqualTo(RegistryDocument.parse(before).withoutVersion());
  }

  @Test
  void export_registry_canBeProposedAgain() {
    String exported = registry.export(1);

    registry.propose(exported, "the same", "anna");

    assertThat(RegistryDocument.parse(exported).toJson()).isEqualTo(exported);
    assertThatIllegalArgumentException().isThrownBy(() -> registry.export(9));
  }

  @Test
  void propose_manyFaults_tellsAllAtOnce() {
    String broken =
        IdentityFixture.REGISTRY
            .replace("\"ceiling\": \"high\"", "\"ceiling\": \"highest\"")
            .replace("https://konto.service-bw.example", "http://konto.service-bw.example")
            .replace("https://dog.example/callback", "https://10.0.0.1/callback")
            .replace("\"to\": \"service-bw\"", "\"to\": \"nowhere\"")
            .replace("\"scopes\": [\"dogs\"]", "\"scopes\": [\"cats\"]");

    assertThatExceptionOfType(InvalidRegistryException.class)
        .isThrownBy(() -> registry.propose(broken, "a", "anna"))
        .satisfies(e ->
            assertThat(e.faults())
                .hasSize(5)
                .allSatisfy(fault ->
                    assertThat(fault)
                        .startsWith("landbruecke.identity.")
                        .contains(": found ", ", allowed is ")));
    assertThat(registry.proposals()).isEmpty();
  }

  private static String saml(String members) {
    return "{\"issuers\":{\"bundid\":{\"protocol\":\"saml\",\"issuer-uri\":\"https://id.example\","
               + "\"client-id\":\"https://konto.example\",\"ceiling\":\"high\",\"levels\":{\"x\":\"high\"},"
        + members
        + "}}}";
  }

  @Test
  void propose_samlWithoutOrWithWrongFiles_tellsAllFaults() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "saml-");
    Path other = folder.resolve("other.xml");
    Files.writeString(
        other,
        BundIdSimulator.metadata("https://other.example", "http://id.example/", TestKey.PROVIDER));
    Path none = Files.writeString(folder.resolve("none.xml"), "<!DOCTYPE a><a/>");
    Path unsigned = folder.resolve("unsigned.xml");
    Files.writeString(
        unsigned, BundIdSimulator.metadata("https://id.example", "https://id.example/"));
    Path bare = Files.writeString(folder.resolve("bare.jwk"), "{\"keys\":[]}");

    samlFaults("\"enabled\":\"true\"", "metadata-file: found nothing", "key-file: found nothing");
    samlFaults(
        "\"metadata-file\":\"" + other + "\",\"key-file\":\"" + bare + "\"",
        "metadata of https://other.example",
        "the address http://id.example/",
        "key-file");
    samlFaults(
        "\"metadata-file\":\""
            + none
            + "\",\"online-service-id\":\"BMI-1\",\"key-file\":\"/nowhere\"",
        "plain XML",
        "key-file",
        "display-name: found nothing");
    samlFaults(
        "\"metadata-file\":\""
            + unsigned
            + "\",\"algorithms\":\"EdDSA\",\"display-name\":\"x\",\"key-file\":\""
            + TestKey.GATEWAY.path()
            + "\"",
        "a certificate for signing",
        "algorithms",
        "display-name: found x");
    assertThatExceptionOfType(InvalidRegistryException.class)
        .isThrownBy(() ->
            registry.propose(
                saml("\"metadata-file\":\"x\"").replace("\"saml\"", "\"oidc\""), "x", "anna"))
        .satisfies(e ->
            assertThat(e.faults())
                .singleElement()
                .asString()
                .contains("metadata-file", "only with the protocol saml"));
  }

  private void samlFaults(String members, String... faults) {
    assertThatExceptionOfType(InvalidRegistryException.class)
        .isThrownBy(() -> registry.propose(saml(members), "x", "anna"))
        .satisfies(e -> {
          assertThat(e.faults()).hasSize(faults.length);
          for (String fault : faults) {
            assertThat(e.faults()).anyMatch(each -> each.contains(fault));
          }
        });
  }

  @Test
  void propose_samlWithItsFiles_isReadAsItIs() throws IOException {
    Path metadata = Files.createTempDirectory(Path.of("target"), "saml-").resolve("good.xml");
    Files.writeString(
        metadata,
        BundIdSimulator.metadata("https://id.example", "https://id.example/sso", TestKey.PROVIDER));
    registry.approve(
        registry
            .propose(
                saml(
                    "\"metadata-file\":\""
                        + metadata
                        + "\",\"online-service-id\":\"BMI-1\",\"display-name\":\"Amt\",\"key-file\":\""
                        + TestKey.GATEWAY.path()
                        + "\""),
                "x",
                "anna")
            .id(),
        "bernd");

    assertThat(registry.current().issuer("bundid").orElseThrow())
        .returns(Protocol.SAML, HomeIssuer::protocol)
        .returns(Set.of("RS256", "PS256", "ES256"), HomeIssuer::algorithms)
        .returns(new HomeIssuer.Saml(metadata.toString(), "BMI-1", "Amt"), HomeIssuer::saml);
  }

  @Test
  void propose_unknownKeys_areAllNamed() {
    String broken =
        IdentityFixture.REGISTRY
            .replace("\"ceiling\"", "\"roof\"")
            .replace("\"controller\"", "\"owner\"")
            .replace("\"approved-by\"", "\"approvedBy\"");

    assertThatExceptionOfType(InvalidRegistryException.class)
        .isThrownBy(() -> registry.propose(broken, "a", "anna"))
        .satisfies(e -> assertThat(e.faults()).hasSize(6).allMatch(f -> f.contains("no such key")));
    for (String nonsense : List.of("", "[]", "{", "{\"issuers\": 3}")) {
      assertThatExceptionOfType(InvalidRegistryException.class)
          .as(nonsense)
          .isThrownBy(() -> registry.propose(nonsense, "a", "anna"));
    }
  }

  @Test
  void stopService_withTokens_endsThemAtOnceUntilUndone() {
    Grant grant =
        new Grant(
            Tokens.newId(),
            "dog",
            null,
            null,
            null,
            null,
            null,
            fixture.clock.instant(),
            fixture.clock.instant().plusSeconds(600));
    fixture.stores.tokens.save(grant, List.of());

    fixture.stores.emergencyStop.service("dog", "broken", "anna");

    assertThat(registry.current().service("dog")).isEmpty();
    assertThat(registry.current().services()).containsKey("dog");
    assertThat(fixture.stores.tokens.grant(grant.id())).isEmpty();
    registry.undo(registry.current().revision(), "mended", "anna");
    assertThat(registry.current().service("dog")).isPresent();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.stores.emergencyStop.service("bird", "a", "anna"));
  }

  @Test
  void stopIssuer_withSessions_endsThemAtOnce() {
    NewSession session = fixture.stores.sessions.create(fixture.signIn(fixture.newCitizen()));

    fixture.stores.emergencyStop.issuer("amt24", "broken into", "anna");

    assertThat(registry.current().issuer("amt24")).isEmpty();
    assertThat(registry.current().issuerByUri("https://konto.amt24.example")).isEmpty();
    assertThat(fixture.stores.sessions.find(session.cookieValue())).isEmpty();
  }

  @Test
  void stopLink_ofACitizen_takesItAway() {
    String subject = fixture.newSubject();
    fixture.stores.citizens.findOrCreate("amt24", subject, AssuranceLevel.LOW, null);

    assertThat(fixture.stores.emergencyStop.link("amt24", subject, "stolen", "anna")).isTrue();
    assertThat(fixture.stores.emergencyStop.link("amt24", subject, "stolen", "anna")).isFalse();

    assertThat(fixture.stores.citizens.find("amt24", subject)).isEmpty();
  }

  @Test
  void open_registryOfAWeakerProfile_stopsTheStart() {
    fixture
        .stores
        .jdbc
        .sql("update registry_revision set document = replace(document, '\"dog\"', '\"demo-dog\"')")
        .update();
    fixture.stores.close();

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(fixture::restarted)
        .withMessageContaining("services.demo-dog");
  }

  private static String changed(String version) {
    return IdentityFixture.REGISTRY
        .replace("Stadt Dresden", "Dresden")
        .replace("\"version\": \"1\"", "\"version\": " + version);
  }
}
