package de.landbruecke.trust;

import de.landbruecke.AssuranceLevel;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

  private AccessTokenGuard() {}

  /**
   * Verifies tokens here, by the issuers' keys: fast, but a revoked token lives until it expires.
   */
  public static AccessTokenGuard verifying(
      TokenVerifier verifier, String audience, DpopVerifier proofs) {
    return new AccessTokenGuard();
  }

  /** Asks {@code issuer} about each token: revoked tokens are refused at once. */
  public static AccessTokenGuard introspecting(
      Introspection introspection, TrustedIssuer issuer, String audience, DpopVerifier proofs) {
    return new AccessTokenGuard();
  }

  /** Whether to let a request in. */
  public Answer check(Request request, Demand demand) {
    return new Answer.Refused(401, Map.of("WWW-Authenticate", "Bearer"), null);
  }
}
