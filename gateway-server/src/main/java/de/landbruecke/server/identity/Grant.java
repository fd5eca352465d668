package de.landbruecke.server.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client was allowed once; every token belongs to one, and dies with it.
 *
 * @param citizen null where a client acts for itself
 * @param session the session's id; null where there is none
 * @param consent the consent's id; null where none was needed
 * @param parent the grant of the token that this one was exchanged for; null: none
 * @param content what the token room keeps, in a form of its own; encrypted in the database
 * @param issuer the id of the home issuer that confirmed the citizen; null: none did
 */
public record Grant(
    String id,
    String clientId,
    @Nullable CitizenId citizen,
    @Nullable String session,
    @Nullable String consent,
    @Nullable String parent,
    @Nullable String content,
    Instant createdAt,
    Instant expiresAt,
    @Nullable String issuer) {

  /** A grant that no home issuer stands behind. */
  public Grant(
      String id,
      String clientId,
      @Nullable CitizenId citizen,
      @Nullable String session,
      @Nullable String consent,
      @Nullable String parent,
      @Nullable String content,
      Instant createdAt,
      Instant expiresAt) {
    this(id, clientId, citizen, session, consent, parent, content, createdAt, expiresAt, null);
  }

  /** Without the content, which must not reach a log. */
  @Override
  public String toString() {
    return "Grant[" + id + ", " + clientId + "]";
  }
}
