package de.landbruecke.server.token;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.PolicyRule;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.trust.LevelMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a request demands of a session. */
final class Demands {

  /** How far the clock of a home issuer may be off. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** How long a release for once stands. */
  private static final Duration ONCE = Duration.ofMinutes(10);

  /** OpenID Connect Core, section 5.4. */
  private static final Map<String, Set<String>> SCOPES =
      Map.of(
          "profile",
          Set.of(
              "name",
              "family_name",
              "given_name",
              "middle_name",
              "nickname",
              "preferred_username",
              "profile",
              "picture",
              "website",
              "gender",
              "birthdate",
              "zoneinfo",
              "locale",
              "updated_at"),
          "email",
          Set.of("email", "email_verified"),
          "address",
          Set.of("address"),
          "phone",
          Set.of("phone_number", "phone_number_verified"));

  private final Registry registry;
  private final Consents consents;
  private final Clock clock;

  Demands(Registry registry, Consents consents, Clock clock) {
    this.registry = registry;
    this.consents = consents;
    this.clock = clock;
  }

  /** The service's own level, or the least of those that the request would take if it is higher. */
  static AssuranceLevel level(RelyingService service, AuthorizationRequest request) {
    AssuranceLevel least = service.minimumLevel();
    return request.acrValues().stream()
        .map(Demands::level)
        .min(AssuranceLevel::compareTo)
        .filter(wanted -> wanted.isAtLeast(least))
        .orElse(least);
  }

  private static AssuranceLevel level(String acr) {
    AssuranceLevel own = LevelMap.OWN.proven(acr).level();
    return own == AssuranceLevel.NONE ? LevelMap.EIDAS_ADDRESSES.proven(acr).level() : own;
  }

  /** Whether citizens of any home issuer can reach the level. */
  boolean isReachable(RelyingService service, AuthorizationRequest request) {
    RegistrySnapshot snapshot = registry.current();
    AssuranceLevel level = level(service, request);
    Instant now = clock.instant();
    return snapshot.policies().stream()
        .filter(rule -> rule.service().equals(service.clientId()) && rule.isValid(now))
        .map(PolicyRule::from)
        .flatMap(home -> snapshot.issuer(home).stream())
        .anyMatch(home -> highest(home).isAtLeast(level));
  }

  private static AssuranceLevel highest(HomeIssuer home) {
    return home.levels().keySet().stream()
        .map(home::level)
        .max(AssuranceLevel::compareTo)
        .orElse(AssuranceLevel.NONE);
  }

  /** Whether the rule for the session's home issuer lets its citizens use the service. */
  private boolean isAllowed(RelyingService service, Session session) {
    return rule(registry.current(), service, session, clock.instant()).isPresent();
  }

  /** The rule that lets citizens of the session's home issuer use the service. */
  static Optional<PolicyRule> rule(
      RegistrySnapshot snapshot, RelyingService service, Session session, Instant now) {
    return snapshot.policies().stream()
        .filter(rule ->
            rule.service().equals(service.clientId())
                && rule.from().equals(session.issuer())
                && rule.isValid(now)
                && session.level().isAtLeast(rule.minimumLevel()))
        .findFirst();
  }

  /** Whether the session is strong enough for the request. */
  boolean isStrongEnough(RelyingService service, AuthorizationRequest request, Session session) {
    return session.level().isAtLeast(level(service, request)) && isAllowed(service, session);
  }

  /**
   * Whether the citizen signed in late enough.
   *
   * @param askedAt when the service asked: {@code prompt=login} wants a sign-in after that
   */
  boolean isFresh(AuthorizationRequest request, Session session, Instant askedAt) {
    Duration maxAge = request.maxAge();
    Instant earliest = maxAge == null ? Instant.MIN : askedAt.minus(maxAge);
    if (request.prompt().contains("login")) {
      earliest = earliest.isAfter(askedAt) ? earliest : askedAt;
    }
    return earliest.equals(Instant.MIN)
        || !session.authenticatedAt().isBefore(earliest.minus(SKEW));
  }

  /**
   * A consent that the citizen wanted to be remembered, for the same purpose, with all that the
   * service asks for and cannot do without.
   */
  Optional<Consent> standing(
      RelyingService service, AuthorizationRequest request, Session session) {
    Instant now = clock.instant();
    Set<String> needed = new HashSet<>(service.required());
    needed.retainAll(asked(request));
    return consents.find(session.citizen(), service.clientId()).stream()
        .filter(consent ->
            consent.isStanding(now)
                && isRemembered(consent)
                && consent.purpose().equals(service.purpose())
                && consent.level().isAtLeast(session.level())
                && consent.attributes().containsAll(needed))
        .findFirst();
  }

  /** What was released once stands for some minutes, so that it can be fetched at all. */
  private static boolean isRemembered(Consent consent) {
    Instant expiresAt = consent.expiresAt();
    return expiresAt != null && consent.decidedAt().plus(ONCE).isBefore(expiresAt);
  }

  /** What scopes and the parameter {@code claims} ask for (OpenID Connect Core, 5.4 and 5.5). */
  static Set<String> asked(AuthorizationRequest request) {
    Set<String> names = new HashSet<>(claims(request, "userinfo"));
    names.addAll(claims(request, "id_token"));
    request.scopes().forEach(scope -> names.addAll(SCOPES.getOrDefault(scope, Set.of())));
    return names;
  }

  /** Of the released attributes those that are still registered. */
  static Set<String> released(RelyingService service, Set<String> names) {
    Set<String> registered = new HashSet<>(service.required());
    registered.addAll(service.optional());
    registered.retainAll(names);
    return registered;
  }

  /** The names under {@code claims.id_token}. */
  static Set<String> idTokenClaims(AuthorizationRequest request) {
    return claims(request, "id_token");
  }

  private static Set<String> claims(AuthorizationRequest request, String part) {
    String claims = request.claims();
    if (claims == null
        || !(Json.object(claims).orElse(Map.of()).get(part) instanceof Map<?, ?> wanted)) {
      return Set.of();
    }
    return wanted.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
  }
}
