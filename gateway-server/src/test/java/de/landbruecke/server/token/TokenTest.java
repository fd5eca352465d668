package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.harvest.StubIndexConfiguration;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.NewSession;
import de.landbruecke.server.identity.Release;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.SignIn;
import de.landbruecke.server.identity.TestDatabase;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running identity gateway whose issuer is the address it listens on; all subclasses share one.
 * Where the account room would talk to the citizen, {@link #signIn} takes its steps.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT,
    properties = {"management.server.port=0", "landbruecke.rate-limit.enabled=false"})
@ActiveProfiles("conformance")
@Import(StubIndexConfiguration.class)
abstract class TokenTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static final int PORT = freePort();
  static final String ISSUER = "http://localhost:" + PORT;
  static final String TOKEN = ISSUER + "/oauth2/token";

  static final HomePortal HOME_BW = new HomePortal();
  static final HomePortal HOME_SN = new HomePortal();

  /** An online service of Baden-Württemberg: code, refresh with rotation. */
  static final TestClient SERVICE = TestClient.of("bw-service");

  /** Another one of the same sector that needs more. */
  static final TestClient STRONG_SERVICE = TestClient.of("bw-strong-service");

  /** One of Saxony, bound to a key. */
  static final TestClient SN_SERVICE = TestClient.of("sn-service");

  /** One of the profile FAPI 2.0. */
  static final TestClient FAPI = TestClient.of("fapi-service");

  static final TestClient BW_BACKEND = TestClient.of("bw-backend");
  static final TestClient SN_BACKEND = TestClient.of("sn-backend");

  /** A client of neither portal that may exchange. */
  static final TestClient STRANGER = TestClient.of("stranger");

  static final String CALLBACK = "https://service.example.org/callback";
  static final String AFTER_LOGOUT = "https://service.example.org/out";
  static final String SECRET = "a-secret-of-256-bits-for-the-suite-only-0123456789";

  static final String BW_API = "https://api.bw.example.org";
  static final String SN_API = "https://api.sn.example.org";

  static final String LOW = "http://bsi.bund.de/eID/LoA/normal";
  static final String SUBSTANTIAL = "http://bsi.bund.de/eID/LoA/substantiell";
  static final String HIGH = "http://bsi.bund.de/eID/LoA/hoch";

  /** A verifier of PKCE and its challenge. */
  static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Autowired Citizens citizens;
  @Autowired Sessions sessions;
  @Autowired Transactions transactions;
  @Autowired Consents consents;

  @DynamicPropertySource
  static void configuration(DynamicPropertyRegistry registry) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("server.port", PORT);
    Path directory = temporary();
    properties.put("landbruecke.data-directory", directory);
    properties.putAll(TestDatabase.ofThisRun(directory));
    properties.put("landbruecke.identity.issuer", ISSUER);
    properties.put("landbruecke.identity.version", "1");
    home(properties, "home-bw", HOME_BW);
    home(properties, "home-sn", HOME_SN);
    service(properties, SERVICE, "bw", BW_API, "low", "authorization_code,refresh_token");
    attributes(properties, SERVICE);
    service(
        properties,
        STRONG_SERVICE,
        "bw",
        BW_API,
        "substantial",
        "authorization_code,refresh_token");
    service(properties, SN_SERVICE, "sn", SN_API, "low", "authorization_code,refresh_token");
    attributes(properties, SN_SERVICE);
    properties.put(at(SN_SERVICE) + "sender-constraint", "dpop");
    service(properties, FAPI, "bw", BW_API, "low", "authorization_code,refresh_token");
    properties.put(at(FAPI) + "profile", "fapi2");
    properties.put(at(FAPI) + "sender-constraint", "dpop");
    service(properties, BW_BACKEND, "bw", BW_API, "low", "client_credentials,token-exchange");
    portal(properties, BW_BACKEND, "home-bw");
    service(
        properties,
        SN_BACKEND,
        "sn",
        SN_API,
        "low",
        "client_credentials,token-exchange,jwt-bearer");
    portal(properties, SN_BACKEND, "home-sn");
    service(
        properties, STRANGER, "other", "https://api.other.example.org", "low", "token-exchange");
    TestClient suite = TestClient.of("suite-basic");
    service(properties, suite, "suite", "https://suite.example.org", "basic", "authorization_code");
    properties.put(at(suite) + "authentication", "client-secret-basic");
    properties.put(at(suite) + "secret-hash", HexFormat.of().formatHex(Secrets.sha256(SECRET)));
    properties.put(at(suite) + "weakenings", "allow-client-secret,allow-missing-pkce");
    properties.put(at(suite) + "jwks", "");
    List<String> served =
        List.of("bw-service", "bw-strong-service", "sn-service", "fapi-service", "suite-basic");
    int index = 0;
    for (String each : served) {
      rule(properties, index++, "home-bw", each);
    }
    properties.forEach((name, value) -> registry.add(name, () -> value));
  }

  private static void home(Map<String, Object> properties, String id, HomePortal portal) {
    String at = "landbruecke.identity.issuers." + id + ".";
    properties.put(at + "issuer-uri", portal.issuer());
    properties.put(at + "network", "private");
    properties.put(at + "ceiling", "high");
    properties.put(at + "levels[low]", "low");
    properties.put(at + "levels[substantial]", "substantial");
    properties.put(at + "levels[basic]", "basic");
    properties.put(at + "client-id", "landbruecke");
    if (id.equals("home-bw")) {
      properties.put(at + "levels[high]", "substantial");
    }
  }

  private static String at(TestClient client) {
    return "landbruecke.identity.services." + client.id() + ".";
  }

  private static void service(
      Map<String, Object> properties,
      TestClient client,
      String sector,
      String audience,
      String level,
      String grants) {
    String at = at(client);
    properties.put(at + "sector", sector);
    properties.put(at + "controller", "Stadt Beispiel");
    properties.put(at + "audience", audience);
    properties.put(at + "jwks", client.jwks());
    properties.put(at + "minimum-level", level);
    properties.put(at + "grants", grants);
    properties.put(at + "scopes", "openid,profile,email,read");
    properties.put(at + "purpose", "Antrag auf Wohngeld");
    if (grants.contains("authorization_code")) {
      properties.put(at + "redirect-uris", CALLBACK + "," + CALLBACK + "?a=b");
      properties.put(at + "post-logout-redirect-uris", AFTER_LOGOUT);
      properties.put(at + "network", "private");
      properties.put(at + "backchannel-logout-uri", HOME_SN.issuer() + "/logout/" + client.id());
    }
  }

  private static void attributes(Map<String, Object> properties, TestClient client) {
    properties.put(at(client) + "attributes.required", "given_name,family_name");
    properties.put(at(client) + "attributes.optional", "email,address");
  }

  private static void portal(Map<String, Object> properties, TestClient client, String home) {
    properties.put(at(client) + "portal", home);
    properties.put(at(client) + "home-clients", "backend");
  }

  private static void rule(Map<String, Object> properties, int index, String from, String service) {
    String at = "landbruecke.identity.policies[" + index + "].";
    properties.put(at + "id", "rule-" + index);
    properties.put(at + "from", from);
    properties.put(at + "to", "home-sn");
    properties.put(at + "service", service);
    properties.put(at + "minimum-level", "basic");
    properties.put(at + "scopes", "openid,read");
    properties.put(at + "exchange", service.equals("sn-service"));
    properties.put(at + "uses", "3");
    properties.put(at + "approved-by", "Referat 42");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("landbruecke-token-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The least good request of the service. */
  static Map<String, String> request(TestClient client) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("client_id", client.id());
    request.put("response_type", "code");
    request.put("redirect_uri", CALLBACK);
    request.put("scope", "openid");
    request.put("state", "st-1");
    request.put("nonce", "no-1");
    request.put("code_challenge", CHALLENGE);
    request.put("code_challenge_method", "S256");
    return request;
  }

  static String authorize(Map<String, String> request) {
    return ISSUER + "/oauth2/authorize?" + Browser.encoded(request);
  }

  /** Who signs in, and what comes of it. */
  record Person(String homeSubject, AssuranceLevel level) {

    static Person anew(AssuranceLevel level) {
      return new Person("person-" + Tokenish.next(), level);
    }
  }

  /** Fresh names. */
  private static final class Tokenish {
    private static final java.util.concurrent.atomic.AtomicLong LAST =
        new java.util.concurrent.atomic.AtomicLong();

    static long next() {
      return LAST.incrementAndGet();
    }
  }

  /** What the account room does: sign in, release everything registered, send back. */
  HttpResponse<String> signIn(Browser browser, String signInAddress, Person person) {
    Transaction transaction = transaction(browser, signInAddress);
    CitizenId citizen =
        citizens.findOrCreate("home-bw", person.homeSubject(), person.level(), "pwd");
    NewSession session = sessions.create(signInOf(citizen, person.level(), Instant.now()));
    browser.set("lb-session", session.cookieValue());
    Set<String> names =
        transaction.request().clientId().equals(SERVICE.id())
                || transaction.request().clientId().equals(SN_SERVICE.id())
            ? Set.of("given_name", "family_name", "address")
            : Set.of();
    Consent consent =
        consents.grant(
            release(citizen, transaction.request().clientId(), names, person.level()),
            Duration.ofDays(30));
    Transaction linked =
        transactions.advance(transaction.linked(session.session().id())).orElseThrow();
    assertThat(transactions.advance(linked.released(session.session().id(), consent.id(), names)))
        .isPresent();
    return browser.get(ISSUER + "/oauth2/authorize/resume?transaction=" + transaction.id());
  }

  Transaction transaction(Browser browser, String signInAddress) {
    assertThat(signInAddress).startsWith(ISSUER + "/konto/anmelden/");
    return transactions
        .find(
            signInAddress.substring(signInAddress.lastIndexOf('/') + 1),
            browser.cookie("lb-browser"))
        .orElseThrow();
  }

  static Release release(
      CitizenId citizen, String client, Set<String> names, AssuranceLevel level) {
    return new Release(citizen, client, "Antrag auf Wohngeld", names, level, "1", true);
  }

  static SignIn signInOf(CitizenId citizen, AssuranceLevel level, Instant at) {
    return new SignIn(
        citizen,
        "home-bw",
        level,
        at,
        "pwd",
        "home-session",
        List.of(
            new Attribute("given_name", "Clara", "home-bw", level),
            new Attribute("family_name", "Muster", "home-bw", level),
            new Attribute("email", "clara@example.org", "home-bw", AssuranceLevel.BASIC),
            new Attribute(
                "address", "{\"locality\": \"Musterstadt\"}", "home-bw", AssuranceLevel.BASIC)));
  }

  /** A code of a new sign-in. */
  String code(Browser browser, Map<String, String> request, Person person) {
    HttpResponse<String> begun = browser.get(authorize(request));
    HttpResponse<String> ended = signIn(browser, Browser.location(begun), person);
    assertThat(ended.statusCode()).isEqualTo(303);
    String code = Browser.parameters(Browser.location(ended)).get("code");
    assertThat(code).as(Browser.location(ended)).isNotNull();
    return String.valueOf(code);
  }

  /** The form that redeems a code. */
  static Map<String, String> redemption(TestClient client, String code) {
    Map<String, String> form = new LinkedHashMap<>(client.authentication(ISSUER));
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", CALLBACK);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  /** The answer of the token endpoint for a new sign-in of somebody at the level. */
  JsonNode tokens(Browser browser, TestClient client, Person person) {
    return json(browser.post(TOKEN, redemption(client, code(browser, request(client), person))));
  }

  static HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
    return new Browser().post(ISSUER + path, form, headers);
  }

  static String tokenProof(ECKey key) {
    return TestClient.proof(key, "POST", TOKEN, Map.of());
  }

  static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  static String error(HttpResponse<String> response) {
    return json(response).path("error").asString();
  }

  static String text(JsonNode node, String name) {
    return node.path(name).asString();
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
