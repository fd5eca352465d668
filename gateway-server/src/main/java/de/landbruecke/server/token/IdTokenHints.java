package de.landbruecke.server.token;

import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.VerifiedToken;
import java.util.Optional;

/** Reads ID tokens that come back to us, long after they were good. */
final class IdTokenHints {

  private final TokenVerifier own;
  private final Endpoints endpoints;

  /**
   * Whom and what an ID token was about.
   *
   * @param sid what the client knows the session by; empty: it was told none
   */
  record Hint(String client, String subject, String sid) {}

  IdTokenHints(TokenVerifier own, Endpoints endpoints) {
    this.own = own;
    this.endpoints = endpoints;
  }

  /** Empty when it is none of ours. */
  Optional<Hint> find(String idToken) {
    try {
      VerifiedToken hint = own.idTokenHint(idToken, endpoints.issuer());
      return hint.audience().size() == 1
          ? Optional.of(
              new Hint(hint.audience().getFirst(), hint.subject(), hint.string("sid").orElse("")))
          : Optional.empty();
    } catch (TokenRejectedException e) {
      return Optional.empty();
    }
  }
}
