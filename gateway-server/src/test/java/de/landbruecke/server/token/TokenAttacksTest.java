package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What must be refused at the endpoints where clients authenticate, and how. */
class TokenAttacksTest extends TokenTest {

  private static final Person PERSON = new Person("bernd", AssuranceLevel.SUBSTANTIAL);

  /** RFC 6749, section 4.1.3; RFC 7636, section 4.6; RFC 9700, sections 4.5 and 4.8. */
  @ParameterizedTest
  @CsvSource({
    "code_verifier, ''",
    "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl",
    "code_verifier, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_verifier, short",
    "redirect_uri, https://service.example.org/callback?a=b",
    "redirect_uri, https://evil.example/",
    "code, unknown"
  })
  void code_withAnotherVerifierAddressOrText_isRefusedAndNotSpoilt(String name, String value) {
    String code = code(new Browser(), request(SERVICE), PERSON);
    Map<String, String> wrong = redemption(SERVICE, code);
    wrong.put(name, value);

    HttpResponse<String> refused = post("/oauth2/token", wrong);
    HttpResponse<String> good = post("/oauth2/token", redemption(SERVICE, code));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused)).isEqualTo("invalid_grant");
    assertThat(good.statusCode()).isEqualTo(200);
  }

  /** RFC 6749, section 4.1.2: bound to its client. */
  @Test
  void code_ofAnotherClient_isRefused() {
    String code = code(new Browser(), request(SERVICE), PERSON);

    assertThat(error(post("/oauth2/token", redemption(STRONG_SERVICE, code))))
        .isEqualTo("invalid_grant");
  }

  /** RFC 6749, section 4.1.2: used twice, everything issued for it is revoked. */
  @Test
  void code_again_endsAllThatWasIssuedForIt() {
    String code = code(new Browser(), request(SERVICE), PERSON);
    JsonNode tokens = json(post("/oauth2/token", redemption(SERVICE, code)));

    HttpResponse<String> again = post("/oauth2/token", redemption(SERVICE, code));

    assertThat(error(again)).isEqualTo("invalid_grant");
    assertThat(isActive(SERVICE, text(tokens, "access_token"))).isFalse();
    assertThat(text(SignInTest.refresh(SERVICE, text(tokens, "refresh_token")), "error"))
        .isEqualTo("invalid_grant");
    assertThat(
            new Browser()
                .get(
                    ISSUER + "/userinfo", "Authorization", "Bearer " + text(tokens, "access_token"))
                .statusCode())
        .isEqualTo(401);
  }

  /** RFC 6749, section 4.1.2: of 64 callers at once one gets tokens. */
  @Test
  void code_by64ThreadsAtOnce_isRedeemedOnce() throws Exception {
    String code = code(new Browser(), request(SERVICE), PERSON);
    List<Map<String, String>> forms = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      forms.add(redemption(SERVICE, code));
    }
    CountDownLatch start = new CountDownLatch(1);
    List<Future<HttpResponse<String>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (Map<String, String> form : forms) {
        running.add(
            threads.submit(() -> {
              start.await();
              return post("/oauth2/token", form);
            }));
      }
      start.countDown();
    }

    int good = 0;
    for (Future<HttpResponse<String>> each : running) {
      HttpResponse<String> response = each.get();
      if (response.statusCode() == 200) {
        good++;
      } else {
        assertThat(error(response)).isEqualTo("invalid_grant");
      }
    }
    assertThat(good).isEqualTo(1);
  }

  /** RFC 7523, section 3, and its revision: one audience, the issuer; once; short-lived. */
  static Stream<Arguments> assertions() {
    Instant now = Instant.now();
    return Stream.of(
        assertion("another server's", claims -> claims.audience("https://other.example")),
        assertion("the token endpoint's", claims -> claims.audience(ISSUER + "/oauth2/token")),
        assertion("a list", claims -> claims.audience(List.of(ISSUER, "https://other.example"))),
        assertion("no audience", claims -> claims.audience((String) null)),
        assertion("no expiry", claims -> claims.expirationTime(null)),
        assertion(
            "a year", claims -> claims.expirationTime(Date.from(now.plusSeconds(31_536_000)))),
        assertion("expired", claims -> claims.expirationTime(Date.from(now.minusSeconds(120)))),
        assertion("not yet valid", claims -> claims.notBeforeTime(Date.from(now.plusSeconds(600)))),
        assertion("no id", claims -> claims.jwtID(null)),
        assertion("another issuer", claims -> claims.issuer("fapi-service")),
        assertion("another subject", claims -> claims.subject("fapi-service")));
  }

  private static Arguments assertion(String name, Consumer<JWTClaimsSet.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("assertions")
  void clientAssertion_faulty_isInvalidClient(String name, Consumer<JWTClaimsSet.Builder> change) {
    Map<String, String> form = new LinkedHashMap<>(BW_BACKEND.authentication(ISSUER, change));
    form.put("grant_type", "client_credentials");

    HttpResponse<String> response = post("/oauth2/token", form);

    assertThat(response.statusCode()).as(name).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{\"error\":\"invalid_client\"}");
  }

  /** RFC 7523, section 3, item 7. */
  @Test
  void clientAssertion_again_isInvalidClient() {
    Map<String, String> form = new LinkedHashMap<>(BW_BACKEND.authentication(ISSUER));
    form.put("grant_type", "client_credentials");

    HttpResponse<String> first = post("/oauth2/token", form);
    HttpResponse<String> again = post("/oauth2/token", form);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(401);
  }

  /** Attack P2: who does not exist is answered like who has the wrong key. */
  @Test
  void client_unknownOrWithAnotherKey_isAnsweredAlike() {
    TestClient unknown = TestClient.of("unknown");
    TestClient impostor = new TestClient(BW_BACKEND.id(), TestClient.newKey("bw-backend"));

    List<HttpResponse<String>> answers =
        Stream.of(unknown, impostor)
            .map(client ->
                post(
                    "/oauth2/token",
                    SignInTest.with(client, Map.of("grant_type", "client_credentials"))))
            .toList();

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401);
    assertThat(answers)
        .extracting(HttpResponse::body)
        .containsOnly("{\"error\":\"invalid_client\"}");
  }

  /** RFC 6749, sections 2.3, 3.1 and 3.2. */
  @ParameterizedTest
  @ValueSource(strings = {"/oauth2/token", "/oauth2/par", "/oauth2/introspect", "/oauth2/revoke"})
  void endpoint_byGetByQueryTwiceOrInTwoWays_isRefused(String path) {
    Map<String, String> form = new LinkedHashMap<>(BW_BACKEND.authentication(ISSUER));
    form.put("grant_type", "client_credentials");
    form.put("token", "x");
    String body = Browser.encoded(form);
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString("bw-backend:secret".getBytes(StandardCharsets.UTF_8));
    Browser browser = new Browser();

    HttpResponse<String> byGet = browser.get(ISSUER + path + "?" + body);
    HttpResponse<String> byQuery = browser.post(ISSUER + path + "?" + body, "x=y");
    HttpResponse<String> mixed = browser.post(ISSUER + path + "?token=y", body);
    HttpResponse<String> twice = browser.post(ISSUER + path, body + "&token=y");
    HttpResponse<String> twoWays = browser.post(ISSUER + path, body, "Authorization", basic);
    HttpResponse<String> inArray =
        browser.post(ISSUER + path, body.replace("client_assertion=", "client_assertion[]="));
    HttpResponse<String> nobody = browser.post(ISSUER + path, "token=x");

    assertThat(byGet.statusCode()).isEqualTo(405);
    for (HttpResponse<String> each : List.of(byGet, byQuery, mixed, twice, twoWays, inArray)) {
      assertThat(error(each)).isEqualTo("invalid_request");
      assertThat(header(each, "Cache-Control")).isEqualTo("no-store");
    }
    assertThat(nobody.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "password, unsupported_grant_type",
    "urn:ietf:params:oauth:grant-type:device_code, unsupported_grant_type",
    "urn:ietf:params:oauth:grant-type:jwt-bearer, unauthorized_client",
    "refresh_token, unauthorized_client",
    "'', invalid_request"
  })
  void token_grantThatIsNotRegistered_isRefused(String grant, String error) {
    assertThat(
            error(post("/oauth2/token", SignInTest.with(BW_BACKEND, Map.of("grant_type", grant)))))
        .isEqualTo(error);
  }

  /** A secret only with the weakening, and only where it is registered. */
  @Test
  void client_withASecret_isOnlyWhoIsAllowedTo() {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("suite-basic:" + SECRET).getBytes(StandardCharsets.UTF_8));
    Map<String, String> form = Map.of("token", "x");

    HttpResponse<String> good = post("/oauth2/introspect", form, "Authorization", basic);
    HttpResponse<String> wrong = post("/oauth2/introspect", form, "Authorization", basic + "x");
    HttpResponse<String> inBody =
        post(
            "/oauth2/introspect",
            Map.of("token", "x", "client_id", "suite-basic", "client_secret", SECRET));

    assertThat(good.body()).isEqualTo("{\"active\":false}");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(header(wrong, "WWW-Authenticate")).startsWith("Basic");
    assertThat(inBody.statusCode()).isEqualTo(401);
  }

  /** RFC 9449, section 4.3: each check fails by itself. */
  static Stream<Arguments> proofs() {
    ECKey key = TestClient.newKey("proof");
    long now = Instant.now().getEpochSecond();
    return Stream.of(
        Arguments.of("other method", proof(key, "GET", TOKEN, Map.of())),
        Arguments.of("other address", proof(key, "POST", TOKEN + "/x", Map.of())),
        Arguments.of("other host", proof(key, "POST", "https://evil.example/token", Map.of())),
        Arguments.of("other port", proof(key, "POST", "http://localhost/oauth2/token", Map.of())),
        Arguments.of("old", proof(key, "POST", TOKEN, Map.of("iat", now - 600))),
        Arguments.of("future", proof(key, "POST", TOKEN, Map.of("iat", now + 600))),
        Arguments.of("no text", List.of("x")),
        Arguments.of("not a proof", List.of(BW_BACKEND.assertion(ISSUER, claims -> {}))),
        Arguments.of("two", List.of(tokenProof(key), tokenProof(key))));
  }

  private static List<String> proof(
      ECKey key, String method, String address, Map<String, Object> more) {
    return List.of(TestClient.proof(key, method, address, more));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proofs")
  void dpop_faultyProof_isRefused(String name, List<String> proofs) {
    String[] headers =
        proofs.stream().flatMap(proof -> Stream.of("DPoP", proof)).toArray(String[]::new);

    HttpResponse<String> response =
        post(
            "/oauth2/token",
            SignInTest.with(BW_BACKEND, Map.of("grant_type", "client_credentials")),
            headers);

    assertThat(response.statusCode()).as(name).isEqualTo(400);
    assertThat(error(response)).isEqualTo("invalid_dpop_proof");
  }

  /** RFC 9449, sections 5, 10 and 11.1. */
  @Test
  void dpop_replayedOrOfAnotherKeyThanTheCodes_isRefused() throws Exception {
    ECKey key = TestClient.newKey("a");
    String once = tokenProof(key);
    Map<String, String> grant = Map.of("grant_type", "client_credentials");

    HttpResponse<String> first =
        post("/oauth2/token", SignInTest.with(BW_BACKEND, grant), "DPoP", once);
    HttpResponse<String> replayed =
        post("/oauth2/token", SignInTest.with(BW_BACKEND, grant), "DPoP", once);
    Map<String, String> request = request(SN_SERVICE);
    request.put("dpop_jkt", key.computeThumbprint().toString());
    String code = code(new Browser(), request, PERSON);
    HttpResponse<String> otherKey =
        post(
            "/oauth2/token",
            redemption(SN_SERVICE, code),
            "DPoP",
            tokenProof(TestClient.newKey("b")));
    HttpResponse<String> noKey = post("/oauth2/token", redemption(SN_SERVICE, code));
    HttpResponse<String> good =
        post("/oauth2/token", redemption(SN_SERVICE, code), "DPoP", tokenProof(key));

    assertThat(text(json(first), "token_type")).isEqualTo("DPoP");
    for (HttpResponse<String> each : List.of(replayed, otherKey, noKey)) {
      assertThat(error(each)).isEqualTo("invalid_dpop_proof");
    }
    assertThat(good.statusCode()).isEqualTo(200);
  }

  /** RFC 9449, section 7.1: proof of this token, at this address, once. */
  @Test
  void userinfo_boundToken_wantsAProofOfItself() {
    ECKey key = TestClient.newKey("u");
    String code = code(new Browser(), request(SN_SERVICE), PERSON);
    String token =
        text(
            json(post("/oauth2/token", redemption(SN_SERVICE, code), "DPoP", tokenProof(key))),
            "access_token");
    String address = ISSUER + "/userinfo";
    Map<String, Object> ath = Map.of("ath", Digests.base64url(Digests.sha256(token)));
    String good = TestClient.proof(key, "GET", address, ath);

    assertThat(userinfo(token, good).statusCode()).isEqualTo(200);
    assertThat(userinfo(token, good).statusCode()).as("replayed").isEqualTo(401);
    assertThat(userinfo(token, TestClient.proof(key, "GET", address, Map.of())).statusCode())
        .as("without ath")
        .isEqualTo(401);
    assertThat(userinfo(token, TestClient.proof(key, "POST", address, ath)).statusCode())
        .as("other method")
        .isEqualTo(401);
    HttpResponse<String> none = new Browser().get(address, "Authorization", "DPoP " + token);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().allValues("WWW-Authenticate"))
        .anyMatch(each -> each.startsWith("DPoP") && each.contains("algs="));
  }

  /** RFC 6750, section 3.1; OpenID Connect Core, section 5.3.1: GET, POST, and no address. */
  @Test
  void userinfo_waysOfSendingAToken_areTheStandardOnes() {
    String token = text(tokens(new Browser(), SERVICE, PERSON), "access_token");
    Browser browser = new Browser();
    String address = ISSUER + "/userinfo";

    assertThat(browser.post(address, Map.of("access_token", token)).statusCode()).isEqualTo(200);
    assertThat(
            browser
                .post(address, Map.of("a", "b"), "Authorization", "Bearer " + token)
                .statusCode())
        .isEqualTo(200);
    assertThat(
            browser
                .post(address, Map.of("access_token", token), "Authorization", "Bearer " + token)
                .statusCode())
        .isEqualTo(400);
    assertThat(browser.get(address + "?access_token=" + token).statusCode()).isEqualTo(400);
    HttpResponse<String> none = browser.get(address);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(header(none, "WWW-Authenticate")).doesNotContain("error");
    assertThat(header(none, "Cache-Control")).isEqualTo("no-store");
    HttpResponse<String> tampered =
        browser.get(address, "Authorization", "Bearer " + token.substring(1));
    assertThat(tampered.statusCode()).isEqualTo(401);
    assertThat(header(tampered, "WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  /** RFC 9470, section 3: too weak for what is registered by now, and how to do better. */
  @Test
  void userinfo_levelThatNoLongerSuffices_isAChallengeToStepUp() {
    String token =
        text(tokens(new Browser(), SERVICE, Person.anew(AssuranceLevel.LOW)), "access_token");
    assertThat(userinfo(token).statusCode()).isEqualTo(200);

    raiseLevel(SERVICE, "low", "substantial");
    HttpResponse<String> refused;
    try {
      refused = userinfo(token);
    } finally {
      registry.undo(registry.current().revision(), "end of the test", "bernd");
    }

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(error(refused)).isEqualTo("insufficient_user_authentication");
    assertThat(refused.headers().allValues("WWW-Authenticate"))
        .anySatisfy(challenge ->
            assertThat(challenge)
                .startsWith("Bearer ")
                .contains(
                    "error=\"insufficient_user_authentication\"",
                    "acr_values=\"" + SUBSTANTIAL + "\""));
    assertThat(userinfo(token).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> userinfo(String token) {
    return new Browser().get(ISSUER + "/userinfo", "Authorization", "Bearer " + token);
  }

  /** As two members of staff do it. */
  private void raiseLevel(TestClient client, String from, String to) {
    ObjectNode document =
        (ObjectNode) JsonMapper.shared().readTree(registry.export(registry.current().revision()));
    ObjectNode service = (ObjectNode) document.path("services").path(client.id());
    assertThat(service.path("minimum-level").asString()).isEqualTo(from);
    service.put("minimum-level", to);
    registry.approve(registry.propose(document.toString(), "a test", "anna").id(), "bernd");
  }

  /** CVE-2026-37979: introspection is for whose interface it is, and whom it was issued to. */
  @Test
  void introspect_byAStranger_isNotActiveAndNothingElse() {
    String token = text(tokens(new Browser(), SERVICE, PERSON), "access_token");

    JsonNode own = introspect(SERVICE, token);
    JsonNode interfaceOf = introspect(BW_BACKEND, token);
    JsonNode stranger = introspect(SN_BACKEND, token);

    assertThat(own.path("active").asBoolean()).isTrue();
    assertThat(interfaceOf.path("active").asBoolean()).isTrue();
    assertThat(text(interfaceOf, "iss")).isEqualTo(ISSUER);
    assertThat(text(interfaceOf, "acr")).isEqualTo(SUBSTANTIAL);
    assertThat(text(interfaceOf, "token_type")).isEqualTo("Bearer");
    assertThat(interfaceOf.path("exp").isNumber()).isTrue();
    assertThat(stranger).hasToString("{\"active\":false}");
    assertThat(introspect(BW_BACKEND, "x" + token)).hasToString("{\"active\":false}");
    // CVE-2026-18208: no less where a signed answer (RFC 9701) is asked for, which there is not.
    HttpResponse<String> signed =
        post(
            "/oauth2/introspect",
            SignInTest.with(SN_BACKEND, Map.of("token", token)),
            "Accept",
            "application/token-introspection+jwt");
    assertThat(signed.body()).isIn("", "{\"active\":false}");
  }

  /** RFC 7009, section 2.1: only one's own, and with all that came of it. */
  @Test
  void revoke_endsOwnTokensAtOnceAndNobodyElses() {
    JsonNode tokens = tokens(new Browser(), SERVICE, PERSON);
    String access = text(tokens, "access_token");
    String refresh = text(tokens, "refresh_token");

    HttpResponse<String> foreign = revoke(SN_BACKEND, refresh);
    boolean afterForeign = isActive(SERVICE, access);
    HttpResponse<String> own = revoke(SERVICE, refresh);
    HttpResponse<String> unknown = revoke(SERVICE, "unknown");

    assertThat(List.of(foreign, own, unknown))
        .extracting(HttpResponse::statusCode)
        .containsOnly(200);
    assertThat(afterForeign).isTrue();
    assertThat(isActive(SERVICE, access)).isFalse();
    assertThat(text(SignInTest.refresh(SERVICE, refresh), "error")).isEqualTo("invalid_grant");
  }

  /** Attack X7, CVE-2026-93999: nothing outlives its session or its consent. */
  @Test
  void refresh_afterTheConsentIsWithdrawnOrTheSessionEnded_isRefused() {
    Browser browser = new Browser();
    JsonNode first = tokens(browser, SERVICE, PERSON);
    var session = sessions.find(browser.cookie("lb-session")).orElseThrow();
    consents
        .find(session.citizen(), SERVICE.id())
        .forEach(consent -> consents.withdraw(session.citizen(), consent.id()));
    Browser other = new Browser();
    JsonNode second = tokens(other, SERVICE, PERSON);
    sessions.end(sessions.find(other.cookie("lb-session")).orElseThrow().id());

    for (JsonNode each : List.of(first, second)) {
      assertThat(text(SignInTest.refresh(SERVICE, text(each, "refresh_token")), "error"))
          .isEqualTo("invalid_grant");
      assertThat(isActive(SERVICE, text(each, "access_token"))).isFalse();
    }
  }

  @Test
  void clientCredentials_moreThanRegistered_isRefused() {
    assertThat(
            error(
                post(
                    "/oauth2/token",
                    SignInTest.with(
                        BW_BACKEND, Map.of("grant_type", "client_credentials", "scope", "admin")))))
        .isEqualTo("invalid_scope");
    assertThat(
            error(
                post(
                    "/oauth2/token",
                    SignInTest.with(
                        BW_BACKEND,
                        Map.of("grant_type", "client_credentials", "scope", "openid")))))
        .isEqualTo("invalid_scope");
    assertThat(
            error(
                post(
                    "/oauth2/token",
                    SignInTest.with(
                        BW_BACKEND,
                        Map.of("grant_type", "client_credentials", "resource", SN_API)))))
        .isEqualTo("invalid_target");
  }

  private static HttpResponse<String> userinfo(String token, String proof) {
    return new Browser().get(ISSUER + "/userinfo", "Authorization", "DPoP " + token, "DPoP", proof);
  }

  static HttpResponse<String> revoke(TestClient client, String token) {
    return post("/oauth2/revoke", SignInTest.with(client, Map.of("token", token)));
  }

  static JsonNode introspect(TestClient client, String token) {
    return json(post("/oauth2/introspect", SignInTest.with(client, Map.of("token", token))));
  }

  static boolean isActive(TestClient client, String token) {
    return introspect(client, token).path("active").asBoolean();
  }
}
