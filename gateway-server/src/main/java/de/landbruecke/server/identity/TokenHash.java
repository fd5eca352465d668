package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The SHA-256 of a token's text. Immutable. */
public final class TokenHash {

  private final byte[] bytes;

  TokenHash(byte[] bytes) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, found " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** The hash of this token. */
  public static TokenHash of(String token) {
    return new TokenHash(Digests.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
