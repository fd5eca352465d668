package de.landbruecke.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A portal's keys, made at its start. The last published one signs. */
final class SigningKeys {

  private static final int RSA_BITS = 2048;

  private final Faults faults;
  private volatile List<ECKey> keys = List.of(generate());
  private volatile List<RSAKey> rsa = List.of();

  SigningKeys(Faults faults) {
    this.faults = faults;
  }

  /** Publishes a new key and signs with it from now on; the former ones stay published. */
  synchronized void rotate() {
    List<ECKey> more = new ArrayList<>(keys);
    more.add(generate());
    keys = List.copyOf(more);
  }

  /** Publishes only the key that signs now. */
  synchronized void removeFormer() {
    keys = List.of(keys.get(keys.size() - 1));
  }

  JWKSet published() throws JOSEException {
    List<JWK> all = new ArrayList<>(keys);
    if (faults.has(Fault.ALGORITHM_RS256)) {
      all.add(rsaKey());
    }
    return new JWKSet(all).toPublicJWKSet();
  }

  /** Signs with ES256, unless a fault is active. */
  JWT sign(JOSEObjectType type, JWTClaimsSet claims) throws JOSEException {
    List<ECKey> published = keys;
    ECKey key = published.get(published.size() - 1);
    if (faults.has(Fault.ALGORITHM_NONE)) {
      return new PlainJWT(claims);
    } else if (faults.has(Fault.ALGORITHM_HS256)) {
      byte[] secret = key.toECPublicKey().getEncoded();
      return sign(JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(secret), type, claims);
    } else if (faults.has(Fault.ALGORITHM_RS256)) {
      RSAKey other = rsaKey();
      return sign(JWSAlgorithm.RS256, other.getKeyID(), new RSASSASigner(other), type, claims);
    } else if (faults.has(Fault.UNPUBLISHED_KEY)) {
      key = generate();
    }
    ECKey signing = faults.has(Fault.WRONG_SIGNATURE) ? generate() : key;
    return sign(JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(signing), type, claims);
  }

  /** Whether one of the published keys signed this. Says nothing of its claims. */
  boolean signed(SignedJWT token) {
    try {
      for (ECKey key : keys) {
        if (key.getKeyID().equals(token.getHeader().getKeyID())
            && token.verify(new ECDSAVerifier(key))) {
          return true;
        }
      }
    } catch (JOSEException e) {
      // An algorithm that these keys do not have: not ours.
      return false;
    }
    return false;
  }

  /** The claims of a text that this portal signed with this type. */
  JWTClaimsSet open(String text, JOSEObjectType type) throws ParseException {
    SignedJWT token = SignedJWT.parse(text);
    if (!type.equals(token.getHeader().getType()) || !signed(token)) {
      throw new ParseException("not signed here, or for another use", 0);
    }
    return token.getJWTClaimsSet();
  }

  private static SignedJWT sign(
      JWSAlgorithm algorithm,
      String keyId,
      JWSSigner signer,
      JOSEObjectType type,
      JWTClaimsSet claims)
      throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(algorithm).type(type).keyID(keyId).build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token;
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyID(UUID.randomUUID().toString())
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** Made when it is first asked for, since it takes a while. */
  private synchronized RSAKey rsaKey() throws JOSEException {
    if (rsa.isEmpty()) {
      rsa =
          List.of(
              new RSAKeyGenerator(RSA_BITS)
                  .keyUse(KeyUse.SIGNATURE)
                  .algorithm(JWSAlgorithm.RS256)
                  .keyID(UUID.randomUUID().toString())
                  .generate());
    }
    return rsa.get(0);
  }
}
