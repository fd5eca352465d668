package de.landbruecke.demo;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The keys by which the demonstration's clients authenticate, named by client id. They are public:
 * whoever reads the sources has them. They are fixed because both sides must know them before
 * either starts, and the server refuses them outside its profile {@code demo}.
 */
final class DemonstrationKeys {

  private static final JWKSet ALL = read();

  private DemonstrationKeys() {}

  /** The key pair of a client. */
  static ECKey of(String clientId) {
    return Objects.requireNonNull(ALL.getKeyByKeyId(clientId), clientId).toECKey();
  }

  /** The public halves. */
  static JWKSet published() {
    return ALL.toPublicJWKSet();
  }

  /** The gateway's key lies in a file of its own, which is all that the gateway is given. */
  private static JWKSet read() {
    List<JWK> keys = new ArrayList<>();
    try {
      for (String file :
          List.of("demonstration-only-gateway-key.json", "demonstration-only-keys.json")) {
        keys.addAll(JWKSet.parse(Pages.resource(file)).getKeys());
      }
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
    return new JWKSet(keys);
  }
}
