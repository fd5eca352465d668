package de.landbruecke.benchmarks.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody who signs by ES256: a client, or a home portal. Its signing is done by the native
 * provider, so that the load costs little beside the server. Safe to share between threads.
 */
final class Party {

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final String id;
  private final ECKey key;
  private final ECDSASigner signer;

  /** A party with a new key. */
  Party(String id) {
    this.id = id;
    try {
      key =
          new ECKeyGenerator(Curve.P_256)
              .keyID(id + "-key")
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
      signer = new ECDSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
      signer.getJCAContext().setProvider(AmazonCorrettoCryptoProvider.INSTANCE);
    }
  }

  String id() {
    return id;
  }

  /** What others register of it. */
  String jwks() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** The parameters by which a client proves to be itself. */
  Map<String, String> authentication(String audience) {
    Instant now = Instant.now();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", id);
    form.put("client_assertion_type", ASSERTION_TYPE);
    form.put(
        "client_assertion",
        sign(
            "JWT",
            new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(50)))
                .jwtID(UUID.randomUUID().toString())
                .build()));
    return form;
  }

  String sign(String type, JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType(type))
                  .keyID(key.getKeyID())
                  .build(),
              claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
