package de.landbruecke.server.identity;

/** What came of using a refresh token. */
public sealed interface RefreshResult {

  /** This use replaced the token by the proposed successor. */
  record Rotated(Grant grant) implements RefreshResult {}

  /**
   * The token was replaced at most ten seconds ago: the same client gets the same successor again.
   *
   * @param successor the successor's text
   * @param stored the successor as it is kept
   */
  record Repeated(Grant grant, String successor, StoredToken stored) implements RefreshResult {}

  /** The token was used before: the whole family is revoked. */
  record Reused(Grant grant) implements RefreshResult {}

  /** There is no such token, or it is over. */
  record Unknown() implements RefreshResult {}
}
