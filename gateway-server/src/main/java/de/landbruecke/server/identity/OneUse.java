package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembers what may be used once, or a few times, on all nodes together. */
public final class OneUse {

  private final JdbcClient jdbc;

  OneUse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Counts one use, in the caller's transaction if there is one.
   *
   * @param kind what it is, such as {@code client-assertion}
   * @param keyHash a SHA-256 of what tells one from another, such as issuer and {@code jti}
   * @param expiresAt until when it must be remembered
   * @param limit how many uses are allowed, at least 1
   * @return whether this use is allowed
   */
  public boolean use(String kind, byte[] keyHash, Instant expiresAt, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is at least 1, found " + limit);
    }
    boolean isFirst =
        jdbc.sql(
                    "insert into one_use (kind, key_hash, uses, expires_at) values (?, ?, 1, ?)"
                        + " on conflict do nothing")
                .params(kind, keyHash, expiresAt.toEpochMilli())
                .update()
            == 1;
    return isFirst
        || (limit > 1
            && jdbc.sql(
                        "update one_use set uses = uses + 1"
                            + " where kind = ? and key_hash = ? and uses < ?")
                    .params(kind, keyHash, limit)
                    .update()
                == 1);
  }

  /** A key of several parts, none of which can run into the next. */
  public static byte[] key(String... parts) {
    return Digests.sha256OfParts(parts);
  }
}
