package de.landbruecke.demo;

import static de.landbruecke.demo.FederalState.BADEN_WUERTTEMBERG;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The online service, before a provider that stands for the gateway. */
final class OnlineServiceTest {

  private static final String NOWHERE = "nowhere:";

  private final Faults faults = new Faults();
  private final Browser browser = new Browser();
  private Loopback gateway;
  private DemoPortal portal;
  private URI service;

  @BeforeEach
  void start() throws Exception {
    gateway = new Loopback();
    portal =
        DemoPortal.start(
            PortalOptions.of(BADEN_WUERTTEMBERG).withPort(0).withGateway(gateway.origin()));
    service = portal.origin().resolve(OnlineService.PATH);
    String id = BADEN_WUERTTEMBERG.serviceClientId();
    ECKey key = DemonstrationKeys.of(id).toPublicJWK();
    Client client =
        new Client(
            new ClientID(id),
            "Hund anmelden",
            key,
            portal.origin().resolve(OnlineService.CALLBACK_PATH),
            portal.origin().resolve("/"),
            Optional.of(portal.origin().resolve(OnlineService.LOGOUT_TOKEN_PATH)),
            Optional.empty());
    Provider provider =
        new Provider(
            BADEN_WUERTTEMBERG,
            gateway.origin(),
            Map.of(client.id(), client),
            new SigningKeys(faults),
            faults,
            Clock.systemUTC());
    Pages pages = new Pages(PortalOptions.of(BADEN_WUERTTEMBERG));
    Router router = new Router(pages, gateway.origin());
    provider.routes(router, pages);
    gateway.answer(router);
  }

  @AfterEach
  void stop() {
    portal.close();
    gateway.close();
  }

  private Browser.Answer signIn(String username) throws Exception {
    var login = browser.press(browser.get(service), "service-login", Map.of(), NOWHERE);
    return logIn(login, username);
  }

  private Browser.Answer logIn(Browser.Answer login, String username) throws Exception {
    return browser.press(
        login, "login-submit", Map.of("username", username, "password", "demo"), NOWHERE);
  }

  @Test
  void signIn_throughTheGateway_showsWhatWasReceived() throws Exception {
    var page = signIn("bernd");

    assertThat(page.text("received-level")).isEqualTo("normal");
    assertThat(page.text("received-sub")).hasSize(22);
    assertThat(page.text("received-attributes"))
        .contains("Musterle (Niveau: http://bsi.bund.de/eID/LoA/normal)", "Erfundene Gasse 2")
        .contains("bernd@service-bw.demo.landbruecke.example (eigene Angabe)");
    assertThat(page.address().getQuery()).isNull();
  }

  @Test
  void stepUp_levelReached_isShown() throws Exception {
    var basic = signIn("erik");

    var card = browser.press(basic, "service-step-up", Map.of(), NOWHERE);
    var raised = browser.press(card, "card-submit", Map.of(), NOWHERE);

    assertThat(basic.text("received-level")).isEqualTo("keines");
    assertThat(raised.text("received-level")).isEqualTo("substanziell");
    assertThat(raised.has("service-step-up")).isFalse();
  }

  @Test
  void submit_nameOfADog_isConfirmedAndEscaped() throws Exception {
    var page = signIn("clara");

    var confirmed = browser.press(page, "dog-submit", Map.of("name", "<b>Rex</b>"));
    var tooLong = browser.press(page, "dog-submit", Map.of("name", "x".repeat(61)));

    assertThat(confirmed.text("confirmation")).startsWith("<b>Rex</b> ist angemeldet");
    assertThat(tooLong.status()).isEqualTo(400);
  }

  @Test
  void submit_withoutSignIn_isSentBack() throws Exception {
    var answer =
        browser.post(portal.origin().resolve("/hund-anmelden/absenden"), Map.of("name", "Rex"));

    assertThat(answer.location().getPath()).isEqualTo(OnlineService.PATH);
  }

  @Test
  void logout_here_endsTheSessionOfTheGatewayToo() throws Exception {
    var page = signIn("clara");

    var after = browser.press(page, "service-logout", Map.of(), NOWHERE);
    var again = browser.press(browser.get(service), "service-login", Map.of(), NOWHERE);

    assertThat(after.address()).isEqualTo(portal.origin().resolve("/"));
    assertThat(again.has("login-submit")).isTrue();
  }

  @Test
  void logout_atTheGateway_endsTheSessionHere() throws Exception {
    signIn("clara");

    var question = browser.get(gateway.origin().resolve("/oauth2/logout"));
    browser.press(question, "logout-confirm", Map.of());

    // The gateway tells in the background; each look is one request, so this ends.
    Browser.Answer page = browser.get(service);
    for (int i = 0; i < 500 && !page.has("service-login"); i++) {
      Thread.sleep(10);
      page = browser.get(service);
    }
    assertThat(page.has("service-login")).isTrue();
  }

  @Test
  void logoutToken_thatIsNone_isRefused() throws Exception {
    var answer =
        new Browser()
            .post(
                portal.origin().resolve(OnlineService.LOGOUT_TOKEN_PATH),
                Map.of("logout_token", "e30.e30.e30"));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void cancel_atTheGateway_isSaidPlainly() throws Exception {
    var login = browser.press(browser.get(service), "service-login", Map.of(), NOWHERE);

    var page = browser.press(login, "login-cancel", Map.of(), NOWHERE);

    assertThat(page.text("error-code")).isEqualTo("access_denied");
  }

  /** RFC 9700, section 4.7: an answer to a sign-in that this browser did not begin. */
  @Test
  void callback_notBegunHere_isRefused() throws Exception {
    URI answer = URI.create(portal.origin() + OnlineService.CALLBACK_PATH + "?code=a&state=b");

    assertThat(new Browser().get(answer).text("error-code")).isEqualTo("expired");
  }

  @Test
  void signIn_wrongAnswers_areRefused() throws Exception {
    for (Fault fault :
        new Fault[] {
          Fault.RESPONSE_WRONG_ISSUER,
          Fault.RESPONSE_MISSING_ISSUER,
          Fault.WRONG_NONCE,
          Fault.WRONG_AUDIENCE,
          Fault.WRONG_SIGNATURE,
          Fault.ALGORITHM_NONE,
          Fault.USERINFO_WRONG_SUBJECT
        }) {
      var login = browser.press(browser.get(service), "service-login", Map.of(), NOWHERE);
      faults.set(fault);

      var page = login.has("login-submit") ? logIn(login, "clara") : login;

      assertThat(page.has("error-code")).as(fault.name()).isTrue();
      assertThat(browser.get(service).has("service-login")).as(fault.name()).isTrue();
    }
  }

  @Test
  void signIn_gatewayAway_isSaidPlainly() throws Exception {
    gateway.close();

    var page = browser.press(browser.get(service), "service-login", Map.of());

    assertThat(page.status()).isEqualTo(502);
    assertThat(page.text("error-code")).isEqualTo("login_failed");
  }

  @Test
  void forms_sentByAnotherSite_areRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(portal.origin().resolve("/hund-anmelden/absenden"))
            .header("Sec-Fetch-Site", "cross-site")
            .POST(HttpRequest.BodyPublishers.ofString("name=Rex"))
            .build();

    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(403);
  }
}
