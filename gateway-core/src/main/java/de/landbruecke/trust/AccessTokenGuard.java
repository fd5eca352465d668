package de.landbruecke.trust;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The door of an interface that takes access tokens (RFC 6750, RFC 9449, RFC 8705): verifies the
 * token, its binding to the caller's key, its scopes and its level, and says what to answer when it
 * refuses (RFC 9470).
 */
public final class AccessTokenGuard {

  /** Asks the issuer about a token (RFC 7662). */
  @FunctionalInterface
  public interface Introspection {
    /**
     * The issuer's answer as JSON text.
     *
     * @throws IOException when it could not be had; the request is then refused
     */
    String introspect(String token) throws IOException;
  }

  /**
   * One request to the interface.
   *
   * @param method of HTTP
   * @param target the configured address that was called, not one made of Host headers
   * @param authorization all values of the header {@code Authorization}
   * @param dpop all values of the header {@code DPoP}
   * @param certificate of the TLS client, null when there is none
   */
  public record Request(
      String method,
      URI target,
      List<String> authorization,
      List<String> dpop,
      @Nullable X509Certificate certificate) {
    /** Copies the lists. */
    public Request {
      authorization = List.copyOf(authorization);
      dpop = List.copyOf(dpop);
    }
  }

  /**
   * What a request needs.
   *
   * @param scopes all of them
   * @param level at least
   * @param maxAge of the sign-in, null when it does not matter
   */
  public record Demand(Set<String> scopes, LevelMap.Proven level, @Nullable Duration maxAge) {

    /** Copies the scopes. */
    public Demand {
      scopes = Set.copyOf(scopes);
      Objects.requireNonNull(level);
    }

    /** A level and nothing else. */
    public static Demand level(AssuranceLevel level) {
      return new Demand(Set.of(), new LevelMap.Proven(level, false), null);
    }
  }

  /** The guard's answer. */
  public sealed interface Answer {
    /** Let in, on behalf of this token. */
    record Allowed(VerifiedToken token) implements Answer {}

    /**
     * Refused.
     *
     * @param status of HTTP: 400, 401, 403 or 503
     * @param headers to answer with, such as {@code WWW-Authenticate}
     * @param reason for the audit log, null where no token was sent or it lacks scope or level
     */
    record Refused(int status, Map<String, String> headers, @Nullable RejectionReason reason)
        implements Answer {
      /** Copies the headers. */
      public Refused {
        headers = Map.copyOf(headers);
      }
    }
  }

  /** Looks at a token that was sent. */
  @FunctionalInterface
  private interface Look {
    VerifiedToken at(String token) throws TokenRejectedException;
  }

  private final Look look;
  private final DpopVerifier proofs;

  private AccessTokenGuard(Look look, DpopVerifier proofs) {
    this.look = look;
    this.proofs = Objects.requireNonNull(proofs);
  }

  /**
   * Verifies tokens here, by the issuers' keys: fast, but a revoked token lives until it expires.
   */
  public static AccessTokenGuard verifying(
      TokenVerifier verifier, String audience, DpopVerifier proofs) {
    Set<String> audiences = Set.of(audience);
    return new AccessTokenGuard(token -> verifier.accessToken(token, audiences), proofs);
  }

  /** Asks {@code issuer} about each token: revoked tokens are refused at once. */
  public static AccessTokenGuard introspecting(
      Introspection introspection,
      TrustedIssuer issuer,
      String audience,
      DpopVerifier proofs,
      Clock clock) {
    return new AccessTokenGuard(
        token -> introspect(introspection, token, issuer, audience, clock.instant()), proofs);
  }

  private static VerifiedToken introspect(
      Introspection introspection, String token, TrustedIssuer issuer, String audience, Instant now)
      throws TokenRejectedException {
    String answer;
    try {
      answer = introspection.introspect(token);
    } catch (IOException e) {
      throw new TokenRejectedException(RejectionReason.KEYS_UNAVAILABLE);
    }
    Map<String, Object> claims =
        Json.object(answer.getBytes(StandardCharsets.UTF_8), Json.Limits.TOKEN);
    if (!Boolean.TRUE.equals(claims.get("active"))) {
      throw new TokenRejectedException(RejectionReason.INACTIVE);
    }
    if (!issuer.issuer().equals(claims.getOrDefault("iss", issuer.issuer()))) {
      throw new TokenRejectedException(RejectionReason.WRONG_ISSUER);
    }
    VerifiedToken verified = VerifiedToken.of(issuer, claims, token);
    if (!verified.audience().stream().allMatch(audience::equals)) {
      throw new TokenRejectedException(RejectionReason.WRONG_AUDIENCE);
    }
    if (!now.isBefore(verified.expiresAt())) {
      throw new TokenRejectedException(RejectionReason.EXPIRED);
    }
    return verified;
  }

  /** Whether to let a request in. */
  public Answer check(Request request, Demand demand) {
    if (request.authorization().isEmpty()) {
      return refused(401, "DPoP", "", null);
    }
    String[] parts = request.authorization().getFirst().split(" ", 2);
    boolean proof = parts[0].equalsIgnoreCase("DPoP");
    if (request.authorization().size() > 1
        || parts.length != 2
        || !(proof || parts[0].equalsIgnoreCase("Bearer"))) {
      return refused(400, "Bearer", "error=\"invalid_request\"", null);
    }
    String scheme = proof ? "DPoP" : "Bearer";
    VerifiedToken token;
    try {
      token = look.at(parts[1]);
    } catch (TokenRejectedException e) {
      return e.reason() == RejectionReason.KEYS_UNAVAILABLE
          ? new Answer.Refused(503, Map.of("Retry-After", "60"), e.reason())
          : refused(401, scheme, "error=\"invalid_token\"", e.reason());
    }
    if ((token.confirmation().keyThumbprint() != null) != proof) {
      // A bound token as a bearer token, or a proof that proves nothing about the token.
      return refused(401, "DPoP", "error=\"invalid_token\"", RejectionReason.SENDER_CONSTRAINT);
    }
    Confirmation proven;
    try {
      String key =
          proof
              ? proofs
                  .verify(request.dpop(), request.method(), request.target(), parts[1])
                  .keyThumbprint()
              : null;
      proven = new Confirmation(key, thumbprint(request.certificate()));
    } catch (TokenRejectedException e) {
      String error =
          e.reason() == RejectionReason.DPOP_NONCE_REQUIRED
              ? "use_dpop_nonce"
              : "invalid_dpop_proof";
      return refused(401, scheme, "error=\"" + error + "\"", e.reason());
    }
    if (!token.confirmation().isProvenBy(proven)) {
      return refused(401, scheme, "error=\"invalid_token\"", RejectionReason.SENDER_CONSTRAINT);
    }
    if (!token.scopes().containsAll(demand.scopes())) {
      String scopes = demand.scopes().stream().sorted().collect(Collectors.joining(" "));
      return refused(403, scheme, "error=\"insufficient_scope\", scope=\"" + scopes + "\"", null);
    }
    if (!token.proven().satisfies(demand.level()) || !isFresh(token, demand)) {
      return refused(401, scheme, stepUp(demand), null);
    }
    return new Answer.Allowed(token);
  }

  private static @Nullable String thumbprint(@Nullable X509Certificate certificate)
      throws TokenRejectedException {
    if (certificate == null) {
      return null;
    }
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(VerifiedToken.sha256().digest(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new TokenRejectedException(RejectionReason.SENDER_CONSTRAINT);
    }
  }

  private boolean isFresh(VerifiedToken token, Demand demand) {
    Duration maxAge = demand.maxAge();
    return maxAge == null
        || token.authenticatedAt().filter(at -> !proofs.now().isAfter(at.plus(maxAge))).isPresent();
  }

  /** RFC 9470, section 3. */
  private static String stepUp(Demand demand) {
    StringBuilder challenge = new StringBuilder("error=\"insufficient_user_authentication\"");
    LevelMap.acr(demand.level())
        .ifPresent(acr -> challenge.append(", acr_values=\"").append(acr).append('"'));
    if (demand.maxAge() != null) {
      challenge.append(", max_age=\"").append(demand.maxAge().toSeconds()).append('"');
    }
    return challenge.toString();
  }

  /** The challenge of a scheme (RFC 6750, section 3; RFC 9449, section 7.1). */
  private Answer refused(
      int status, String scheme, String parameters, @Nullable RejectionReason reason) {
    StringBuilder challenge = new StringBuilder(scheme);
    if (!parameters.isEmpty()) {
      challenge.append(' ').append(parameters);
    }
    if (scheme.equals("DPoP")) {
      challenge
          .append(parameters.isEmpty() ? " " : ", ")
          .append("algs=\"")
          .append(
              proofs.algorithms().stream()
                  .map(SignatureAlgorithm::header)
                  .sorted()
                  .collect(Collectors.joining(" ")))
          .append('"');
    }
    return new Answer.Refused(status, Map.of("WWW-Authenticate", challenge.toString()), reason);
  }
}
