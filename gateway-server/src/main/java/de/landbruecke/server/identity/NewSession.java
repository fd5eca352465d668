package de.landbruecke.server.identity;

/**
 * A session and the only copy of its cookie.
 *
 * @param cookieValue 256 random bits; only their hash is kept
 */
public record NewSession(String cookieValue, Session session) {

  /** Without the cookie, which must not reach a log. */
  @Override
  public String toString() {
    return "NewSession[" + session.id() + "]";
  }
}
