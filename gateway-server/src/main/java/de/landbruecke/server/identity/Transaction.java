package de.landbruecke.server.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in at a service, from its request to its answer, in one browser.
 *
 * @param version changes with each step; {@link Transactions#advance} goes on only from the newest
 * @param homeIssuer the chosen home issuer's id
 * @param homeState what the account room keeps while the browser is at the home issuer: state,
 *     nonce, verifier, in a form of its own; encrypted in the database
 * @param attempts how often the browser was sent to a home issuer
 * @param session the id of the session that came of it
 * @param consent the id of the consent under which data is released
 * @param released names of the released attributes
 * @param error what the service is told in {@code DENIED} and {@code FAILED}
 */
public record Transaction(
    String id,
    long version,
    TransactionState state,
    AuthorizationRequest request,
    @Nullable String homeIssuer,
    @Nullable String homeState,
    int attempts,
    @Nullable String session,
    @Nullable String consent,
    Set<String> released,
    @Nullable OauthError error,
    Instant createdAt,
    Instant expiresAt) {

  /** Copies the set. */
  public Transaction {
    released = Set.copyOf(released);
  }

  /** The citizen has chosen a home issuer. */
  public Transaction homeChosen(String issuer) {
    return with(
        TransactionState.HOME_CHOSEN, issuer, null, attempts, session, consent, released, null);
  }

  /** The browser is sent to the chosen home issuer. */
  public Transaction atHome(String newHomeState) {
    return with(
        TransactionState.AT_HOME,
        homeIssuer,
        newHomeState,
        attempts + 1,
        session,
        consent,
        released,
        null);
  }

  /** The home issuer's answer is good and is now a session. */
  public Transaction linked(String sessionId) {
    return with(
        TransactionState.LINKED, homeIssuer, null, attempts, sessionId, consent, released, null);
  }

  /** The data may go to the service. */
  public Transaction released(String sessionId, @Nullable String consentId, Set<String> names) {
    return with(
        TransactionState.RELEASED, homeIssuer, null, attempts, sessionId, consentId, names, null);
  }

  /** The citizen refused. */
  public Transaction denied(OauthError answer) {
    return with(
        TransactionState.DENIED, homeIssuer, null, attempts, session, null, Set.of(), answer);
  }

  /** It cannot go on. */
  public Transaction failed(OauthError answer) {
    return with(
        TransactionState.FAILED, homeIssuer, null, attempts, session, null, Set.of(), answer);
  }

  /** The service gets its answer with this step. */
  public Transaction issued() {
    return with(
        TransactionState.ISSUED, homeIssuer, null, attempts, session, consent, released, error);
  }

  /** The same step again, with something else kept for the home issuer's answer. */
  public Transaction withHomeState(@Nullable String newHomeState) {
    return with(state, homeIssuer, newHomeState, attempts, session, consent, released, error);
  }

  Transaction withVersion(long newVersion) {
    return new Transaction(
        id,
        newVersion,
        state,
        request,
        homeIssuer,
        homeState,
        attempts,
        session,
        consent,
        released,
        error,
        createdAt,
        expiresAt);
  }

  private Transaction with(
      TransactionState newState,
      @Nullable String newHomeIssuer,
      @Nullable String newHomeState,
      int newAttempts,
      @Nullable String newSession,
      @Nullable String newConsent,
      Set<String> newReleased,
      @Nullable OauthError newError) {
    return new Transaction(
        id,
        version,
        newState,
        request,
        newHomeIssuer,
        newHomeState,
        newAttempts,
        newSession,
        newConsent,
        newReleased,
        newError,
        createdAt,
        expiresAt);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "Transaction[" + id + ", " + state + "]";
  }
}
