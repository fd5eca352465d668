package de.landbruecke.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Signs with the keys of the hour. */
final class Signer {

  /** Access tokens (RFC 9068, section 2.1). */
  static final String ACCESS_TOKEN = "at+jwt";

  /** Logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.4). */
  static final String LOGOUT_TOKEN = "logout+jwt";

  /** ID tokens, answers of userinfo, and authorization grants. */
  static final String PLAIN = "JWT";

  private final SigningKeys keys;
  private final Map<SignatureAlgorithm, Prepared> prepared = new ConcurrentHashMap<>();

  private record Prepared(JWK key, JWSSigner signer) {}

  Signer(SigningKeys keys) {
    this.keys = keys;
  }

  /** The compact form of these claims under this {@code typ}. */
  String sign(SignatureAlgorithm algorithm, String type, Map<String, Object> claims) {
    JWSAlgorithm name = JWSAlgorithm.parse(algorithm.header());
    JWK key = keys.current(name);
    try {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(name)
                  .type(new JOSEObjectType(type))
                  .keyID(key.getKeyID())
                  .build(),
              new Payload(Json.bytes(claims)));
      token.sign(signer(algorithm, key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("our own key does not sign", e);
    }
  }

  private JWSSigner signer(SignatureAlgorithm algorithm, JWK key) throws JOSEException {
    Prepared last = prepared.get(algorithm);
    if (last != null && last.key.equals(key)) {
      return last.signer;
    }
    JWSSigner signer =
        algorithm == SignatureAlgorithm.EDDSA
            ? new Ed25519(key.toOctetKeyPair().getDecodedD())
            : new DefaultJWSSignerFactory()
                .createJWSSigner(key, JWSAlgorithm.parse(algorithm.header()));
    prepared.put(algorithm, new Prepared(key, signer));
    return signer;
  }

  /** Ed25519 (RFC 8037, section 3.1) by the JDK: Nimbus would need another library for it. */
  private static final class Ed25519 extends BaseJWSProvider implements JWSSigner {

    private final PrivateKey key;

    Ed25519(byte[] bytes) {
      super(Set.of(JWSAlgorithm.EdDSA));
      try {
        key =
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, bytes));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has Ed25519", e);
      }
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(input);
        return Base64URL.encode(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new JOSEException("Ed25519 does not sign", e);
      }
    }
  }
}
