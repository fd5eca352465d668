package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.PushedAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.Release;
import de.landbruecke.server.shared.Digests;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Sign-in at services, by a client that is not ours and by hand. */
class SignInTest extends TokenTest {

  private static final Person CLARA = new Person("clara", AssuranceLevel.SUBSTANTIAL);

  @Test
  void codeWithPkce_independentClient_getsTokensItTrustsAndTheReleasedClaims() throws Exception {
    OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(ISSUER));
    CodeVerifier verifier = new CodeVerifier();
    Nonce nonce = new Nonce();
    State state = new State();
    AuthenticationRequest request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid", "profile", "address", "email"),
                new ClientID(SERVICE.id()),
                URI.create(CALLBACK))
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build();
    Browser browser = new Browser();

    HttpResponse<String> begun = browser.get(request.toURI().toString());
    HttpResponse<String> ended = signIn(browser, Browser.location(begun), CLARA);
    AuthorizationResponse response =
        AuthorizationResponse.parse(URI.create(Browser.location(ended)));
    OIDCTokenResponse tokens =
        (OIDCTokenResponse)
            OIDCTokenResponseParser.parse(
                new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(),
                        assertion(SERVICE, metadata),
                        new AuthorizationCodeGrant(
                            response.toSuccessResponse().getAuthorizationCode(),
                            URI.create(CALLBACK),
                            verifier))
                    .build()
                    .toHTTPRequest()
                    .send());

    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(response.getState()).isEqualTo(state);
    assertThat(response.getIssuer().getValue()).isEqualTo(ISSUER);
    IDTokenClaimsSet id =
        new IDTokenValidator(
                new Issuer(ISSUER),
                new ClientID(SERVICE.id()),
                JWSAlgorithm.ES256,
                metadata.getJWKSetURI().toURL())
            .validate(tokens.getOIDCTokens().getIDToken(), nonce);
    assertThat(id.getACR().getValue()).isEqualTo(SUBSTANTIAL);
    assertThat(id.getAMR()).singleElement().hasToString("pwd");
    assertThat(id.getAuthenticationTime()).isNotNull();
    assertThat(id.getSessionID()).isNotNull();
    UserInfo info =
        UserInfoResponse.parse(
                new UserInfoRequest(
                        metadata.getUserInfoEndpointURI(),
                        tokens.getOIDCTokens().getBearerAccessToken())
                    .toHTTPRequest()
                    .send())
            .toSuccessResponse()
            .getUserInfo();
    assertThat(info.getSubject()).isEqualTo(id.getSubject());
    assertThat(info.getGivenName()).isEqualTo("Clara");
    assertThat(info.getAddress().getLocality()).isEqualTo("Musterstadt");
    assertThat(info.getEmailAddress()).as("registered, but not released").isNull();
    assertThat(info.getClaim("verified_claims").toString())
        .contains("substantial", "Muster")
        .doesNotContain("Musterstadt");
  }

  @Test
  void pushedWithDpop_independentClient_getsBoundTokensThatNobodyElseCanUse() throws Exception {
    OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(ISSUER));
    ECKey key = TestClient.newKey("dpop");
    DPoPProofFactory proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
    CodeVerifier verifier = new CodeVerifier();
    AuthenticationRequest request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid"),
                new ClientID(FAPI.id()),
                URI.create(CALLBACK))
            .state(new State())
            .nonce(new Nonce())
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build();
    Browser browser = new Browser();

    PushedAuthorizationSuccessResponse pushed =
        PushedAuthorizationResponse.parse(
                new PushedAuthorizationRequest(
                        metadata.getPushedAuthorizationRequestEndpointURI(),
                        assertion(FAPI, metadata),
                        request)
                    .toHTTPRequest()
                    .send())
            .toSuccessResponse();
    HttpResponse<String> begun =
        browser.get(
            authorize(
                Map.of("client_id", FAPI.id(), "request_uri", pushed.getRequestURI().toString())));
    HttpResponse<String> ended = signIn(browser, Browser.location(begun), CLARA);
    var tokenRequest =
        new TokenRequest.Builder(
                metadata.getTokenEndpointURI(),
                assertion(FAPI, metadata),
                new AuthorizationCodeGrant(
                    new AuthorizationCode(
                        String.valueOf(Browser.parameters(Browser.location(ended)).get("code"))),
                    URI.create(CALLBACK),
                    verifier))
            .build()
            .toHTTPRequest();
    tokenRequest.setDPoP(proofs.createDPoPJWT("POST", metadata.getTokenEndpointURI()));
    AccessToken access =
        OIDCTokenResponseParser.parse(tokenRequest.send())
            .toSuccessResponse()
            .getTokens()
            .getDPoPAccessToken();

    assertThat(pushed.getLifetime()).isEqualTo(60);
    var info = new UserInfoRequest(metadata.getUserInfoEndpointURI(), access).toHTTPRequest();
    info.setDPoP(proofs.createDPoPJWT("GET", metadata.getUserInfoEndpointURI(), access));
    assertThat(UserInfoResponse.parse(info.send()).indicatesSuccess()).isTrue();
    HttpResponse<String> asBearer =
        browser.get(ISSUER + "/userinfo", "Authorization", "Bearer " + access.getValue());
    assertThat(asBearer.statusCode()).isEqualTo(401);
    ECKey other = TestClient.newKey("other");
    HttpResponse<String> otherKey =
        browser.get(
            ISSUER + "/userinfo",
            "Authorization",
            "DPoP " + access.getValue(),
            "DPoP",
            TestClient.proof(
                other,
                "GET",
                ISSUER + "/userinfo",
                Map.of("ath", Digests.base64url(Digests.sha256(access.getValue())))));
    assertThat(otherKey.statusCode()).isEqualTo(401);
  }

  /** RFC 9068, section 2.2: all claims of an access token, and no attribute. */
  @Test
  void accessToken_ofASignIn_hasExactlyTheseClaims() throws Exception {
    JsonNode tokens = tokens(new Browser(), SERVICE, Person.anew(AssuranceLevel.SUBSTANTIAL));

    SignedJWT access = SignedJWT.parse(text(tokens, "access_token"));
    JWTClaimsSet claims = access.getJWTClaimsSet();
    assertThat(access.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(access.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(claims.getClaims().keySet())
        .containsExactlyInAnyOrder(
            "iss", "sub", "aud", "client_id", "scope", "acr", "auth_time", "iat", "exp", "jti");
    assertThat(claims.getAudience()).containsExactly(BW_API);
    assertThat(claims.getStringClaim("client_id")).isEqualTo(SERVICE.id());
    assertThat(TestClient.seconds(claims)).isEqualTo(600);
    assertThat(tokens.path("expires_in").asInt()).isEqualTo(600);
    assertThat(text(tokens, "token_type")).isEqualTo("Bearer");
    JWKSet keys = JWKSet.load(URI.create(ISSUER + "/oauth2/jwks").toURL());
    assertThat(
            access.verify(
                new ECDSAVerifier(keys.getKeyByKeyId(access.getHeader().getKeyID()).toECKey())))
        .isTrue();
    SignedJWT id = SignedJWT.parse(text(tokens, "id_token"));
    assertThat(id.getJWTClaimsSet().getClaims().keySet())
        .containsExactlyInAnyOrder(
            "iss",
            "sub",
            "aud",
            "iat",
            "exp",
            "auth_time",
            "nonce",
            "acr",
            "amr",
            "sid",
            "at_hash");
    assertThat(TestClient.seconds(id.getJWTClaimsSet())).isEqualTo(300);
  }

  /** Attack P1: two sectors share no value; two services of one sector share {@code sub} only. */
  @Test
  void tokens_inTwoSectors_shareNoValueThatNamesTheCitizen() throws Exception {
    Person person = Person.anew(AssuranceLevel.SUBSTANTIAL);
    JWTClaimsSet bw = idToken(tokens(new Browser(), SERVICE, person));
    JWTClaimsSet strong = idToken(tokens(new Browser(), STRONG_SERVICE, person));
    Browser browser = new Browser();
    String code = code(browser, request(SN_SERVICE), person);
    JWTClaimsSet sn =
        idToken(
            json(
                post(
                    "/oauth2/token",
                    redemption(SN_SERVICE, code),
                    "DPoP",
                    tokenProof(TestClient.newKey("sn")))));

    assertThat(bw.getSubject()).isEqualTo(strong.getSubject()).isNotEqualTo(sn.getSubject());
    assertThat(bw.getStringClaim("sid")).isNotEqualTo(sn.getStringClaim("sid"));
  }

  @Test
  void authorize_silentlyWithFittingSessionAndConsent_answersWithWhatIsAskedFor() {
    Browser browser = new Browser();
    Map<String, String> request = request(SERVICE);
    request.put("scope", "openid profile");
    code(browser, request, Person.anew(AssuranceLevel.SUBSTANTIAL));

    Map<String, String> silent = new LinkedHashMap<>(request);
    silent.put("prompt", "none");
    Map<String, String> first = answer(browser, silent);
    String code = String.valueOf(answer(browser, silent).get("code"));
    JsonNode tokens = json(post("/oauth2/token", redemption(SERVICE, code)));
    HttpResponse<String> info =
        browser.get(
            ISSUER + "/userinfo", "Authorization", "Bearer " + text(tokens, "access_token"));

    assertThat(first).containsKeys("code", "iss", "state");
    assertThat(text(json(info), "given_name")).isEqualTo("Clara");
    assertThat(json(info).has("address")).as("not asked for").isFalse();
  }

  /** The same rule as that of the pages: what the citizen has not read is asked, also optional. */
  @ParameterizedTest
  @CsvSource({
    "openid profile, openid profile, ''",
    "openid profile, openid profile email, consent_required",
    "openid, openid profile, consent_required",
    "openid profile email, openid, ''"
  })
  void authorize_silentlyForOtherDataThanWasRead_isAsked(String read, String asked, String error) {
    Browser browser = new Browser();
    Map<String, String> request = request(SERVICE);
    request.put("scope", read);
    code(browser, request, Person.anew(AssuranceLevel.SUBSTANTIAL));

    request.put("scope", asked);
    request.put("prompt", "none");
    Map<String, String> answer = answer(browser, request);

    assertThat(answer.getOrDefault("error", "")).isEqualTo(error);
    assertThat(answer.containsKey("code")).isEqualTo(error.isEmpty());
  }

  /** A text that is not the one of the page now was not read, whatever else is the same. */
  @Test
  void authorize_silentlyUnderAnotherText_isAsked() {
    Browser browser = new Browser();
    Person person = Person.anew(AssuranceLevel.SUBSTANTIAL);
    code(browser, request(SERVICE), person);
    CitizenId citizen = citizens.find("home-bw", person.homeSubject()).orElseThrow();
    consents.find(citizen, SERVICE.id()).forEach(each -> consents.withdraw(citizen, each.id()));
    consents.grant(
        release(citizen, SERVICE.id(), Set.of("given_name", "family_name"), person.level()),
        Duration.ofDays(30));

    Map<String, String> silent = request(SERVICE);
    silent.put("prompt", "none");

    assertThat(answer(browser, silent)).containsEntry("error", "consent_required");
  }

  /** What was released for once does not let the next sign-in pass unasked. */
  @Test
  void authorize_silentlyAfterAReleaseForOnce_isAsked() {
    Browser browser = new Browser();
    Person person = Person.anew(AssuranceLevel.SUBSTANTIAL);
    code(browser, request(SERVICE), person);
    CitizenId citizen = citizens.find("home-bw", person.homeSubject()).orElseThrow();
    Consent remembered = consents.find(citizen, SERVICE.id()).getFirst();
    consents.withdraw(citizen, remembered.id());
    consents.grant(
        new Release(
            citizen,
            SERVICE.id(),
            remembered.purpose(),
            remembered.attributes(),
            remembered.shown(),
            remembered.level(),
            remembered.textVersion(),
            false),
        Consents.ONCE);

    Map<String, String> silent = request(SERVICE);
    silent.put("prompt", "none");

    assertThat(answer(browser, silent)).containsEntry("error", "consent_required");
  }

  /** An address of eIDAS asks for notified means, and is told where they were, and asked for. */
  @ParameterizedTest
  @CsvSource({
    "true, http://eidas.europa.eu/LoA/substantial, http://eidas.europa.eu/LoA/substantial",
    "true, http://eidas.europa.eu/LoA/low, http://eidas.europa.eu/LoA/substantial",
    "true, http://bsi.bund.de/eID/LoA/substantiell, http://bsi.bund.de/eID/LoA/substantiell",
    "true, '', http://bsi.bund.de/eID/LoA/substantiell",
    "false, http://eidas.europa.eu/LoA/substantial, ''",
    "false, http://eidas.europa.eu/LoA/low, ''",
    "false, http://eidas.europa.eu/NotNotified/LoA/low,"
        + " http://bsi.bund.de/eID/LoA/substantiell"
  })
  void acr_ofEidas_isMetAndIssuedOnlyByNotifiedMeans(boolean notified, String asked, String told)
      throws Exception {
    Browser browser = new Browser();
    Map<String, String> request = request(SERVICE);
    if (!asked.isEmpty()) {
      request.put("acr_values", asked);
    }
    String address = Browser.location(browser.get(authorize(request)));

    HttpResponse<String> ended =
        signIn(browser, address, Person.anew(AssuranceLevel.SUBSTANTIAL), notified);
    Map<String, String> silent = new LinkedHashMap<>(request);
    silent.put("prompt", "none");
    Map<String, String> again = answer(browser, silent);

    if (told.isEmpty()) {
      assertThat(answerOf(ended)).containsEntry("error", "unmet_authentication_requirements");
      assertThat(again).containsEntry("error", "interaction_required");
    } else {
      for (Map<String, String> answer : List.of(answerOf(ended), again)) {
        String code = String.valueOf(answer.get("code"));
        JsonNode tokens = json(post("/oauth2/token", redemption(SERVICE, code)));
        assertThat(idToken(tokens).getStringClaim("acr")).isEqualTo(told);
        SignedJWT access = SignedJWT.parse(text(tokens, "access_token"));
        assertThat(access.getJWTClaimsSet().getStringClaim("acr")).isEqualTo(told);
      }
    }
  }

  /** OpenID Connect Core, section 3.1.2.6, and RFC 9470, section 5. */
  @ParameterizedTest
  @CsvSource({
    "bw-service, false, '', login_required",
    "bw-service, true, '', ''",
    "bw-service, true, max_age=0, login_required",
    "bw-service, true, max_age=1000, ''",
    "bw-strong-service, true, '', interaction_required",
    "bw-service, true, acr_values=http://bsi.bund.de/eID/LoA/substantiell, interaction_required",
    "bw-service, true, acr_values=http://bsi.bund.de/eID/LoA/hoch,"
        + " unmet_authentication_requirements",
    "bw-service, true, acr_values=urn:unknown, ''"
  })
  void authorize_silently_answersWhatIsLacking(
      String client, boolean signedIn, String more, String error) {
    Browser browser = new Browser();
    if (signedIn) {
      Browser earlier = browser;
      Map<String, String> ended = answerOf(signInLongAgo(earlier, Person.anew(AssuranceLevel.LOW)));
      assertThat(ended).containsKey("code");
    }
    Map<String, String> silent = request(client.equals(SERVICE.id()) ? SERVICE : STRONG_SERVICE);
    silent.put("prompt", "none");
    if (!more.isEmpty()) {
      silent.put(more.split("=", 2)[0], more.split("=", 2)[1]);
    }

    Map<String, String> answer = answer(browser, silent);

    assertThat(answer).containsEntry("iss", ISSUER).containsEntry("state", "st-1");
    if (error.isEmpty()) {
      assertThat(answer).containsKey("code").doesNotContainKey("error");
    } else {
      assertThat(answer).containsEntry("error", error).doesNotContainKey("code");
    }
  }

  /** Attack O12: a session that came back too weak, or too old, gets no code. */
  @Test
  void resume_sessionTooWeak_isRefused() {
    Browser browser = new Browser();
    HttpResponse<String> begun = browser.get(authorize(request(STRONG_SERVICE)));

    HttpResponse<String> ended =
        signIn(browser, Browser.location(begun), Person.anew(AssuranceLevel.LOW));

    assertThat(answerOf(ended))
        .containsEntry("error", "unmet_authentication_requirements")
        .doesNotContainKey("code");
  }

  /** Attack O5: an answer belongs to the browser that asked, and is given once. */
  @Test
  void resume_otherBrowserOrAgain_isAPageWithoutRedirect() {
    Browser browser = new Browser();
    HttpResponse<String> begun = browser.get(authorize(request(SERVICE)));
    String signIn = Browser.location(begun);
    String resume =
        ISSUER
            + "/oauth2/authorize/resume?transaction="
            + signIn.substring(signIn.lastIndexOf('/') + 1);

    HttpResponse<String> early = browser.get(resume);
    HttpResponse<String> other = new Browser().get(resume);
    HttpResponse<String> good = signIn(browser, signIn, CLARA);
    HttpResponse<String> again = browser.get(resume);

    assertThat(Browser.location(early)).isEqualTo(signIn);
    assertThat(Browser.parameters(Browser.location(good))).containsKey("code");
    for (HttpResponse<String> refused : List.of(other, again)) {
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.headers().firstValue("Location")).isEmpty();
      assertThat(refused.body()).contains("id=\"error-code\"", "id=\"error-reference\"");
    }
  }

  /** OpenID Connect Core, section 3.1.2.1: POST as GET, through the store, by 303. */
  @Test
  void authorize_byForm_isStoredAndComesBackByGet() {
    Browser browser = new Browser();
    Map<String, String> request = request(SERVICE);
    request.put("login_hint", "clara@example.org");

    HttpResponse<String> stored = browser.post(ISSUER + "/oauth2/authorize", request);
    HttpResponse<String> begun = browser.get(Browser.location(stored));

    assertThat(stored.statusCode()).isEqualTo(303);
    assertThat(Browser.location(stored))
        .startsWith(ISSUER + "/oauth2/authorize?")
        .doesNotContain("clara");
    assertThat(transaction(browser, Browser.location(begun)).request().loginHint())
        .isEqualTo("clara@example.org");
  }

  /** Attack O12: a service that stops asking gets no weaker sign-in than is registered. */
  @Test
  void authorize_lowerLevelThanRegistered_staysAsRegistered() {
    Browser browser = new Browser();
    Map<String, String> request = request(STRONG_SERVICE);
    request.put("acr_values", LOW + " urn:landbruecke:loa:basic");
    HttpResponse<String> begun = browser.get(authorize(request));

    HttpResponse<String> ended =
        signIn(browser, Browser.location(begun), Person.anew(AssuranceLevel.LOW));

    assertThat(answerOf(ended)).containsEntry("error", "unmet_authentication_requirements");
  }

  /** OpenID Connect Core, section 3.1.2.1: {@code prompt=login} wants a sign-in after it asked. */
  @Test
  void resume_promptLoginWithAnOldSignIn_isRefused() {
    Browser browser = new Browser();
    signInLongAgo(browser, Person.anew(AssuranceLevel.SUBSTANTIAL));
    Map<String, String> request = request(SERVICE);
    request.put("prompt", "login");
    String address = Browser.location(browser.get(authorize(request)));
    var transaction = transaction(browser, address);
    var session = sessions.find(browser.cookie("lb-session")).orElseThrow();
    var linked = transactions.advance(transaction.linked(session.id())).orElseThrow();
    assertThat(transactions.advance(linked.released(session.id(), null, Set.of()))).isPresent();

    HttpResponse<String> ended =
        browser.get(ISSUER + "/oauth2/authorize/resume?transaction=" + transaction.id());

    assertThat(answerOf(ended)).containsEntry("error", "login_required");
  }

  @Test
  void refresh_rotates_repeatsForTheSameClientAndKeepsTheSession() throws Exception {
    JsonNode first = tokens(new Browser(), SERVICE, CLARA);

    JsonNode second = refresh(SERVICE, text(first, "refresh_token"));
    JsonNode repeated = refresh(SERVICE, text(first, "refresh_token"));

    assertThat(text(second, "refresh_token")).isNotEqualTo(text(first, "refresh_token"));
    assertThat(text(repeated, "refresh_token")).isEqualTo(text(second, "refresh_token"));
    assertThat(idToken(second).getSubject()).isEqualTo(idToken(first).getSubject());
    assertThat(idToken(second).getDateClaim("auth_time"))
        .isEqualTo(idToken(first).getDateClaim("auth_time"));
    assertThat(text(refresh(STRONG_SERVICE, text(second, "refresh_token")), "error"))
        .isEqualTo("invalid_grant");
  }

  @Test
  void refresh_ofABoundClient_keepsItsTokenAndWantsTheKey() {
    ECKey key = TestClient.newKey("sn");
    String code = code(new Browser(), request(SN_SERVICE), Person.anew(AssuranceLevel.SUBSTANTIAL));
    JsonNode first =
        json(post("/oauth2/token", redemption(SN_SERVICE, code), "DPoP", tokenProof(key)));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", text(first, "refresh_token"));

    JsonNode second = json(post("/oauth2/token", with(SN_SERVICE, form), "DPoP", tokenProof(key)));
    JsonNode otherKey =
        json(
            post(
                "/oauth2/token",
                with(SN_SERVICE, form),
                "DPoP",
                tokenProof(TestClient.newKey("x"))));
    JsonNode noKey = json(post("/oauth2/token", with(SN_SERVICE, form)));

    assertThat(text(first, "token_type")).isEqualTo("DPoP");
    assertThat(text(second, "refresh_token")).isEqualTo(text(first, "refresh_token"));
    assertThat(text(otherKey, "error")).isEqualTo("invalid_grant");
    assertThat(text(noKey, "error")).isEqualTo("invalid_grant");
  }

  static Map<String, String> with(TestClient client, Map<String, String> form) {
    Map<String, String> all = new LinkedHashMap<>(client.authentication(ISSUER));
    all.putAll(form);
    return all;
  }

  static JsonNode refresh(TestClient client, String token) {
    return json(
        post(
            "/oauth2/token",
            with(client, Map.of("grant_type", "refresh_token", "refresh_token", token))));
  }

  private static JWTClaimsSet idToken(JsonNode tokens) throws java.text.ParseException {
    return SignedJWT.parse(text(tokens, "id_token")).getJWTClaimsSet();
  }

  private static Map<String, String> answer(Browser browser, Map<String, String> request) {
    return answerOf(browser.get(authorize(request)));
  }

  private static Map<String, String> answerOf(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(Browser.location(response)).startsWith(CALLBACK + "?");
    return Browser.parameters(Browser.location(response));
  }

  /** Somebody who signed in ten minutes ago. */
  private HttpResponse<String> signInLongAgo(Browser browser, Person person) {
    HttpResponse<String> begun = browser.get(authorize(request(SERVICE)));
    HttpResponse<String> ended = signIn(browser, Browser.location(begun), person);
    var session = sessions.find(browser.cookie("lb-session")).orElseThrow();
    sessions
        .renew(
            session,
            signInOf(session.citizen(), person.level(), false, Instant.now().minusSeconds(600)))
        .ifPresent(renewed -> browser.set("lb-session", renewed.cookieValue()));
    return ended;
  }

  private static PrivateKeyJWT assertion(TestClient client, OIDCProviderMetadata metadata)
      throws Exception {
    return new PrivateKeyJWT(
        new com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet(
            new ClientID(client.id()),
            new com.nimbusds.oauth2.sdk.id.Audience(metadata.getIssuer())),
        JWSAlgorithm.ES256,
        client.key().toPrivateKey(),
        client.key().getKeyID(),
        null);
  }
}
