package de.landbruecke.server.shared;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/** Every property under {@code landbruecke.}; none that is not in this list is allowed. */
final class Settings {

  private static final String PREFIX = "landbruecke";

  static final List<Setting<?>> ALL =
      List.of(
          Setting.of(
              "landbruecke.data-directory",
              Path.class,
              "./landbruecke-data",
              "a directory, or a path where one can be made",
              path -> !Files.exists(path) || Files.isDirectory(path)),
          Setting.list(
              "landbruecke.roles",
              GatewayProperties.Role.class,
              "search,identity",
              "search, identity or both",
              role -> true),
          Setting.of(
              "landbruecke.identity.issuer",
              String.class,
              "",
              "the gateway's own address without its last slash, such as https://konto.example.org",
              text -> !text.equals("*") && isOrigin(text)),
          Setting.of(
              "landbruecke.identity.version",
              String.class,
              "",
              "a name of 1 to 200 characters",
              text -> !text.isBlank() && text.length() <= 200),
          Setting.group(
              "landbruecke.identity.issuers",
              true,
              "a map of home issuers by their ids",
              "label",
              "protocol",
              "issuer-uri",
              "network",
              "ceiling",
              "levels",
              "levels-version",
              "algorithms",
              "token-types",
              "client-id",
              "key-file",
              "attribute-request",
              "tokens-without-id",
              "metadata-file",
              "online-service-id",
              "display-name",
              "enabled"),
          Setting.group(
              "landbruecke.identity.services",
              true,
              "a map of services by their client ids",
              "name",
              "sector",
              "controller",
              "audience",
              "portal",
              "home-clients",
              "redirect-uris",
              "post-logout-redirect-uris",
              "backchannel-logout-uri",
              "network",
              "jwks",
              "minimum-level",
              "attributes.required",
              "attributes.optional",
              "scopes",
              "profile",
              "grants",
              "authentication",
              "secret-hash",
              "certificate-subject",
              "sender-constraint",
              "id-token-algorithm",
              "userinfo-algorithm",
              "purpose",
              "weakenings",
              "enabled"),
          Setting.group(
              "landbruecke.identity.policies",
              false,
              "a list of rules",
              "id",
              "from",
              "to",
              "service",
              "minimum-level",
              "scopes",
              "attributes",
              "exchange",
              "uses",
              "lifetime",
              "sender-constraint",
              "valid.from",
              "valid.until",
              "approved-by"),
          Setting.of(
              "landbruecke.identity.master-key-file",
              Path.class,
              "",
              "a file, or a path where one can be made",
              path -> !Files.isDirectory(path)),
          Setting.of(
              "landbruecke.identity.self-test",
              Boolean.class,
              "false",
              "true or false",
              on -> true),
          Setting.of(
              "landbruecke.identity.database.url",
              String.class,
              "",
              "an address such as jdbc:postgresql://host/name",
              text -> text.startsWith("jdbc:postgresql:")),
          Setting.of(
              "landbruecke.identity.database.user",
              String.class,
              "",
              "a user of the database",
              text -> !text.isBlank()),
          Setting.of(
              "landbruecke.identity.database.password-file",
              Path.class,
              "",
              "a file that can be read",
              Files::isReadable),
          Setting.of(
              "landbruecke.identity.database.connections",
              Integer.class,
              "16",
              "a whole number from 2 to 200",
              n -> n >= 2 && n <= 200),
          Setting.of(
              "landbruecke.identity.signing-keys.rotation",
              Duration.class,
              "90d",
              "a duration from 1h to 730d",
              rotation ->
                  rotation.compareTo(Duration.ofHours(1)) >= 0
                      && rotation.compareTo(Duration.ofDays(730)) <= 0),
          Setting.of(
              "landbruecke.identity.signing-keys.lead",
              Duration.class,
              "24h",
              "a duration from 0s to 30d",
              lead -> !lead.isNegative() && lead.compareTo(Duration.ofDays(30)) <= 0),
          Setting.of(
              "landbruecke.identity.signing-keys.file",
              Path.class,
              "",
              "a JWK set or PKCS#12 file that can be read",
              Files::isRegularFile),
          Setting.of(
              "landbruecke.identity.signing-keys.password-file",
              Path.class,
              "",
              "a file that can be read",
              Files::isReadable),
          Setting.of(
              "landbruecke.identity.native-crypto",
              Path.class,
              "",
              "the jar of the Amazon Corretto Crypto Provider",
              Files::isRegularFile),
          Setting.of(
              "landbruecke.identity.signing-keys.access-tokens",
              String.class,
              "ES256",
              "ES256, PS256 or EdDSA",
              name -> Set.of("ES256", "PS256", "EdDSA").contains(name)),
          Setting.of(
              "landbruecke.identity.mtls.port",
              Integer.class,
              "",
              "a port from 1 to 65535",
              n -> n >= 1 && n <= 65_535),
          Setting.of(
              "landbruecke.identity.mtls.bundle",
              String.class,
              "",
              "the name of an SSL bundle under spring.ssl.bundle",
              text -> !text.isBlank()),
          Setting.of(
              "landbruecke.identity.mtls.address",
              String.class,
              "",
              "an address without its last slash, such as https://mtls.konto.example.org",
              text -> text.startsWith("https://") && isOrigin(text)),
          Setting.of(
              "landbruecke.identity.rate-limit.per-client",
              Integer.class,
              "1000",
              "a whole number from 1 to 100000",
              n -> n >= 1 && n <= 100_000),
          Setting.of(
              "landbruecke.identity.rate-limit.refusals",
              Integer.class,
              "20",
              "a whole number from 1 to 100000",
              n -> n >= 1 && n <= 100_000),
          Setting.of(
              "landbruecke.identity.trust-bundle",
              String.class,
              "",
              "the name of an SSL bundle under spring.ssl.bundle",
              text -> !text.isBlank()),
          Setting.of(
              "landbruecke.identity.suite",
              String.class,
              "",
              "an address without its last slash, such as https://localhost.emobix.co.uk:8443",
              text -> text.startsWith("https://") && isOrigin(text)),
          Setting.of(
              "landbruecke.identity.staff.issuer-uri",
              String.class,
              "",
              "an address that starts with https://",
              text -> !text.startsWith("mailto:") && isAddress(text)),
          Setting.of(
              "landbruecke.identity.staff.audience",
              String.class,
              "",
              "a name of 1 to 200 characters",
              text -> !text.isBlank() && text.length() <= 200),
          Setting.of(
              "landbruecke.identity.staff.roles-claim",
              String.class,
              "roles",
              "the name of a claim, or a path such as realm_access.roles",
              text -> !text.isBlank() && text.length() <= 200),
          Setting.of(
              "landbruecke.identity.staff.network",
              IdentityProperties.Staff.Network.class,
              "public",
              "public or private",
              network -> true),
          Setting.list(
              "landbruecke.identity.staff.algorithms",
              String.class,
              "ES256,PS256,EdDSA",
              "a list of ES256, PS256, EdDSA and RS256",
              name -> Set.of("ES256", "PS256", "EdDSA", "RS256").contains(name)),
          Setting.list(
              "landbruecke.identity.staff.token-types",
              String.class,
              "at+jwt",
              "a list of values of typ such as at+jwt",
              text -> !text.isBlank()),
          Setting.of(
              "landbruecke.catalogs.shipped",
              Boolean.class,
              "true",
              "true or false",
              value -> true),
          Setting.list(
              "landbruecke.catalogs.sources",
              CatalogProperties.Source.class,
              "",
              "a list of connectors, each with connector (a name of its own), format (landbruecke"
                  + " or xzufi), file (one that can be read), portal (for xzufi) and precedence",
              CatalogProperties.Source::isAllowed,
              "connector",
              "format",
              "file",
              "portal",
              "precedence"),
          Setting.of(
              "landbruecke.catalogs.vocabulary",
              Path.class,
              "",
              "a directory with vocabulary files",
              Files::isDirectory),
          Setting.of(
              "landbruecke.catalogs.maximum-loss",
              Double.class,
              "0.05",
              "a share from 0 to 1",
              share -> share >= 0 && share <= 1),
          Setting.of(
              "landbruecke.catalogs.interval",
              Duration.class,
              "15m",
              "a duration from 1s to 7d, such as 15m",
              interval ->
                  interval.compareTo(Duration.ofSeconds(1)) >= 0
                      && interval.compareTo(Duration.ofDays(7)) <= 0),
          Setting.of(
              "landbruecke.search.suggestions",
              Boolean.class,
              "true",
              "true or false",
              value -> true),
          Setting.list(
              "landbruecke.cors.allowed-origins",
              String.class,
              "*",
              "* or a list of origins such as https://www.example.org",
              Settings::isOrigin),
          Setting.of(
              "landbruecke.rate-limit.enabled",
              Boolean.class,
              "true",
              "true or false",
              value -> true),
          Setting.of(
              "landbruecke.rate-limit.per-second",
              Integer.class,
              "10",
              "a whole number from 1 to 100000",
              n -> n >= 1 && n <= 100_000),
          Setting.of(
              "landbruecke.rate-limit.burst",
              Integer.class,
              "40",
              "a whole number from 1 to 1000000",
              n -> n >= 1 && n <= 1_000_000),
          Setting.list(
              "landbruecke.rate-limit.trusted-proxies",
              String.class,
              "",
              "a list of addresses and ranges such as 127.0.0.1 or 10.0.0.0/8",
              text -> AddressRange.parse(text).isPresent()),
          Setting.of(
              "landbruecke.rate-limit.networks",
              Integer.class,
              "100000",
              "a whole number from 1000 to 10000000",
              n -> n >= 1_000 && n <= 10_000_000),
          Setting.of(
              "landbruecke.statistics.enabled",
              Boolean.class,
              "true",
              "true or false",
              value -> true),
          Setting.of(
              "landbruecke.statistics.minimum-sources",
              Integer.class,
              "10",
              "a whole number from 10 to 100",
              n ->
                  n >= StatisticsProperties.LEAST_SOURCES
                      && n <= StatisticsProperties.MOST_SOURCES),
          Setting.of(
              "landbruecke.statistics.retention",
              Duration.class,
              "400d",
              "a duration from 1d to 3650d",
              retention ->
                  retention.compareTo(Duration.ofDays(1)) >= 0
                      && retention.compareTo(Duration.ofDays(3_650)) <= 0),
          Setting.of(
              "landbruecke.web.name",
              String.class,
              "Landbrücke",
              "a name of 1 to 60 characters",
              name -> !name.isBlank() && name.length() <= 60),
          Setting.of(
              "landbruecke.web.theme",
              WebProperties.Theme.class,
              "default",
              "default, baden-wuerttemberg or sachsen",
              theme -> true),
          Setting.of(
              "landbruecke.web.official-header",
              Boolean.class,
              "false",
              "true or false",
              value -> true),
          Setting.of(
              "landbruecke.web.base-url",
              String.class,
              "",
              "the address of the start page without its last slash, such as"
                  + " https://www.example.org",
              text -> !text.equals("*") && isOrigin(text)),
          address("landbruecke.web.report-url"),
          address("landbruecke.web.easy-language-url"),
          address("landbruecke.web.sign-language-url"),
          address("landbruecke.web.contact"),
          Setting.list(
              "landbruecke.web.states",
              WebProperties.State.class,
              "baden-wuerttemberg,sachsen",
              "baden-wuerttemberg, sachsen or both",
              state -> true),
          Setting.of(
              "landbruecke.web.texts",
              Path.class,
              "",
              "a directory with texts of the operator",
              Files::isDirectory),
          address("landbruecke.web.security-contact"),
          Setting.of(
              "landbruecke.web.security-expires",
              Instant.class,
              "",
              "a time such as 2027-11-30T00:00:00Z",
              time -> true));

  private Settings() {}

  private static Setting<String> address(String name) {
    return Setting.of(
        name,
        String.class,
        "",
        "an address that starts with https://, http:// or mailto:",
        Settings::isAddress);
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = URI.create(text);
      return "mailto".equals(uri.getScheme())
          || (uri.getHost() != null
              && Set.of("http", "https").contains(String.valueOf(uri.getScheme())));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isOrigin(String text) {
    if (text.equals("*")) {
      return true;
    }
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null
          && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** All that is wrong with the configuration, one sentence each. */
  static List<String> faults(Environment environment) {
    List<String> faults = new ArrayList<>();
    Binder binder = Binder.get(environment);
    for (Setting<?> setting : ALL) {
      String fault = fault(binder, setting);
      if (fault != null) {
        faults.add(setting.name() + ": " + fault);
      }
    }
    Set<String> known = known();
    Set<String> unknown = new TreeSet<>();
    ConfigurationPropertySources.get(environment)
        .forEach(source -> {
          if (source instanceof IterableConfigurationPropertySource iterable) {
            iterable.stream()
                .filter(name -> name.getNumberOfElements() > 1)
                .filter(name -> name.getElement(0, UNIFORM).equals(PREFIX))
                .filter(name -> !known.contains(uniform(name)) && !isMember(name))
                .forEach(name -> unknown.add(name.toString()));
          }
        });
    unknown.forEach(name ->
        faults.add(
            name
                + ": no such property, allowed are "
                + ALL.stream().map(Setting::name).collect(Collectors.joining(", "))));
    return faults;
  }

  private static final ConfigurationPropertyName.Form UNIFORM =
      ConfigurationPropertyName.Form.UNIFORM;

  private static <T> @Nullable String fault(Binder binder, Setting<T> setting) {
    try {
      T value = binder.bind(setting.name(), setting.type()).orElse(null);
      return value == null ? null : setting.faultOf(value);
    } catch (BindException e) {
      Object found = e.getProperty() == null ? "?" : e.getProperty().getValue();
      return "found " + found + ", allowed is " + setting.allowed();
    }
  }

  private static Set<String> known() {
    Set<String> known = new TreeSet<>();
    for (Setting<?> setting : ALL) {
      String name = letters(setting.name());
      if (setting.keyed()) {
        continue;
      }
      known.add(name);
      setting.members().forEach(member -> known.add(name + letters(member)));
    }
    return known;
  }

  /** Whether it is the name of a map, a key of the operator's, and the name of a member. */
  private static boolean isMember(ConfigurationPropertyName name) {
    return ALL.stream()
        .filter(Setting::keyed)
        .anyMatch(setting -> {
          ConfigurationPropertyName map = ConfigurationPropertyName.of(setting.name());
          int key = map.getNumberOfElements();
          if (!map.isAncestorOf(name) || name.getNumberOfElements() < key + 2) {
            return false;
          }
          StringBuilder rest = new StringBuilder();
          for (int i = key + 1; i < name.getNumberOfElements(); i++) {
            if (!name.isNumericIndex(i)) {
              rest.append(letters(name.getElement(i, UNIFORM)));
            }
          }
          // The keys of levels are the issuer's own words.
          return setting.members().stream()
              .anyMatch(member ->
                  letters(member).contentEquals(rest)
                      || (member.equals("levels")
                          && name.getElement(key + 1, UNIFORM).equals(member)));
        });
  }

  /**
   * The letters of a name without list indexes: an environment variable does not tell a dash from a
   * dot.
   */
  private static String uniform(ConfigurationPropertyName name) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < name.getNumberOfElements(); i++) {
      if (!name.isNumericIndex(i)) {
        letters.append(letters(name.getElement(i, UNIFORM)));
      }
    }
    return letters.toString();
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
