package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What stops the start, and what does not. */
class IdentityFaultsTest {

  private static final String PREFIX = "landbruecke.identity.";

  @Test
  void faults_withoutIssuer_areNone() {
    assertThat(faults(Map.of(PREFIX + "issuers.x.ceiling", "nonsense"))).isEmpty();
    assertThat(
            faults(
                Map.of(
                    PREFIX + "issuer",
                    "https://konto.example.org",
                    "landbruecke.roles",
                    "search",
                    PREFIX + "issuers.x.ceiling",
                    "nonsense")))
        .isEmpty();
  }

  @Test
  void faults_neitherRoleUsable_isToldInsteadOfAnEmptyServer() {
    assertThat(faults(Map.of("landbruecke.roles", "identity")))
        .containsExactly(
            PREFIX + "issuer: found nothing, needed where landbruecke.roles has no search");
    assertThat(faults(Map.of("landbruecke.roles", "search"))).isEmpty();
  }

  /** The administration listens on a port of its own, or it would silently be nowhere. */
  @ParameterizedTest
  @CsvSource({"8081, 8080, 0", "8081, 8081, 1", "8080,, 1", "-1, 8080, 1", ", 8080, 1"})
  void faults_staffWithoutAPortOfItsOwn_areTold(
      @Nullable String management, @Nullable String server, int count) {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "staff.issuer-uri", "https://staff.example.org");
    if (management != null) {
      properties.put("management.server.port", management);
    }
    if (server != null) {
      properties.put("server.port", server);
    }

    List<String> faults = faults(properties);

    assertThat(faults)
        .hasSize(count)
        .allMatch(fault -> fault.startsWith("management.server.port: found "));
    properties.remove(PREFIX + "staff.issuer-uri");
    assertThat(faults(properties)).isEmpty();
  }

  @Test
  void faults_goodRegistry_areNone() {
    assertThat(faults(good())).isEmpty();
  }

  @Test
  void faults_several_areToldAtOnce() {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "issuers.amt24.ceiling", "top");
    properties.put(PREFIX + "services.dog.minimum-level", "");
    properties.put(PREFIX + "services.dog.redirect-uris", "http://dog.example/callback");
    properties.put(PREFIX + "policies[0].lifetime", "16m");
    properties.remove(PREFIX + "version");
    properties.put(PREFIX + "database.url", "jdbc:postgresql://host/name");

    assertThat(faults(properties))
        .hasSize(6)
        .anyMatch(fault -> fault.startsWith(PREFIX + "version: found nothing"))
        .anyMatch(fault -> fault.startsWith(PREFIX + "master-key-file: found nothing"))
        .anyMatch(fault -> fault.startsWith(PREFIX + "policies[0].lifetime: found 16m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // name | good | bad
        "issuer|https://konto.example.org|http://konto.example.org",
        "issuer|https://konto.example.org:8443|https://konto.example.org/x",
        "issuer|https://konto.example.org|http://localhost:8080",
        "issuers.amt24.protocol|oidc|oauth",
        "issuers.amt24.issuer-uri|https://a.example/realm|http://a.example",
        "issuers.amt24.issuer-uri|https://a.example|http://127.0.0.1:8092",
        "issuers.amt24.issuer-uri|https://a.example|https://192.168.1.1",
        "issuers.amt24.issuer-uri|https://a.example|https://169.254.169.254",
        "issuers.amt24.issuer-uri|https://a.example|https://[fd00::1]",
        "issuers.amt24.issuer-uri|https://a.example|https://user@a.example",
        "issuers.amt24.issuer-uri|https://a.example|https://a.example?x",
        "issuers.amt24.issuer-uri|https://a.example|file:///etc/passwd",
        "issuers.amt24.network|private|intranet",
        "issuers.amt24.levels[urn:basic]|low notified|low certified",
        "issuers.amt24.levels[urn:basic]|low notified|basic notified",
        "issuers.amt24.levels[urn:x]|low|lowest",
        "issuers.amt24.levels[http://eidas.europa.eu/NotNotified/LoA/low]|low|low notified",
        "issuers.amt24.algorithms|ES256,PS256|HS256",
        "issuers.amt24.algorithms|EdDSA|none",
        "issuers.amt24.levels-version|2|two",
        "issuers.amt24.client-id|landbruecke|''",
        "issuers.amt24.key-file|pom.xml|/nowhere",
        "issuers.amt24.enabled|false|no",
        "services.dog.sector|berlin|''",
        "services.dog.profile|fapi2|fapi1",
        "services.dog.grants|authorization_code,token-exchange|implicit",
        "services.dog.redirect-uris|https://a.example/x?y|https://*.example",
        "services.dog.redirect-uris|https://a.example|https://a.example/#x",
        "services.dog.weakenings|allow-token-endpoint-audience|allow-missing-pkce",
        "services.dog.weakenings|allow-token-endpoint-audience|allow-everything",
        "services.dog.sender-constraint|dpop|mac",
        "services.dog.portal|amt24|nowhere",
        "services.dog.authentication|self-signed-tls-client-auth|password",
        "services.dog.id-token-algorithm|PS256|RS256",
        "services.dog.id-token-algorithm|EdDSA|none",
        "services.dog.userinfo-algorithm|ES256|HS256",
        "services.dog.userinfo-algorithm|PS256|ps256",
        "services.dog.attributes.required|given_name|email",
        "policies[0].uses|1000|1001",
        "policies[0].uses|1|0",
        "policies[0].lifetime|15m|15m1s",
        "policies[0].lifetime|1s|0s",
        "policies[0].from|amt24|nowhere",
        "policies[0].service|dog|cat",
        "policies[0].scopes|openid|admin",
        "policies[0].valid.until|2027-01-01T00:00:00Z|tomorrow",
        "policies[0].approved-by|Leitung|''",
      })
  void faults_ofAValue_onBothSides(String name, String good, String bad) {
    assertThat(with(name, good)).isEmpty();
    assertThat(with(name, bad)).isNotEmpty().allMatch(fault -> fault.contains("allowed is "));
  }

  /** Loopback, http and demonstration clients only in the profile demo, weakenings never there. */
  @Test
  void faults_profileDemo_allowsLoopbackButNoWeakening() {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "issuer", "http://localhost:8080");
    properties.put(PREFIX + "issuers.amt24.issuer-uri", "http://127.0.0.1:8092");
    properties.put(PREFIX + "issuers.amt24.network", "private");
    for (String member : List.of("sector", "controller", "audience", "minimum-level", "jwks")) {
      properties.put(
          PREFIX + "services.demo-sn-service." + member,
          String.valueOf(properties.get(PREFIX + "services.dog." + member)));
    }
    properties.put(
        PREFIX + "services.demo-sn-service.redirect-uris", "http://127.0.0.1:8092/callback");
    properties.put(PREFIX + "services.demo-sn-service.network", "private");

    assertThat(faults(properties)).hasSize(4);
    assertThat(faults(properties, "demo")).isEmpty();

    properties.put(PREFIX + "services.dog.weakenings", "allow-missing-pkce");
    assertThat(faults(properties, "demo")).hasSize(1);
    assertThat(faults(properties, "conformance")).isEmpty();
    properties.put(PREFIX + "issuers.amt24.network", "public");
    assertThat(faults(properties, "conformance")).hasSize(1);
  }

  /** Each of what is meant for the conformance suite stops the start everywhere else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "services.dog.weakenings|allow-missing-pkce",
        "services.dog.weakenings|allow-client-secret",
        "services.dog.weakenings|allow-rs256",
        "suite|https://localhost:8443",
      })
  void faults_meantForTheSuite_onlyInTheProfileConformance(String name, String value) {
    Map<String, Object> properties = good();
    properties.put(PREFIX + name, value);

    assertThat(faults(properties)).hasSize(1);
    assertThat(faults(properties, "demo")).hasSize(1);
    assertThat(faults(properties, "conformance")).isEmpty();
  }

  /** The same for http, and for clients by the names of the demonstration and of the suite. */
  @Test
  void faults_httpAndReservedNames_onlyInTheirProfiles() {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "issuer", "http://localhost:8080");
    assertThat(faults(properties)).hasSize(1);
    assertThat(faults(properties, "conformance")).isEmpty();
    assertThat(faults(properties, "demo")).isEmpty();

    Map<String, Object> reserved = good();
    for (String member : List.of("sector", "controller", "audience", "minimum-level", "jwks")) {
      for (String client : List.of("suite-basic", "demo-x")) {
        reserved.put(
            PREFIX + "services." + client + "." + member,
            String.valueOf(reserved.get(PREFIX + "services.dog." + member)));
        reserved.put(PREFIX + "services." + client + ".grants", "client_credentials");
      }
    }
    assertThat(faults(reserved)).hasSize(2);
    assertThat(faults(reserved, "demo")).hasSize(1);
    assertThat(faults(reserved, "conformance")).isEmpty();
  }

  /** RS256 also needs the weakening by name. */
  @Test
  void faults_rs256_onlyByTheWeakening() {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "services.dog.id-token-algorithm", "RS256");
    assertThat(faults(properties, "conformance")).hasSize(1);
    properties.put(PREFIX + "services.dog.weakenings", "allow-rs256");
    assertThat(faults(properties, "conformance")).isEmpty();
    properties.put(PREFIX + "services.dog.profile", "fapi2");
    assertThat(faults(properties, "conformance")).as("never with FAPI").hasSize(1);
  }

  @Test
  void faults_portForCertificates_needsItsBundle() {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "mtls.port", "8444");
    assertThat(faults(properties)).singleElement().asString().contains("mtls.bundle");
    properties.put(PREFIX + "mtls.bundle", "gateway");
    assertThat(faults(properties)).isEmpty();
    properties.remove(PREFIX + "mtls.port");
    assertThat(faults(properties)).singleElement().asString().contains("mtls.port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=dog,O=Stadt,C=DE|a dog",
        "dns:dog.example|dns:",
        "uri:urn:dog|uri:urn: dog",
        "ip:192.0.2.1|mac:1",
        "email:dog@example.org|''",
      })
  void faults_nameInACertificate_onBothSides(String good, String bad) {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "services.dog.authentication", "tls-client-auth");
    properties.put(PREFIX + "services.dog.certificate-subject", good);
    assertThat(faults(properties)).isEmpty();
    properties.put(PREFIX + "services.dog.certificate-subject", bad);
    assertThat(faults(properties)).hasSize(1);
  }

  @Test
  void faults_secretOfAClient_onlyByTheWeakening() {
    Map<String, Object> properties = good();
    properties.put(PREFIX + "services.dog.authentication", "client-secret-basic");
    properties.put(PREFIX + "services.dog.secret-hash", "0".repeat(64));
    assertThat(faults(properties, "conformance")).hasSize(1);

    properties.put(PREFIX + "services.dog.weakenings", "allow-client-secret");
    assertThat(faults(properties, "conformance")).isEmpty();
    assertThat(faults(properties)).hasSize(1);
    properties.put(PREFIX + "services.dog.profile", "fapi2");
    assertThat(faults(properties, "conformance")).hasSize(1);
  }

  @Test
  void faults_privateKeyOfAClient_isRefusedAndNotRepeated() {
    Map<String, Object> properties = good();
    String pair =
        new com.nimbusds.jose.jwk.JWKSet(SigningKeys.generate(com.nimbusds.jose.JWSAlgorithm.ES256))
            .toString(false);
    properties.put(PREFIX + "services.dog.jwks", pair);

    assertThat(faults(properties))
        .singleElement()
        .asString()
        .contains("public keys only")
        .doesNotContain("\"d\"");
  }

  private static List<String> with(String name, String value) {
    Map<String, Object> properties = good();
    properties.put(PREFIX + name, value);
    return faults(properties);
  }

  private static Map<String, Object> good() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(PREFIX + "issuer", "https://konto.example.org");
    properties.put(PREFIX + "version", "1");
    properties.put(PREFIX + "issuers.amt24.issuer-uri", "https://konto.amt24.example");
    properties.put(PREFIX + "issuers.amt24.ceiling", "high");
    properties.put(PREFIX + "issuers.amt24.levels[urn:basic]", "basic");
    properties.put(PREFIX + "issuers.amt24.client-id", "landbruecke");
    properties.put(PREFIX + "services.dog.sector", "karlsruhe");
    properties.put(PREFIX + "services.dog.controller", "Stadt Karlsruhe");
    properties.put(PREFIX + "services.dog.audience", "https://dog.example");
    properties.put(PREFIX + "services.dog.minimum-level", "basic");
    properties.put(PREFIX + "services.dog.redirect-uris", "https://dog.example/callback");
    properties.put(PREFIX + "services.dog.attributes.required", "given_name");
    properties.put(PREFIX + "services.dog.purpose", "Hund anmelden");
    properties.put(PREFIX + "services.dog.jwks", IdentityFixture.KEYS);
    properties.put(PREFIX + "policies[0].id", "one");
    properties.put(PREFIX + "policies[0].from", "amt24");
    properties.put(PREFIX + "policies[0].to", "amt24");
    properties.put(PREFIX + "policies[0].service", "dog");
    properties.put(PREFIX + "policies[0].minimum-level", "low");
    properties.put(PREFIX + "policies[0].attributes", "given_name");
    properties.put(PREFIX + "policies[0].approved-by", "Leitung");
    return properties;
  }

  private static List<String> faults(Map<String, Object> properties, String... profiles) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    environment.setActiveProfiles(profiles);
    return new IdentityFaults().faults(environment);
  }
}
