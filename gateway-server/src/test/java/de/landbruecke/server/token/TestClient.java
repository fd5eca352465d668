package de.landbruecke.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A client with a key of its own.
 *
 * @param id its client id
 * @param key what it signs with
 */
record TestClient(String id, ECKey key) {

  static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** A client with a new key. */
  static TestClient of(String id) {
    return new TestClient(id, newKey(id));
  }

  static ECKey newKey(String kid) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(kid + "-key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many seconds a token lives. */
  static long seconds(JWTClaimsSet claims) {
    return Duration.between(
            claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant())
        .toSeconds();
  }

  /** What is registered of its key. */
  String jwks() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** The parameters by which it proves to be itself. */
  Map<String, String> authentication(String audience) {
    return authentication(audience, claims -> {});
  }

  Map<String, String> authentication(String audience, Consumer<JWTClaimsSet.Builder> change) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", id);
    form.put("client_assertion_type", ASSERTION_TYPE);
    form.put("client_assertion", assertion(audience, change));
    return form;
  }

  String assertion(String audience, Consumer<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(id)
            .subject(id)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .jwtID(UUID.randomUUID().toString());
    change.accept(claims);
    return sign(key, "JWT", claims.build());
  }

  /** A proof of possession (RFC 9449, section 4.2) for a new request. */
  static String proof(ECKey key, String method, String address, Map<String, Object> more) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .claim("htm", method)
            .claim("htu", address)
            .issueTime(Date.from(Instant.now()))
            .jwtID(UUID.randomUUID().toString());
    more.forEach(claims::claim);
    try {
      SignedJWT proof =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType("dpop+jwt"))
                  .jwk(key.toPublicJWK())
                  .build(),
              claims.build());
      proof.sign(new ECDSASigner(key));
      return proof.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(ECKey key, String type, JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType(type))
                  .keyID(key.getKeyID())
                  .build(),
              claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
