package de.landbruecke.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    /** An access token. */
    ACCESS_TOKEN("urn:ietf:params:oauth:token-type:access_token"),
    /** An ID token. */
    ID_TOKEN("urn:ietf:params:oauth:token-type:id_token"),
    /** An access token that is a JWT, as all of ours are. */
    JWT("urn:ietf:params:oauth:token-type:jwt");

    private final String uri;

    SubjectTokenType(String uri) {
      this.uri = uri;
    }

    /** Its identifier in requests. */
    public String uri() {
      return uri;
    }

    /** The type with exactly this identifier, or empty. */
    public static Optional<SubjectTokenType> ofUri(String uri) {
      return Arrays.stream(values()).filter(each -> each.uri.equals(uri)).findFirst();
    }
  }

  /** Values of {@code typ}, in lower case; empty stands for none. */
  private static final Set<String> PLAIN = Set.of("", "jwt");

  private static final Set<String> LOGOUT = Set.of("logout+jwt");
  private static final Set<String> CLIENT = Set.of("", "jwt", "client-authentication+jwt");
  private static final Set<String> REQUEST = Set.of("", "jwt", "oauth-authz-req+jwt");
  private static final Set<String> GRANT =
      Set.of("", "jwt", "authorization-grant+jwt", "oauth-id-jag+jwt");

  private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration MAX_ASSERTION_LIFETIME = Duration.ofMinutes(10);
  private static final Duration MAX_GRANT_LIFETIME = Duration.ofSeconds(60);

  private final TrustRegistry registry;
  private final IssuerKeys keys;
  private final Clock clock;

  /** Trusts the issuers of {@code registry}. */
  public TokenVerifier(TrustRegistry registry, IssuerKeys keys, Clock clock) {
    this.registry = Objects.requireNonNull(registry);
    this.keys = Objects.requireNonNull(keys);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * An access token (RFC 9068, section 4) that is meant for {@code audiences} and nobody else. The
   * sender constraint is the caller's to check; {@link AccessTokenGuard} does.
   */
  public VerifiedToken accessToken(String token, Set<String> audiences)
      throws TokenRejectedException {
    VerifiedToken verified = signedAccessToken(token);
    require(audiences.containsAll(verified.audience()), RejectionReason.WRONG_AUDIENCE);
    return verified;
  }

  private VerifiedToken signedAccessToken(String token) throws TokenRejectedException {
    StrictJws jws = StrictJws.parse(token);
    Map<String, Object> claims = jws.claims();
    TrustedIssuer issuer = issuer(claims, null);
    boolean named =
        issuer.accessTokenTypes().stream()
            .anyMatch(type -> StrictJws.normalized(type).equals(jws.type()));
    require(named, RejectionReason.WRONG_TYPE);
    // The type says it all, or else the claims must not be those of another kind.
    require(jws.type().equals("at+jwt") || looksLikeAccess(claims), RejectionReason.WRONG_TYPE);
    VerifiedToken verified = check(jws, claims, issuer, issuer.maxLifetime(), true);
    require(verified.issuedAt().isPresent(), RejectionReason.NOT_FRESH);
    requireSubject(verified);
    requireOneClient(verified);
    requireTokenId(verified);
    return verified;
  }

  /** Keycloak says {@code JWT} in the header and the kind in a claim {@code typ}. */
  private static boolean looksLikeAccess(Map<String, Object> claims) {
    Object type = claims.get("typ");
    return (type == null || type.equals("Bearer") || type.equals("DPoP"))
        && !claims.containsKey("nonce")
        && !claims.containsKey("at_hash")
        && !claims.containsKey("c_hash")
        && !claims.containsKey("events");
  }

  /**
   * An ID token (OpenID Connect Core, section 3.1.3.7).
   *
   * @param issuer the one that was asked; another registered one is refused (mix-up)
   * @param nonce the one that was sent, null in answers to a refresh, where none is compared
   * @param accessToken the one that came with it, compared with {@code at_hash} where present
   */
  public VerifiedToken idToken(
      String token,
      String issuer,
      String clientId,
      @Nullable String nonce,
      @Nullable String accessToken)
      throws TokenRejectedException {
    StrictJws jws = StrictJws.parse(token);
    VerifiedToken verified = signedIdToken(jws, issuer, true);
    require(
        verified.audience().stream().allMatch(clientId::equals), RejectionReason.WRONG_AUDIENCE);
    require(clientId.equals(verified.string("azp").orElse(clientId)), RejectionReason.WRONG_CLIENT);
    require(
        nonce == null || nonce.equals(verified.string("nonce").orElse(null)),
        RejectionReason.WRONG_NONCE);
    Object hash = verified.claims().get("at_hash");
    require(
        hash == null || accessToken == null || hash.equals(halfHash(accessToken, jws.algorithm())),
        RejectionReason.WRONG_TOKEN_HASH);
    return verified;
  }

  /**
   * An ID token that comes back as a hint (OpenID Connect RP-Initiated Logout 1.0, section 4): it
   * may have expired, and names its client by {@link VerifiedToken#audience()}.
   */
  public VerifiedToken idTokenHint(String token, String issuer) throws TokenRejectedException {
    return signedIdToken(StrictJws.parse(token), issuer, false);
  }

  private VerifiedToken signedIdToken(StrictJws jws, @Nullable String issuer, boolean timely)
      throws TokenRejectedException {
    require(PLAIN.contains(jws.type()), RejectionReason.WRONG_TYPE);
    Map<String, Object> claims = jws.claims();
    TrustedIssuer trusted = issuer(claims, issuer);
    Object type = claims.get("typ");
    require(
        (type == null || type.equals("ID"))
            && !claims.containsKey("events")
            && !claims.containsKey("client_id")
            && !claims.containsKey("scope"),
        RejectionReason.WRONG_TYPE);
    VerifiedToken verified = check(jws, claims, trusted, trusted.maxLifetime(), timely);
    require(verified.issuedAt().isPresent(), RejectionReason.NOT_FRESH);
    requireSubject(verified);
    return verified;
  }

  /** The left half of the token's hash; Ed25519 goes with SHA-512 (RFC 8037, section 3.1). */
  private static String halfHash(String accessToken, SignatureAlgorithm algorithm) {
    try {
      MessageDigest digest =
          MessageDigest.getInstance(algorithm == SignatureAlgorithm.EDDSA ? "SHA-512" : "SHA-256");
      byte[] hash = digest.digest(accessToken.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, hash.length / 2));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256 and SHA-512", e);
    }
  }

  /**
   * A logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6) of {@code issuer} for
   * {@code clientId}. The caller sees to it that {@link VerifiedToken#replayKey()} is used once.
   */
  public VerifiedToken logoutToken(String token, String issuer, String clientId)
      throws TokenRejectedException {
    StrictJws jws = StrictJws.parse(token);
    require(LOGOUT.contains(jws.type()), RejectionReason.WRONG_TYPE);
    Map<String, Object> claims = jws.claims();
    TrustedIssuer trusted = issuer(claims, issuer);
    VerifiedToken verified = check(jws, claims, trusted, trusted.maxLifetime(), true);
    require(
        verified.audience().stream().allMatch(clientId::equals), RejectionReason.WRONG_AUDIENCE);
    require(verified.issuedAt().isPresent(), RejectionReason.NOT_FRESH);
    require(verified.tokenId().isPresent(), RejectionReason.TOKEN_ID_MISSING);
    require(!claims.containsKey("nonce"), RejectionReason.WRONG_NONCE);
    require(
        claims.get("events") instanceof Map<?, ?> events
            && events.get(LOGOUT_EVENT) instanceof Map<?, ?>,
        RejectionReason.MALFORMED_CLAIM);
    require(claims.containsKey("sub") || claims.containsKey("sid"), RejectionReason.WRONG_SUBJECT);
    return verified;
  }

  /**
   * A token that {@code callerId} brings to an exchange: meant for that client or for this gateway,
   * issued to a client that is registered with its issuer, both by {@link TrustedIssuer#clients()}.
   */
  public VerifiedToken subjectToken(String token, SubjectTokenType type, String callerId)
      throws TokenRejectedException {
    VerifiedToken verified;
    String client;
    if (type == SubjectTokenType.ID_TOKEN) {
      verified = signedIdToken(StrictJws.parse(token), null, true);
      requireTokenId(verified);
      client =
          verified
              .string("azp")
              .orElse(verified.audience().size() == 1 ? verified.audience().getFirst() : "");
    } else {
      verified = signedAccessToken(token);
      client = verified.clientId().orElse("");
    }
    TrustedIssuer issuer = verified.issuer();
    require(
        issuer.clients().containsKey(client) && issuer.clients().containsValue(callerId),
        RejectionReason.WRONG_CLIENT);
    require(
        verified.audience().stream()
            .anyMatch(name ->
                issuer.audiences().contains(name) || callerId.equals(issuer.clients().get(name))),
        RejectionReason.WRONG_AUDIENCE);
    return verified;
  }

  /**
   * A client's assertion of itself (RFC 7523, section 3): {@code iss} and {@code sub} are the
   * client id, {@code aud} is a single string and one of {@code audiences} (our issuer; the token
   * endpoint too only for clients that cannot do better), {@code jti} is there. The caller sees to
   * it that {@link VerifiedToken#replayKey()} is used once.
   */
  public VerifiedToken clientAssertion(String assertion, String clientId, Set<String> audiences)
      throws TokenRejectedException {
    StrictJws jws = StrictJws.parse(assertion);
    require(CLIENT.contains(jws.type()), RejectionReason.WRONG_TYPE);
    Map<String, Object> claims = jws.claims();
    TrustedIssuer client = issuer(claims, clientId);
    require(clientId.equals(claims.get("sub")), RejectionReason.WRONG_SUBJECT);
    require(
        claims.get("aud") instanceof String audience && audiences.contains(audience),
        RejectionReason.WRONG_AUDIENCE);
    VerifiedToken verified =
        check(jws, claims, client, shorter(client.maxLifetime(), MAX_ASSERTION_LIFETIME), true);
    require(verified.tokenId().isPresent(), RejectionReason.TOKEN_ID_MISSING);
    return verified;
  }

  /**
   * A request object (RFC 9101, section 6.3) signed by {@code clientId} for {@code audience}, our
   * issuer.
   */
  public VerifiedToken requestObject(String request, String clientId, String audience)
      throws TokenRejectedException {
    StrictJws jws = StrictJws.parse(request);
    require(REQUEST.contains(jws.type()), RejectionReason.WRONG_TYPE);
    Map<String, Object> claims = jws.claims();
    TrustedIssuer client = issuer(claims, clientId);
    require(clientId.equals(claims.get("client_id")), RejectionReason.WRONG_CLIENT);
    // Else a client's assertion of itself would do (RFC 9101, section 10.8).
    require(!clientId.equals(claims.get("sub")), RejectionReason.WRONG_TYPE);
    // RFC 9101, section 4: not within itself.
    require(
        !claims.containsKey("request") && !claims.containsKey("request_uri"),
        RejectionReason.MALFORMED_CLAIM);
    VerifiedToken verified = check(jws, claims, client, client.maxLifetime(), true);
    require(
        verified.audience().stream().allMatch(audience::equals), RejectionReason.WRONG_AUDIENCE);
    return verified;
  }

  /**
   * An authorization grant of a peer (RFC 7523, section 3; OAuth identity chaining): {@code aud} is
   * the single string {@code audience}, our issuer, {@code exp} at most 60 seconds after {@code
   * iat}, {@code jti} is there.
   */
  public VerifiedToken authorizationGrant(String assertion, String audience)
      throws TokenRejectedException {
    StrictJws jws = StrictJws.parse(assertion);
    require(GRANT.contains(jws.type()), RejectionReason.WRONG_TYPE);
    Map<String, Object> claims = jws.claims();
    TrustedIssuer issuer = issuer(claims, null);
    require(
        !claims.containsKey("nonce")
            && !claims.containsKey("at_hash")
            && !claims.containsKey("events"),
        RejectionReason.WRONG_TYPE);
    require(audience.equals(claims.get("aud")), RejectionReason.WRONG_AUDIENCE);
    VerifiedToken verified = check(jws, claims, issuer, MAX_GRANT_LIFETIME, true);
    require(verified.issuedAt().isPresent(), RejectionReason.NOT_FRESH);
    require(verified.tokenId().isPresent(), RejectionReason.TOKEN_ID_MISSING);
    requireSubject(verified);
    return verified;
  }

  private TrustedIssuer issuer(Map<String, Object> claims, @Nullable String expected)
      throws TokenRejectedException {
    if (!(claims.get("iss") instanceof String name)) {
      throw new TokenRejectedException(RejectionReason.UNKNOWN_ISSUER);
    }
    require(expected == null || expected.equals(name), RejectionReason.WRONG_ISSUER);
    return registry
        .find(name)
        .filter(issuer -> issuer.issuer().equals(name))
        .orElseThrow(() -> new TokenRejectedException(RejectionReason.UNKNOWN_ISSUER));
  }

  private VerifiedToken check(
      StrictJws jws,
      Map<String, Object> claims,
      TrustedIssuer issuer,
      Duration maxLifetime,
      boolean timely)
      throws TokenRejectedException {
    require(issuer.algorithms().contains(jws.algorithm()), RejectionReason.ALGORITHM_NOT_ALLOWED);
    String keyId = jws.keyId();
    if (keyId == null) {
      throw new TokenRejectedException(RejectionReason.KEY_ID_MISSING);
    }
    VerificationKey key = keys.find(issuer, keyId, jws.algorithm());
    require(key.verifies(jws), RejectionReason.BAD_SIGNATURE);
    VerifiedToken verified = VerifiedToken.of(issuer, claims, jws.signedText());
    checkTimes(verified, maxLifetime, timely);
    return verified;
  }

  private void checkTimes(VerifiedToken token, Duration maxLifetime, boolean timely)
      throws TokenRejectedException {
    Instant now = clock.instant();
    Duration skew = token.issuer().skew();
    Instant notBefore = VerifiedToken.time(token.claims(), "nbf");
    Instant issuedAt = token.issuedAt().orElse(null);
    require(
        issuedAt == null || !issuedAt.isAfter(now.plus(skew)), RejectionReason.ISSUED_IN_FUTURE);
    require(notBefore == null || !notBefore.isAfter(now.plus(skew)), RejectionReason.NOT_YET_VALID);
    require(!timely || now.isBefore(token.expiresAt().plus(skew)), RejectionReason.EXPIRED);
    Instant start = Objects.requireNonNullElse(issuedAt, now);
    Duration lifetime = Duration.between(start, token.expiresAt());
    require(lifetime.compareTo(maxLifetime) <= 0, RejectionReason.LIFETIME_TOO_LONG);
  }

  private static void requireSubject(VerifiedToken token) throws TokenRejectedException {
    require(
        !token.subject().isEmpty() && token.subject().length() <= 255,
        RejectionReason.WRONG_SUBJECT);
  }

  /** Two names for the client must not differ. */
  private static void requireOneClient(VerifiedToken token) throws TokenRejectedException {
    List<String> names =
        token.claims().entrySet().stream()
            .filter(claim -> claim.getKey().equals("client_id") || claim.getKey().equals("azp"))
            .map(claim -> String.valueOf(claim.getValue()))
            .distinct()
            .toList();
    require(names.size() == 1, RejectionReason.WRONG_CLIENT);
  }

  private static void requireTokenId(VerifiedToken token) throws TokenRejectedException {
    require(
        token.tokenId().isPresent() || token.issuer().isMissingTokenIdAllowed(),
        RejectionReason.TOKEN_ID_MISSING);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void require(boolean condition, RejectionReason reason)
      throws TokenRejectedException {
    if (!condition) {
      throw new TokenRejectedException(reason);
    }
  }
}
