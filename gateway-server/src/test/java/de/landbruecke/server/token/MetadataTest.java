package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What the server says of itself is true. */
class MetadataTest extends TokenTest {

  private JsonNode metadata = MissingNode.getInstance();

  /** Not before: the server starts after the test is made. */
  @BeforeEach
  void read() {
    metadata = json(new Browser().get(ISSUER + "/.well-known/openid-configuration"));
  }

  /** OpenID Connect Discovery 1.0, sections 3 and 4.3; RFC 8414, sections 2 and 3. */
  @Test
  void documents_independentReader_acceptsBoth() throws Exception {
    OIDCProviderMetadata provider = OIDCProviderMetadata.resolve(new Issuer(ISSUER));
    AuthorizationServerMetadata server = AuthorizationServerMetadata.resolve(new Issuer(ISSUER));

    assertThat(provider.getIssuer().getValue()).isEqualTo(ISSUER);
    assertThat(server.getTokenEndpointURI()).isEqualTo(provider.getTokenEndpointURI());
    assertThat(provider.supportsAuthorizationResponseIssuerParam()).isTrue();
    assertThat(provider.supportsBackChannelLogoutSession()).isTrue();
  }

  /** Host and forwarded headers change no address (RFC 9700, section 4.12 ff.). */
  @Test
  void addresses_whateverTheRequestSays_startWithTheIssuer() {
    JsonNode forwarded =
        json(
            new Browser()
                .get(
                    "http://127.0.0.1:" + PORT + "/.well-known/openid-configuration",
                    "X-Forwarded-Host",
                    "evil.example",
                    "Forwarded",
                    "host=evil.example"));

    assertThat(forwarded).isEqualTo(metadata);
    metadata
        .properties()
        .forEach(entry -> {
          if (entry.getKey().endsWith("_endpoint") || entry.getKey().equals("jwks_uri")) {
            assertThat(entry.getValue().asString()).startsWith(ISSUER + "/");
          }
        });
  }

  @Test
  void listedEndpoints_all_answer() {
    metadata
        .properties()
        .forEach(entry -> {
          if (entry.getKey().endsWith("_endpoint") || entry.getKey().equals("jwks_uri")) {
            assertThat(new Browser().get(entry.getValue().asString()).statusCode())
                .as(entry.getKey())
                .isNotEqualTo(404)
                .isLessThan(500);
          }
        });
  }

  /** What is listed is accepted; what is not, is not. */
  @Test
  void listedValues_areWhatIsAccepted() {
    assertThat(texts("grant_types_supported"))
        .containsExactly(
            "authorization_code",
            "client_credentials",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:ietf:params:oauth:grant-type:token-exchange");
    for (String grant : texts("grant_types_supported")) {
      assertThat(
              error(post("/oauth2/token", SignInTest.with(STRANGER, Map.of("grant_type", grant)))))
          .as(grant)
          .isNotEqualTo("unsupported_grant_type");
    }
    for (String scope : texts("scopes_supported")) {
      assertThat(scope).isIn("openid", "profile", "email", "address", "read");
    }
    assertThat(texts("response_types_supported")).containsExactly("code");
    assertThat(texts("response_modes_supported")).containsExactly("query");
    assertThat(texts("subject_types_supported")).containsExactly("pairwise");
    assertThat(texts("code_challenge_methods_supported")).containsExactly("S256");
    for (String name :
        List.of("id_token_signing_alg_values_supported", "userinfo_signing_alg_values_supported")) {
      // RS256 because this runs in the profile conformance.
      assertThat(texts(name)).containsExactly("ES256", "EdDSA", "PS256", "RS256");
    }
    assertThat(texts("acr_values_supported"))
        .as("the words of eIDAS as high as notified means reach")
        .containsExactly(
            "urn:landbruecke:loa:basic",
            LOW,
            SUBSTANTIAL,
            HIGH,
            "http://eidas.europa.eu/LoA/low",
            "http://eidas.europa.eu/LoA/substantial");
    assertThat(texts("token_endpoint_auth_methods_supported"))
        .contains("private_key_jwt")
        .doesNotContain("none");
    assertThat(texts("claims_supported")).contains("given_name", "address", "email", "acr");
    assertThat(metadata.path("request_uri_parameter_supported").asBoolean()).isFalse();
    assertThat(metadata.path("request_parameter_supported").asBoolean()).isTrue();
  }

  /** RFC 7517: public keys only, kept for five minutes. */
  @Test
  void keys_arePublicAndKeptForFiveMinutes() throws Exception {
    HttpResponse<String> response = new Browser().get(ISSUER + "/oauth2/jwks");

    JWKSet keys = JWKSet.parse(response.body());
    assertThat(keys.getKeys()).isNotEmpty().noneMatch(JWK::isPrivate);
    assertThat(keys.getKeys()).allMatch(key -> key.getKeyID() != null);
    assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(header(response, "Content-Type")).isEqualTo("application/jwk-set+json");
  }

  /** The search is open, and has the headers that it had. */
  @Test
  void search_besideIdentity_isOpenAndUnchanged() {
    HttpResponse<String> page = new Browser().get(ISSUER + "/suche?q=hund");
    HttpResponse<String> found = new Browser().get(ISSUER + "/api/v1/services?q=hund");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Cache-Control")).startsWith("public");
    assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
    assertThat(page.headers().firstValue("X-Frame-Options")).isEmpty();
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(header(found, "Cache-Control")).startsWith("public");
    assertThat(new Browser().post(ISSUER + "/api/v1/services", "q=x").statusCode()).isEqualTo(405);
  }

  private List<String> texts(String name) {
    return metadata.path(name).valueStream().map(JsonNode::asString).toList();
  }
}
