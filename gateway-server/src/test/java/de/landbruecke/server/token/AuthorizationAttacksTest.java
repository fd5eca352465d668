package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be refused at the authorization endpoint, and how. */
class AuthorizationAttacksTest extends TokenTest {

  /** RFC 9700, section 4.1.3: exact comparison; RFC 6749, section 4.1.2.1: no redirect. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://service.example.org/callback/",
        "https://service.example.org/callbac",
        "https://service.example.org/callback/../evil",
        "https://service.example.org/%2e%2e/callback",
        "https://service.example.org/callback#x",
        "https://service.example.org/callback?x=y",
        "https://service.example.org/callback?a=b&c=d",
        "https://service.example.org/Callback",
        "https://SERVICE.example.org/callback",
        "HTTPS://service.example.org/callback",
        "http://service.example.org/callback",
        "https://service.example.org:443/callback",
        "https://service.example.org:8443/callback",
        "https://service.example.org@evil.example/callback",
        "https://evil.example/?https://service.example.org/callback",
        "https://service.example.org.evil.example/callback",
        "https://sérvice.example.org/callback",
        "http://localhost/callback",
        "http://127.0.0.1/callback",
        "javascript:alert(1)",
        "data:text/html,x",
        "//service.example.org/callback",
        "/callback"
      })
  void authorize_redirectUriNotExactlyRegistered_isAPage(String redirectUri) {
    Map<String, String> request = request(SERVICE);
    request.put("redirect_uri", redirectUri);

    assertIsPage(new Browser().get(authorize(request)));
  }

  /** Also where something else is wrong, which would otherwise be told to the client. */
  @Test
  void authorize_twoFaults_isStillAPage() {
    Map<String, String> request = request(SERVICE);
    request.put("redirect_uri", "https://evil.example/");
    request.put("response_type", "token");
    request.put("prompt", "none");

    assertIsPage(new Browser().get(authorize(request)));
    request.remove("redirect_uri");
    assertIsPage(new Browser().get(authorize(request)));
    request = request(SERVICE);
    request.put("client_id", "nobody");
    assertIsPage(new Browser().get(authorize(request)));
    request.remove("client_id");
    assertIsPage(new Browser().get(authorize(request)));
  }

  /** RFC 6749, section 4.1.2.1; OpenID Connect Core, section 3.1.2.6; RFC 9207. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // RFC 9700, section 2.1.2: no implicit and no hybrid flow.
        "response_type|token|unsupported_response_type",
        "response_type|id_token|unsupported_response_type",
        "response_type|code id_token|unsupported_response_type",
        "response_type|code token|unsupported_response_type",
        "response_type|none|unsupported_response_type",
        "response_type|CODE|unsupported_response_type",
        "response_type|''|invalid_request",
        // CVE-2026-7571: the mode does not change what is answered.
        "response_mode|fragment|invalid_request",
        "response_mode|web_message|invalid_request",
        "response_mode|jwt|invalid_request",
        // RFC 7636, section 4.4.1; RFC 9700, section 4.8: no downgrade.
        "code_challenge|''|invalid_request",
        "code_challenge|short|invalid_request",
        "code_challenge_method|plain|invalid_request",
        "code_challenge_method|''|invalid_request",
        "code_challenge_method|s256|invalid_request",
        "scope|''|invalid_scope",
        "scope|openid admin|invalid_scope",
        "prompt|none login|invalid_request",
        "prompt|create|invalid_request",
        "max_age|-1|invalid_request",
        "max_age|1e3|invalid_request",
        "max_age|99999999999|invalid_request",
        "claims|{|invalid_request",
        "claims|[]|invalid_request",
        "claims|{\"userinfo\": 1}|invalid_request",
        "claims|{\"userinfo\": {\"email\": true}}|invalid_request",
        "claims|{\"userinfo\": {}, \"userinfo\": {}}|invalid_request",
        "claims|{\"id_token\": {\"acr\": {\"essential\": true, \"value\": \"x\"}}}"
            + "|unmet_authentication_requirements",
        "dpop_jkt|x|invalid_request",
        "registration|{}|registration_not_supported",
        // RFC 8707, section 2.
        "resource|https://api.other.example.org|invalid_target",
        "resource|https://api.sn.example.org|invalid_target",
        "acr_values|http://bsi.bund.de/eID/LoA/hoch|unmet_authentication_requirements"
      })
  void authorize_faultyParameter_isToldToTheClient(String name, String value, String error) {
    Map<String, String> request = request(SERVICE);
    request.put(name, value);

    assertIsError(new Browser().get(authorize(request)), error);
  }

  /** RFC 6749, section 3.1: no parameter twice, whichever. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
        "prompt", "max_age", "acr_values", "claims", "response_mode", "unknown"
      })
  void authorize_parameterTwice_isRefused(String name) {
    Map<String, String> request = request(SERVICE);
    request.putIfAbsent(name, "1");

    HttpResponse<String> response =
        new Browser().get(authorize(request) + "&" + name + "=" + request.get(name));

    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(Browser.parameters(Browser.location(response)))
        .containsEntry("error", "invalid_request")
        .doesNotContainKey("code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_id", "redirect_uri"})
  void authorize_clientOrAddressTwice_isAPage(String name) {
    Map<String, String> request = request(SERVICE);

    assertIsPage(
        new Browser()
            .get(authorize(request) + "&" + Browser.encoded(Map.of(name, request.get(name)))));
    assertIsPage(new Browser().get(authorize(request) + "&" + name + "="));
  }

  /** RFC 9126, section 2.1, and RFC 9101, section 10.4.1: nothing is fetched. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://evil.example/request.jwt",
        "urn:ietf:params:oauth:request_uri:unknown",
        "urn:ietf:params:oauth:request_uri:",
        "urn:example:x"
      })
  void authorize_requestUriNotOurs_isAPage(String requestUri) {
    Map<String, String> request = request(SERVICE);
    request.put("request_uri", requestUri);

    assertThat(assertIsPage(new Browser().get(authorize(request)))).contains("invalid_request_uri");
  }

  @Test
  void authorize_requestUriAtAListeningTrap_isNotFetched() {
    Map<String, String> request = request(SERVICE);
    request.put("request_uri", HOME_BW.issuer() + "/trap");

    assertIsPage(new Browser().get(authorize(request)));

    assertThat(HOME_BW.requests()).noneMatch(each -> each.contains("trap"));
  }

  /** RFC 9126, sections 2.2 and 4: for its client, once, and nothing beside it counts. */
  @Test
  void authorize_pushedRequest_isItsClientsAndUsedOnce() {
    Browser browser = new Browser();
    String requestUri = push(SERVICE, request(SERVICE));

    HttpResponse<String> foreign =
        browser.get(authorize(Map.of("client_id", FAPI.id(), "request_uri", requestUri)));
    Map<String, String> swapped = new LinkedHashMap<>(request(SERVICE));
    swapped.put("request_uri", requestUri);
    swapped.put("redirect_uri", "https://evil.example/");
    swapped.put("scope", "openid read");
    HttpResponse<String> begun = browser.get(authorize(swapped));
    HttpResponse<String> again =
        browser.get(authorize(Map.of("client_id", SERVICE.id(), "request_uri", requestUri)));

    assertIsPage(foreign);
    var kept = transaction(browser, Browser.location(begun)).request();
    assertThat(kept.redirectUri()).isEqualTo(CALLBACK);
    assertThat(kept.scopes()).containsExactly("openid");
    assertIsPage(again);
  }

  /** FAPI 2.0 Security Profile, section 5.3.2.2: only pushed requests. */
  @Test
  void authorize_fapiClientWithoutPush_isAPage() {
    assertIsPage(new Browser().get(authorize(request(FAPI))));
    assertIsPage(new Browser().post(ISSUER + "/oauth2/authorize", request(FAPI)));
  }

  /** RFC 9126, section 2.1, and RFC 9101, section 4: errors as JSON, nothing kept. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "request_uri|urn:ietf:params:oauth:request_uri:x|invalid_request",
        "redirect_uri|https://evil.example/|invalid_request",
        "response_type|token|unsupported_response_type",
        "scope|openid admin|invalid_scope",
        "code_challenge_method|plain|invalid_request",
        "client_id|fapi-service|invalid_client"
      })
  void push_faultyParameter_isRefused(String name, String value, String error) {
    Map<String, String> form = new LinkedHashMap<>(request(SERVICE));
    form.putAll(SERVICE.authentication(ISSUER));
    form.put(name, value);

    HttpResponse<String> response = post("/oauth2/par", form);

    assertThat(error(response)).isEqualTo(error);
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
  }

  /** RFC 9101, section 6.3: only what is in the signed request counts. */
  @Test
  void authorize_signedRequest_countsAlone() {
    Browser browser = new Browser();
    Map<String, String> outside = request(SERVICE);
    outside.put("scope", "openid read");
    outside.put("request", requestObject(SERVICE, claims -> {}));

    HttpResponse<String> begun = browser.get(authorize(outside));

    var kept = transaction(browser, Browser.location(begun)).request();
    assertThat(kept.scopes()).containsExactly("openid");
    assertThat(kept.state()).isEqualTo("inside");
  }

  /** RFC 9101, section 10.8, and OpenID Connect Core, section 6.1: never dropped. */
  @Test
  void authorize_requestObjectThatDoesNotHold_isRefused() {
    JWTClaimsSet claims = new JWTClaimsSet.Builder().claim("state", "x").build();
    for (String object :
        List.of(
            new PlainJWT(claims).serialize(),
            "eyJhbGciOiJub25lIn0.e30.",
            "no.token",
            requestObject(FAPI, all -> all.issuer(SERVICE.id()).claim("client_id", SERVICE.id())),
            requestObject(SERVICE, all -> all.claim("request", "x")),
            requestObject(SERVICE, all -> all.claim("request_uri", "https://evil.example")),
            requestObject(SERVICE, all -> all.claim("client_id", FAPI.id())),
            requestObject(SERVICE, all -> all.audience("https://other.example")))) {
      Map<String, String> request = request(SERVICE);
      request.put("request", object);

      assertIsError(new Browser().get(authorize(request)), "invalid_request_object");
    }
  }

  /** Attack O4: what a signed request asks for is checked like any other. */
  @Test
  void authorize_signedRequestToAnotherAddress_isAPage() {
    Map<String, String> request = request(SERVICE);
    request.put(
        "request",
        requestObject(SERVICE, claims -> claims.claim("redirect_uri", "https://evil.example/")));

    assertIsPage(new Browser().get(authorize(request)));
  }

  /** RFC 9700, sections 4.2.4, 4.12 and 4.16; CVE-2026-22732. */
  @Test
  void authorize_pagesAndRedirects_haveStrictHeaders() {
    HttpResponse<String> page = new Browser().get(authorize(Map.of("client_id", "nobody")));
    HttpResponse<String> redirect = new Browser().get(authorize(request(SERVICE)));

    for (HttpResponse<String> each : List.of(page, redirect)) {
      assertThat(header(each, "Cache-Control")).isEqualTo("no-store");
      assertThat(header(each, "Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(header(each, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(each, "Content-Security-Policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
          .doesNotContain("unsafe");
    }
    assertThat(redirect.statusCode()).isEqualTo(303);
    assertThat(header(redirect, "Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/");
    assertThat(page.body()).doesNotContain("nobody");
  }

  @Test
  void authorize_manyParametersLongValuesAndBrokenEncoding_areRefusedByAPage() {
    Map<String, String> many = new LinkedHashMap<>(request(SERVICE));
    for (int i = 0; i < 100; i++) {
      many.put("x" + i, "y");
    }
    Map<String, String> longState = request(SERVICE);
    longState.put("state", "s".repeat(3_000));

    assertIsPage(new Browser().get(authorize(many)));
    assertThat(Browser.parameters(Browser.location(new Browser().get(authorize(longState)))))
        .containsEntry("error", "invalid_request")
        .doesNotContainKey("state");
    assertThat(
            new Browser()
                .post(ISSUER + "/oauth2/authorize", "client_id=%zz&client_id=%c0%80")
                .statusCode())
        .isEqualTo(400);
  }

  static String push(TestClient client, Map<String, String> request) {
    Map<String, String> form = new LinkedHashMap<>(request);
    form.putAll(client.authentication(ISSUER));
    HttpResponse<String> response = post("/oauth2/par", form);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return text(json(response), "request_uri");
  }

  private static String requestObject(
      TestClient client, java.util.function.Consumer<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client.id())
            .audience(ISSUER)
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .jwtID(UUID.randomUUID().toString());
    request(client).forEach(claims::claim);
    claims.claim("state", "inside");
    change.accept(claims);
    return TestClient.sign(client.key(), "oauth-authz-req+jwt", claims.build());
  }

  private static String assertIsPage(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Location")).isEmpty();
    assertThat(response.body()).contains("id=\"error-code\"", "id=\"error-reference\"");
    return response.body();
  }

  private static void assertIsError(HttpResponse<String> response, String error) {
    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(Browser.location(response)).startsWith(CALLBACK + "?");
    assertThat(Browser.parameters(Browser.location(response)))
        .containsEntry("error", error)
        .containsEntry("iss", ISSUER)
        .containsEntry("state", "st-1")
        .doesNotContainKey("code");
  }
}
