package de.landbruecke.server.token;

import de.landbruecke.exchange.ExchangePolicy;
import de.landbruecke.exchange.ExchangePolicy.Consent;
import de.landbruecke.exchange.ExchangeRule;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.PolicyRule;
import de.landbruecke.server.identity.Pseudonyms;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SenderConstraint;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.VerifiedToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The exchange policy of the registry as it is now, and what it asks of the stores. */
final class ExchangePolicies {

  private static final Duration GRANT_LIFETIME = Duration.ofSeconds(60);

  private final Registry registry;
  private final TokenVerifier verifier;
  private final Endpoints endpoints;
  private final Citizens citizens;
  private final Pseudonyms pseudonyms;
  private final Consents consents;
  private final Clock clock;
  private volatile @Nullable Made made;

  /** The policies of one revision by the portal whose client asks. */
  private record Made(long revision, Map<String, ExchangePolicy> policies) {}

  ExchangePolicies(
      Registry registry,
      TokenVerifier verifier,
      Endpoints endpoints,
      Citizens citizens,
      Pseudonyms pseudonyms,
      Consents consents,
      Clock clock) {
    this.registry = registry;
    this.verifier = verifier;
    this.endpoints = endpoints;
    this.citizens = citizens;
    this.pseudonyms = pseudonyms;
    this.consents = consents;
    this.clock = clock;
  }

  /**
   * The policy for what this service asks. A token of ours that it brings may reach what the
   * citizens of its own portal may.
   */
  ExchangePolicy of(RelyingService service) {
    RegistrySnapshot snapshot = registry.current();
    Made last = made;
    if (last == null || last.revision != snapshot.revision()) {
      last = new Made(snapshot.revision(), new ConcurrentHashMap<>());
      made = last;
    }
    return last.policies.computeIfAbsent(
        service.portal() == null ? "" : service.portal(), portal -> policy(snapshot, portal));
  }

  private ExchangePolicy policy(RegistrySnapshot snapshot, String portal) {
    List<ExchangeRule> rules = new ArrayList<>();
    for (PolicyRule rule : snapshot.policies()) {
      snapshot
          .service(rule.service())
          .ifPresent(service -> {
            if (rule.exchange()) {
              add(rules, rule, rule.from(), service, snapshot);
              if (rule.from().equals(portal)) {
                add(rules, rule, HomeIssuers.OWN_ID, service, snapshot);
              }
            }
          });
    }
    return new ExchangePolicy(
        snapshot.revision(),
        rules,
        endpoints.issuer(),
        verifier,
        new ExchangePolicy.Links() {
          @Override
          public Optional<String> subject(VerifiedToken token, ExchangeRule rule) {
            return citizen(token)
                .flatMap(citizen ->
                    snapshot
                        .service(rule.service())
                        .map(service -> pseudonyms.subject(citizen, service.sector())));
          }

          @Override
          public LevelMap.Proven ceiling(VerifiedToken token) {
            return isOwn(token)
                ? token.proven()
                : citizens.ceiling(token.issuer().id(), token.subject()).orElse(token.proven());
          }
        },
        (token, rule, subject) -> citizen(token).flatMap(citizen -> consent(citizen, rule)),
        // No home issuer demands it: what it revokes it tells by back-channel logout.
        token -> true,
        clock);
  }

  /** Whose token it is: by the account at a home issuer, or by our own pseudonym. */
  Optional<CitizenId> citizen(VerifiedToken token) {
    if (!isOwn(token)) {
      return citizens.find(token.issuer().id(), token.subject());
    }
    return token
        .clientId()
        .flatMap(client -> registry.current().service(client))
        .flatMap(service -> pseudonyms.resolve(service.sector(), token.subject()));
  }

  static boolean isOwn(VerifiedToken token) {
    return token.issuer().id().equals(HomeIssuers.OWN_ID);
  }

  private Optional<Consent> consent(CitizenId citizen, ExchangeRule rule) {
    Instant now = clock.instant();
    return consents.find(citizen, rule.service()).stream()
        .filter(each -> each.isStanding(now) && each.portalToPortal())
        .findFirst()
        .map(each -> new Consent(each.id(), each.attributes()));
  }

  private static void add(
      List<ExchangeRule> rules,
      PolicyRule rule,
      String from,
      RelyingService service,
      RegistrySnapshot snapshot) {
    rules.add(
        rule(
            rule,
            from,
            service,
            service.audience(),
            ExchangeRule.Output.ACCESS_TOKEN,
            rule.lifetime()));
    Duration lifetime =
        rule.lifetime().compareTo(GRANT_LIFETIME) < 0 ? rule.lifetime() : GRANT_LIFETIME;
    // The same where the peer's own authorization server makes the token (RFC 7523).
    snapshot
        .issuer(rule.to())
        .map(HomeIssuer::issuerUri)
        .ifPresent(peer ->
            rules.add(
                rule(
                    rule, from, service, peer, ExchangeRule.Output.AUTHORIZATION_GRANT, lifetime)));
  }

  private static ExchangeRule rule(
      PolicyRule rule,
      String from,
      RelyingService service,
      String audience,
      ExchangeRule.Output output,
      Duration lifetime) {
    return new ExchangeRule(
        rule.id(),
        from,
        rule.to(),
        service.clientId(),
        audience,
        output,
        new LevelMap.Proven(
            rule.minimumLevel().isAtLeast(service.minimumLevel())
                ? rule.minimumLevel()
                : service.minimumLevel(),
            false),
        null,
        rule.scopes(),
        rule.attributes(),
        rule.uses(),
        lifetime,
        rule.senderConstraint() != SenderConstraint.NONE,
        rule.validFrom() == null ? Instant.EPOCH : rule.validFrom(),
        rule.validUntil() == null ? Instant.ofEpochSecond(253_402_300_799L) : rule.validUntil(),
        rule.approvedBy());
  }
}
