package de.landbruecke.server.admin;

import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.InvalidConfigurationException;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.RejectionReason;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TrustedIssuer;
import de.landbruecke.trust.VerifiedToken;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who the staff is: bearers of access tokens of the one staff issuer, and of nobody else. An issuer
 * that is also a home portal is not trusted for as long as it is registered. Safe to share between
 * threads.
 */
final class StaffSignIn {

  private static final String PREFIX = "landbruecke.identity.staff.";

  /** What the database takes. */
  private static final int MAX_SUBJECT = 200;

  private final String issuer;
  private final String audience;
  private final IdentityProperties.Staff properties;
  private final TrustedIssuer.Network network;
  private final Registry registry;
  private final HomeDirectory directory;
  private final TokenVerifier verifier;

  /**
   * Reads the configuration.
   *
   * @throws InvalidConfigurationException with all that does not fit
   */
  StaffSignIn(
      IdentityProperties.Staff properties,
      IdentitySettings settings,
      Registry registry,
      HomeDirectory directory,
      IssuerKeys keys,
      Clock clock) {
    this.properties = properties;
    this.registry = registry;
    this.directory = directory;
    issuer = Objects.requireNonNull(properties.issuerUri());
    network =
        properties.network() == IdentityProperties.Staff.Network.PRIVATE
            ? TrustedIssuer.Network.PRIVATE
            : TrustedIssuer.Network.PUBLIC;
    List<String> faults = new ArrayList<>();
    if (properties.audience() == null) {
      faults.add(PREFIX + "audience: found nothing, needed with " + PREFIX + "issuer-uri");
    }
    if (issuer.equals(settings.issuer().toString())) {
      faults.add(PREFIX + "issuer-uri: found this gateway, allowed is an issuer for staff only");
    }
    if (isHomePortal(registry, issuer)) {
      faults.add(PREFIX + "issuer-uri: found a home portal, allowed is an issuer for staff only");
    }
    boolean isHttpAllowed = settings.demonstration() || settings.conformance();
    if (!issuer.startsWith("https:") && !isHttpAllowed) {
      faults.add(
          PREFIX + "issuer-uri: found http, allowed only in the profiles demo and conformance");
    }
    try {
      trusted(URI.create(issuer));
    } catch (IllegalArgumentException e) {
      faults.add(PREFIX + "issuer-uri: " + e.getMessage());
    }
    if (!faults.isEmpty()) {
      throw new InvalidConfigurationException(faults);
    }
    audience = Objects.requireNonNull(properties.audience());
    verifier = new TokenVerifier(this::find, keys, clock);
  }

  /**
   * Who brings this header.
   *
   * @param authorization all values of the header {@code Authorization}
   * @throws AdminProblem if it is nobody of the staff
   */
  StaffMember verify(List<String> authorization) {
    if (authorization.isEmpty()) {
      throw challenge("no-token", "a bearer token of the staff issuer is needed", "");
    }
    String[] parts = authorization.getFirst().split(" ", 2);
    if (authorization.size() > 1 || parts.length != 2 || !parts[0].equalsIgnoreCase("Bearer")) {
      throw challenge(
          "no-bearer-token",
          "allowed is one header Authorization with a bearer token",
          ", error=\"invalid_request\"");
    }
    VerifiedToken token;
    try {
      token = verifier.accessToken(parts[1], Set.of(audience));
    } catch (TokenRejectedException e) {
      if (e.reason() == RejectionReason.KEYS_UNAVAILABLE
          || (e.reason() == RejectionReason.UNKNOWN_ISSUER && directory.isDown(issuer, network))) {
        throw AdminProblem.of(503, "staff-issuer-down", "the staff issuer cannot be reached")
            .withHeader("Retry-After", "60");
      }
      throw invalid(e.reason().name().toLowerCase(java.util.Locale.ROOT));
    }
    if (!token.confirmation().equals(VerifiedToken.Confirmation.NONE)) {
      // Bound to a key that nobody proves here.
      throw invalid("sender_constraint");
    }
    if (token.subject().length() > MAX_SUBJECT) {
      throw invalid("wrong_subject");
    }
    return new StaffMember(token.subject(), roles(token.claims()));
  }

  /** Whether it is registered as one, also while it is switched off. */
  private static boolean isHomePortal(Registry registry, String issuer) {
    return registry.current().issuers().values().stream()
        .anyMatch(home -> home.issuerUri().equals(issuer));
  }

  private Optional<TrustedIssuer> find(String name) {
    if (!name.equals(issuer) || isHomePortal(registry, issuer)) {
      return Optional.empty();
    }
    return directory.find(issuer, network).map(found -> trusted(found.keySet()));
  }

  private TrustedIssuer trusted(URI keySet) {
    return TrustedIssuer.fetching("staff", issuer, keySet)
        .network(network)
        .algorithms(
            properties.algorithms().stream()
                .flatMap(name -> SignatureAlgorithm.ofHeader(name).stream())
                .collect(Collectors.toSet()))
        .accessTokenTypes(Set.copyOf(properties.tokenTypes()))
        .build();
  }

  private Set<StaffRole> roles(Map<String, Object> claims) {
    Object value = at(claims, properties.rolesClaim());
    List<?> names =
        switch (value) {
          case List<?> list -> list;
          case String text -> Arrays.asList(text.strip().split(" +", -1));
          case null, default -> List.of();
        };
    Set<StaffRole> roles = EnumSet.noneOf(StaffRole.class);
    for (Object name : names) {
      if (name instanceof String text) {
        StaffRole.ofClaim(text).ifPresent(roles::add);
      }
    }
    return roles;
  }

  /** A claim by its whole name, which may have dots, or else by a path of names. */
  private static @Nullable Object at(Map<?, ?> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    int dot = path.indexOf('.');
    return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? at(inner, path.substring(dot + 1))
        : null;
  }

  private static AdminProblem invalid(String outcome) {
    return challenge(
        outcome, "the token is none of the staff issuer's for here", ", error=\"invalid_token\"");
  }

  private static AdminProblem challenge(String outcome, String detail, String error) {
    return AdminProblem.of(401, outcome, detail)
        .withHeader("WWW-Authenticate", "Bearer realm=\"landbruecke-admin\"" + error);
  }
}
