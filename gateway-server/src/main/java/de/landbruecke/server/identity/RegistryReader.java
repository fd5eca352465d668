package de.landbruecke.server.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.RegistryDocument.AttributesEntry;
import de.landbruecke.server.identity.RegistryDocument.IssuerEntry;
import de.landbruecke.server.identity.RegistryDocument.PolicyEntry;
import de.landbruecke.server.identity.RegistryDocument.ServiceEntry;
import de.landbruecke.server.shared.InvalidConfigurationException;
import de.landbruecke.server.shared.SamlMetadata;
import de.landbruecke.trust.SignatureAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Makes a registry of what is written down, or tells everything that is wrong with it. Used for one
 * document.
 */
final class RegistryReader {

  /** How often one token may be exchanged for one audience, where a rule does not say it. */
  static final int USES = 20;

  /** How long an exchanged token lives, where a rule does not say it. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** What no rule may go beyond. */
  static final Duration LONGEST_LIFETIME = Duration.ofMinutes(15);

  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private static final Map<String, String> GRANTS =
      Map.of(
          "authorization_code",
          "authorization_code",
          "refresh_token",
          "refresh_token",
          "client_credentials",
          "client_credentials",
          "token-exchange",
          EXCHANGE,
          EXCHANGE,
          EXCHANGE,
          "jwt-bearer",
          JWT_BEARER,
          JWT_BEARER,
          JWT_BEARER);

  private static final Set<String> ALGORITHMS =
      Set.of("ES256", "ES384", "PS256", "PS384", "RS256", "EdDSA");

  /** Those that signatures in XML have names for (RFC 9231), by the same words. */
  private static final Set<String> XML_ALGORITHMS =
      Set.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

  private final IdentitySettings settings;
  private final List<String> faults = new ArrayList<>();

  RegistryReader(IdentitySettings settings) {
    this.settings = settings;
  }

  /**
   * The registry of this document.
   *
   * @throws InvalidRegistryException with all faults
   */
  static RegistrySnapshot read(
      RegistryDocument document, long revision, IdentitySettings settings) {
    RegistryReader reader = new RegistryReader(settings);
    RegistrySnapshot snapshot = reader.snapshot(document, revision);
    if (!reader.faults.isEmpty()) {
      throw new InvalidRegistryException(reader.faults);
    }
    return snapshot;
  }

  private RegistrySnapshot snapshot(RegistryDocument document, long revision) {
    Map<String, HomeIssuer> issuers = new LinkedHashMap<>();
    entries(document.issuers()).forEach((id, entry) -> issuers.put(id, issuer(id, entry)));
    Map<String, RelyingService> services = new LinkedHashMap<>();
    entries(document.services()).forEach((id, entry) -> services.put(id, service(id, entry)));
    List<PolicyRule> policies = new ArrayList<>();
    List<PolicyEntry> rules = document.policies() == null ? List.of() : document.policies();
    for (int i = 0; i < rules.size(); i++) {
      policies.add(policy("policies[" + i + "]", rules.get(i)));
    }
    checkTogether(issuers, services, policies);
    return new RegistrySnapshot(revision, issuers, services, policies);
  }

  private HomeIssuer issuer(String id, IssuerEntry entry) {
    String at = "issuers." + id;
    if (!id.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      fault(at, id, "an id of lower-case letters, digits and dashes");
    }
    Network network = choice(at + ".network", entry.network(), Network.class, Network.PUBLIC);
    Protocol protocol = choice(at + ".protocol", entry.protocol(), Protocol.class, Protocol.OIDC);
    Map<String, AssuranceLevel> levels = new LinkedHashMap<>();
    Set<String> notified = new LinkedHashSet<>();
    entries(entry.levels())
        .forEach((value, text) -> {
          String name = at + ".levels[" + value + "]";
          String[] words = text.strip().split(" +", -1);
          boolean isNotified = words.length == 2 && words[1].equals("notified");
          if (words.length > 2 || (words.length == 2 && !isNotified)) {
            fault(name, text, "a level, and the word notified where eIDAS notified it");
          } else if (isNotified && value.contains("/NotNotified/")) {
            fault(name, text, "a level that is not called notified");
          }
          AssuranceLevel level = level(name, words[0], null);
          if (isNotified && !level.isAtLeast(AssuranceLevel.LOW)) {
            fault(name, text, "low, substantial or high where eIDAS notified it");
          } else if (isNotified) {
            notified.add(value);
          }
          levels.put(value, level);
        });
    if (levels.isEmpty()) {
      missing(at + ".levels", "at least one value of the issuer with its level");
    }
    boolean isSaml = protocol == Protocol.SAML;
    List<String> algorithms =
        texts(entry.algorithms(), isSaml ? List.of("RS256", "PS256", "ES256") : List.of("ES256"));
    Set<String> known = isSaml ? XML_ALGORITHMS : ALGORITHMS;
    if (!known.containsAll(algorithms)) {
      fault(at + ".algorithms", algorithms, sorted(known));
    }
    String keyFile = blankToNull(entry.keyFile());
    if (keyFile != null && !Files.isReadable(Path.of(keyFile))) {
      fault(at + ".key-file", keyFile, "a file that can be read");
    }
    String issuerUri =
        protocol == Protocol.OIDC
            ? address(at + ".issuer-uri", entry.issuerUri(), network, false)
            : required(at + ".issuer-uri", entry.issuerUri(), "the entity id");
    return new HomeIssuer(
        id,
        entry.label() == null ? id : entry.label(),
        protocol,
        issuerUri,
        network,
        level(at + ".ceiling", entry.ceiling(), null),
        levels,
        notified,
        number(at + ".levels-version", entry.levelsVersion(), 1, 1, 1_000_000),
        new LinkedHashSet<>(algorithms),
        new LinkedHashSet<>(texts(entry.tokenTypes(), List.of("at+jwt"))),
        required(at + ".client-id", entry.clientId(), "what the gateway is called there"),
        keyFile,
        choice(
            at + ".attribute-request",
            entry.attributeRequest(),
            AttributeRequest.class,
            AttributeRequest.CLAIMS),
        flag(at + ".tokens-without-id", entry.tokensWithoutId(), false),
        flag(at + ".enabled", entry.enabled(), true),
        isSaml ? saml(at, entry, network, issuerUri, keyFile) : noSaml(at, entry));
  }

  private HomeIssuer.Saml saml(
      String at, IssuerEntry entry, Network network, String entityId, @Nullable String keyFile) {
    String file =
        required(at + ".metadata-file", entry.metadataFile(), "the identity provider's metadata");
    if (!file.isEmpty()) {
      metadata(at + ".metadata-file", file, network, entityId);
    }
    if (keyFile == null) {
      missing(at + ".key-file", "a key with its certificate");
    } else if (Files.isReadable(Path.of(keyFile)) && !holdsCertificate(Path.of(keyFile))) {
      fault(at + ".key-file", keyFile, "private RSA or P-256 keys with their certificates");
    }
    String service = blankToNull(entry.onlineServiceId());
    String name = blankToNull(entry.displayName());
    if (service != null && name == null) {
      missing(at + ".display-name", "what BundID tells citizens of who asks");
    }
    if (service == null && name != null) {
      fault(at + ".display-name", name, "one only with online-service-id");
    }
    return new HomeIssuer.Saml(file, service, name == null ? "" : name);
  }

  private HomeIssuer.@Nullable Saml noSaml(String at, IssuerEntry entry) {
    Map<String, @Nullable String> members = new LinkedHashMap<>();
    members.put("metadata-file", entry.metadataFile());
    members.put("online-service-id", entry.onlineServiceId());
    members.put("display-name", entry.displayName());
    members.forEach((name, value) -> {
      if (blankToNull(value) != null) {
        fault(at + "." + name, value, "one only with the protocol saml");
      }
    });
    return null;
  }

  private void metadata(String at, String file, Network network, String entityId) {
    SamlMetadata metadata;
    try {
      metadata = SamlMetadata.read(Path.of(file));
    } catch (NoSuchFileException | AccessDeniedException e) {
      fault(at, file, "a file that can be read");
      return;
    } catch (IOException e) {
      fault(at, file, "a file of SAML metadata that has " + e.getMessage());
      return;
    }
    if (!entityId.isEmpty() && !metadata.entityId().equals(entityId)) {
      fault(at, "metadata of " + metadata.entityId(), "that of issuer-uri, " + entityId);
    }
    String fault =
        WebAddresses.fault(
            metadata.signOn().toString(),
            network,
            settings.demonstration() || settings.conformance());
    if (fault != null) {
      fault(at, "the address " + metadata.signOn(), fault);
    }
  }

  private static boolean holdsCertificate(Path file) {
    try {
      return KeyFiles.read("key-file", file, null).getKeys().stream()
          .anyMatch(key -> key.isPrivate() && key.getX509CertChain() != null);
    } catch (InvalidConfigurationException e) {
      return false;
    }
  }

  private RelyingService service(String id, ServiceEntry entry) {
    String at = "services." + id;
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._~-]{0,99}")) {
      fault(at, id, "a client id of letters, digits, dots, dashes and underscores");
    }
    if (id.startsWith("demo-") && !settings.demonstration() && !settings.conformance()) {
      fault(at, id, "an id that begins with demo- only in the profile demo");
    }
    if (id.startsWith("suite-") && !settings.conformance()) {
      fault(at, id, "an id that begins with suite- only in the profile conformance");
    }
    Network network = choice(at + ".network", entry.network(), Network.class, Network.PUBLIC);
    SecurityProfile profile =
        choice(at + ".profile", entry.profile(), SecurityProfile.class, SecurityProfile.STANDARD);
    ClientAuthentication authentication =
        choice(
            at + ".authentication",
            entry.authentication(),
            ClientAuthentication.class,
            ClientAuthentication.PRIVATE_KEY_JWT);
    SenderConstraint constraint =
        choice(
            at + ".sender-constraint",
            entry.senderConstraint(),
            SenderConstraint.class,
            profile == SecurityProfile.FAPI2 ? SenderConstraint.ANY : SenderConstraint.NONE);
    Set<Weakening> weakenings = new LinkedHashSet<>();
    for (String text : texts(entry.weakenings(), List.of())) {
      Weakening weakening = choice(at + ".weakenings", text, Weakening.class, null);
      if (weakening.isConformanceOnly() && !settings.conformance()) {
        fault(at + ".weakenings", text, "such only in the profile conformance");
      }
      weakenings.add(weakening);
    }
    if (profile == SecurityProfile.FAPI2) {
      if (constraint == SenderConstraint.NONE) {
        fault(at + ".sender-constraint", "none", "dpop, mtls or any with the profile fapi2");
      }
      if (!weakenings.isEmpty()) {
        fault(at + ".weakenings", weakenings, "none with the profile fapi2");
      }
    }
    String secretHash = blankToNull(entry.secretHash());
    boolean isSecret =
        authentication == ClientAuthentication.CLIENT_SECRET_BASIC
            || authentication == ClientAuthentication.CLIENT_SECRET_POST;
    if (isSecret && !weakenings.contains(Weakening.ALLOW_CLIENT_SECRET)) {
      fault(
          at + ".authentication",
          entry.authentication(),
          "a secret only with the weakening allow-client-secret");
    }
    if (isSecret != (secretHash != null)
        || (secretHash != null && !secretHash.matches("[0-9a-f]{64}"))) {
      fault(
          at + ".secret-hash",
          secretHash == null ? "nothing" : "something else",
          "the SHA-256 of a secret in 64 hexadecimal digits, only where the client has one");
    }
    String subject = blankToNull(entry.certificateSubject());
    if ((authentication == ClientAuthentication.TLS_CLIENT_AUTH) != (subject != null)) {
      fault(at + ".certificate-subject", subject, "one only with tls-client-auth, and then always");
    } else if (subject != null && !isCertificateName(subject)) {
      fault(
          at + ".certificate-subject",
          subject,
          "a distinguished name such as CN=dog,O=Example,C=DE, or dns:, uri:, email: or ip: and a"
              + " name");
    }
    String jwks = keySet(at + ".jwks", entry.jwks());
    boolean needsKeys =
        authentication == ClientAuthentication.PRIVATE_KEY_JWT
            || authentication == ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH;
    if (needsKeys && jwks == null) {
      missing(at + ".jwks", "the client's public keys");
    }
    Set<String> grants = new LinkedHashSet<>();
    for (String text : texts(entry.grants(), List.of("authorization_code", "refresh_token"))) {
      String grant = GRANTS.get(text);
      if (grant == null) {
        fault(at + ".grants", text, sorted(GRANTS.keySet()));
      } else {
        grants.add(grant);
      }
    }
    List<String> redirects = addresses(at + ".redirect-uris", entry.redirectUris(), network);
    if (grants.contains("authorization_code") && redirects.isEmpty()) {
      missing(at + ".redirect-uris", "at least one address for authorization_code");
    }
    AttributesEntry attributes =
        entry.attributes() == null ? new AttributesEntry(null, null) : entry.attributes();
    Set<String> needed = names(at + ".attributes.required", attributes.required());
    Set<String> optional = names(at + ".attributes.optional", attributes.optional());
    if (optional.stream().anyMatch(needed::contains)) {
      fault(at + ".attributes.optional", optional, "names that are not required as well");
    }
    String purpose = entry.purpose() == null ? "" : entry.purpose().strip();
    if (purpose.isEmpty() && !(needed.isEmpty() && optional.isEmpty())) {
      missing(at + ".purpose", "why the service needs the attributes");
    }
    String logout = blankToNull(entry.backchannelLogoutUri());
    return new RelyingService(
        id,
        entry.name() == null ? id : entry.name(),
        required(at + ".sector", entry.sector(), "whose services share a pseudonym"),
        required(at + ".controller", entry.controller(), "who answers for the data"),
        required(at + ".audience", entry.audience(), "what its access tokens are for"),
        blankToNull(entry.portal()),
        new LinkedHashSet<>(texts(entry.homeClients(), List.of())),
        redirects,
        addresses(at + ".post-logout-redirect-uris", entry.postLogoutRedirectUris(), network),
        logout == null ? null : address(at + ".backchannel-logout-uri", logout, network, true),
        network,
        jwks,
        level(at + ".minimum-level", entry.minimumLevel(), null),
        needed,
        optional,
        names(at + ".scopes", texts(entry.scopes(), List.of("openid"))),
        profile,
        grants,
        authentication,
        secretHash,
        subject,
        constraint,
        algorithm(at + ".id-token-algorithm", entry.idTokenAlgorithm(), weakenings)
            .orElse(SignatureAlgorithm.ES256),
        algorithm(at + ".userinfo-algorithm", entry.userinfoAlgorithm(), weakenings).orElse(null),
        purpose,
        weakenings,
        flag(at + ".enabled", entry.enabled(), true));
  }

  /** What we sign with for the service; empty where nothing is said. */
  private Optional<SignatureAlgorithm> algorithm(
      String at, @Nullable String text, Set<Weakening> weakenings) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    Optional<SignatureAlgorithm> found =
        SignatureAlgorithm.ofHeader(text.strip())
            .filter(algorithm ->
                algorithm != SignatureAlgorithm.RS256
                    || weakenings.contains(Weakening.ALLOW_RS256));
    if (found.isEmpty()) {
      fault(at, text, "ES256, PS256 or EdDSA; RS256 with the weakening allow-rs256");
    }
    return found;
  }

  private PolicyRule policy(String at, PolicyEntry entry) {
    RegistryDocument.ValidEntry valid = entry.valid();
    Instant from = valid == null ? null : instant(at + ".valid.from", valid.from());
    Instant until = valid == null ? null : instant(at + ".valid.until", valid.until());
    if (from != null && until != null && !from.isBefore(until)) {
      fault(at + ".valid.until", until, "a time after " + from);
    }
    return new PolicyRule(
        required(at + ".id", entry.id(), "a name for the rule"),
        required(at + ".from", entry.from(), "a home issuer's id"),
        required(at + ".to", entry.to(), "a portal's id"),
        required(at + ".service", entry.service(), "a client id"),
        level(at + ".minimum-level", entry.minimumLevel(), null),
        names(at + ".scopes", entry.scopes()),
        names(at + ".attributes", entry.attributes()),
        flag(at + ".exchange", entry.exchange(), false),
        number(at + ".uses", entry.uses(), USES, 1, 1_000),
        lifetime(at + ".lifetime", entry.lifetime()),
        choice(
            at + ".sender-constraint",
            entry.senderConstraint(),
            SenderConstraint.class,
            SenderConstraint.NONE),
        from,
        until,
        required(at + ".approved-by", entry.approvedBy(), "who answers for the rule"));
  }

  private void checkTogether(
      Map<String, HomeIssuer> issuers,
      Map<String, RelyingService> services,
      List<PolicyRule> policies) {
    Set<String> uris = new HashSet<>();
    issuers
        .values()
        .forEach(issuer -> {
          if (!uris.add(issuer.issuerUri())) {
            fault("issuers." + issuer.id() + ".issuer-uri", issuer.issuerUri(), "one of its own");
          }
        });
    services
        .values()
        .forEach(service -> {
          if (service.portal() != null && !issuers.containsKey(service.portal())) {
            fault(
                "services." + service.clientId() + ".portal",
                service.portal(),
                sorted(issuers.keySet()));
          }
        });
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < policies.size(); i++) {
      PolicyRule rule = policies.get(i);
      String at = "policies[" + i + "]";
      if (!rule.id().isEmpty() && !ids.add(rule.id())) {
        fault(at + ".id", rule.id(), "a name of its own");
      }
      if (!rule.from().isEmpty() && !issuers.containsKey(rule.from())) {
        fault(at + ".from", rule.from(), sorted(issuers.keySet()));
      }
      if (!rule.to().isEmpty() && !issuers.containsKey(rule.to())) {
        fault(at + ".to", rule.to(), sorted(issuers.keySet()));
      }
      RelyingService service = services.get(rule.service());
      if (service == null) {
        if (!rule.service().isEmpty()) {
          fault(at + ".service", rule.service(), sorted(services.keySet()));
        }
        continue;
      }
      if (!service.scopes().containsAll(rule.scopes())) {
        fault(at + ".scopes", rule.scopes(), sorted(service.scopes()));
      }
      Set<String> asked = new HashSet<>(service.required());
      asked.addAll(service.optional());
      if (!asked.containsAll(rule.attributes())) {
        fault(at + ".attributes", rule.attributes(), sorted(asked));
      }
    }
  }

  /** As RFC 4514 writes a subject, or one of the alternative names of RFC 5280. */
  private static boolean isCertificateName(String text) {
    if (text.matches("(dns|uri|email|ip):.*")) {
      return text.matches("[a-z]+:[!-~]+");
    }
    try {
      return !new X500Principal(text).getName().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable String keySet(String at, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      JWKSet set = JWKSet.parse(text);
      for (JWK key : set.getKeys()) {
        if (key.isPrivate() || key.getKeyType().equals(KeyType.OCT)) {
          fault(at, "a private or symmetric key", "public keys only");
        }
      }
      if (set.isEmpty()) {
        missing(at, "at least one public key");
      }
      return set.toString(true);
    } catch (ParseException e) {
      fault(at, "something else", "a JSON Web Key Set");
      return null;
    }
  }

  private List<String> addresses(String at, @Nullable List<String> texts, Network network) {
    return texts(texts, List.of()).stream()
        .map(text -> address(at, text, network, true))
        .distinct()
        .toList();
  }

  /** An absolute address of a web server: https, or http on this machine where that is allowed. */
  private String address(String at, @Nullable String text, Network network, boolean queryAllowed) {
    String address = required(at, text, "an address that starts with https://");
    if (address.isEmpty()) {
      return address;
    }
    String fault =
        WebAddresses.fault(address, network, settings.demonstration() || settings.conformance());
    if (fault != null) {
      fault(at, address, fault);
    } else if (!queryAllowed && URI.create(address).getRawQuery() != null) {
      fault(at, address, "an address without a query");
    }
    return address;
  }

  private AssuranceLevel level(
      String at, @Nullable String text, @Nullable AssuranceLevel byDefault) {
    return choice(at, text, AssuranceLevel.class, byDefault, AssuranceLevel.NONE);
  }

  private <E extends Enum<E>> E choice(
      String at, @Nullable String text, Class<E> type, @Nullable E byDefault) {
    E first = type.getEnumConstants()[0];
    return choice(at, text, type, byDefault, first);
  }

  private <E extends Enum<E>> E choice(
      String at, @Nullable String text, Class<E> type, @Nullable E byDefault, E onFault) {
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(RegistryReader::written)
            .collect(Collectors.joining(", "));
    if (text == null || text.isBlank()) {
      if (byDefault == null) {
        missing(at, allowed);
        return onFault;
      }
      return byDefault;
    }
    String given = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    for (E each : type.getEnumConstants()) {
      if (written(each).equals(given)) {
        return each;
      }
    }
    fault(at, text, allowed);
    return onFault;
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private boolean flag(String at, @Nullable String text, boolean byDefault) {
    if (text == null || text.isBlank()) {
      return byDefault;
    }
    if (!text.equals("true") && !text.equals("false")) {
      fault(at, text, "true or false");
    }
    return text.equals("true");
  }

  private int number(String at, @Nullable String text, int byDefault, int least, int most) {
    return parsed(
        at,
        text,
        byDefault,
        "a whole number from " + least + " to " + most,
        Integer::valueOf,
        n -> n >= least && n <= most);
  }

  private Duration lifetime(String at, @Nullable String text) {
    return parsed(
        at,
        text,
        LIFETIME,
        "a duration from 1s to 15m",
        DurationStyle::detectAndParse,
        lifetime ->
            lifetime.compareTo(Duration.ofSeconds(1)) >= 0
                && lifetime.compareTo(LONGEST_LIFETIME) <= 0);
  }

  private @Nullable Instant instant(String at, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return parsed(
        at, text, Instant.EPOCH, "a time such as 2027-11-30T00:00:00Z", Instant::parse, t -> true);
  }

  private <T> T parsed(
      String at,
      @Nullable String text,
      T byDefault,
      String allowed,
      Function<String, T> parse,
      java.util.function.Predicate<T> check) {
    if (text == null || text.isBlank()) {
      return byDefault;
    }
    try {
      T value = parse.apply(text.strip());
      if (check.test(value)) {
        return value;
      }
    } catch (IllegalArgumentException | DateTimeParseException e) {
      // Told below, as for a value beyond its limits.
    }
    fault(at, text, allowed);
    return byDefault;
  }

  private Set<String> names(String at, @Nullable List<String> texts) {
    Set<String> names = new LinkedHashSet<>(texts(texts, List.of()));
    for (String name : names) {
      // A name goes into lists that are separated by blanks.
      if (!name.matches("[!-~]{1,200}")) {
        fault(at, name, "names without blanks");
      }
    }
    return names;
  }

  private String required(String at, @Nullable String text, String what) {
    if (text == null || text.isBlank()) {
      missing(at, what);
      return "";
    }
    return text.strip();
  }

  private void missing(String at, String what) {
    fault(at, "nothing", what);
  }

  private void fault(String at, @Nullable Object found, String allowed) {
    faults.add("landbruecke.identity." + at + ": found " + found + ", allowed is " + allowed);
  }

  private static <V> Map<String, V> entries(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  private static List<String> texts(@Nullable List<String> texts, List<String> byDefault) {
    return texts == null || texts.isEmpty()
        ? byDefault
        : texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static String sorted(Set<String> names) {
    return names.isEmpty()
        ? "none: nothing of the kind is registered"
        : names.stream().sorted().collect(Collectors.joining(", "));
  }
}
