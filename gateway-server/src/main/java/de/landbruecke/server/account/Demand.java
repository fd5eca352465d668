package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.PolicyRule;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.Release;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.trust.LevelMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request of a service demands of a citizen: a level, and attributes that are both asked for
 * and registered. Nothing a request leaves out lowers what is registered.
 *
 * @param service who asks; null where the gateway itself does, for its own pages
 * @param level at least
 * @param notified whether the means have to be notified under the eIDAS regulation
 * @param required names of attributes that the service cannot do without
 * @param optional names of attributes that the citizen may leave out
 * @param maxAge how long ago the citizen may have signed in at most; null: it does not matter
 * @param fresh whether the citizen has to sign in anew in any case
 */
record Demand(
    @Nullable RelyingService service,
    AssuranceLevel level,
    boolean notified,
    Set<String> required,
    Set<String> optional,
    @Nullable Duration maxAge,
    boolean fresh) {

  /** Who asks for a sign-in to the gateway's own pages; no service can be called so. */
  static final String OWN_CLIENT = ":konto";

  /** Of the explanation on the page of release; another one is asked about anew. */
  private static final String WORDING = "1";

  Demand {
    required = Set.copyOf(required);
    optional = Set.copyOf(optional);
  }

  /** The demand of a request; empty if its service is no longer registered. */
  static Optional<Demand> of(RegistrySnapshot registry, AuthorizationRequest request) {
    boolean fresh = request.prompt().contains("login");
    if (request.clientId().equals(OWN_CLIENT)) {
      return Optional.of(
          new Demand(
              null, AssuranceLevel.BASIC, false, Set.of(), Set.of(), request.maxAge(), fresh));
    }
    return registry
        .service(request.clientId())
        .map(service -> {
          LevelMap.Proven asked = asked(request.acrValues());
          Set<String> names = asked(request);
          return new Demand(
              service,
              higher(service.minimumLevel(), asked.level()),
              asked.notified(),
              both(service.required(), names),
              both(service.optional(), names),
              request.maxAge(),
              fresh);
        });
  }

  /** All names, required or not. */
  Set<String> attributes() {
    return Stream.concat(required.stream(), optional.stream()).collect(Collectors.toSet());
  }

  /** The rule by which citizens of this home issuer may use the service; the strictest default. */
  Optional<PolicyRule> rule(RegistrySnapshot registry, String homeIssuer, Instant now) {
    RelyingService asking = service;
    return asking == null
        ? Optional.empty()
        : registry.policies().stream()
            .filter(rule -> rule.from().equals(homeIssuer))
            .filter(rule -> rule.service().equals(asking.clientId()))
            .filter(rule -> rule.isValid(now))
            .findFirst();
  }

  /** The same as far as the rule for the citizen's home issuer goes. */
  Demand under(PolicyRule rule) {
    return new Demand(
        service,
        higher(level, rule.minimumLevel()),
        notified,
        required,
        both(optional, rule.attributes()),
        maxAge,
        fresh);
  }

  /**
   * What has still to hold once the transaction has its session: age and notification of the
   * sign-in were judged when it got it, the one by the clock of then, the other by what sessions do
   * not tell.
   */
  Demand afterSignIn() {
    return new Demand(service, level, false, required, optional, null, fresh);
  }

  /** Whether the rule lets everything go that the service cannot do without. */
  boolean isPossibleUnder(PolicyRule rule) {
    return rule.attributes().containsAll(required);
  }

  /** Whether a running session is good enough, apart from {@link #fresh}. */
  boolean isMetBy(Session session, Instant now) {
    Set<String> known =
        session.attributes().stream().map(each -> each.name()).collect(Collectors.toSet());
    return session.level().isAtLeast(level)
        && !notified
        && known.containsAll(required)
        && (maxAge == null || !session.authenticatedAt().plus(maxAge).isBefore(now));
  }

  /** What the citizen would release: these attributes to the service. */
  Release release(
      CitizenId citizen, AssuranceLevel reached, Set<String> names, boolean portalToPortal) {
    RelyingService asking = asking();
    return new Release(
        citizen,
        asking.clientId(),
        asking.purpose(),
        names,
        reached,
        textVersion(asking),
        portalToPortal);
  }

  RelyingService asking() {
    if (service == null) {
      throw new IllegalStateException("nothing is released to the gateway's own pages");
    }
    return service;
  }

  /** Changes with everything that the citizen reads, so that anything new is asked about. */
  private String textVersion(RelyingService asking) {
    List<String> parts = new ArrayList<>(List.of(WORDING, asking.name(), asking.controller()));
    parts.add(asking.purpose());
    parts.add(String.join(" ", new TreeSet<>(required)));
    parts.add(String.join(" ", new TreeSet<>(optional)));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
      return WORDING + "." + Base64.getUrlEncoder().encodeToString(hash).substring(0, 22);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The least of the levels that the service would take; words that nobody knows ask nothing. */
  private static LevelMap.Proven asked(List<String> acrValues) {
    return acrValues.stream()
        .map(word -> {
          LevelMap.Proven own = LevelMap.OWN.proven(word);
          return own.level() == AssuranceLevel.NONE ? LevelMap.EIDAS_ADDRESSES.proven(word) : own;
        })
        .filter(proven -> proven.level() != AssuranceLevel.NONE)
        .reduce((one, other) -> one.satisfies(other) ? other : one)
        .orElse(LevelMap.Proven.NOTHING);
  }

  /** What scopes and the parameter {@code claims} ask for (OpenID Connect Core, 5.4 and 5.5). */
  private static Set<String> asked(AuthorizationRequest request) {
    Set<String> names = new HashSet<>();
    for (AttributeName each : AttributeName.values()) {
      String claim = each.name().toLowerCase(Locale.ROOT);
      if (request.scopes().contains(AttributeName.scope(claim))) {
        names.add(claim);
      }
    }
    if (request.claims() != null) {
      Map<String, Object> parts = HomeAttributes.parse(request.claims());
      for (String part : List.of("userinfo", "id_token")) {
        if (parts.get(part) instanceof Map<?, ?> wanted) {
          wanted.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
      }
    }
    return names.stream().filter(AttributeName::isKnown).collect(Collectors.toSet());
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    return one.stream().filter(other::contains).collect(Collectors.toSet());
  }

  private static AssuranceLevel higher(AssuranceLevel one, AssuranceLevel other) {
    return one.isAtLeast(other) ? one : other;
  }
}
