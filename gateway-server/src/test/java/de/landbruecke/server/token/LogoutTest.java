package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import de.landbruecke.AssuranceLevel;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Logout that a service asks for, and what services are told of it. */
class LogoutTest extends TokenTest {

  private final Browser browser = new Browser();
  private final Person person = Person.anew(AssuranceLevel.SUBSTANTIAL);

  /** RP-Initiated Logout 1.0, sections 2 and 3; Back-Channel Logout 1.0, sections 2.4 and 2.5. */
  @Test
  void logout_withHintAndRegisteredAddress_endsAllAndTellsEveryService() throws Exception {
    JsonNode first = tokens(browser, SERVICE, person);
    Browser same = browser;
    JsonNode second =
        json(same.post(TOKEN, redemption(STRONG_SERVICE, silentCode(STRONG_SERVICE))));
    Map<String, String> logout = logout(text(first, "id_token"));
    logout.put("post_logout_redirect_uri", AFTER_LOGOUT);
    logout.put("state", "a b&c");

    HttpResponse<String> response =
        browser.get(ISSUER + "/connect/logout?" + Browser.encoded(logout));

    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(Browser.location(response)).isEqualTo(AFTER_LOGOUT + "?state=a+b%26c");
    assertThat(browser.cookie("lb-session")).isEmpty();
    assertThat(TokenAttacksTest.isActive(SERVICE, text(first, "access_token"))).isFalse();
    assertThat(TokenAttacksTest.isActive(STRONG_SERVICE, text(second, "access_token"))).isFalse();
    for (Map.Entry<TestClient, JsonNode> each :
        Map.of(SERVICE, first, STRONG_SERVICE, second).entrySet()) {
      JWTClaimsSet id = SignedJWT.parse(text(each.getValue(), "id_token")).getJWTClaimsSet();
      SignedJWT token = told(each.getKey(), id.getStringClaim("sid"));
      JWTClaimsSet claims = token.getJWTClaimsSet();
      assertThat(token.getHeader().getType().getType()).isEqualTo("logout+jwt");
      JWKSet keys = JWKSet.load(URI.create(ISSUER + "/oauth2/jwks").toURL());
      assertThat(
              token.verify(
                  new ECDSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
          .isTrue();
      assertThat(claims.getIssuer()).isEqualTo(ISSUER);
      assertThat(claims.getAudience()).containsExactly(each.getKey().id());
      assertThat(claims.getSubject()).isEqualTo(id.getSubject());
      assertThat(claims.getJSONObjectClaim("events"))
          .containsOnlyKeys("http://schemas.openid.net/event/backchannel-logout");
      assertThat(claims.getClaims()).containsKeys("jti", "iat").doesNotContainKey("nonce");
      assertThat(TestClient.seconds(claims)).isEqualTo(120);
    }
    assertThat(sid(first)).isNotEqualTo(sid(second));
  }

  /** RP-Initiated Logout 1.0, sections 3 and 6: no redirect to what is not exactly registered. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "https://service.example.org/out/",
        "https://service.example.org/out?x=y",
        "https://service.example.org/callback",
        "http://service.example.org/out"
      })
  void logout_withAnotherAddress_isAPageAndEndsNothing(String address) {
    JsonNode tokens = tokens(browser, SERVICE, person);
    Map<String, String> logout = logout(text(tokens, "id_token"));
    logout.put("post_logout_redirect_uri", address);

    HttpResponse<String> response =
        browser.get(ISSUER + "/connect/logout?" + Browser.encoded(logout));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Location")).isEmpty();
    assertThat(response.body()).contains("id=\"error-code\"");
    assertThat(TokenAttacksTest.isActive(SERVICE, text(tokens, "access_token"))).isTrue();
  }

  /** RP-Initiated Logout 1.0, section 2: without a hint that holds the citizen is asked. */
  @Test
  void logout_withoutAHintThatHolds_asksAndNeverRedirects() {
    JsonNode tokens = tokens(browser, SERVICE, person);
    String hint = text(tokens, "id_token");
    String tampered = hint.substring(0, hint.length() - 8) + "AAAAAAAA";
    for (Map<String, String> parameters :
        List.of(
            Map.<String, String>of(),
            Map.of("post_logout_redirect_uri", AFTER_LOGOUT),
            Map.of("post_logout_redirect_uri", AFTER_LOGOUT, "client_id", SERVICE.id()),
            Map.of("post_logout_redirect_uri", AFTER_LOGOUT, "id_token_hint", tampered),
            Map.of(
                "post_logout_redirect_uri",
                AFTER_LOGOUT,
                "id_token_hint",
                text(tokens, "access_token")),
            Map.of(
                "post_logout_redirect_uri",
                AFTER_LOGOUT,
                "id_token_hint",
                hint,
                "client_id",
                FAPI.id()))) {
      HttpResponse<String> asked =
          browser.get(ISSUER + "/connect/logout?" + Browser.encoded(parameters));

      assertThat(asked.statusCode()).isEqualTo(200);
      assertThat(asked.headers().firstValue("Location")).isEmpty();
      assertThat(asked.body()).contains("id=\"logout-confirm\"").doesNotContain(AFTER_LOGOUT);
      assertThat(header(asked, "Cache-Control")).isEqualTo("no-store");
    }
    assertThat(TokenAttacksTest.isActive(SERVICE, text(tokens, "access_token"))).isTrue();
  }

  /** Logout CSRF: only our own page may confirm. */
  @Test
  void confirmed_onlyFromOurOwnPage() {
    JsonNode tokens = tokens(browser, SERVICE, person);
    String address = ISSUER + "/connect/logout/confirmed";

    browser.post(address, "", "Origin", "https://evil.example");
    browser.post(address, "", "Sec-Fetch-Site", "cross-site");
    browser.post(address, "", "Origin", "null");
    boolean afterForeign = TokenAttacksTest.isActive(SERVICE, text(tokens, "access_token"));
    HttpResponse<String> own = browser.post(address, "", "Origin", ISSUER);

    assertThat(afterForeign).isTrue();
    assertThat(own.statusCode()).isEqualTo(303);
    assertThat(browser.get(Browser.location(own)).body()).contains("Sie sind abgemeldet");
    assertThat(TokenAttacksTest.isActive(SERVICE, text(tokens, "access_token"))).isFalse();
  }

  /** A hint of yesterday's session does not end that of whoever is signed in now. */
  @Test
  void logout_hintOfAnotherSession_asks() {
    String old = text(tokens(browser, SERVICE, person), "id_token");
    browser.set("lb-session", "gone");
    JsonNode now = tokens(browser, SERVICE, Person.anew(AssuranceLevel.SUBSTANTIAL));

    HttpResponse<String> asked =
        browser.get(ISSUER + "/connect/logout?" + Browser.encoded(logout(old)));

    assertThat(asked.body()).contains("id=\"logout-confirm\"");
    assertThat(TokenAttacksTest.isActive(SERVICE, text(now, "access_token"))).isTrue();
  }

  @Test
  void logout_byPostInEnglish_isAsGood() {
    JsonNode tokens = tokens(browser, SERVICE, person);

    HttpResponse<String> response =
        browser.post(
            ISSUER + "/connect/logout", logout(text(tokens, "id_token")), "Accept-Language", "en");

    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(loggedOut(response, "<strong>bw-service</strong> has confirmed your sign-out"))
        .contains("You are signed out", "lang=\"en\"");
    assertThat(TokenAttacksTest.isActive(SERVICE, text(tokens, "access_token"))).isFalse();
  }

  /** Back-Channel Logout 1.0, section 2.7: a service that failed is told again, by a new token. */
  @Test
  void logout_serviceThatFails_isToldAgain() throws Exception {
    JsonNode tokens = tokens(browser, SERVICE, person);
    HOME_SN.refuseLogoutOnce(sid(tokens));

    browser.get(ISSUER + "/connect/logout?" + Browser.encoded(logout(text(tokens, "id_token"))));

    SignedJWT first = told(SERVICE, sid(tokens), 0);
    SignedJWT second = told(SERVICE, sid(tokens), 1);
    assertThat(second.getJWTClaimsSet().getJWTID())
        .isNotEqualTo(first.getJWTClaimsSet().getJWTID());
  }

  /** Without a script: the page says how it stands, and a link asks again. */
  @Test
  void loggedOut_serviceThatFailsTwice_isShownWaitingAndThenConfirmed() throws Exception {
    JsonNode tokens = tokens(browser, SERVICE, person);
    HOME_SN.refuseLogout(sid(tokens), 2);

    HttpResponse<String> response =
        browser.get(
            ISSUER + "/connect/logout?" + Browser.encoded(logout(text(tokens, "id_token"))));
    String first = browser.get(Browser.location(response)).body();
    told(SERVICE, sid(tokens), 2);
    String later = loggedOut(response, "<strong>bw-service</strong> hat Ihre Abmeldung bestätigt");

    assertThat(first)
        .contains("<strong>bw-service</strong> hat noch nicht geantwortet", "id=\"logout-again\"");
    assertThat(later).doesNotContain("logout-again");
    // Another browser with the same address learns nothing.
    assertThat(new Browser().get(Browser.location(response)).body())
        .contains("Sie sind abgemeldet")
        .doesNotContain("bw-service");
  }

  @Test
  void waiting_growsToItsLimit() {
    assertThat(LogoutSender.waiting(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(LogoutSender.waiting(3)).isEqualTo(Duration.ofSeconds(8));
    assertThat(LogoutSender.waiting(1_000)).isEqualTo(Duration.ofMinutes(30));
  }

  /** The page after a logout as soon as it says this. */
  private String loggedOut(HttpResponse<String> response, String text) {
    String page = "";
    for (int i = 0; i < 10 && !page.contains(text); i++) {
      page = browser.get(Browser.location(response)).body();
    }
    assertThat(page).contains(text);
    return page;
  }

  private static Map<String, String> logout(String hint) {
    Map<String, String> logout = new LinkedHashMap<>();
    logout.put("id_token_hint", hint);
    return logout;
  }

  /** A code for another service in the running session. */
  private String silentCode(TestClient client) {
    HttpResponse<String> begun = browser.get(authorize(request(client)));
    var transaction = transaction(browser, Browser.location(begun));
    var session = sessions.find(browser.cookie("lb-session")).orElseThrow();
    var linked = transactions.advance(transaction.linked(session.id())).orElseThrow();
    assertThat(transactions.advance(linked.released(session.id(), null, java.util.Set.of())))
        .isPresent();
    HttpResponse<String> ended =
        browser.get(ISSUER + "/oauth2/authorize/resume?transaction=" + transaction.id());
    return String.valueOf(Browser.parameters(Browser.location(ended)).get("code"));
  }

  private static String sid(JsonNode tokens) throws java.text.ParseException {
    return SignedJWT.parse(text(tokens, "id_token")).getJWTClaimsSet().getStringClaim("sid");
  }

  /** The logout token that reaches the service for this session. */
  private static SignedJWT told(TestClient client, String sid) throws Exception {
    return told(client, sid, 0);
  }

  /** The same after it was told some times before. */
  private static SignedJWT told(TestClient client, String sid, int before) throws Exception {
    String start = "POST /logout/" + client.id() + " logout_token=";
    for (int i = 0; i < 200; i++) {
      Optional<SignedJWT> found =
          HOME_SN.requests().stream()
              .filter(each -> each.startsWith(start))
              .map(
                  each -> URLDecoder.decode(each.substring(start.length()), StandardCharsets.UTF_8))
              .map(LogoutTest::parsed)
              .filter(token -> sid.equals(sidOf(token)))
              .skip(before)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(50);
    }
    throw new AssertionError("nobody told " + client.id());
  }

  private static SignedJWT parsed(String text) {
    try {
      return SignedJWT.parse(text);
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sidOf(SignedJWT token) {
    try {
      return token.getJWTClaimsSet().getStringClaim("sid");
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }
}
