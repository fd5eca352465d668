package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.sun.net.httpserver.HttpServer;
import de.landbruecke.server.account.FaultyHome.Fault;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Portals that each do one thing wrong, at a sign-in and at an exchange, over real HTTP: the right
 * page or error each time, no call to a host that nobody registered, and no harm to a sound portal.
 */
@ExtendWith(FaultyHomesTest.Registered.class)
class FaultyHomesTest extends AccountTest {

  private static final String SERVICE = "pruefung";
  private static final String AUDIENCE = "https://pruefung.example/api";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final Map<Fault, FaultyHome> HOMES = new EnumMap<>(Fault.class);
  private static final List<String> TRAPPED = new CopyOnWriteArrayList<>();
  private static final ECKey KEY = key();

  private static @Nullable HttpServer trap;
  private static @Nullable Registry registry;

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("backend").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Registers the portals with the gateway of this run, at run time. */
  static final class Registered implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      Registry of = AccountGateway.of(context).bean(Registry.class);
      registry = of;
      of.approve(of.propose(document(of), "faulty portals", "anna").id(), "bernd");
    }
  }

  @BeforeAll
  static void portalsAreRegistered() {
    assertThat(HOMES).hasSize(Fault.values().length);
  }

  @AfterAll
  static void stop() {
    Registry known = Objects.requireNonNull(registry);
    known.undo(known.current().revision(), "the end of the test", "bernd");
    HOMES.values().forEach(FaultyHome::close);
    HOMES.clear();
    Objects.requireNonNull(trap).stop(0);
  }

  private static URI trap() {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.createContext(
          "/",
          exchange -> {
            TRAPPED.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      made.start();
      trap = made;
      return URI.create("http://127.0.0.1:" + made.getAddress().getPort());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The registry as it is, with a portal and a back end for each fault, and one service for all.
   */
  private static String document(Registry registry) {
    URI elsewhere = trap();
    ObjectNode document =
        (ObjectNode) JsonMapper.shared().readTree(registry.export(registry.current().revision()));
    String keys = new JWKSet(KEY.toPublicJWK()).toString();
    service(document, SERVICE, keys)
        .put("audience", AUDIENCE)
        .put("name", "Prüfung")
        .put("minimum-level", "substantial")
        .putArray("redirect-uris")
        .add("https://" + SERVICE + ".example/callback");
    for (Fault fault : Fault.values()) {
      FaultyHome home = new FaultyHome(fault, elsewhere);
      HOMES.put(fault, home);
      ObjectNode issuer = ((ObjectNode) document.path("issuers")).putObject(home.id());
      issuer
          .put("issuer-uri", home.issuer())
          .put("network", "private")
          .put("ceiling", "high")
          .put("client-id", "landbruecke");
      issuer
          .putObject("levels")
          .put(FaultyHome.LEVEL, "substantial")
          .put(FaultyHome.LOWER_LEVEL, "low");
      ObjectNode backend = service(document, backend(fault), keys);
      backend.put("audience", "https://" + home.id() + ".example").put("minimum-level", "basic");
      backend.put("portal", home.id()).putArray("home-clients").add("backend");
      backend.putArray("grants").add("token-exchange");
      ObjectNode rule = ((ArrayNode) document.path("policies")).addObject();
      rule.put("id", "rule-" + home.id())
          .put("from", home.id())
          .put("to", "amt24")
          .put("service", SERVICE)
          .put("minimum-level", "substantial")
          .put("exchange", "true")
          .put("approved-by", "test")
          .putArray("scopes")
          .add("openid")
          .add("read");
    }
    return document.toString();
  }

  private static ObjectNode service(ObjectNode document, String id, String keys) {
    ObjectNode service = ((ObjectNode) document.path("services")).putObject(id);
    service.put("sector", "sector-" + id).put("controller", "Stadt Musterstadt").put("jwks", keys);
    service.putArray("scopes").add("openid").add("read");
    return service;
  }

  private static String backend(Fault fault) {
    return "backend-" + fault.id();
  }

  private static FaultyHome home(Fault fault) {
    return Objects.requireNonNull(HOMES.get(fault));
  }

  /** Goes through a portal, up to the page that comes of it. */
  private void signIn(TestBrowser browser, Transaction transaction, Fault fault) {
    browser.go("/konto/anmelden/" + transaction.id());
    if (browser.page().getElementById("account-" + fault.id()) != null) {
      browser.press("account-" + fault.id()).follow();
    } else {
      // Known to be down already: nobody is sent there.
      assertThat(browser.text()).contains(fault.id() + " Gerade nicht erreichbar");
    }
  }

  /**
   * OpenID Connect Core, sections 3.1.3.7 and 5.3.2; Discovery 1.0, section 4.3; RFC 9207, section
   * 2.4; RFC 8725, section 3; RFC 9470.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void signIn_faultyPortal_isRefusedByTheRightPageAndNothingKept(Fault fault) {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, SERVICE);

    signIn(browser, transaction, fault);

    if (!browser.trouble().isEmpty()) {
      assertThat(browser.trouble()).isEqualTo(fault.page);
      assertThat(browser.status()).isEqualTo(fault.page.equals("level-too-low") ? 403 : 502);
      assertThat(browser.page().select("#error-reference").text())
          .matches("[2-9A-Z]{4}-[2-9A-Z]{4}");
    } else {
      assertThat(fault.name()).startsWith("DISCOVERY_");
    }
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNull();
    assertThat(gateway().now(browser, transaction))
        .returns(null, Transaction::session)
        .extracting(Transaction::state)
        .isIn(TransactionState.REQUESTED, TransactionState.HOME_CHOSEN);
    assertThat(TRAPPED).isEmpty();
  }

  /** RFC 8693, section 2.2.2: the token does not hold, and the answer is one of the protocol. */
  @ParameterizedTest
  @EnumSource
  void exchange_faultyPortal_isRefusedForTheRightReason(Fault fault) throws Exception {
    HttpResponse<String> response = exchange(fault, home(fault).accessToken());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    JsonNode answer = JsonMapper.shared().readTree(response.body());
    assertThat(answer.path("error").asString()).isEqualTo("invalid_request");
    assertThat(answer.path("reason").asString()).isEqualTo(fault.reason);
    assertThat(TRAPPED).isEmpty();
  }

  private HttpResponse<String> exchange(Fault fault, String token)
      throws IOException, InterruptedException, JOSEException {
    Map<String, String> form = new LinkedHashMap<>();
    new PrivateKeyJWT(
            new JWTAuthenticationClaimsSet(
                new ClientID(backend(fault)), new Audience(gateway().origin)),
            JWSAlgorithm.ES256,
            KEY.toPrivateKey(),
            KEY.getKeyID(),
            null)
        .toParameters()
        .forEach((name, values) -> form.put(name, values.getFirst()));
    form.put("grant_type", EXCHANGE);
    form.put("subject_token", token);
    form.put("subject_token_type", ACCESS_TOKEN);
    form.put("audience", AUDIENCE);
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + TestBrowser.encode(each.getValue()))
            .collect(Collectors.joining("&"));
    return CLIENT.send(
        HttpRequest.newBuilder(gateway().origin.resolve("/oauth2/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A new key counts at once, and one that is gone does not. */
  @Test
  void exchange_rotatedKey_isTakenAndTheOldOneRefused() throws Exception {
    FaultyHome home = home(Fault.NOTHING);
    String before = home.accessToken();
    assertThat(exchange(Fault.NOTHING, before).body()).contains("link_required");

    home.rotateKey();

    assertThat(exchange(Fault.NOTHING, home.accessToken()).body()).contains("link_required");
    assertThat(exchange(Fault.NOTHING, before).body()).contains("subject_token_refused");
  }

  /** It harms only its own users: while one waits for a portal, another's sign in. */
  @Test
  void signIn_besideAPortalThatHangs_works() throws Exception {
    FaultyHome slow = home(Fault.TOKEN_SLOW);
    slow.forgetRequests();
    TestBrowser stuck = gateway().browser();
    Transaction of = gateway().begin(stuck, SERVICE);
    CompletableFuture<Void> hanging =
        CompletableFuture.runAsync(() -> signIn(stuck, of, Fault.TOKEN_SLOW));
    slow.awaitRequest();

    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, SERVICE);
    signIn(browser, transaction, Fault.NOTHING);
    browser.press("consent-allow");

    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.RELEASED);
    hanging.get();
    assertThat(stuck.trouble()).isEqualTo("provider-down");
  }

  /** OpenID Connect Back-Channel Logout 1.0, sections 2.4, 2.6 and 2.8. */
  @Test
  void logoutToken_faultyReplayedOrOfAnother_endsNothingAndASoundOneEndsTheSession() {
    FaultyHome home = home(Fault.NOTHING);
    TestBrowser browser = gateway().browser();
    signIn(browser, gateway().begin(browser, SERVICE), Fault.NOTHING);
    String foreign = home(Fault.NONCE_OTHER).logoutToken(claims -> {});
    String other = home.logoutToken(claims -> claims.put("sub", "citizen-of-somebody-else"));

    for (String refused :
        List.of(
            foreign,
            home.logoutToken(claims -> claims.put("nonce", "n")),
            home.logoutToken(claims -> claims.remove("events")),
            home.logoutToken(claims -> claims.put("events", Map.of("urn:other", Map.of()))),
            home.logoutToken(claims -> claims.put("aud", "other")),
            home.logoutToken(claims -> claims.remove("jti")),
            home.logoutToken(claims -> claims.remove("sub")),
            home.accessToken())) {
      assertThat(told(home, refused)).isEqualTo(400);
    }
    assertThat(told(home, other)).isEqualTo(200);
    assertThat(told(home, other)).as("replayed").isEqualTo(400);
    assertThat(isSignedIn(browser)).isTrue();

    assertThat(told(home, home.logoutToken(claims -> {}))).isEqualTo(200);
    assertThat(isSignedIn(browser)).isFalse();
    assertThat(TRAPPED).isEmpty();
  }

  private int told(FaultyHome home, String token) {
    return gateway()
        .browser()
        .post(
            gateway().origin.resolve("/logout/connect/back-channel/" + home.id()),
            Map.of("logout_token", List.of(token)))
        .status();
  }

  private boolean isSignedIn(TestBrowser browser) {
    String cookie = browser.cookie(gateway().origin, "lb-session");
    return cookie != null && gateway().bean(Sessions.class).find(cookie).isPresent();
  }
}
