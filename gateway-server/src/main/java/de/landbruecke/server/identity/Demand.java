package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.LevelMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request of a service demands of a citizen: a level, and attributes that are both asked for
 * and registered. Nothing a request leaves out lowers what is registered. Both rooms decide by this
 * alone whether a citizen has to be asked; where they could differ, the citizen is asked.
 *
 * @param service who asks; null where the gateway itself does, for its own pages
 * @param level at least
 * @param notified whether the means have to be notified under the eIDAS regulation
 * @param required names of attributes that the service cannot do without
 * @param optional names of attributes that the citizen may leave out
 * @param maxAge how long ago the citizen may have signed in at most; null: it does not matter
 * @param fresh whether the citizen has to sign in anew in any case
 */
public record Demand(
    @Nullable RelyingService service,
    AssuranceLevel level,
    boolean notified,
    Set<String> required,
    Set<String> optional,
    @Nullable Duration maxAge,
    boolean fresh) {

  /** Who asks for a sign-in to the gateway's own pages; no service can be called so. */
  public static final String OWN_CLIENT = ":konto";

  /** Of the explanation on the page of release; another one is asked about anew. */
  private static final String WORDING = "1";

  private static final String ID_TOKEN = "id_token";

  /** Copies the sets. */
  public Demand {
    required = Set.copyOf(required);
    optional = Set.copyOf(optional);
  }

  /** The demand of a request; empty if its service is no longer registered. */
  public static Optional<Demand> of(RegistrySnapshot registry, AuthorizationRequest request) {
    boolean fresh = request.prompt().contains("login");
    if (request.clientId().equals(OWN_CLIENT)) {
      LevelMap.Proven wanted = wanted(request.acrValues());
      return Optional.of(
          new Demand(
              null,
              higher(AssuranceLevel.BASIC, wanted.level()),
              wanted.notified(),
              Set.of(),
              Set.of(),
              request.maxAge(),
              fresh));
    }
    return registry
        .service(request.clientId())
        .map(service -> {
          LevelMap.Proven wanted = wanted(request.acrValues());
          Set<String> names = asked(request);
          return new Demand(
              service,
              higher(service.minimumLevel(), wanted.level()),
              wanted.notified(),
              both(service.required(), names),
              both(service.optional(), names),
              request.maxAge(),
              fresh);
        });
  }

  /** That of the gateway itself where another account shall be linked: proven anew. */
  public static Demand ofLink(AssuranceLevel level) {
    return new Demand(null, level, false, Set.of(), Set.of(), null, true);
  }

  /** What a word of {@code acr_values} asks for; nothing where nobody knows it. */
  public static LevelMap.Proven wanted(String acr) {
    LevelMap.Proven own = LevelMap.OWN.proven(acr);
    return own.level() == AssuranceLevel.NONE ? LevelMap.EIDAS_ADDRESSES.proven(acr) : own;
  }

  /** The names under {@code claims.id_token} (OpenID Connect Core, section 5.5). */
  public static Set<String> idTokenClaims(AuthorizationRequest request) {
    return claims(request, ID_TOKEN);
  }

  /**
   * What the service is told of how the citizen signed in. An address of the eIDAS regulation only
   * where the service asked by one and the means were notified; else the one of BSI.
   */
  public static Optional<String> acr(AuthorizationRequest request, Session session) {
    boolean notified = request.acrValues().stream().anyMatch(word -> wanted(word).notified());
    return LevelMap.acr(new LevelMap.Proven(session.level(), notified && session.notified()));
  }

  /** All names, required or not. */
  public Set<String> attributes() {
    return Stream.concat(required.stream(), optional.stream()).collect(Collectors.toSet());
  }

  /** The rule by which citizens of this home issuer may use the service. */
  public Optional<PolicyRule> rule(RegistrySnapshot registry, String homeIssuer, Instant now) {
    RelyingService asking = service;
    return asking == null
        ? Optional.empty()
        : registry.policies().stream()
            .filter(rule -> rule.from().equals(homeIssuer))
            .filter(rule -> rule.service().equals(asking.clientId()))
            .filter(rule -> rule.isValid(now))
            .findFirst();
  }

  /**
   * The same of citizens of this home issuer, as far as the rule for them goes; empty where no rule
   * lets them use the service, or not with all that it cannot do without.
   */
  public Optional<Demand> under(RegistrySnapshot registry, String homeIssuer, Instant now) {
    return service == null
        ? Optional.of(this)
        : rule(registry, homeIssuer, now)
            .filter(rule -> rule.attributes().containsAll(required))
            .map(rule ->
                new Demand(
                    service,
                    higher(level, rule.minimumLevel()),
                    notified,
                    required,
                    both(optional, rule.attributes()),
                    maxAge,
                    fresh));
  }

  /** Whether citizens of this home issuer can ever prove what is demanded. */
  public boolean isReachableAt(HomeIssuer issuer) {
    return issuer.highest(notified).isAtLeast(level);
  }

  /** Whether a running session is good enough, apart from {@link #fresh}. */
  public boolean isMetBy(Session session, Instant now) {
    return isProvenBy(session) && isRecent(session, now);
  }

  /** Whether level and attributes of the session are, however long ago it was proven. */
  public boolean isProvenBy(Session session) {
    return session.proven().satisfies(new LevelMap.Proven(level, notified))
        && names(session).containsAll(required);
  }

  /** Whether the citizen signed in no longer ago than is allowed. */
  public boolean isRecent(Session session, Instant now) {
    return maxAge == null || !session.authenticatedAt().plus(maxAge).isBefore(now);
  }

  /** What the citizen would release: these attributes to the service. */
  public Release release(
      CitizenId citizen, AssuranceLevel reached, Set<String> names, boolean portalToPortal) {
    RelyingService asking = asking();
    return new Release(
        citizen,
        asking.clientId(),
        asking.purpose(),
        names,
        attributes(),
        reached,
        textVersion(asking),
        portalToPortal);
  }

  /**
   * What has to be covered by a remembered consent for the citizen not to be asked: all that is
   * required was released, and all that is optional was read at least.
   */
  public Release release(Session session) {
    return release(session.citizen(), session.level(), required, false);
  }

  /** What goes to the service under a consent: no more than is demanded now and known. */
  public Set<String> released(Consent consent, Session session) {
    return both(both(consent.attributes(), attributes()), names(session));
  }

  /** Who asks. */
  public RelyingService asking() {
    if (service == null) {
      throw new IllegalStateException("nothing is released to the gateway's own pages");
    }
    return service;
  }

  /** Changes with all that the citizen reads beside the attributes. */
  private String textVersion(RelyingService asking) {
    byte[] hash =
        Digests.sha256OfParts(WORDING, asking.name(), asking.controller(), asking.purpose());
    return WORDING + "." + Digests.base64url(hash);
  }

  /** The least of what the service would take; words that nobody knows ask nothing. */
  private static LevelMap.Proven wanted(List<String> acrValues) {
    return acrValues.stream()
        .map(Demand::wanted)
        .filter(proven -> proven.level() != AssuranceLevel.NONE)
        .reduce((one, other) -> one.satisfies(other) ? other : one)
        .orElse(LevelMap.Proven.NOTHING);
  }

  /** What scopes and the parameter {@code claims} ask for (OpenID Connect Core, 5.4 and 5.5). */
  private static Set<String> asked(AuthorizationRequest request) {
    Set<String> names = new HashSet<>(claims(request, "userinfo"));
    names.addAll(claims(request, ID_TOKEN));
    Arrays.stream(AttributeName.values())
        .filter(each -> request.scopes().contains(each.scope()))
        .forEach(each -> names.add(each.claim()));
    names.removeIf(name -> AttributeName.of(name).isEmpty());
    return names;
  }

  private static Set<String> claims(AuthorizationRequest request, String part) {
    return Json.object(request.claims()).orElse(Map.of()).get(part) instanceof Map<?, ?> wanted
        ? wanted.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
        : Set.of();
  }

  private static Set<String> names(Session session) {
    return session.attributes().stream().map(Attribute::name).collect(Collectors.toSet());
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    return one.stream().filter(other::contains).collect(Collectors.toSet());
  }

  private static AssuranceLevel higher(AssuranceLevel one, AssuranceLevel other) {
    return one.isAtLeast(other) ? one : other;
  }
}
