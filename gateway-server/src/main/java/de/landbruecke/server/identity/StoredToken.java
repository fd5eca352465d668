package de.landbruecke.server.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the store knows it: by its hash.
 *
 * @param hash SHA-256 of the token's text, see {@link Tokens#hash}
 * @param content what the token room keeps, such as claims; encrypted in the database
 * @param usedAt when it was used up; null: it was not
 */
public record StoredToken(
    TokenKind kind,
    TokenHash hash,
    String grant,
    @Nullable String content,
    Instant issuedAt,
    Instant expiresAt,
    @Nullable Instant usedAt) {

  /** Without the content, which must not reach a log. */
  @Override
  public String toString() {
    return "StoredToken[" + kind + ", " + grant + "]";
  }
}
