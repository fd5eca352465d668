package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where a request stands, by the {@link Demand} that the citizen's pages go by, too. */
final class Demands {

  /** How far the clock of a home issuer may be off. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final Registry registry;
  private final Consents consents;
  private final Clock clock;

  Demands(Registry registry, Consents consents, Clock clock) {
    this.registry = registry;
    this.consents = consents;
    this.clock = clock;
  }

  /** Whether citizens of any home issuer can reach the level. */
  boolean isReachable(AuthorizationRequest request) {
    RegistrySnapshot snapshot = registry.current();
    Instant now = clock.instant();
    return Demand.of(snapshot, request)
        .map(demand ->
            snapshot.issuers().values().stream()
                .filter(HomeIssuer::enabled)
                .filter(demand::isReachableAt)
                .anyMatch(home ->
                    demand
                        .rule(snapshot, home.id(), now)
                        .filter(
                            rule -> home.highest(demand.notified()).isAtLeast(rule.minimumLevel()))
                        .isPresent()))
        .orElse(false);
  }

  /** What is demanded of this session; empty where no rule lets its citizens use the service. */
  Optional<Demand> of(AuthorizationRequest request, Session session) {
    RegistrySnapshot snapshot = registry.current();
    return Demand.of(snapshot, request)
        .flatMap(demand -> demand.under(snapshot, session.issuer(), clock.instant()));
  }

  /**
   * Whether the citizen signed in late enough to come back with this session.
   *
   * @param askedAt when the service asked: {@code prompt=login} wants a sign-in after that
   */
  static boolean isFresh(AuthorizationRequest request, Session session, Instant askedAt) {
    Duration maxAge = request.maxAge();
    Instant earliest = maxAge == null ? Instant.MIN : askedAt.minus(maxAge);
    if (request.prompt().contains("login")) {
      earliest = earliest.isAfter(askedAt) ? earliest : askedAt;
    }
    return earliest.equals(Instant.MIN)
        || !session.authenticatedAt().isBefore(earliest.minus(SKEW));
  }

  /** The consent by which the citizen need not be asked. */
  Optional<Consent> remembered(Demand demand, Session session) {
    return consents.remembered(demand.release(session));
  }
}
