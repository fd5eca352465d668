package de.landbruecke.server.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;

/**
 * The gateway's own signing keys. A key is published before it signs, signs for a while, and stays
 * published until the last token that it signed is over. Private keys are only in memory and,
 * encrypted, in the database.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SigningKeys {

  SigningKeys() {}

  /** All public keys for the key set; removed ones are gone within five seconds on all nodes. */
  public JWKSet published() {
    throw new UnsupportedOperationException();
  }

  /**
   * The key pair that signs now.
   *
   * @throws IllegalArgumentException for algorithms other than ES256, PS256 and EdDSA
   */
  public JWK current(JWSAlgorithm algorithm) {
    throw new UnsupportedOperationException();
  }

  /** Begins a rotation now: publishes a key that will sign after the lead time. Its id. */
  public String rotate(JWSAlgorithm algorithm) {
    throw new UnsupportedOperationException();
  }

  /** Takes a key out at once; another one signs from now on. False if there is no such key. */
  public boolean remove(String kid) {
    throw new UnsupportedOperationException();
  }

  /** All keys that are kept, for operators. */
  public List<SigningKey> all() {
    throw new UnsupportedOperationException();
  }
}
