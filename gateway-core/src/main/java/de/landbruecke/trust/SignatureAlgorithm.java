package de.landbruecke.trust;

import java.util.Arrays;
import java.util.Optional;

/**
 * The signature algorithms that may be allowed at all (RFC 7518, section 3.1; RFC 8037, section
 * 3.1). {@code none} and symmetric ones are not among them, so nothing can allow them.
 */
public enum SignatureAlgorithm {
  /** ECDSA on P-256 with SHA-256: what we sign with. */
  ES256("ES256"),
  /** RSASSA-PSS with SHA-256. */
  PS256("PS256"),
  /** Ed25519 (RFC 8037). */
  EDDSA("EdDSA"),
  /** RSASSA-PKCS1-v1_5 with SHA-256: only for issuers that cannot do better. */
  RS256("RS256");

  private final String header;

  SignatureAlgorithm(String header) {
    this.header = header;
  }

  /** The value of the header {@code alg}. */
  public String header() {
    return header;
  }

  /** The algorithm with exactly this {@code alg}, case and all, or empty. */
  public static Optional<SignatureAlgorithm> ofHeader(String alg) {
    return Arrays.stream(values()).filter(each -> each.header.equals(alg)).findFirst();
  }
}
