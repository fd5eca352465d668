package de.landbruecke.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.shared.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs with the key of the hour. */
final class Signer {

  /** Access tokens (RFC 9068, section 2.1). */
  static final String ACCESS_TOKEN = "at+jwt";

  /** Logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.4). */
  static final String LOGOUT_TOKEN = "logout+jwt";

  /** ID tokens and authorization grants. */
  static final String PLAIN = "JWT";

  private final SigningKeys keys;
  private volatile @Nullable Prepared prepared;

  private record Prepared(JWK key, JWSSigner signer) {}

  Signer(SigningKeys keys) {
    this.keys = keys;
  }

  /** The compact form of these claims under this {@code typ}. */
  String sign(String type, Map<String, Object> claims) {
    JWK key = keys.current(JWSAlgorithm.ES256);
    try {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType(type))
                  .keyID(key.getKeyID())
                  .build(),
              new Payload(Json.bytes(claims)));
      token.sign(signer(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("our own key does not sign", e);
    }
  }

  private JWSSigner signer(JWK key) throws JOSEException {
    Prepared last = prepared;
    if (last != null && last.key.equals(key)) {
      return last.signer;
    }
    JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, JWSAlgorithm.ES256);
    prepared = new Prepared(key, signer);
    return signer;
  }
}
