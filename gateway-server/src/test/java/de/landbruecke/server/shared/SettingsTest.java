package de.landbruecke.server.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

/** Every property with its default; wrong values and unknown names. */
class SettingsTest {

  @Test
  void all_areThese() {
    Map<String, String> defaults = new TreeMap<>();
    Settings.ALL.forEach(setting -> defaults.put(setting.name(), setting.defaultValue()));

    assertThat(defaults)
        .containsExactly(
            Map.entry("landbruecke.catalogs.interval", "15m"),
            Map.entry("landbruecke.catalogs.maximum-loss", "0.05"),
            Map.entry("landbruecke.catalogs.shipped", "true"),
            Map.entry("landbruecke.catalogs.sources", ""),
            Map.entry("landbruecke.catalogs.vocabulary", ""),
            Map.entry("landbruecke.cors.allowed-origins", "*"),
            Map.entry("landbruecke.data-directory", "./landbruecke-data"),
            Map.entry("landbruecke.identity.database.connections", "16"),
            Map.entry("landbruecke.identity.database.password-file", ""),
            Map.entry("landbruecke.identity.database.url", ""),
            Map.entry("landbruecke.identity.database.user", ""),
            Map.entry("landbruecke.identity.issuer", ""),
            Map.entry("landbruecke.identity.issuers", ""),
            Map.entry("landbruecke.identity.master-key-file", ""),
            Map.entry("landbruecke.identity.mtls.address", ""),
            Map.entry("landbruecke.identity.mtls.bundle", ""),
            Map.entry("landbruecke.identity.mtls.port", ""),
            Map.entry("landbruecke.identity.native-crypto", ""),
            Map.entry("landbruecke.identity.policies", ""),
            Map.entry("landbruecke.identity.rate-limit.per-client", "1000"),
            Map.entry("landbruecke.identity.rate-limit.refusals", "20"),
            Map.entry("landbruecke.identity.self-test", "false"),
            Map.entry("landbruecke.identity.services", ""),
            Map.entry("landbruecke.identity.signing-keys.access-tokens", "ES256"),
            Map.entry("landbruecke.identity.signing-keys.file", ""),
            Map.entry("landbruecke.identity.signing-keys.lead", "24h"),
            Map.entry("landbruecke.identity.signing-keys.password-file", ""),
            Map.entry("landbruecke.identity.signing-keys.rotation", "90d"),
            Map.entry("landbruecke.identity.staff.algorithms", "ES256,PS256,EdDSA"),
            Map.entry("landbruecke.identity.staff.audience", ""),
            Map.entry("landbruecke.identity.staff.issuer-uri", ""),
            Map.entry("landbruecke.identity.staff.network", "public"),
            Map.entry("landbruecke.identity.staff.roles-claim", "roles"),
            Map.entry("landbruecke.identity.staff.token-types", "at+jwt"),
            Map.entry("landbruecke.identity.suite", ""),
            Map.entry("landbruecke.identity.trust-bundle", ""),
            Map.entry("landbruecke.identity.version", ""),
            Map.entry("landbruecke.rate-limit.burst", "40"),
            Map.entry("landbruecke.rate-limit.enabled", "true"),
            Map.entry("landbruecke.rate-limit.networks", "100000"),
            Map.entry("landbruecke.rate-limit.per-second", "10"),
            Map.entry("landbruecke.rate-limit.trusted-proxies", ""),
            Map.entry("landbruecke.roles", "search,identity"),
            Map.entry("landbruecke.search.suggestions", "true"),
            Map.entry("landbruecke.statistics.enabled", "true"),
            Map.entry("landbruecke.statistics.minimum-sources", "10"),
            Map.entry("landbruecke.statistics.retention", "400d"),
            Map.entry("landbruecke.web.base-url", ""),
            Map.entry("landbruecke.web.contact", ""),
            Map.entry("landbruecke.web.easy-language-url", ""),
            Map.entry("landbruecke.web.name", "Landbrücke"),
            Map.entry("landbruecke.web.official-header", "false"),
            Map.entry("landbruecke.web.report-url", ""),
            Map.entry("landbruecke.web.security-contact", ""),
            Map.entry("landbruecke.web.security-expires", ""),
            Map.entry("landbruecke.web.sign-language-url", ""),
            Map.entry("landbruecke.web.states", "baden-wuerttemberg,sachsen"),
            Map.entry("landbruecke.web.texts", ""),
            Map.entry("landbruecke.web.theme", "default"));
  }

  /** The list is written by hand: here it meets what is really bound. */
  @Test
  void defaults_ofTheList_areThoseOfTheRecords() {
    MockEnvironment listed = new MockEnvironment();
    Settings.ALL.stream()
        .filter(setting -> !setting.defaultValue().isEmpty())
        .forEach(setting -> listed.setProperty(setting.name(), setting.defaultValue()));

    for (Map.Entry<String, ? extends Class<?>> each :
        Map.of(
                "landbruecke", GatewayProperties.class,
                "landbruecke.catalogs", CatalogProperties.class,
                "landbruecke.cors", CorsProperties.class,
                "landbruecke.identity", IdentityProperties.class,
                "landbruecke.rate-limit", RateLimitProperties.class,
                "landbruecke.search", SearchProperties.class,
                "landbruecke.statistics", StatisticsProperties.class,
                "landbruecke.web", WebProperties.class)
            .entrySet()) {
      Object byDefault =
          Binder.get(new MockEnvironment())
              .bindOrCreate(each.getKey(), Bindable.of(each.getValue()));
      Object byList = Binder.get(listed).bindOrCreate(each.getKey(), Bindable.of(each.getValue()));
      assertThat(byList).isEqualTo(byDefault);
    }
  }

  @Test
  void all_areExplainedToOperators() {
    Path page = Path.of("..", "docs", "operations.md");
    String text;
    try {
      text = Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    assertThat(Settings.ALL)
        .allSatisfy(setting -> assertThat(text).contains("| `" + setting.name() + "` |"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "landbruecke.rate-limit.burst|1|1000000|0|1000001",
        "landbruecke.rate-limit.per-second|1|100000|0|ten",
        "landbruecke.rate-limit.networks|1000|10000000|999|10000001",
        "landbruecke.rate-limit.enabled|true|false|maybe|2",
        "landbruecke.rate-limit.trusted-proxies|10.0.0.0/8|::1,127.0.0.1|10.0.0.0/33|localhost",
        "landbruecke.catalogs.maximum-loss|0|1|-0.01|1.01",
        "landbruecke.catalogs.interval|1s|7d|999ms|8d",
        "landbruecke.catalogs.shipped|true|false|x|2",
        "landbruecke.catalogs.vocabulary|.|..|/nowhere|pom.xml",
        "landbruecke.roles|search|search,identity|searching|search,2",
        "landbruecke.identity.issuer|https://a.example|http://localhost:1|https://a.example/|*",
        "landbruecke.identity.version|1|2026-11-24|' '|'  '",
        "landbruecke.identity.master-key-file|pom.xml|./target/new|.|..",
        "landbruecke.identity.self-test|true|false|x|2",
        "landbruecke.identity.native-crypto|pom.xml|pom.xml|/nowhere|.",
        "landbruecke.identity.database.url|jdbc:postgresql:a|jdbc:postgresql://a/b|jdbc:h2:a|x",
        "landbruecke.identity.database.user|a|b|' '|'  '",
        "landbruecke.identity.database.password-file|pom.xml|.|/nowhere|/nowhere/x",
        "landbruecke.identity.database.connections|2|200|1|201",
        "landbruecke.identity.signing-keys.rotation|1h|730d|59m|731d",
        "landbruecke.identity.signing-keys.lead|0s|30d|-1s|31d",
        "landbruecke.identity.signing-keys.file|pom.xml|pom.xml|/nowhere|.",
        "landbruecke.identity.signing-keys.password-file|pom.xml|.|/nowhere|/nowhere/x",
        "landbruecke.identity.signing-keys.access-tokens|PS256|EdDSA|RS256|none",
        "landbruecke.identity.mtls.port|1|65535|0|65536",
        "landbruecke.identity.mtls.bundle|a|b|' '|'  '",
        "landbruecke.identity.mtls.address|https://a.example|https://a.example:8444|"
            + "http://a.example|https://a.example/",
        "landbruecke.identity.rate-limit.per-client|1|100000|0|100001",
        "landbruecke.identity.rate-limit.refusals|1|100000|0|x",
        "landbruecke.identity.trust-bundle|a|b|' '|'  '",
        "landbruecke.identity.suite|https://a.example|https://localhost:8443|http://a.example|*",
        "landbruecke.search.suggestions|true|false|x|2",
        "landbruecke.statistics.enabled|true|false|x|2",
        "landbruecke.statistics.minimum-sources|10|100|9|101",
        "landbruecke.statistics.retention|1d|3650d|23h|3651d",
        "landbruecke.cors.allowed-origins|*|https://a.example|a.example|https://a.example/x",
        "landbruecke.web.name|L|Ämtersuche|' '|"
            + "1234567890123456789012345678901234567890123456789012345678901",
        "landbruecke.web.theme|sachsen|baden-wuerttemberg|bayern|2",
        "landbruecke.web.official-header|true|false|x|2",
        "landbruecke.web.base-url|https://a.example|http://localhost:8080|https://a.example/|*",
        "landbruecke.web.report-url|https://a.example/x?y|mailto:a@b.example|javascript:x|/x",
        "landbruecke.web.easy-language-url|https://a.example|http://a.example|//a.example|x",
        "landbruecke.web.sign-language-url|https://a.example|http://a.example|ftp://a.example|x",
        "landbruecke.web.contact|mailto:a@b.example|https://a.example/x|a@b.example|tel:115",
        "landbruecke.web.states|sachsen|baden-wuerttemberg,sachsen|bayern|2",
        "landbruecke.web.texts|.|..|/nowhere|pom.xml",
        "landbruecke.web.security-contact|mailto:a@b.example|https://a.example|a@b.example|x",
        "landbruecke.web.security-expires|2027-11-30T00:00:00Z|2026-01-01T00:00:00Z|tomorrow|30.11.2027",
        "landbruecke.data-directory|./target|./target/new|pom.xml|pom.xml"
      })
  void faults_ofAValue_onBothSidesOfItsLimits(
      String name, String good, String alsoGood, String bad, String alsoBad) {
    assertThat(faults(Map.of(name, good))).isEmpty();
    assertThat(faults(Map.of(name, alsoGood))).isEmpty();
    assertThat(faults(Map.of(name, bad)))
        .singleElement()
        .asString()
        .startsWith(name + ": found ")
        .contains("allowed is ");
    assertThat(faults(Map.of(name, alsoBad))).hasSize(1);
  }

  @Test
  void faults_unknownName_namesItAndAllThatAreAllowed() {
    assertThat(faults(Map.of("landbruecke.rate-limit.bursts", "1", "landbruecke.port", "2")))
        .hasSize(2)
        .anySatisfy(fault ->
            assertThat(fault)
                .startsWith("landbruecke.rate-limit.bursts: no such property")
                .contains("landbruecke.rate-limit.burst,"));
  }

  @Test
  void faults_several_areToldAtOnce() {
    List<String> faults =
        faults(
            Map.of(
                "landbruecke.rate-limit.burst",
                "0",
                "landbruecke.rate-limit.per-second",
                "0",
                "landbruecke.nothing",
                "1"));

    FailureAnalysis analysis =
        new InvalidConfigurationAnalyzer().analyze(new InvalidConfigurationException(faults));
    assertThat(faults).hasSize(3);
    assertThat(Objects.requireNonNull(analysis).getDescription())
        .contains("rate-limit.burst", "rate-limit.per-second", "landbruecke.nothing");
  }

  @Test
  void faults_membersOfMaps_areKnownUnderAnyKey() {
    assertThat(
            faults(
                Map.of(
                    "landbruecke.identity.issuers.service-bw.issuer-uri", "https://a.example",
                    "landbruecke.identity.issuers.amt24.levels[http://a.example/LoA/high]", "high",
                    "landbruecke.identity.services.dog.attributes.required[0]", "given_name",
                    "landbruecke.identity.policies[0].valid.from", "2026-11-24T00:00:00Z")))
        .isEmpty();
    assertThat(
            faults(
                Map.of(
                    "landbruecke.identity.issuers.amt24.issuer", "https://a.example",
                    "landbruecke.identity.issuers.amt24", "x",
                    "landbruecke.identity.services.dog.attributes.needed", "given_name",
                    "landbruecke.identity.policies[0].until", "2026-11-24T00:00:00Z",
                    "landbruecke.identity.policies", "x")))
        .hasSize(5);
  }

  @Test
  void faults_sources_areCheckedAsAWhole() {
    assertThat(
            faults(
                Map.of(
                    "landbruecke.catalogs.sources[0].connector",
                    "third",
                    "landbruecke.catalogs.sources[0].file",
                    "pom.xml",
                    "landbruecke.catalogs.sources[0].precedence",
                    "2")))
        .isEmpty();
    assertThat(faults(Map.of("landbruecke.catalogs.sources[0].file", "pom.xml"))).hasSize(1);
    assertThat(
            faults(
                Map.of(
                    "landbruecke.catalogs.sources[0].connector",
                    "third",
                    "landbruecke.catalogs.sources[0].file",
                    "/nowhere.jsonl")))
        .hasSize(1);
  }

  @Test
  void faults_environmentVariables_areReadAndChecked() {
    assertThat(environment("LANDBRUECKE_RATE_LIMIT_BURST", "50")).isEmpty();
    assertThat(environment("LANDBRUECKE_RATELIMIT_BURST", "50")).isEmpty();
    assertThat(environment("LANDBRUECKE_RATELIMIT_BURST", "0")).hasSize(1);
    assertThat(environment("LANDBRUECKE_BURST", "50")).hasSize(1);
  }

  private static List<String> environment(String name, String value) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value)));
    return Settings.faults(environment);
  }

  private static List<String> faults(Map<String, Object> properties) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    return Settings.faults(environment);
  }
}
