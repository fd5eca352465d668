package de.landbruecke.server.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Portals that run Keycloak, one registered by a file and one at run time, as home of accounts, as
 * service, and as peer of exchanges.
 */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {Surroundings.BY_FILE, "beispielland"})
@ExtendWith(KeycloakPortalIT.Shared.class)
class KeycloakPortalIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SAXON_API = "https://api.sn.demo.landbruecke.example";

  /** The longest that a message from server to server may be under way. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameter String portal = "";
  private @Nullable Surroundings surroundings;
  private final WebBrowser browser = new WebBrowser(TokenClient.CALLBACK);

  /** Hands each test what is there. */
  static final class Shared implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      ((KeycloakPortalIT) context.getRequiredTestInstance()).surroundings =
          Surroundings.of(context);
    }
  }

  @BeforeEach
  void register() throws Exception {
    at().register(portal);
  }

  private Surroundings at() {
    return Objects.requireNonNull(surroundings);
  }

  private String issuer() {
    return at().keycloak().issuer(portal);
  }

  /** The portal's back end, which Keycloak and the gateway know by the same name. */
  private TokenClient backend() throws Exception {
    return at().client("demo-" + portal + "-backend", "demo-keycloak-backend");
  }

  private TokenClient saxonBackend() throws Exception {
    return at().client("demo-sn-backend", "demo-sn-backend");
  }

  /** Signs in at Saxony's service by an account of this portal, and releases what it asks for. */
  private void signInAtSaxonService(String person) throws Exception {
    browser.open(at().east("/hund-anmelden")).press("service-login").press("account-" + portal);
    browser.press("kc-login", "username", person, "password", Persons.PASSWORD);
    browser.press("consent-allow", "merken", "ja", "portale", "ja");
    assertThat(browser.address()).hasToString(at().east("/hund-anmelden"));
  }

  private TokenClient.Pending beginByLandbruecke() throws Exception {
    return backend().begin(issuer(), Map.of("kc_idp_hint", "landbruecke"));
  }

  /** Signs in at this portal by Clara's account of Saxony. */
  private OIDCTokens signInByLandbruecke() throws Exception {
    TokenClient.Pending pending = beginByLandbruecke();
    browser.open(pending.address().toString());
    signInAtSaxony();
    assertThat(browser.address().toString()).as(browser.text()).startsWith(TokenClient.CALLBACK);
    return backend().finish(issuer(), pending, browser.address());
  }

  /** By Clara's account, at the gateway's page, for this portal as a service. */
  private void signInAtSaxony() throws Exception {
    browser.press("account-amt24");
    browser.press("login-submit", "username", "clara", "password", "demo");
    // Remembered when another test was here before.
    if (browser.has("consent-allow")) {
      browser.press("consent-allow", "merken", "ja", "portale", "ja");
    }
  }

  private void signOutAtThePortal(OIDCTokens tokens) throws Exception {
    browser.open(
        issuer() + "/protocol/openid-connect/logout?id_token_hint=" + tokens.getIDTokenString());
  }

  /** What the portal's back end holds of the citizen who is signed in there. */
  private OIDCTokens tokensOfThePortal() throws Exception {
    var pending = backend().begin(issuer(), Map.of());
    browser.open(pending.address().toString());
    return backend().finish(issuer(), pending, browser.address());
  }

  /** What the gateway issued, after a look at its signature. */
  private JWTClaimsSet issued(HTTPResponse answer, String type) throws Exception {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(type)));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.ES256,
            JWKSourceBuilder.create(URI.create(at().gateway("/oauth2/jwks")).toURL()).build()));
    JWTClaimsSet claims = processor.process(token(answer), null);
    assertThat(claims.getIssuer()).isEqualTo(at().gateway(""));
    return claims;
  }

  private static String token(HTTPResponse answer) {
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
    return JSON.readTree(answer.getBody()).path("access_token").asString();
  }

  /** Waits until something is so that is done in the background. */
  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it is not so after " + PATIENCE).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private JsonNode administered(String path) throws Exception {
    return JSON.readTree(at().keycloak().administer("GET", "/" + portal + path, null));
  }

  @Test
  void service_accountOfThePortal_isReachedAndSteppedUp() throws Exception {
    signInAtSaxonService("berta");

    assertThat(browser.text("received-level")).contains("normal");
    assertThat(browser.text("received-attributes"))
        .contains("Berta (Niveau: substanziell)", "Musterstadt")
        .doesNotContain("berta@");
    String subject = browser.text("received-sub");

    browser.press("service-step-up").press("account-" + portal);
    browser.press("kc-login", "otp", Persons.code("berta"));
    // What was released at the lower level is asked anew.
    browser.press("consent-allow");

    assertThat(browser.text("received-level")).contains("substanziell");
    assertThat(browser.text("received-sub")).isEqualTo(subject);
  }

  @Test
  void backend_holdsATokenOfThePortal_reachesTheOtherPortalsInterface() throws Exception {
    signInAtSaxonService("carl");
    String subject = browser.text("received-sub");
    browser.press("dog-submit", "name", "Rex");
    OIDCTokens tokens = tokensOfThePortal();
    assertThat(tokens.getIDToken().getJWTClaimsSet().getClaims())
        .containsEntry("acr", "http://bsi.bund.de/eID/LoA/normal")
        .doesNotContainKey("landbruecke_acr");

    HTTPResponse exchanged =
        backend().exchange(at().gateway(""), tokens.getAccessToken().getValue(), SAXON_API, null);

    JWTClaimsSet claims = issued(exchanged, "at+jwt");
    assertThat(claims.getAudience()).containsExactly(SAXON_API);
    assertThat(claims.getSubject()).isEqualTo(subject);
    HTTPRequest call = new HTTPRequest(HTTPRequest.Method.GET, URI.create(at().east("/api/hunde")));
    call.setAuthorization("Bearer " + token(exchanged));
    HTTPResponse dogs = call.send();
    assertThat(dogs.getStatusCode()).isEqualTo(200);
    assertThat(dogs.getBody()).contains("Rex", subject);
    // Keycloak's ID tokens have the same type in their header.
    HTTPResponse refused =
        backend().exchange(at().gateway(""), tokens.getIDTokenString(), SAXON_API, null);
    assertThat(refused.getStatusCode()).isEqualTo(400);
    assertThat(refused.getBody()).contains("subject_token_refused");
  }

  @Test
  void portal_citizenOfAnotherPortal_isLetInAndKnownToExchangeAndGrant() throws Exception {
    OIDCTokens tokens = signInByLandbruecke();

    JWTClaimsSet person = tokens.getIDToken().getJWTClaimsSet();
    assertThat(person.getStringClaim("given_name")).isEqualTo("Clara");
    assertThat(person.getStringClaim("landbruecke_acr")).isEqualTo(Surroundings.SUBSTANTIAL);
    JsonNode link = administered("/users/" + person.getSubject() + "/federated-identity");
    String pairwise = link.path(0).path("userId").asString();

    // The way by a token for the portal's interface.
    String api = "https://api." + portal + ".demo.landbruecke.example";
    String gateway = at().gateway("");
    JWTClaimsSet access =
        issued(
            saxonBackend().exchange(gateway, at().easternToken("clara"), api, "access_token"),
            "at+jwt");
    assertThat(access.getAudience()).containsExactly(api);
    assertThat(access.getSubject()).isEqualTo(pairwise);
    assertThat(access.getStringClaim("acr")).isEqualTo(Surroundings.SUBSTANTIAL);

    // The way by a grant, of which Keycloak makes a token of its own.
    HTTPResponse granted =
        saxonBackend().exchange(gateway, at().easternToken("clara"), issuer(), "jwt");
    JWTClaimsSet grant = issued(granted, "JWT");
    assertThat(SignedJWT.parse(token(granted)).getPayload().toJSONObject())
        .containsEntry("aud", issuer());
    assertThat(grant.getSubject()).isEqualTo(pairwise);
    assertThat(grant.getExpirationTime().getTime() - grant.getIssueTime().getTime())
        .isBetween(1_000L, 60_000L);
    JWTClaimsSet redeemed =
        SignedJWT.parse(token(saxonBackend().redeem(issuer(), token(granted)))).getJWTClaimsSet();
    assertThat(redeemed.getIssuer()).isEqualTo(issuer());
    assertThat(redeemed.getSubject()).isEqualTo(person.getSubject());
    assertThat(redeemed.getAudience()).contains(api);
    assertThat(saxonBackend().redeem(issuer(), token(granted)).getStatusCode()).isEqualTo(400);
  }

  @Test
  void portal_citizenSignsOutThere_sessionsHereEndToo() throws Exception {
    signInAtSaxonService("dora");
    OIDCTokens tokens = tokensOfThePortal();

    signOutAtThePortal(tokens);

    await(() -> browser.open(at().east("/hund-anmelden")).has("service-login"));
    browser.press("service-login");
    assertThat(browser.has("account-" + portal)).as(browser.text()).isTrue();
  }

  @Test
  void gateway_citizenSignsOutHere_sessionAtThePortalAsServiceEndsToo() throws Exception {
    JWTClaimsSet claims = signInByLandbruecke().getIDToken().getJWTClaimsSet();
    String sessions = "/users/" + claims.getSubject() + "/sessions";
    String session = claims.getStringClaim("sid");
    assertThat(administered(sessions).toString()).contains(session);

    browser.open(at().gateway("/konto/abmelden")).press("logout-confirm");

    assertThat(browser.text()).contains("Portal " + portal);
    await(() -> !administered(sessions).toString().contains(session));
  }

  @Test
  void portalAsService_citizenSignsOutThere_sessionHereEndsToo() throws Exception {
    OIDCTokens tokens = signInByLandbruecke();

    signOutAtThePortal(tokens);

    // By way of the gateway and back.
    assertThat(browser.address().toString()).startsWith(issuer());
    browser.open(beginByLandbruecke().address().toString());
    assertThat(browser.has("account-amt24")).as(browser.text()).isTrue();
  }

  /** Or the portal would vouch, at a level of its own, for whom only the gateway vouched for. */
  @Test
  void portal_citizenWhoCameByTheGateway_isNoAccountOfThePortal() throws Exception {
    browser.open(at().east("/hund-anmelden")).press("service-login").press("account-" + portal);
    browser.follow("social-landbruecke");
    signInAtSaxony();

    assertThat(browser.address().toString()).startsWith(at().gateway("/login/oauth2/code/"));
    assertThat(browser.text()).contains("Diese Anmeldung reicht für den Dienst nicht aus");
  }
}
