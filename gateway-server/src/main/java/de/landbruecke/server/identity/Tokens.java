package de.landbruecke.server.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All tokens of services, by their hash. A token is good while it is found here; what is revoked
 * takes what was issued from it along.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Tokens {

  /** How long a used refresh token still yields the same successor. */
  public static final Duration REPEATABLE = Duration.ofSeconds(10);

  Tokens() {}

  /** The hash by which a token is kept. */
  public static TokenHash hash(String token) {
    return TokenHash.of(token);
  }

  /** An id for a new {@link Grant}. */
  public static String newId() {
    throw new UnsupportedOperationException();
  }

  /** Keeps a grant with its first tokens. */
  public void save(Grant grant, List<StoredToken> tokens) {
    throw new UnsupportedOperationException();
  }

  /** Keeps more tokens of a grant. False, and nothing kept, if the grant was revoked meanwhile. */
  public boolean add(String grantId, List<StoredToken> tokens) {
    throw new UnsupportedOperationException();
  }

  /** Replaces what the token room keeps with the grant. */
  public void replaceContent(String grantId, String content) {
    throw new UnsupportedOperationException();
  }

  /** A running grant. */
  public Optional<Grant> grant(String id) {
    throw new UnsupportedOperationException();
  }

  /** The good token of this kind with this hash; used codes and refresh tokens are not good. */
  public Optional<StoredToken> findByHash(TokenKind kind, TokenHash hash) {
    throw new UnsupportedOperationException();
  }

  /** The good token with this text, of whatever kind. */
  public Optional<StoredToken> find(String token) {
    throw new UnsupportedOperationException();
  }

  /** Redeems a code: only the first of all callers on all nodes succeeds. */
  public CodeResult redeem(String code, String clientId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Replaces a refresh token by a successor. The first caller's successor counts; for ten seconds
   * others get that one, later use revokes the family.
   */
  public RefreshResult rotate(
      String refreshToken, String clientId, String successor, StoredToken stored) {
    throw new UnsupportedOperationException();
  }

  /** Ends a single token, and what was exchanged for it. False if there was none good. */
  public boolean revokeToken(TokenHash hash) {
    throw new UnsupportedOperationException();
  }

  /** Ends a grant and every grant below it; how many grants. */
  public int revoke(String grantId) {
    throw new UnsupportedOperationException();
  }

  /** Ends everything issued in the session. */
  public int revokeSession(String sessionId) {
    throw new UnsupportedOperationException();
  }

  /** Ends everything issued to the client. */
  public int revokeService(String clientId) {
    throw new UnsupportedOperationException();
  }

  /** Ends everything issued under the consent. */
  public int revokeConsent(String consentId) {
    throw new UnsupportedOperationException();
  }

  /** Ends everything issued for the citizen. */
  public int revokeCitizen(CitizenId citizen) {
    throw new UnsupportedOperationException();
  }
}
