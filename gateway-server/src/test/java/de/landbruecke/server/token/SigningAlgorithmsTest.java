package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.SigningKeys;
import java.net.http.HttpResponse;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What each client registered is what it gets; the keys of all of them are published. */
class SigningAlgorithmsTest extends TokenTest {

  @Autowired SigningKeys keys;

  private static JWKSet published() throws Exception {
    return JWKSet.parse(new Browser().get(ISSUER + "/oauth2/jwks").body());
  }

  private static boolean isGood(SignedJWT token) throws Exception {
    JWK key = published().getKeyByKeyId(token.getHeader().getKeyID());
    if (key instanceof OctetKeyPair pair) {
      // RFC 8410: twelve fixed bytes before those of the key.
      byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
      byte[] encoded = new byte[prefix.length + 32];
      System.arraycopy(prefix, 0, encoded, 0, prefix.length);
      System.arraycopy(pair.getX().decode(), 0, encoded, prefix.length, 32);
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      signature.update(token.getSigningInput());
      return signature.verify(token.getSignature().decode());
    }
    return token.verify(new RSASSAVerifier(key.toRSAKey()));
  }

  private JsonNode signedIn(TestClient client) {
    return tokens(new Browser(), client, Person.anew(AssuranceLevel.SUBSTANTIAL));
  }

  private static SignedJWT userinfo(JsonNode tokens) throws Exception {
    HttpResponse<String> response =
        new Browser()
            .get(ISSUER + "/userinfo", "Authorization", "Bearer " + text(tokens, "access_token"));
    assertThat(header(response, "Content-Type")).isEqualTo("application/jwt");
    return SignedJWT.parse(response.body());
  }

  /** OpenID Connect Core, sections 2, 3.1.3.6 and 5.3.2; RFC 7518, section 3.5; RFC 8037. */
  @Test
  void idTokenAndUserinfo_ofEachAlgorithm_areSignedAsRegistered() throws Exception {
    JsonNode first = signedIn(PS256_SERVICE);
    SignedJWT ps256 = SignedJWT.parse(text(first, "id_token"));
    JsonNode second = signedIn(EDDSA_SERVICE);
    SignedJWT eddsa = SignedJWT.parse(text(second, "id_token"));

    assertThat(ps256.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
    assertThat(isGood(ps256)).isTrue();
    assertThat(ps256.getJWTClaimsSet().getStringClaim("at_hash"))
        .isEqualTo(hash(first, JWSAlgorithm.PS256, null));
    assertThat(eddsa.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.EdDSA);
    assertThat(isGood(eddsa)).isTrue();
    assertThat(eddsa.getJWTClaimsSet().getStringClaim("at_hash"))
        .isEqualTo(hash(second, JWSAlgorithm.EdDSA, Curve.Ed25519));

    SignedJWT byEddsa = userinfo(first);
    assertThat(byEddsa.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.EdDSA);
    assertThat(isGood(byEddsa)).isTrue();
    assertThat(byEddsa.getJWTClaimsSet().getIssuer()).isEqualTo(ISSUER);
    assertThat(byEddsa.getJWTClaimsSet().getAudience()).containsExactly(PS256_SERVICE.id());
    assertThat(byEddsa.getJWTClaimsSet().getSubject())
        .isEqualTo(ps256.getJWTClaimsSet().getSubject());
    SignedJWT byPs256 = userinfo(second);
    assertThat(byPs256.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
    assertThat(isGood(byPs256)).isTrue();
  }

  private static String hash(
      JsonNode tokens, JWSAlgorithm algorithm, @org.jspecify.annotations.Nullable Curve curve) {
    return AccessTokenHash.compute(
            new BearerAccessToken(text(tokens, "access_token")), algorithm, curve)
        .getValue();
  }

  @Test
  void accessTokens_ofAllOfThem_areSignedAsConfigured() throws Exception {
    SignedJWT token = SignedJWT.parse(text(signedIn(EDDSA_SERVICE), "access_token"));

    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
  }

  /** An ID token of any of our algorithms is known again. */
  @Test
  void idTokenHint_ofEachAlgorithm_endsTheSession() {
    for (TestClient client : new TestClient[] {PS256_SERVICE, EDDSA_SERVICE}) {
      Browser browser = new Browser();
      JsonNode tokens = tokens(browser, client, Person.anew(AssuranceLevel.SUBSTANTIAL));

      HttpResponse<String> out =
          browser.get(
              ISSUER
                  + "/connect/logout?"
                  + Browser.encoded(
                      Map.of(
                          "id_token_hint",
                          text(tokens, "id_token"),
                          "post_logout_redirect_uri",
                          AFTER_LOGOUT)));

      assertThat(Browser.location(out)).isEqualTo(AFTER_LOGOUT);
    }
  }

  /** Published before the first token is signed, and rotated like those of ES256. */
  @Test
  void keySet_ofAllRegisteredAlgorithms_isPublishedAndRotates() throws Exception {
    assertThat(published().getKeys().stream().map(key -> key.getAlgorithm().getName()).toList())
        .contains("ES256", "PS256", "EdDSA");

    String next = keys.rotate(JWSAlgorithm.PS256);

    assertThat(published().getKeyByKeyId(next)).as("published, signs later").isNotNull();
    SignedJWT still = SignedJWT.parse(text(signedIn(PS256_SERVICE), "id_token"));
    assertThat(still.getHeader().getKeyID()).isNotEqualTo(next);
    String signing = String.valueOf(still.getHeader().getKeyID());
    assertThat(keys.remove(signing)).isTrue();
    SignedJWT after = SignedJWT.parse(text(signedIn(PS256_SERVICE), "id_token"));
    assertThat(after.getHeader().getKeyID()).isEqualTo(next);
    assertThat(isGood(after)).isTrue();
    assertThat(published().getKeyByKeyId(signing)).isNull();
  }
}
