package de.landbruecke.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.landbruecke.server.shared.Digests;
import java.time.Duration;
import java.util.Optional;

/**
 * Wrong answers that somebody who connects a service ordered for the next sign-in of one browser,
 * to see the service refuse them. There is one of these only where {@code
 * landbruecke.identity.self-test} is on; it knows this process alone. Safe for several threads.
 */
public final class SelfTests {

  /** The type of the technical event that an order was carried out, with the fault as outcome. */
  public static final String EVENT = "self-test.answered-wrongly";

  /** The type of the technical event that an access token was used, with its grant. */
  public static final String USED = "self-test.token-used";

  private static final Duration WAITING = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  private final Cache<Target, Fault> ordered =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(WAITING).build();

  SelfTests() {}

  /** What is wrong with an answer. */
  public enum Fault {
    /** The ID token's {@code nonce} is not that of the request (OpenID Connect Core, 3.1.3.7). */
    NONCE,
    /** The {@code state} is not that of the request (RFC 6749, section 10.12). */
    STATE,
    /** The {@code iss} beside the code is somebody else's (RFC 9207, section 2.4). */
    ISSUER
  }

  private record Target(String browser, String clientId) {}

  /** Orders a fault for the next sign-in of this browser at this client; takes another's place. */
  public void order(String browserCookie, String clientId, Fault fault) {
    ordered.put(target(browserCookie, clientId), fault);
  }

  /** What was ordered and not used yet. */
  public Optional<Fault> waiting(String browserCookie, String clientId) {
    return Optional.ofNullable(ordered.getIfPresent(target(browserCookie, clientId)));
  }

  /** Takes the order: it is used once. */
  public Optional<Fault> take(String browserCookie, String clientId) {
    return Optional.ofNullable(ordered.asMap().remove(target(browserCookie, clientId)));
  }

  /** The request to answer instead; the {@code iss} of the answer is no part of it. */
  public static AuthorizationRequest spoiled(AuthorizationRequest request, Fault fault) {
    return switch (fault) {
      case NONCE -> request.withNonce(Digests.newId());
      case STATE -> request.withState(Digests.newId());
      case ISSUER -> request;
    };
  }

  private static Target target(String browserCookie, String clientId) {
    return new Target(Digests.base64url(Digests.sha256(browserCookie)), clientId);
  }
}
