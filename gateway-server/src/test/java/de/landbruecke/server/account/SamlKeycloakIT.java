package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.demo.keycloak.KeycloakServer;
import de.landbruecke.server.bundid.TestKey;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keycloak as identity provider: a peer that nobody here wrote, with its own metadata, signing
 * responses and assertions, and with and without encryption.
 */
@Tag("proof")
class SamlKeycloakIT extends AccountTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void signIn_byKeycloak_isAccepted(boolean encrypted) throws Exception {
    try (KeycloakServer keycloak =
        KeycloakServer.start(
            KeycloakServer.distribution(Path.of("target/keycloak")),
            KeycloakServer.Launch.cheap())) {
      keycloak.createRealm(realm(encrypted));
      Path metadata = gateway().data().resolve("keycloak.xml");
      HttpResponse<Path> told =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(keycloak.issuer("saml") + "/protocol/saml/descriptor"))
                      .build(),
                  HttpResponse.BodyHandlers.ofFile(metadata));
      assertThat(told.statusCode()).isEqualTo(200);
      register(keycloak.issuer("saml"), metadata);
      try {
        signIn();
      } finally {
        Registry registry = gateway().bean(Registry.class);
        registry.undo(registry.current().revision(), "no Keycloak", "anna");
      }
    }
  }

  private void signIn() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    browser
        .go("/konto/anmelden/" + transaction.id())
        .press("account-keycloak")
        .leave()
        .follow()
        .press("kc-login", "username=", "berta", "password=", "geheim")
        .follow()
        .submit("/login/saml2/sso/keycloak")
        .follow();

    assertThat(browser.page().getElementById("consent-allow")).as(browser.text()).isNotNull();
    Session session =
        gateway()
            .bean(Sessions.class)
            .find(Objects.requireNonNull(browser.cookie(gateway().origin, "lb-session")))
            .orElseThrow();
    assertThat(session.level()).isEqualTo(AssuranceLevel.LOW);
    assertThat(session.attributes())
        .extracting(Attribute::name, Attribute::value)
        .containsExactlyInAnyOrder(tuple("given_name", "Berta"), tuple("family_name", "Muster"));
  }

  private String realm(boolean encrypted) {
    String consumer = gateway().origin + "/login/saml2/sso/keycloak";
    Map<String, Object> client =
        Map.of(
            "clientId",
            gateway().origin.toString(),
            "protocol",
            "saml",
            "redirectUris",
            List.of(consumer),
            "fullScopeAllowed",
            false,
            // Else each role comes as an attribute of the same name.
            "defaultClientScopes",
            List.of(),
            "attributes",
            Map.ofEntries(
                Map.entry("saml.assertion.signature", "true"),
                Map.entry("saml.server.signature", "true"),
                Map.entry("saml.client.signature", "true"),
                Map.entry("saml.signing.certificate", TestKey.GATEWAY.text()),
                Map.entry("saml.encrypt", Boolean.toString(encrypted)),
                Map.entry("saml.encryption.certificate", TestKey.GATEWAY.text()),
                Map.entry(
                    "saml.encryption.algorithm", "http://www.w3.org/2009/xmlenc11#aes256-gcm"),
                Map.entry(
                    "saml.encryption.keyAlgorithm",
                    "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"),
                Map.entry("saml.signature.algorithm", "RSA_SHA256"),
                Map.entry("saml.force.post.binding", "true"),
                Map.entry("saml.authnstatement", "true"),
                Map.entry("saml_name_id_format", "persistent"),
                Map.entry("saml_assertion_consumer_url_post", consumer),
                Map.entry(
                    "saml_signature_canonicalization_method",
                    "http://www.w3.org/2001/10/xml-exc-c14n#")),
            "protocolMappers",
            List.of(
                mapper("firstName", "urn:oid:2.5.4.42"), mapper("lastName", "urn:oid:2.5.4.4")));
    return JSON.writeValueAsString(
        Map.of(
            "realm",
            "saml",
            "enabled",
            true,
            "sslRequired",
            "none",
            "clients",
            List.of(client),
            "users",
            List.of(
                Map.of(
                    "username",
                    "berta",
                    "enabled",
                    true,
                    "firstName",
                    "Berta",
                    "lastName",
                    "Muster",
                    "email",
                    "berta@example.org",
                    "emailVerified",
                    true,
                    "credentials",
                    List.of(Map.of("type", "password", "value", "geheim"))))));
  }

  private static Map<String, Object> mapper(String property, String name) {
    return Map.of(
        "name",
        property,
        "protocol",
        "saml",
        "protocolMapper",
        "saml-user-property-mapper",
        "config",
        Map.of(
            "user.attribute",
            property,
            "attribute.name",
            name,
            "attribute.nameformat",
            "URI Reference"));
  }

  private void register(String entityId, Path metadata) {
    Registry registry = gateway().bean(Registry.class);
    ObjectNode document =
        (ObjectNode) JSON.readTree(registry.export(registry.current().revision()));
    ((ObjectNode) document.get("issuers"))
        .putObject("keycloak")
        .put("label", "Keycloak")
        .put("protocol", "saml")
        .put("issuer-uri", entityId)
        .put("network", "private")
        .put("ceiling", "low")
        .put("client-id", gateway().origin.toString())
        .put("key-file", TestKey.GATEWAY.path().toString())
        .put("metadata-file", metadata.toString())
        .putObject("levels")
        .put(UNSPECIFIED, "low");
    document
        .withArray("/policies")
        .addObject()
        .put("id", "keycloak-to-hund")
        .put("from", "keycloak")
        .put("to", "amt24")
        .put("service", "hund")
        .put("minimum-level", "basic")
        .put("approved-by", "test")
        .putArray("attributes")
        .add("given_name")
        .add("family_name");
    registry.approve(registry.propose(document.toString(), "Keycloak", "anna").id(), "bernd");
  }
}
