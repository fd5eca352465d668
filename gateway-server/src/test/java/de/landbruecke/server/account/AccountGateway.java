package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.demo.DemoPortal;
import de.landbruecke.demo.Fault;
import de.landbruecke.demo.FederalState;
import de.landbruecke.demo.PortalOptions;
import de.landbruecke.server.GatewayServer;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.TestDatabase;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway with an empty database, and the two portals of the demonstration as homes of accounts;
 * beside them one that nobody answers for, one that never reaches a high level, and one that speaks
 * a protocol that the gateway does not.
 */
final class AccountGateway implements AutoCloseable {

  private static final Namespace NAMESPACE = Namespace.create(AccountGateway.class);
  private static final String EXCLUDED =
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
          + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration,"
          + "de.landbruecke.demo.DemoConfiguration";

  final URI origin;
  final DemoPortal bw;
  final DemoPortal sn;
  private final Path data;
  private final ConfigurableApplicationContext context;

  private AccountGateway() {
    try {
      int port = freePort();
      origin = URI.create("http://localhost:" + port);
      bw = portal(FederalState.BADEN_WUERTTEMBERG);
      sn = portal(FederalState.SAXONY);
      data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "account-test-");
      Map<String, Object> properties = new TreeMap<>();
      properties.put("spring.profiles.active", "demo");
      properties.put("spring.autoconfigure.exclude", EXCLUDED);
      properties.put("server.port", port);
      properties.put("management.server.port", 0);
      properties.put("landbruecke.catalogs.shipped", false);
      properties.put("landbruecke.rate-limit.enabled", false);
      properties.put("landbruecke.data-directory", data.toString());
      properties.putAll(TestDatabase.ofThisRun(data));
      register(properties);
      context =
          SpringApplication.run(
              GatewayServer.class,
              properties.entrySet().stream()
                  .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                  .toArray(String[]::new));
    } catch (IOException e) {
      throw new IllegalStateException("the gateway cannot be started", e);
    }
  }

  /** The one of this run: started for whoever asks first, stopped after the last test of all. */
  static AccountGateway of(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                AccountGateway.class, key -> new AccountGateway(), AccountGateway.class));
  }

  private DemoPortal portal(FederalState state) throws IOException {
    return DemoPortal.start(PortalOptions.of(state).withPort(0).withGateway(origin));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void register(Map<String, Object> properties) throws IOException {
    Path key = data.resolve("client.jwk");
    Files.writeString(
        key, JsonMapper.shared().writeValueAsString(DemoPortal.clientKey("landbruecke")));
    String all = "landbruecke.identity.";
    properties.put(all + "issuer", origin);
    properties.put(all + "version", "1");
    issuer(properties, FederalState.BADEN_WUERTTEMBERG, bw.origin().toString(), key);
    issuer(properties, FederalState.SAXONY, sn.origin().toString(), key);
    // The discard port: nobody listens there.
    plain(properties, "stumm", "Stummes Portal", "http://127.0.0.1:9", "high", key);
    plain(properties, "klein", "Kleines Portal", "http://127.0.0.1:19", "low", key);
    plain(properties, "bundid", "BundID", "https://id.example", "high", key);
    properties.put(all + "issuers.bundid.protocol", "saml");
    service(properties, "hund", "Hund anmelden", "low");
    properties.put(all + "services.hund.attributes.required", "given_name,family_name");
    properties.put(all + "services.hund.attributes.optional", "email,birthdate,address");
    service(properties, "rente", "Rente beantragen", "high");
    service(properties, "buch", "Buch ausleihen", "basic");
    service(properties, "karte", "Karte bestellen", "substantial");
    properties.put(all + "services.karte.attributes.required", "family_name");
    int rule = 0;
    for (String service : List.of("hund", "rente", "buch", "karte")) {
      for (String from : List.of("service-bw", "amt24", "stumm", "klein", "bundid")) {
        if (service.equals("buch") && from.equals("bundid")) {
          continue;
        }
        String at = all + "policies[" + rule++ + "].";
        properties.put(at + "id", "rule-" + rule);
        properties.put(at + "from", from);
        properties.put(at + "to", "amt24");
        properties.put(at + "service", service);
        properties.put(at + "minimum-level", "basic");
        properties.put(at + "approved-by", "test");
        properties.put(at + "scopes", "openid");
        if (service.equals("hund")) {
          properties.put(at + "attributes", "given_name,family_name,email,birthdate");
        } else if (service.equals("karte")) {
          properties.put(at + "attributes", "family_name");
        }
      }
    }
  }

  private static void issuer(
      Map<String, Object> properties, FederalState state, String uri, Path key) {
    String id = state.issuerId();
    plain(properties, id, id.equals("amt24") ? "Amt24" : "service-bw", uri, "high", key);
    String at = "landbruecke.identity.issuers." + id + ".levels";
    properties.keySet().removeIf(name -> name.startsWith(at));
    for (var level :
        List.of(
            AssuranceLevel.BASIC,
            AssuranceLevel.LOW,
            AssuranceLevel.SUBSTANTIAL,
            AssuranceLevel.HIGH)) {
      properties.put(at + "[" + state.acr(level) + "]", level.label());
    }
    if (state == FederalState.SAXONY) {
      properties.put(
          at + "[" + state.acr(AssuranceLevel.SUBSTANTIAL) + "]", "substantial notified");
    }
  }

  private static void plain(
      Map<String, Object> properties,
      String id,
      String label,
      String uri,
      String ceiling,
      Path key) {
    String at = "landbruecke.identity.issuers." + id + ".";
    properties.put(at + "label", label);
    properties.put(at + "issuer-uri", uri);
    properties.put(at + "network", uri.startsWith("http:") ? "private" : "public");
    properties.put(at + "ceiling", ceiling);
    properties.put(at + "levels[urn:test:high]", "high");
    properties.put(at + "client-id", "landbruecke");
    properties.put(at + "key-file", key.toString());
  }

  private static void service(
      Map<String, Object> properties, String id, String name, String level) {
    String at = "landbruecke.identity.services." + id + ".";
    properties.put(at + "name", name);
    properties.put(at + "sector", "sector-" + id);
    properties.put(at + "controller", "Stadt Musterstadt");
    properties.put(at + "audience", "https://" + id + ".example/api");
    properties.put(at + "redirect-uris", "https://" + id + ".example/callback");
    properties.put(at + "minimum-level", level);
    properties.put(at + "purpose", "Ihren Antrag bearbeiten");
    properties.put(
        at + "jwks",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"one\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}");
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Plays the room that talks to services: begins a transaction for a browser. */
  Transaction begin(TestBrowser browser, AuthorizationRequest request) {
    String secret = browser.cookie(origin, "lb-browser");
    if (secret == null) {
      secret = Transactions.newBrowser();
      browser.setCookie(origin, "lb-browser", secret);
    }
    return bean(Transactions.class).create(request, secret);
  }

  /** As {@link #begin}, for a service and nothing special. */
  Transaction begin(TestBrowser browser, String service) {
    return begin(browser, request(service).build());
  }

  static Wish request(String service) {
    return new Wish(service);
  }

  /** The parts of a request that tests change. */
  static final class Wish {
    private final String service;
    private List<String> acrValues = List.of();
    private @Nullable Duration maxAge;
    private Set<String> prompt = Set.of();
    private List<String> languages = List.of();
    private @Nullable String homeHint;

    private Wish(String service) {
      this.service = service;
    }

    Wish acr(String... values) {
      acrValues = List.of(values);
      return this;
    }

    Wish maxAge(Duration age) {
      maxAge = age;
      return this;
    }

    Wish prompt(String... values) {
      prompt = Set.of(values);
      return this;
    }

    Wish languages(String... tags) {
      languages = List.of(tags);
      return this;
    }

    Wish hint(String issuer) {
      homeHint = issuer;
      return this;
    }

    AuthorizationRequest build() {
      return new AuthorizationRequest(
          service,
          "https://" + service + ".example/callback",
          null,
          Set.of("openid", "profile", "email", "address"),
          null,
          acrValues,
          maxAge,
          prompt,
          languages,
          "n-1",
          "s-1",
          "challenge",
          List.of(),
          null,
          homeHint,
          null);
    }
  }

  /** The transaction as the browser's it is now. */
  Transaction now(TestBrowser browser, Transaction transaction) {
    return bean(Transactions.class)
        .find(transaction.id(), browser.cookie(origin, "lb-browser"))
        .orElseThrow();
  }

  TestBrowser browser() {
    return new TestBrowser(origin);
  }

  /** Where a transaction leads that is done. */
  String resume(Transaction transaction) {
    return origin + "/oauth2/authorize/resume?transaction=" + transaction.id();
  }

  /** Both portals behave again. */
  void heal() {
    bw.inject();
    sn.inject();
  }

  void injectBw(Fault... faults) {
    bw.inject(faults);
  }

  @Override
  public void close() {
    context.close();
    bw.close();
    sn.close();
    try {
      FileSystemUtils.deleteRecursively(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
