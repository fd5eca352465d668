package de.landbruecke.demo;

import static de.landbruecke.demo.FederalState.BADEN_WUERTTEMBERG;
import static de.landbruecke.demo.FederalState.SAXONY;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A portal's back end asks the other portal's interface, with a token of a stand-in gateway. */
final class ExchangeTest {

  private static final String NOWHERE = "nowhere:";
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  private final SigningKeys keys = new SigningKeys(new Faults());
  private final BlockingQueue<TokenRequest> exchanges = new LinkedBlockingQueue<>();
  private final Browser browser = new Browser();
  private Loopback gateway;
  private DemoPortal saxony;
  private DemoPortal portal;
  private volatile String refusal = "";

  @BeforeEach
  void start() throws Exception {
    gateway = new Loopback();
    saxony = DemoPortal.start(PortalOptions.of(SAXONY).withPort(0).withGateway(gateway.origin()));
    portal =
        DemoPortal.start(
            PortalOptions.of(BADEN_WUERTTEMBERG)
                .withPort(0)
                .withGateway(gateway.origin())
                .withPeer(saxony.origin()));
    gateway.answer(
        new Router(new Pages(PortalOptions.of(BADEN_WUERTTEMBERG)), gateway.origin())
            .get("/.well-known/openid-configuration", request -> Response.json(200, metadata()))
            .get("/oauth2/jwks", request -> Response.json(200, keys.published().toString()))
            .postFromAnywhere("/oauth2/token", this::exchange));
  }

  @AfterEach
  void stop() {
    portal.close();
    saxony.close();
    gateway.close();
  }

  private String metadata() {
    var metadata =
        new OIDCProviderMetadata(
            new Issuer(gateway.origin()),
            List.of(SubjectType.PAIRWISE),
            gateway.origin().resolve("/oauth2/jwks"));
    metadata.setTokenEndpointURI(gateway.origin().resolve("/oauth2/token"));
    return metadata.toJSONObject().toJSONString();
  }

  private Response exchange(Request request) throws Exception {
    exchanges.add(TokenRequest.parse(request.toMessage()));
    if (!refusal.isEmpty()) {
      return Response.json(400, "{\"error\":\"invalid_request\",\"reason\":\"" + refusal + "\"}");
    }
    return Response.json(
        200,
        "{\"access_token\":\""
            + token(same -> same)
            + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
            + "\"token_type\":\"Bearer\",\"expires_in\":300}");
  }

  /** A token for Saxony's interface in which everything is right, and then changed. */
  private String token(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return token(ACCESS_TOKEN, change);
  }

  private String token(JOSEObjectType type, UnaryOperator<JWTClaimsSet.Builder> change)
      throws Exception {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(gateway.origin().toString())
            .subject("pseudonym")
            .audience(SAXONY.apiAudience())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .jwtID("1")
            .claim("client_id", BADEN_WUERTTEMBERG.backendClientId())
            .claim("scope", Provider.DOG_SCOPE)
            .claim("acr", "http://bsi.bund.de/eID/LoA/substantiell")
            .claim("auth_time", now.getEpochSecond())
            .claim("act", Map.of("sub", BADEN_WUERTTEMBERG.backendClientId()));
    return keys.sign(type, change.apply(claims).build()).serialize();
  }

  private Browser.Answer account() throws Exception {
    URI account = portal.origin().resolve(AccountPages.PATH);
    var login = browser.press(browser.get(account), "account-login", Map.of(), NOWHERE);
    return browser.press(
        login, "login-submit", Map.of("username", "clara", "password", "demo"), NOWHERE);
  }

  @Test
  void fetch_exchangedToken_showsTheNeighboursAnswer() throws Exception {
    var account = account();

    var page = browser.press(account, "neighbour-fetch", Map.of());

    assertThat(account.text("account-name")).contains("Clara Musterfrau");
    assertThat(page.text("neighbour-status")).isEqualTo("200");
    assertThat(page.text("neighbour-answer")).contains("amt24", "pseudonym", "\"dogs\":[]");
    TokenRequest asked = exchanges.remove();
    assertThat(asked.getClientAuthentication().getClientID().getValue())
        .isEqualTo("demo-bw-backend");
    assertThat(asked.getScope().toString()).isEqualTo("hund.lesen");
    var grant = (TokenExchangeGrant) asked.getAuthorizationGrant();
    assertThat(grant.getAudience().toString()).isEqualTo("[" + SAXONY.apiAudience() + "]");
    var subject = SignedJWT.parse(grant.getSubjectToken().getValue()).getJWTClaimsSet();
    assertThat(subject.getIssuer()).isEqualTo(portal.origin().toString());
    assertThat(subject.getAudience()).containsExactly("demo-bw-backend");
    assertThat(subject.getStringClaim("scope")).contains("hund.lesen");
  }

  @Test
  void fetch_refused_showsTheReason() throws Exception {
    var account = account();
    refusal = "link_required";

    var page = browser.press(account, "neighbour-fetch", Map.of());

    assertThat(page.text("exchange-error")).isEqualTo("invalid_request");
    assertThat(page.text("exchange-reason")).isEqualTo("link_required");
  }

  @Test
  void logout_fromTheAccount_endsTheSessionOfThePortal() throws Exception {
    var after = browser.press(account(), "account-logout", Map.of(), NOWHERE);

    URI account = portal.origin().resolve(AccountPages.PATH);
    var login = browser.press(browser.get(account), "account-login", Map.of(), NOWHERE);
    assertThat(after.address()).isEqualTo(portal.origin().resolve("/"));
    assertThat(login.has("login-submit")).isTrue();
  }

  @Test
  void dogs_goodToken_isAnswered() throws Exception {
    var answer = dogs("Bearer " + token(same -> same));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"subject\":\"pseudonym\"");
  }

  /** RFC 9068, section 4; RFC 6750, section 3.1; RFC 9449, section 7.1. */
  @Test
  void dogs_tokenThatDoesNotFit_isRefused() throws Exception {
    Date past = Date.from(Instant.now().minusSeconds(600));

    assertInvalid(token(same -> same.audience(BADEN_WUERTTEMBERG.apiAudience())));
    assertInvalid(token(same -> same.issuer("https://foreign.example")));
    assertInvalid(token(same -> same.expirationTime(past)));
    assertInvalid(token(same -> same.expirationTime(null)));
    assertInvalid(token(JOSEObjectType.JWT, same -> same));
    assertInvalid(token(same -> same.claim("cnf", Map.of("jkt", "a".repeat(43)))));
    assertInvalid(saxony.backendToken("clara"));
    assertInvalid("e30.e30.");
    assertThat(dogs("Basic YTpi").statusCode()).isEqualTo(400);
    assertThat(dogs("Bearer " + token(same -> same.claim("scope", "openid"))).statusCode())
        .isEqualTo(403);
  }

  private void assertInvalid(String token) throws Exception {
    var answer = dogs("Bearer " + token);

    assertThat(answer.statusCode()).as(token).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("error=\"invalid_token\"");
  }

  /** RFC 9470, section 3. */
  @Test
  void dogs_levelTooLow_asksForMore() throws Exception {
    var answer = dogs("Bearer " + token(same -> same.claim("acr", "urn:landbruecke:loa:basic")));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("insufficient_user_authentication", "http://bsi.bund.de/eID/LoA/normal");
  }

  private HttpResponse<String> dogs(String authorization) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(saxony.origin().resolve(DogApi.PATH))
                .header("Authorization", authorization)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
