package de.landbruecke.demo;

import static de.landbruecke.demo.FederalState.BADEN_WUERTTEMBERG;
import static de.landbruecke.demo.FederalState.SAXONY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import de.landbruecke.AssuranceLevel;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The portal's provider, over HTTP, against a client library that is not ours. */
final class ProviderTest {

  private static final String SUBSTANTIAL = BADEN_WUERTTEMBERG.acr(AssuranceLevel.SUBSTANTIAL);

  private final TestClock clock = new TestClock();
  private DemoPortal portal;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    portal = DemoPortal.start(PortalOptions.of(BADEN_WUERTTEMBERG).withPort(0).withClock(clock));
    client = new TestClient(portal, BADEN_WUERTTEMBERG);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void signIn_pushedAndBoundToKey_givesTokensThatHold() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    var proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
    URI push = client.metadata.getPushedAuthorizationRequestEndpointURI();

    var pushed =
        PushedAuthorizationResponse.parse(
                client.push(client.request(same -> same), proofs.createDPoPJWT("POST", push)))
            .toSuccessResponse();
    var page =
        client.browser.open(
            client.pushed(pushed.getRequestURI().toString()), client.redirectUri.toString());
    var response = client.response(client.logIn(page, "clara"));
    var message =
        client.tokenRequest(
            client.grant(response.toSuccessResponse().getAuthorizationCode()),
            client.authentication());
    message.setDPoP(proofs.createDPoPJWT("POST", client.metadata.getTokenEndpointURI()));
    var tokens = OIDCTokenResponse.parse(message.send()).getOIDCTokens();

    assertThat(pushed.getLifetime()).isEqualTo(60);
    assertThat(response.getState()).isEqualTo(client.state);
    assertThat(response.getIssuer()).isEqualTo(client.metadata.getIssuer());
    var claims = client.checked(tokens);
    assertThat(claims.getACR()).isEqualTo(new ACR(SUBSTANTIAL));
    assertThat(claims.getAuthenticationTime()).isNotNull();
    assertThat(claims.getSessionID()).isNotNull();
    assertThat(claims.getAccessTokenHash()).isNotNull();

    SignedJWT access = SignedJWT.parse(tokens.getAccessToken().getValue());
    assertThat(access.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
    assertThat(access.getJWTClaimsSet().getClaims())
        .containsEntry("client_id", "landbruecke")
        .containsEntry("acr", SUBSTANTIAL)
        .containsEntry("scope", "openid profile email")
        .containsEntry("aud", List.of(portal.origin().toString()))
        .containsKeys("iss", "sub", "exp", "iat", "jti", "auth_time", "cnf");

    var userInfo =
        new UserInfoRequest(client.metadata.getUserInfoEndpointURI(), tokens.getAccessToken())
            .toHTTPRequest();
    userInfo.setDPoP(
        proofs.createDPoPJWT(
            "GET", client.metadata.getUserInfoEndpointURI(), tokens.getAccessToken()));
    assertThat(userInfo.send().getBodyAsJSONObject())
        .containsEntry("sub", claims.getSubject().getValue())
        .containsEntry("family_name", "Musterfrau");
    // RFC 9449, section 11.1: the same proof again; section 7.2: without one.
    assertThat(userInfo.send().getStatusCode()).isEqualTo(401);
    assertThat(
            client
                .attributes(new BearerAccessToken(tokens.getAccessToken().getValue()))
                .getStatusCode())
        .isEqualTo(401);
    // RFC 9126, section 2.2: used once.
    assertThat(
            client.browser.get(client.pushed(pushed.getRequestURI().toString())).text("error-code"))
        .isEqualTo("invalid_request_uri");
  }

  /** RFC 9449, section 10.1. */
  @Test
  void token_pushedWithKeyButRedeemedWithout_isRefused() throws Exception {
    var proofs =
        new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
    URI push = client.metadata.getPushedAuthorizationRequestEndpointURI();
    var pushed =
        PushedAuthorizationResponse.parse(
                client.push(client.request(same -> same), proofs.createDPoPJWT("POST", push)))
            .toSuccessResponse();
    var page =
        client.browser.open(
            client.pushed(pushed.getRequestURI().toString()), client.redirectUri.toString());

    var refused = client.token(client.grant(client.code(client.logIn(page, "anna"))));

    assertError(refused, 400, "invalid_grant");
  }

  @Test
  void authorize_postedFromAnotherSite_showsLogin() throws Exception {
    var values =
        client.request(same -> same).toParameters().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get(0)));

    var answer = client.browser.post(client.metadata.getAuthorizationEndpointURI(), values);

    assertThat(answer.location().getPath()).isEqualTo("/anmelden");
  }

  @ParameterizedTest
  @CsvSource({
    "anna, urn:service-bw:demo:loa:basis, STORK-QAA-Level-1",
    "bernd, http://bsi.bund.de/eID/LoA/normal, STORK-QAA-Level-2",
    "clara, http://bsi.bund.de/eID/LoA/substantiell, STORK-QAA-Level-3",
    "doris, http://bsi.bund.de/eID/LoA/hoch, STORK-QAA-Level-4",
    "erik, urn:service-bw:demo:loa:basis, STORK-QAA-Level-1"
  })
  void signIn_eachPerson_hasTheLevelInThePortalsWords(
      String username, String levelAtHome, String levelNextDoor) throws Exception {
    try (DemoPortal saxony = DemoPortal.start(PortalOptions.of(SAXONY).withPort(0))) {
      TestClient nextDoor = new TestClient(saxony, SAXONY);

      var here = client.checked(client.tokens(client.signIn(username)));
      var there = nextDoor.checked(nextDoor.tokens(nextDoor.signIn(username)));

      assertThat(here.getACR()).isEqualTo(new ACR(levelAtHome));
      assertThat(there.getACR()).isEqualTo(new ACR(levelNextDoor));
      assertThat(here.getSubject()).isNotEqualTo(there.getSubject());
    }
  }

  /** RFC 7636, section 4.6. */
  @Test
  void token_wrongVerifier_isRefusedAndUsesTheCodeUp() throws Exception {
    AuthorizationCode code = client.signIn("anna");

    var wrong =
        client.token(new AuthorizationCodeGrant(code, client.redirectUri, new CodeVerifier()));
    var right = client.token(client.grant(code));

    assertError(wrong, 400, "invalid_grant");
    assertError(right, 400, "invalid_grant");
  }

  @Test
  void token_noVerifier_isRefused() throws Exception {
    AuthorizationCode code = client.signIn("anna");

    var refused = client.token(new AuthorizationCodeGrant(code, client.redirectUri));

    assertError(refused, 400, "invalid_grant");
  }

  /** RFC 6749, section 4.1.2: a code that comes twice takes its tokens back. */
  @Test
  void token_codeReplayed_isRefusedAndEndsTheTokens() throws Exception {
    AuthorizationCode code = client.signIn("anna");
    var tokens = client.tokens(code);
    int before = client.attributes(tokens.getAccessToken()).getStatusCode();

    var replayed = client.token(client.grant(code));

    assertError(replayed, 400, "invalid_grant");
    assertThat(before).isEqualTo(200);
    assertThat(client.attributes(tokens.getAccessToken()).getStatusCode()).isEqualTo(401);
  }

  @Test
  void token_codeAfterAMinute_isRefused() throws Exception {
    AuthorizationCode early = client.signIn("anna");
    clock.move(Duration.ofSeconds(58));
    var accepted = client.token(client.grant(early));
    AuthorizationCode late = client.code(client.open(client.request(same -> same)));
    clock.move(Duration.ofSeconds(61));

    var refused = client.token(client.grant(late));

    assertThat(accepted.getStatusCode()).isEqualTo(200);
    assertError(refused, 400, "invalid_grant");
  }

  /** RFC 7523, section 3, number 7: an assertion is used once. */
  @Test
  void token_assertionReplayed_isRefused() throws Exception {
    AuthorizationCode code = client.signIn("anna");
    var assertion = client.authentication();
    var first = client.tokenRequest(client.grant(code), assertion).send();

    var second = client.tokenRequest(client.grant(code), assertion).send();

    assertThat(first.getStatusCode()).isEqualTo(200);
    assertError(second, 401, "invalid_client");
  }

  @Test
  void token_assertionThatProvesNothing_isRefused() throws Exception {
    AuthorizationCode code = client.signIn("anna");
    ECKey key = DemonstrationKeys.of(Client.GATEWAY);
    ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID(Client.GATEWAY).generate();
    URI elsewhere = URI.create("https://elsewhere.example");
    URI here = client.metadata.getTokenEndpointURI();
    Date soon = Date.from(clock.instant().plusSeconds(60));
    Date late = Date.from(clock.instant().plusSeconds(86_400));

    var refused =
        List.of(
            client.tokenRequest(client.grant(code), client.authentication(foreign, here)),
            client.tokenRequest(client.grant(code), client.authentication(key, elsewhere)),
            client.tokenRequest(client.grant(code), assertion(key, soon, null)),
            client.tokenRequest(client.grant(code), assertion(key, late, "long-lived")));

    for (var request : refused) {
      assertError(request.send(), 401, "invalid_client");
    }
    // None of these used the code up.
    var accepted =
        client.tokenRequest(client.grant(code), assertion(key, soon, "short-lived")).send();
    assertThat(accepted.getStatusCode()).isEqualTo(200);
  }

  private PrivateKeyJWT assertion(ECKey key, Date end, @Nullable String id) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(Client.GATEWAY)
                .subject(Client.GATEWAY)
                .audience(portal.origin().toString())
                .expirationTime(end)
                .jwtID(id)
                .build());
    token.sign(new ECDSASigner(key));
    return new PrivateKeyJWT(token);
  }

  @Test
  void token_otherGrant_isUnsupported() throws Exception {
    assertError(client.token(new ClientCredentialsGrant()), 400, "unsupported_grant_type");
  }

  /** RFC 6749, section 4.1.2.1: without a known client and address there is only a page. */
  @Test
  void authorize_unknownClientOrAddress_isAPage() throws Exception {
    var strangeAddress =
        client.open(
            client.request(same -> same.redirectionURI(URI.create(client.redirectUri + "/more"))));
    URI strangeClient =
        URI.create(
            client.request(same -> same).toURI().toString().replace("landbruecke&", "stranger&"));

    assertThat(strangeAddress.status()).isEqualTo(400);
    assertThat(strangeAddress.has("error-code")).isTrue();
    assertThat(client.browser.get(strangeClient).status()).isEqualTo(400);
  }

  @Test
  void authorize_wrongRequest_isAnsweredWithTheReason() throws Exception {
    var noChallenge =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, new Scope("openid"), TestClient.ID, client.redirectUri)
            .endpointURI(client.metadata.getAuthorizationEndpointURI())
            .state(client.state)
            .build();

    assertThat(errorOf(noChallenge)).isEqualTo("invalid_request");
    assertThat(
            errorOf(
                client.request(
                    same -> same.codeChallenge(client.verifier, CodeChallengeMethod.PLAIN))))
        .isEqualTo("invalid_request");
    assertThat(errorOf(client.request(same -> same.responseType(ResponseType.IDTOKEN_TOKEN))))
        .isEqualTo("unsupported_response_type");
    assertThat(
            errorOf(
                client.request(
                    same -> same.requestObject(new PlainJWT(new JWTClaimsSet.Builder().build())))))
        .isEqualTo("request_not_supported");
  }

  private String errorOf(AuthenticationRequest request) throws Exception {
    var response = client.response(client.open(request)).toErrorResponse();
    assertThat(response.getState()).isEqualTo(client.state);
    assertThat(response.getIssuer()).isEqualTo(client.metadata.getIssuer());
    return response.getErrorObject().getCode();
  }

  @Test
  void push_wrongRequest_isAnsweredWithTheReason() throws Exception {
    var strangeAddress =
        client.push(
            client.request(same -> same.redirectionURI(URI.create("https://a.example/"))), null);
    var plain =
        client.push(
            client.request(same -> same.codeChallenge(client.verifier, CodeChallengeMethod.PLAIN)),
            null);

    assertThat(strangeAddress.getStatusCode()).isEqualTo(400);
    assertThat(plain.getBodyAsJSONObject()).containsEntry("error", "invalid_request");
  }

  @Test
  void signIn_levelThatNeedsTheCard_asksForIt() throws Exception {
    var page = client.open(client.request(same -> same.acrValues(List.of(new ACR(SUBSTANTIAL)))));

    var card = client.logIn(page, "erik");
    var answer = client.browser.press(card, "card-submit", Map.of(), client.redirectUri.toString());

    assertThat(card.text("card-submit")).isEqualTo("Online-Ausweis (Demonstration)");
    var claims = client.checked(client.tokens(client.code(answer)));
    assertThat(claims.getACR()).isEqualTo(new ACR(SUBSTANTIAL));
    // The session stays at that level.
    var silent = client.open(client.request(same -> same.prompt(Prompt.Type.NONE)));
    assertThat(client.checked(client.tokens(client.code(silent))).getACR())
        .isEqualTo(new ACR(SUBSTANTIAL));
  }

  /** OpenID Connect Core 1.0, section 3.1.2.1: voluntary; section 5.5.1.1: essential. */
  @Test
  void signIn_levelThatCannotBeReached_isAnsweredLowerUnlessEssential() throws Exception {
    var wished =
        client.logIn(
            client.open(client.request(same -> same.acrValues(List.of(new ACR(SUBSTANTIAL))))),
            "anna");
    var essential =
        client.open(
            client.request(same ->
                same.claims(
                    new OIDCClaimsRequest()
                        .withIDTokenClaimsRequest(
                            new ClaimsSetRequest()
                                .add(
                                    new ClaimsSetRequest.Entry("acr")
                                        .withClaimRequirement(ClaimRequirement.ESSENTIAL)
                                        .withValue(SUBSTANTIAL))))));

    assertThat(client.checked(client.tokens(client.code(wished))).getACR())
        .isEqualTo(new ACR(BADEN_WUERTTEMBERG.acr(AssuranceLevel.BASIC)));
    assertThat(client.response(essential).toErrorResponse().getErrorObject().getCode())
        .isEqualTo("unmet_authentication_requirements");
  }

  @Test
  void authorize_withoutPrompt_saysWhatIsMissing() throws Exception {
    UnaryOperator<AuthenticationRequest.Builder> silently =
        same -> same.prompt(Prompt.Type.NONE).acrValues(List.of(new ACR(SUBSTANTIAL)));

    var stranger = client.response(client.open(client.request(silently))).toErrorResponse();
    client.signIn("erik");
    var tooLow = client.response(client.open(client.request(silently))).toErrorResponse();

    assertThat(stranger.getErrorObject().getCode()).isEqualTo("login_required");
    assertThat(tooLow.getErrorObject().getCode()).isEqualTo("interaction_required");
  }

  @Test
  void authorize_knownBrowser_signsInAgainOnlyWhenAsked() throws Exception {
    client.signIn("clara");
    clock.move(Duration.ofSeconds(100));

    var again = client.open(client.request(same -> same));
    var young = client.open(client.request(same -> same.maxAge(200)));
    var old = client.open(client.request(same -> same.maxAge(60)));
    var demanded = client.open(client.request(same -> same.prompt(Prompt.Type.LOGIN)));

    assertThat(again.isRedirect()).isTrue();
    assertThat(young.isRedirect()).isTrue();
    assertThat(old.has("login-submit")).isTrue();
    assertThat(demanded.has("login-submit")).isTrue();
    // Read without the library's checks, which know only the system's time.
    var before = client.tokens(client.code(again)).getIDToken().getJWTClaimsSet();
    var after =
        client.tokens(client.code(client.logIn(old, "clara"))).getIDToken().getJWTClaimsSet();
    assertThat(after.getLongClaim("auth_time") - before.getLongClaim("auth_time"))
        .isBetween(100L, 130L);
  }

  @Test
  void attributes_scopesAndClaims_decideWhatIsTold() throws Exception {
    var few = client.tokens(client.signIn("clara")).getAccessToken();
    var asked =
        new OIDCClaimsRequest()
            .withUserInfoClaimsRequest(new ClaimsSetRequest().add("phone_number"))
            .withIDTokenClaimsRequest(new ClaimsSetRequest().add("birthdate"));

    var more =
        client.tokens(
            client.code(
                client.open(
                    client.request(same -> same.scope(new Scope("openid")).claims(asked)))));

    assertThat(client.attributes(few).getBodyAsJSONObject())
        .containsKeys("name", "email")
        .doesNotContainKeys("phone_number", "address");
    assertThat(client.attributes(more.getAccessToken()).getBodyAsJSONObject())
        .containsOnlyKeys("sub", "phone_number");
    assertThat(client.checked(more).getStringClaim("birthdate")).isEqualTo("1985-07-21");
  }

  /** OpenID Connect for Identity Assurance 1.0, section 5. */
  @Test
  void attributes_identifiedPerson_sayWhatWasProven() throws Exception {
    var clara = client.attributes(client.tokens(client.signIn("clara")).getAccessToken());
    TestClient other = new TestClient(portal, BADEN_WUERTTEMBERG);
    var anna = other.attributes(other.tokens(other.signIn("anna")).getAccessToken());

    assertThat(UserInfo.parse(clara.getBody()).getVerifiedClaims())
        .singleElement()
        .satisfies(proven -> {
          assertThat(proven.getVerification().toJSONObject())
              .containsEntry("assurance_level", SUBSTANTIAL);
          assertThat(proven.getClaimsSet().toJSONObject())
              .containsOnlyKeys("given_name", "family_name", "birthdate");
        });
    assertThat(UserInfo.parse(anna.getBody()).getVerifiedClaims()).isNull();
  }

  @Test
  void login_wrongPasswordThenCancelled_isDenied() throws Exception {
    var page = client.open(client.request(same -> same.loginHint("doris")));

    var wrong =
        client.browser.press(
            page, "login-submit", Map.of("username", "anna", "password", "geheim"));
    var cancelled = client.browser.press(wrong, "login-cancel", Map.of());

    assertThat(page.page().select("#login-username").val()).isEqualTo("doris");
    assertThat(wrong.page().select("[role=alert]").text()).contains("stimmen nicht");
    assertThat(client.response(cancelled).toErrorResponse().getErrorObject().getCode())
        .isEqualTo("access_denied");
  }

  /** RFC 9700, section 4.7: a login page that somebody else began is not continued. */
  @Test
  void login_begunInAnotherBrowser_isRefused() throws Exception {
    var page = client.open(client.request(same -> same));

    var stolen = new Browser().get(page.address());

    assertThat(stolen.status()).isEqualTo(400);
    assertThat(stolen.text("error-code")).isEqualTo("expired");
  }

  @Test
  void pages_any_areStrict() throws Exception {
    var page = client.open(client.request(same -> same.state(new State("\"><script>"))));

    assertThat(page.page().getElementById("login-username")).isNotNull();
    assertThat(page.page().getElementById("login-password")).isNotNull();
    assertThat(page.page().getElementById("login-submit")).isNotNull();
    assertThat(page.text("demo-notice")).contains("Demonstration");
    assertThat(page.response().headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains(
            "default-src 'none'", "form-action 'self' http://localhost:8080 http://127.0.0.1:8092;")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.response().headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.page().select("script, [style], style")).isEmpty();
    var style = client.browser.get(portal.origin().resolve(Pages.STYLE_PATH));
    assertThat(style.status()).isEqualTo(200);
  }

  @Test
  void requests_thatFitNowhere_areRefusedClearly() throws Exception {
    var nowhere = client.browser.get(portal.origin().resolve("/nirgends"));
    var twice =
        client.browser.get(
            URI.create(client.request(same -> same).toURI() + "&client_id=landbruecke"));
    var huge =
        client.browser.post(portal.origin().resolve("/anmelden"), Map.of("a", "b".repeat(70_000)));

    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(twice.status()).isEqualTo(400);
    assertThat(huge.status()).isEqualTo(413);
  }

  @Test
  void keys_rotated_oldTokensHoldUntilTheirKeyIsRemoved() throws Exception {
    var before = client.tokens(client.signIn("anna"));
    portal.rotateKey();
    var after = client.tokens(client.code(client.open(client.request(same -> same))));

    assertThat(client.checked(before).getSubject()).isEqualTo(client.checked(after).getSubject());
    portal.removeFormerKeys();
    assertThat(client.checked(after)).isNotNull();
    assertThatException().isThrownBy(() -> client.checked(before));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "WRONG_ISSUER",
        "WRONG_AUDIENCE",
        "WRONG_NONCE",
        "MISSING_NONCE",
        "EXPIRED",
        "ISSUED_IN_FUTURE",
        "ALGORITHM_NONE",
        "ALGORITHM_HS256",
        "ALGORITHM_RS256",
        "WRONG_SIGNATURE",
        "UNPUBLISHED_KEY"
      })
  void fault_inTheIdToken_isRefusedByAStrictClient(Fault fault) throws Exception {
    var code = client.signIn("anna");
    portal.inject(fault);
    var tokens = client.tokens(code);

    assertThatException().isThrownBy(() -> client.checked(tokens));
    portal.inject();
    assertThat(client.checked(client.tokens(client.signInAgain()))).isNotNull();
  }

  @Test
  void fault_inTheLevel_changesOnlyTheLevel() throws Exception {
    client.signIn("clara");

    portal.inject(Fault.LOWER_LEVEL);
    var lower = client.checked(client.tokens(client.signInAgain()));
    portal.inject(Fault.UNKNOWN_LEVEL);
    var unknown = client.checked(client.tokens(client.signInAgain()));
    portal.inject(Fault.STALE_LOGIN);
    var stale = client.checked(client.tokens(client.signInAgain()));

    assertThat(lower.getACR()).isEqualTo(new ACR(BADEN_WUERTTEMBERG.acr(AssuranceLevel.LOW)));
    assertThat(BADEN_WUERTTEMBERG.level(unknown.getACR().getValue())).isEmpty();
    assertThat(stale.getAuthenticationTime())
        .isBefore(Date.from(clock.instant().minus(Duration.ofHours(23))));
  }

  @Test
  void fault_inTheAnswer_showsInTheBrowser() throws Exception {
    client.signIn("clara");

    portal.inject(Fault.ACCESS_DENIED);
    var denied = client.response(client.open(client.request(same -> same)));
    portal.inject(Fault.TEMPORARILY_UNAVAILABLE);
    var unavailable = client.response(client.open(client.request(same -> same)));
    portal.inject(Fault.RESPONSE_MISSING_ISSUER);
    var anonymous = client.response(client.open(client.request(same -> same)));
    portal.inject(Fault.RESPONSE_WRONG_ISSUER);
    var foreign = client.response(client.open(client.request(same -> same)));

    assertThat(denied.toErrorResponse().getErrorObject().getCode()).isEqualTo("access_denied");
    assertThat(unavailable.toErrorResponse().getErrorObject().getCode())
        .isEqualTo("temporarily_unavailable");
    assertThat(anonymous.getIssuer()).isNull();
    assertThat(foreign.getIssuer()).isNotEqualTo(client.metadata.getIssuer());
  }

  @Test
  void fault_inDocuments_showsInThem() throws Exception {
    URI keys = client.metadata.getJWKSetURI();
    URI metadata = portal.origin().resolve("/.well-known/openid-configuration");

    portal.inject(Fault.KEYS_HUGE);
    var huge = client.browser.get(keys);
    portal.inject(Fault.KEYS_HTML);
    var html = client.browser.get(keys);
    portal.inject(Fault.KEYS_UNAVAILABLE, Fault.METADATA_UNAVAILABLE);
    var unavailable = List.of(client.browser.get(keys), client.browser.get(metadata));
    portal.inject(Fault.KEYS_REDIRECTED, Fault.METADATA_WRONG_ISSUER);
    var redirected = client.browser.get(keys);
    var foreign = client.browser.get(metadata);

    assertThat(huge.response().body()).hasSize(2 * 1024 * 1024);
    assertThat(html.response().body()).startsWith("<!DOCTYPE html>");
    assertThat(unavailable).extracting(Browser.Answer::status).containsExactly(503, 503);
    assertThat(client.browser.get(redirected.location()).response().body()).contains("\"keys\"");
    assertThat(OIDCProviderMetadata.parse(foreign.response().body()).getIssuer().getValue())
        .isEqualTo(Tokens.FOREIGN_ISSUER);
  }

  @Test
  void fault_behindTheScenes_showsToTheClient() throws Exception {
    var code = client.signIn("clara");
    portal.inject(Fault.TOKEN_UNAVAILABLE);
    int unavailable = client.token(client.grant(code)).getStatusCode();
    portal.inject(Fault.USERINFO_WRONG_SUBJECT);
    var tokens = client.tokens(code);

    assertThat(unavailable).isEqualTo(503);
    assertThat(client.attributes(tokens.getAccessToken()).getBodyAsJSONObject().get("sub"))
        .isNotEqualTo(client.checked(tokens).getSubject().getValue());
  }

  @Test
  void backendToken_anyPerson_isForTheBackEndAndTheSamePerson() throws Exception {
    var claims = SignedJWT.parse(portal.backendToken("doris")).getJWTClaimsSet();

    assertThat(claims.getAudience()).containsExactly("demo-bw-backend");
    assertThat(claims.getClaim("client_id")).isEqualTo("demo-bw-backend");
    assertThat(claims.getSubject())
        .isEqualTo(client.checked(client.tokens(client.signIn("doris"))).getSubject().getValue());
  }

  private static void assertError(HTTPResponse response, int status, String code) throws Exception {
    assertThat(response.getStatusCode()).isEqualTo(status);
    assertThat(TokenErrorResponse.parse(response).getErrorObject().getCode()).isEqualTo(code);
  }
}
