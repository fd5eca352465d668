package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.token.TypelessAccessToken;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Consent;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationProvider;
import org.springframework.security.web.FilterChainProxy;
import tools.jackson.databind.JsonNode;

/** Exchange of a home portal's token for one of ours (RFC 8693), and a peer's grant (RFC 7523). */
class ExchangeTest extends TokenTest {

  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  @Autowired ApplicationContext context;

  /** A citizen of home-bw that Saxony knows, and who released everything to its service. */
  private Consent released(String subject) {
    CitizenId citizen =
        citizens.findOrCreate("home-bw", subject, AssuranceLevel.SUBSTANTIAL, "pwd");
    return consents.grant(
        release(
            citizen,
            SN_SERVICE.id(),
            Set.of("given_name", "family_name"),
            AssuranceLevel.SUBSTANTIAL),
        Duration.ofDays(1));
  }

  private static Map<String, String> exchange(String token) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", token);
    form.put("subject_token_type", ACCESS);
    form.put("audience", SN_API);
    form.put("scope", "read");
    return form;
  }

  private static HttpResponse<String> exchange(
      TestClient client, Map<String, String> form, String... headers) {
    return post("/oauth2/token", SignInTest.with(client, form), headers);
  }

  /** Changes nothing. */
  private static void same(JWTClaimsSet.Builder claims) {
    assertThat(claims).isNotNull();
  }

  @Test
  void exchange_independentClient_getsATokenForTheOtherPortal() throws Exception {
    released("ex-1");
    String home = HOME_BW.accessToken("ex-1", ExchangeTest::same);
    TokenResponse response =
        TokenResponse.parse(
            new TokenRequest.Builder(
                    URI.create(TOKEN),
                    new PrivateKeyJWT(
                        new JWTAuthenticationClaimsSet(
                            new ClientID(BW_BACKEND.id()), new Audience(ISSUER)),
                        com.nimbusds.jose.JWSAlgorithm.ES256,
                        BW_BACKEND.key().toPrivateKey(),
                        BW_BACKEND.key().getKeyID(),
                        null),
                    new TokenExchangeGrant(
                        new TypelessAccessToken(home),
                        TokenTypeURI.ACCESS_TOKEN,
                        null,
                        null,
                        null,
                        List.of(new Audience(SN_API))))
                .scope(new com.nimbusds.oauth2.sdk.Scope("read"))
                .build()
                .toHTTPRequest()
                .send());

    assertThat(response.indicatesSuccess()).as(response.toHTTPResponse().getBody()).isTrue();
    SignedJWT token =
        SignedJWT.parse(response.toSuccessResponse().getTokens().getAccessToken().getValue());
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(claims.getIssuer()).isEqualTo(ISSUER);
    assertThat(claims.getAudience()).containsExactly(SN_API);
    assertThat(claims.getStringClaim("scope")).isEqualTo("read");
    assertThat(claims.getStringClaim("acr")).isEqualTo(SUBSTANTIAL);
    assertThat(claims.getStringClaim("client_id")).isEqualTo(BW_BACKEND.id());
    assertThat(claims.getJSONObjectClaim("act")).containsEntry("sub", BW_BACKEND.id());
    assertThat(claims.getSubject()).isNotEqualTo("ex-1");
    // No longer than the token that was brought, which had two minutes.
    assertThat(claims.getExpirationTime())
        .isBeforeOrEqualTo(SignedJWT.parse(home).getJWTClaimsSet().getExpirationTime());
    assertThat(claims.getClaims()).doesNotContainKeys("given_name", "family_name");
    JsonNode seen =
        TokenAttacksTest.introspect(
            SN_BACKEND, response.toSuccessResponse().getTokens().getAccessToken().getValue());
    assertThat(seen.path("active").asBoolean()).isTrue();
    assertThat(text(seen.path("act"), "sub")).isEqualTo(BW_BACKEND.id());
  }

  /** The exchanged token says the same {@code sub} as a sign-in at the target does. */
  @Test
  void exchange_subject_isThatOfASignInInTheSameSector() throws Exception {
    Person person = new Person("ex-same", AssuranceLevel.SUBSTANTIAL);
    String code = code(new Browser(), request(SN_SERVICE), person);
    JsonNode signedIn =
        json(
            post(
                "/oauth2/token",
                redemption(SN_SERVICE, code),
                "DPoP",
                tokenProof(TestClient.newKey("s"))));

    JsonNode exchanged =
        json(exchange(BW_BACKEND, exchange(HOME_BW.accessToken("ex-same", ExchangeTest::same))));

    assertThat(SignedJWT.parse(text(exchanged, "access_token")).getJWTClaimsSet().getSubject())
        .isEqualTo(SignedJWT.parse(text(signedIn, "id_token")).getJWTClaimsSet().getSubject());
  }

  /** Attacks J9 to J11, X1 to X5 and X10: RFC 8693, sections 2.1, 2.2.2 and 4.4; RFC 9068, 4. */
  static Stream<Arguments> refusedTokens() {
    Instant now = Instant.now();
    return Stream.of(
        Arguments.of("another client's", token(claims -> claims.claim("client_id", "other"))),
        Arguments.of("for another audience", token(claims -> claims.audience("other"))),
        Arguments.of(
            "expired", token(claims -> claims.expirationTime(Date.from(now.minusSeconds(90))))),
        Arguments.of("without expiry", token(claims -> claims.expirationTime(null))),
        Arguments.of("without id", token(claims -> claims.jwtID(null))),
        Arguments.of(
            "issued tomorrow",
            token(claims -> claims.issueTime(Date.from(now.plusSeconds(86_400))))),
        Arguments.of(
            "ten years",
            token(claims -> claims.expirationTime(Date.from(now.plusSeconds(315_360_000))))),
        Arguments.of("another issuer's", token(claims -> claims.issuer("https://unknown.example"))),
        Arguments.of("with a slash", token(claims -> claims.issuer(HOME_BW.issuer() + "/"))),
        Arguments.of(
            "another key",
            TestClient.sign(TestClient.newKey("home"), "at+jwt", parse(token(claims -> {})))),
        Arguments.of(
            "an ID token", TestClient.sign(HOME_BW.key(), "JWT", parse(token(claims -> {})))),
        Arguments.of(
            "a logout token",
            TestClient.sign(HOME_BW.key(), "logout+jwt", parse(token(claims -> {})))),
        Arguments.of("no token", "x.y.z"),
        Arguments.of("with padding", token(claims -> {}) + "="),
        Arguments.of("with a newline", token(claims -> {}) + "\n"),
        Arguments.of(
            "forged act",
            token(
                claims -> claims.claim("act", Map.of("sub", "x", "iss", "https://evil.example")))),
        Arguments.of(
            "others may act", token(claims -> claims.claim("may_act", Map.of("sub", "other")))),
        Arguments.of(
            "bound to a key", token(claims -> claims.claim("cnf", Map.of("jkt", "x".repeat(43))))));
  }

  private static String token(Consumer<JWTClaimsSet.Builder> change) {
    return HOME_BW.accessToken("ex-refused", change);
  }

  private static JWTClaimsSet parse(String token) {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet();
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedTokens")
  void exchange_tokenThatDoesNotHold_isInvalidRequestWithReason(String name, String token) {
    released("ex-refused");

    HttpResponse<String> response = exchange(BW_BACKEND, exchange(token));

    assertThat(response.statusCode()).as(name).isEqualTo(400);
    assertThat(error(response)).isEqualTo("invalid_request");
    assertThat(text(json(response), "reason")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "audience, https://api.other.example.org, invalid_target",
    "audience, https://api.bw.example.org, invalid_target",
    "scope, read write, invalid_scope",
    "scope, profile, invalid_scope",
    "subject_token, '', invalid_request",
    "subject_token_type, '', invalid_request",
    "subject_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request",
    "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request",
    "requested_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request",
    "resource, https://api.sn.example.org, invalid_request",
    "actor_token, x, invalid_request"
  })
  void exchange_faultyParameter_isRefused(String name, String value, String error) {
    released("ex-parameter");
    Map<String, String> form = exchange(HOME_BW.accessToken("ex-parameter", ExchangeTest::same));
    form.put(name, value);

    assertThat(error(exchange(BW_BACKEND, form))).isEqualTo(error);
  }

  /** CVE-2026-9704 and attack X10: no second audience, and nothing instead of the token. */
  @Test
  void exchange_tokenMissingOrParametersTwice_isInvalidRequest() {
    released("ex-twice");
    Map<String, String> form = exchange(HOME_BW.accessToken("ex-twice", ExchangeTest::same));
    Map<String, String> without = new LinkedHashMap<>(form);
    without.remove("subject_token");

    assertThat(error(exchange(BW_BACKEND, without))).isEqualTo("invalid_request");
    for (String more :
        List.of(
            "audience=https%3A%2F%2Fapi.bw.example.org",
            "subject_token=x", "subject_token=", "scope=read", "grant_type=client_credentials")) {
      HttpResponse<String> response =
          new Browser()
              .post(TOKEN, Browser.encoded(SignInTest.with(BW_BACKEND, form)) + "&" + more);
      assertThat(error(response)).as(more).isEqualTo("invalid_request");
    }
  }

  /** The errors that tell a back end what to do next. */
  @Test
  void exchange_levelLinkOrConsentLacking_saysWhichAndHow() {
    released("ex-weak");
    citizens.findOrCreate("home-bw", "ex-no-consent", AssuranceLevel.LOW, "pwd");

    JsonNode weak =
        json(
            exchange(
                BW_BACKEND,
                exchange(HOME_BW.accessToken("ex-weak", claims -> claims.claim("acr", "basic")))));
    JsonNode unknownLevel =
        json(
            exchange(
                BW_BACKEND,
                exchange(HOME_BW.accessToken("ex-weak", claims -> claims.claim("acr", "superb")))));
    JsonNode noLink =
        json(exchange(BW_BACKEND, exchange(HOME_BW.accessToken("ex-nobody", ExchangeTest::same))));
    JsonNode noConsent =
        json(
            exchange(
                BW_BACKEND, exchange(HOME_BW.accessToken("ex-no-consent", ExchangeTest::same))));

    for (JsonNode each : List.of(weak, unknownLevel)) {
      assertThat(text(each, "error")).isEqualTo("invalid_request");
      assertThat(text(each, "reason")).isEqualTo("insufficient_user_authentication");
      assertThat(text(each, "acr_values")).isEqualTo(LOW);
    }
    assertThat(text(noLink, "error")).isEqualTo("invalid_request");
    assertThat(text(noLink, "reason")).isEqualTo("link_required");
    assertThat(text(noConsent, "error")).isEqualTo("invalid_request");
    assertThat(text(noConsent, "reason")).isEqualTo("consent_required");
  }

  /** Attack X1, Keycloak issue 51000: a client of no portal, or of another one. */
  @Test
  void exchange_byAClientOfAnotherPortal_isRefused() {
    released("ex-stranger");
    String token = HOME_BW.accessToken("ex-stranger", ExchangeTest::same);

    for (TestClient client : List.of(STRANGER, SN_BACKEND)) {
      HttpResponse<String> response = exchange(client, exchange(token));

      assertThat(error(response)).isEqualTo("invalid_request");
      assertThat(text(json(response), "reason")).isEqualTo("subject_token_refused");
    }
    assertThat(error(exchange(SERVICE, exchange(token)))).isEqualTo("unauthorized_client");
  }

  /** Attack X9, RFC 9700, section 4.10: the rule says three uses, also for fifty at once. */
  @Test
  void exchange_sameTokenFiftyTimesAtOnce_worksThreeTimes() throws Exception {
    released("ex-replay");
    String token = HOME_BW.accessToken("ex-replay", ExchangeTest::same);
    List<Future<HttpResponse<String>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(25)) {
      for (int i = 0; i < 50; i++) {
        running.add(threads.submit(() -> exchange(BW_BACKEND, exchange(token))));
      }
    }

    int good = 0;
    for (Future<HttpResponse<String>> each : running) {
      HttpResponse<String> response = each.get();
      if (response.statusCode() == 200) {
        good++;
      } else {
        assertThat(text(json(response), "reason")).isEqualTo("replayed");
      }
    }
    assertThat(good).isEqualTo(3);
  }

  /** Attack X3, RFC 9449, section 5: bound stays bound, to the caller's key. */
  @Test
  void exchange_boundToken_staysBoundToTheKeyThatWasProven() throws Exception {
    released("ex-bound");
    ECKey key = TestClient.newKey("ex");
    Consumer<JWTClaimsSet.Builder> bound =
        claims -> claims.claim("cnf", Map.of("jkt", thumbprint(key)));

    HttpResponse<String> asBearer =
        exchange(BW_BACKEND, exchange(HOME_BW.accessToken("ex-bound", bound)));
    HttpResponse<String> otherKey =
        exchange(
            BW_BACKEND,
            exchange(HOME_BW.accessToken("ex-bound", bound)),
            "DPoP",
            tokenProof(TestClient.newKey("other")));
    HttpResponse<String> good =
        exchange(
            BW_BACKEND, exchange(HOME_BW.accessToken("ex-bound", bound)), "DPoP", tokenProof(key));

    assertThat(text(json(asBearer), "reason")).isEqualTo("sender_constraint");
    assertThat(text(json(otherKey), "reason")).isEqualTo("sender_constraint");
    assertThat(text(json(good), "token_type")).isEqualTo("DPoP");
    assertThat(
            SignedJWT.parse(text(json(good), "access_token"))
                .getJWTClaimsSet()
                .getJSONObjectClaim("cnf"))
        .containsEntry("jkt", thumbprint(key));
  }

  private static String thumbprint(ECKey key) {
    try {
      return key.computeThumbprint().toString();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Attack X7: an exchanged token dies with the consent it hangs on. */
  @Test
  void exchangedToken_afterTheConsentIsWithdrawn_isNotActive() {
    released("ex-withdrawn");
    CitizenId citizen = citizens.find("home-bw", "ex-withdrawn").orElseThrow();
    String token =
        text(
            json(
                exchange(
                    BW_BACKEND, exchange(HOME_BW.accessToken("ex-withdrawn", ExchangeTest::same)))),
            "access_token");
    boolean before = TokenAttacksTest.isActive(SN_BACKEND, token);

    consents
        .find(citizen, SN_SERVICE.id())
        .forEach(consent -> consents.withdraw(citizen, consent.id()));

    assertThat(before).isTrue();
    assertThat(TokenAttacksTest.isActive(SN_BACKEND, token)).isFalse();
  }

  /**
   * Attack X6 and the cascade: a token of ours is exchanged once more, and falls with its parent.
   */
  @Test
  void exchange_ownToken_isBoundToItsParent() throws Exception {
    Person person = new Person("ex-own", AssuranceLevel.SUBSTANTIAL);
    released("ex-own");
    JsonNode signedIn =
        json(
            post(
                "/oauth2/token",
                redemption(
                    SERVICE,
                    code(new Browser(), withScope(request(SERVICE), "openid read"), person))));
    String parent = text(signedIn, "access_token");

    HttpResponse<String> response = exchange(BW_BACKEND, exchange(parent));
    String child = text(json(response), "access_token");
    boolean before = TokenAttacksTest.isActive(SN_BACKEND, child);
    HttpResponse<String> back = exchange(SN_BACKEND, with(exchange(child), "audience", BW_API));
    TokenAttacksTest.revoke(SERVICE, parent);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(SignedJWT.parse(child).getJWTClaimsSet().getExpirationTime())
        .isBeforeOrEqualTo(SignedJWT.parse(parent).getJWTClaimsSet().getExpirationTime());
    assertThat(before).isTrue();
    assertThat(error(back)).as("no rule leads back").isEqualTo("invalid_target");
    assertThat(TokenAttacksTest.isActive(SN_BACKEND, child)).isFalse();
    assertThat(error(exchange(BW_BACKEND, exchange(parent)))).isEqualTo("invalid_request");
  }

  private static Map<String, String> withScope(Map<String, String> request, String scope) {
    return with(request, "scope", scope);
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(form);
    changed.put(name, value);
    return changed;
  }

  /** The chaining shape: a grant with the peer's issuer as its only audience. */
  @Test
  void exchange_forAPeersServer_isAShortLivedGrant() throws Exception {
    released("ex-chain");
    Map<String, String> form = exchange(HOME_BW.accessToken("ex-chain", ExchangeTest::same));
    form.put("audience", HOME_SN.issuer());
    form.put("requested_token_type", JWT);

    JsonNode answer = json(exchange(BW_BACKEND, form));

    assertThat(text(answer, "issued_token_type")).isEqualTo(JWT);
    assertThat(text(answer, "token_type")).isEqualTo("N_A");
    JWTClaimsSet claims = SignedJWT.parse(text(answer, "access_token")).getJWTClaimsSet();
    assertThat(claims.getClaim("aud")).isIn(HOME_SN.issuer(), List.of(HOME_SN.issuer()));
    assertThat(TestClient.seconds(claims)).isLessThanOrEqualTo(60);
    assertThat(claims.getJWTID()).isNotEmpty();
  }

  /** RFC 7523, sections 2.1 and 3: a peer's grant, once, and nothing else. */
  @Test
  void grantOfAPeer_isRedeemedOnceAndOtherwiseInvalidGrant() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    form.put("assertion", peersGrant(ISSUER, 60));

    HttpResponse<String> noRule = exchange(SN_BACKEND, form);
    form.put("assertion", peersGrant("https://other.example", 60));
    HttpResponse<String> otherAudience = exchange(SN_BACKEND, form);
    form.put("assertion", peersGrant(ISSUER, 600));
    HttpResponse<String> tooLong = exchange(SN_BACKEND, form);
    form.put("assertion", "x");
    HttpResponse<String> none = exchange(SN_BACKEND, form);

    assertThat(error(noRule)).isEqualTo("invalid_target");
    for (HttpResponse<String> each : List.of(otherAudience, tooLong, none)) {
      assertThat(error(each)).isEqualTo("invalid_grant");
    }
  }

  /**
   * RFC 7523, sections 2.1, 3 and 3.1, and the chaining of identity and authorization across
   * domains: a grant of the peer's server becomes an access token, once.
   */
  @Test
  void grantOfAPeer_ofACitizenWhoReleased_becomesAnAccessTokenOnce() throws Exception {
    released("ex-peer");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    form.put("assertion", peersGrant(HOME_BW, "ex-peer", ISSUER, 60));
    form.put("audience", SN_API);
    form.put("scope", "read");

    HttpResponse<String> first = exchange(BW_PEER, form);
    HttpResponse<String> again = exchange(BW_PEER, form);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(text(json(first), "token_type")).isEqualTo("Bearer");
    SignedJWT token = SignedJWT.parse(text(json(first), "access_token"));
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(claims.getAudience()).containsExactly(SN_API);
    assertThat(claims.getSubject()).isNotEqualTo("ex-peer");
    assertThat(claims.getStringClaim("client_id")).isEqualTo(BW_PEER.id());
    assertThat(claims.getStringClaim("scope")).isEqualTo("read");
    assertThat(claims.getStringClaim("acr")).isEqualTo(SUBSTANTIAL);
    assertThat(TestClient.seconds(claims)).isLessThanOrEqualTo(60);
    assertThat(TokenAttacksTest.isActive(SN_BACKEND, token.serialize())).isTrue();
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(error(again)).isEqualTo("invalid_grant");
  }

  private static String peersGrant(String audience, int seconds) {
    return peersGrant(HOME_SN, "somebody", audience, seconds);
  }

  private static String peersGrant(HomePortal home, String subject, String audience, int seconds) {
    Instant now = Instant.now();
    return TestClient.sign(
        home.key(),
        "JWT",
        new JWTClaimsSet.Builder()
            .issuer(home.issuer())
            .subject(subject)
            .audience(audience)
            .claim("client_id", "backend")
            .claim("scope", "read")
            .claim("acr", "substantial")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(seconds)))
            .jwtID(UUID.randomUUID().toString())
            .build());
  }

  /** Spring's own provider must not be asked: it knows no policy. */
  @Test
  void springsExchangeProvider_isNowhere() {
    assertThat(context.getBeansOfType(OAuth2TokenExchangeAuthenticationProvider.class)).isEmpty();
    assertThat(context.getBeansOfType(FilterChainProxy.class)).isEmpty();
    released("ex-spring");
    String own =
        text(
            json(
                post(
                    "/oauth2/token",
                    SignInTest.with(
                        BW_BACKEND, Map.of("grant_type", "client_credentials", "scope", "read")))),
            "access_token");

    // Spring's would exchange it: its own token, any audience.
    HttpResponse<String> response = exchange(BW_BACKEND, exchange(own));

    assertThat(error(response)).isEqualTo("invalid_request");
  }
}
