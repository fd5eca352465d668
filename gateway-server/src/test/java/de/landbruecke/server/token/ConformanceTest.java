package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import de.landbruecke.server.shared.Digests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the modules of the OpenID conformance suite ask, asked by an independent client of the
 * gateway that docs/conformance describes. The modules are named; docs/conformance/README.md tells
 * which are not here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {

  /** The commands of docs/conformance/README.md, which are run here with other addresses. */
  static final String PREPARE =
      """
      java docs/conformance/Prepare.java https://localhost:8443 https://localhost.emobix.co.uk:8443 suite.pem http://127.0.0.1:8091 target/conformance
      """;

  static final String START =
      """
      mvn spring-boot:run -Dspring-boot.run.profiles=demo,conformance -Dspring-boot.run.arguments="--server.port=8443 --spring.config.additional-location=file:target/conformance/"
      """;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String BASIC = "basic";
  private static final String LOGOUT = "rp-initiated-logout";
  private static final String FAPI = "fapi2-security-profile";
  private static final String ALL = "openid profile email address phone";

  @TempDir private static @Nullable Path directory;

  private @Nullable SuiteRun started;

  @BeforeAll
  void start() throws Exception {
    started = new SuiteRun(java.util.Objects.requireNonNull(directory));
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private SuiteRun suite() {
    return java.util.Objects.requireNonNull(started);
  }

  private static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static String error(HttpResponse<String> response) {
    return text(json(response), "error");
  }

  // ---- OpenID Connect: clients with a secret ----

  private Map<String, String> request(String scope) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("client_id", "suite-basic");
    request.put("response_type", "code");
    request.put("redirect_uri", suite().callback);
    request.put("scope", scope);
    request.put("state", "state-" + System.nanoTime());
    request.put("nonce", "nonce-" + System.nanoTime());
    return request;
  }

  private static Map<String, String> answer(String address) {
    return Browser.parameters(address);
  }

  private String code(SuiteRun.Module module, Map<String, String> request) {
    return code(module.run(suite().authorize(request)), request);
  }

  private String code(String address, Map<String, String> request) {
    Map<String, String> answer = answer(address);
    assertThat(address).startsWith(suite().callback + "?");
    assertThat(answer).as(address).containsKey("code");
    assertThat(answer.get("state")).isEqualTo(request.get("state"));
    assertThat(answer.get("iss")).isEqualTo(suite().issuer);
    return String.valueOf(answer.get("code"));
  }

  private String secret(String client) {
    return text(suite().plan(BASIC).path(client), "client_secret");
  }

  private HttpResponse<String> redeem(String plannedAs, String code, Map<String, String> more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", suite().callback);
    form.putAll(more);
    return basic(plannedAs, form);
  }

  private HttpResponse<String> basic(String plannedAs, Map<String, String> form) {
    String pair = text(suite().plan(BASIC).path(plannedAs), "client_id") + ":" + secret(plannedAs);
    return suite()
        .post(
            suite().issuer + "/oauth2/token",
            form,
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  private JsonNode tokens(SuiteRun.Module module, Map<String, String> request) {
    HttpResponse<String> response = redeem("client", code(module, request), Map.of());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    return json(response);
  }

  private static JWTClaimsSet claims(JsonNode tokens) {
    try {
      return SignedJWT.parse(text(tokens, "id_token")).getJWTClaimsSet();
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> userinfo(JsonNode tokens) {
    return suite()
        .call(
            HttpRequest.newBuilder(URI.create(suite().issuer + "/userinfo"))
                .header("Authorization", "Bearer " + text(tokens, "access_token")));
  }

  /**
   * oidcc-discovery-endpoint-verification,
   * oidcc-rp-initiated-logout-discovery-endpoint-verification,
   * oidcc-backchannel-logout-discovery-endpoint-verification,
   * fapi2-security-profile-final-discovery-end-point-verification.
   */
  @Test
  void discovery_hasWhatThePlansLookFor() throws Exception {
    URI address = URI.create(suite().issuer + "/.well-known/openid-configuration");
    HttpResponse<String> response = suite().call(HttpRequest.newBuilder(address));
    OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(response.body());
    JsonNode document = json(response);

    assertThat(text(suite().plan("config").path("server"), "discoveryUrl"))
        .isEqualTo(address.toString());
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(metadata.getIssuer().getValue()).isEqualTo(suite().issuer);
    assertThat(metadata.getIDTokenJWSAlgs())
        .contains(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);
    assertThat(metadata.getResponseTypes().toString()).contains("code");
    assertThat(metadata.getGrantTypes().toString()).contains("authorization_code");
    assertThat(metadata.getScopes().toString()).contains("openid");
    assertThat(metadata.getClaims()).contains("sub", "name", "address");
    assertThat(metadata.getCodeChallengeMethods().toString()).contains("S256");
    assertThat(metadata.getTokenEndpointAuthMethods().toString())
        .contains("private_key_jwt", "self_signed_tls_client_auth", "client_secret_basic");
    assertThat(metadata.getDPoPJWSAlgs()).contains(JWSAlgorithm.ES256);
    assertThat(document.path("tls_client_certificate_bound_access_tokens").asBoolean()).isTrue();
    assertThat(metadata.supportsBackChannelLogoutSession()).isTrue();
    assertThat(metadata.getEndSessionEndpointURI()).isNotNull();
    document
        .properties()
        .forEach(entry -> {
          if (entry.getKey().endsWith("_endpoint")) {
            assertThat(entry.getValue().asString()).startsWith("https://");
          }
        });
    JWKSet keys =
        JWKSet.parse(suite().call(HttpRequest.newBuilder(metadata.getJWKSetURI())).body());
    assertThat(keys.getKeys()).allMatch(key -> !key.isPrivate() && key.getKeyID() != null);
  }

  /**
   * oidcc-server, oidcc-idtoken-signature, oidcc-scope-all, oidcc-userinfo-get,
   * oidcc-userinfo-post-header, oidcc-userinfo-post-body.
   */
  @Test
  void signIn_allScopes_tokensHoldAndUserinfoAnswersEachWay() throws Exception {
    Map<String, String> request = request(ALL);
    JsonNode tokens = tokens(suite().module(BASIC, "oidcc-server"), request);

    SignedJWT idToken = SignedJWT.parse(text(tokens, "id_token"));
    JWKSet keys =
        JWKSet.parse(
            suite()
                .call(HttpRequest.newBuilder(URI.create(suite().issuer + "/oauth2/jwks")))
                .body());
    new IDTokenValidator(
            new Issuer(suite().issuer), new ClientID("suite-basic"), JWSAlgorithm.RS256, keys)
        .validate(idToken, new Nonce(String.valueOf(request.get("nonce"))));
    AccessTokenValidator.validate(
        new BearerAccessToken(text(tokens, "access_token")),
        JWSAlgorithm.RS256,
        new AccessTokenHash(idToken.getJWTClaimsSet().getStringClaim("at_hash")));
    assertThat(text(tokens, "token_type")).isEqualToIgnoringCase("bearer");

    String address = suite().issuer + "/userinfo";
    String bearer = "Bearer " + text(tokens, "access_token");
    HttpResponse<String> get = userinfo(tokens);
    HttpResponse<String> header = suite().post(address, Map.of(), "Authorization", bearer);
    HttpResponse<String> body =
        suite().post(address, Map.of("access_token", text(tokens, "access_token")));
    JsonNode claims = json(get);
    assertThat(get.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(header)).isEqualTo(claims);
    assertThat(json(body)).isEqualTo(claims);
    assertThat(text(claims, "sub")).isEqualTo(idToken.getJWTClaimsSet().getSubject());
    // OpenID Connect Core, section 5.1: all of the four scopes, each of its type.
    for (String name :
        List.of(
            "name",
            "given_name",
            "middle_name",
            "family_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "email",
            "phone_number")) {
      assertThat(claims.path(name).isString()).as(name).isTrue();
    }
    assertThat(claims.path("updated_at").isNumber()).isTrue();
    assertThat(claims.path("email_verified").isBoolean()).isTrue();
    assertThat(claims.path("phone_number_verified").isBoolean()).isTrue();
    assertThat(claims.path("address").path("formatted").isString()).isTrue();
  }

  /** oidcc-scope-profile, -email, -address, -phone, oidcc-ensure-other-scope-order-succeeds. */
  @ParameterizedTest
  @CsvSource({
    "openid profile, family_name, email",
    "openid email, email, address",
    "openid address, address, phone_number",
    "openid phone, phone_number, name",
    "email openid, email, name",
    "openid, sub, name"
  })
  void scope_single_yieldsItsClaimsAndNoOthers(String scope, String has, String hasNot) {
    JsonNode claims =
        json(userinfo(tokens(suite().module(BASIC, "oidcc-scope-x"), request(scope))));

    assertThat(claims.has(has)).isTrue();
    assertThat(claims.has(hasNot)).isFalse();
  }

  /**
   * oidcc-display-page, -display-popup, -ensure-request-with-unknown-parameter-succeeds,
   * -login-hint, -ui-locales, -claims-locales, -ensure-request-with-acr-values-succeeds,
   * -ensure-request-with-valid-pkce-succeeds, -ensure-request-without-nonce-succeeds-for-code-flow.
   */
  @ParameterizedTest
  @CsvSource({
    "display, page",
    "display, popup",
    "extra, foobar",
    "login_hint, buffy@example.org",
    "ui_locales, se",
    "claims_locales, se",
    "acr_values, 1 2",
    "acr_values, urn:landbruecke:loa:basic http://bsi.bund.de/eID/LoA/hoch",
    "code_challenge, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "nonce, ''"
  })
  void request_withAParameter_succeeds(String name, String value) {
    Map<String, String> request = request("openid");
    request.put(name, value);
    Map<String, String> more = new LinkedHashMap<>();
    if (name.equals("code_challenge")) {
      request.put("code_challenge_method", "S256");
      more.put("code_verifier", TokenTest.VERIFIER);
    }

    String code = code(suite().module(BASIC, "oidcc-" + name), request);
    HttpResponse<String> response = redeem("client", code, more);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JWTClaimsSet claims = claims(json(response));
    assertThat(claims.getClaim("nonce")).isEqualTo(value.isEmpty() ? null : request.get("nonce"));
    assertThat(String.valueOf(claims.getClaim("acr"))).contains("LoA");
  }

  /** oidcc-response-type-missing. */
  @Test
  void request_withoutResponseType_isToldToTheService() {
    Map<String, String> request = request("openid");
    request.remove("response_type");

    Map<String, String> answer =
        answer(
            suite().module(BASIC, "oidcc-response-type-missing").run(suite().authorize(request)));

    assertThat(answer.get("error")).isIn("invalid_request", "unsupported_response_type");
    assertThat(answer.get("state")).isEqualTo(request.get("state"));
  }

  /** oidcc-prompt-login, oidcc-max-age-1, oidcc-max-age-10000. */
  @Test
  void signInAnew_promptLoginAndMaxAge_asksAgainOnlyWhenDemanded() throws Exception {
    SuiteRun.Module module = suite().module(BASIC, "oidcc-prompt-login");
    Map<String, String> request = request("openid");
    JWTClaimsSet first = claims(tokens(module, request));
    assertThat(module.logins).isEqualTo(1);

    request.put("max_age", "10000");
    JWTClaimsSet running = claims(tokens(module, request));
    assertThat(module.logins).isEqualTo(1);
    assertThat(running.getLongClaim("auth_time")).isEqualTo(first.getLongClaim("auth_time"));

    // The suite waits as long, so that the seconds of the claims differ.
    TimeUnit.MILLISECONDS.sleep(2_100);
    request.put("max_age", "1");
    JWTClaimsSet aged = claims(tokens(module, request));
    assertThat(module.logins).isEqualTo(2);
    assertThat(aged.getLongClaim("auth_time")).isGreaterThan(first.getLongClaim("auth_time"));

    TimeUnit.MILLISECONDS.sleep(1_100);
    request.remove("max_age");
    request.put("prompt", "login");
    JWTClaimsSet again = claims(tokens(module, request));
    assertThat(module.logins).isEqualTo(3);
    assertThat(again.getLongClaim("auth_time")).isGreaterThan(aged.getLongClaim("auth_time"));
    assertThat(again.getSubject()).isEqualTo(first.getSubject());
  }

  /** oidcc-prompt-none-not-logged-in, oidcc-prompt-none-logged-in, oidcc-id-token-hint. */
  @Test
  void promptNone_beforeAndAfterSignIn_isAnsweredWithoutAnyPage() {
    SuiteRun.Module module = suite().module(BASIC, "oidcc-prompt-none");
    Map<String, String> silent = request("openid");
    silent.put("prompt", "none");

    Map<String, String> before = answer(module.run(suite().authorize(silent)));
    JsonNode tokens = tokens(module, request("openid"));
    int logins = module.logins;
    JsonNode after = tokens(module, silent);
    silent.put("id_token_hint", text(tokens, "id_token"));
    JsonNode hinted = tokens(module, silent);

    assertThat(before.get("error")).isEqualTo("login_required");
    assertThat(before.get("state")).isEqualTo(silent.get("state"));
    assertThat(module.logins).isEqualTo(logins);
    assertThat(claims(after).getSubject()).isEqualTo(claims(tokens).getSubject());
    assertThat(claims(hinted).getSubject()).isEqualTo(claims(tokens).getSubject());
  }

  /** oidcc-codereuse, oidcc-codereuse-30seconds. */
  @Test
  void code_broughtAgain_isRefusedAndEndsItsTokens() {
    String code = code(suite().module(BASIC, "oidcc-codereuse"), request("openid"));
    JsonNode tokens = json(redeem("client", code, Map.of()));

    HttpResponse<String> again = redeem("client", code, Map.of());

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(error(again)).isEqualTo("invalid_grant");
    assertThat(userinfo(tokens).statusCode()).isEqualTo(401);
  }

  /** oidcc-ensure-registered-redirect-uri. */
  @Test
  void redirectUri_unregistered_showsAPage() {
    Map<String, String> request = request("openid");
    request.put("redirect_uri", suite().callback + "/" + "random");
    SuiteRun.Module module = suite().module(BASIC, "oidcc-ensure-registered-redirect-uri");

    String end = module.run(suite().authorize(request));

    assertThat(end).startsWith(suite().issuer);
    assertThat(module.page().select("#error-code").text()).isEqualTo("invalid_request");
  }

  /** oidcc-ensure-post-request-succeeds. */
  @Test
  void request_asAForm_succeeds() {
    Map<String, String> request = request("openid");
    String end =
        suite()
            .module(BASIC, "oidcc-ensure-post-request-succeeds")
            .post(suite().issuer + "/oauth2/authorize", request);

    assertThat(redeem("client", code(end, request), Map.of()).statusCode()).isEqualTo(200);
  }

  /** oidcc-server-client-secret-post. */
  @Test
  void secret_inTheBody_succeedsOnlyWhereRegistered() {
    Map<String, String> request = request("openid");
    request.put("client_id", "suite-post");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code(suite().module(BASIC, "oidcc-server-client-secret-post"), request));
    form.put("redirect_uri", suite().callback);
    form.put("client_id", "suite-post");
    form.put("client_secret", "wrong");
    String token = suite().issuer + "/oauth2/token";

    assertThat(error(suite().post(token, form))).isEqualTo("invalid_client");
    assertThat(error(basic("client_secret_post", form))).isEqualTo("invalid_request");
    form.put("client_secret", secret("client_secret_post"));
    assertThat(suite().post(token, form).statusCode()).isEqualTo(200);
  }

  /**
   * oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported,
   * oidcc-ensure-request-object-with-redirect-uri: skipped by the suite, because discovery does not
   * list {@code none}; never dropped in silence.
   */
  @Test
  void requestObject_unsigned_isRefused() {
    Map<String, String> request = request("openid");
    String header = Digests.base64url("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    request.put(
        "request", header + "." + Digests.base64url(MAPPER.writeValueAsBytes(request)) + ".");

    Map<String, String> answer =
        answer(suite().module(BASIC, "oidcc-unsigned").run(suite().authorize(request)));

    assertThat(answer.get("error")).isEqualTo("invalid_request_object");
    assertThat(answer.get("state")).isEqualTo(request.get("state"));
  }

  /** oidcc-claims-essential. */
  @Test
  void claims_essentialName_isInUserinfo() {
    Map<String, String> request = request("openid");
    request.put("claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}");

    JsonNode claims = json(userinfo(tokens(suite().module(BASIC, "oidcc-claims"), request)));

    assertThat(text(claims, "name")).isNotEmpty();
    assertThat(claims.has("email")).isFalse();
  }

  /** oidcc-refresh-token. */
  @Test
  void refreshToken_ofItsClientOnly_yieldsTheSameCitizen() throws Exception {
    JsonNode tokens = tokens(suite().module(BASIC, "oidcc-refresh-token"), request("openid"));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", text(tokens, "refresh_token"));

    HttpResponse<String> stolen = basic("client2", form);
    JsonNode refreshed = json(basic("client", form));

    assertThat(error(stolen)).isEqualTo("invalid_grant");
    JWTClaimsSet before = claims(tokens);
    JWTClaimsSet after = claims(refreshed);
    assertThat(after.getIssuer()).isEqualTo(before.getIssuer());
    assertThat(after.getSubject()).isEqualTo(before.getSubject());
    assertThat(after.getAudience()).isEqualTo(before.getAudience());
    assertThat(after.getLongClaim("auth_time")).isEqualTo(before.getLongClaim("auth_time"));
    assertThat(userinfo(refreshed).statusCode()).isEqualTo(200);
  }

  // ---- logout ----

  /**
   * oidcc-rp-initiated-logout, -no-state, -no-post-logout-redirect-uri, -bad- and
   * -query-added-to-post-logout-redirect-uri, -bad-, -modified- and -no-id-token-hint, -no-params,
   * -only-state.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "oidcc-rp-initiated-logout",
        "oidcc-rp-initiated-logout-no-state",
        "oidcc-rp-initiated-logout-no-post-logout-redirect-uri",
        "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri",
        "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri",
        "oidcc-rp-initiated-logout-bad-id-token-hint",
        "oidcc-rp-initiated-logout-modified-id-token-hint",
        "oidcc-rp-initiated-logout-no-id-token-hint",
        "oidcc-rp-initiated-logout-no-params",
        "oidcc-rp-initiated-logout-only-state"
      })
  void logout_ofEachModule_redirectsOnlyWhereItMay(String name) throws Exception {
    SuiteRun.Module module = suite().module(LOGOUT, name);
    JsonNode tokens = tokens(module, request("openid"));
    Map<String, String> out = logoutRequest(name, text(tokens, "id_token"));
    Map<String, String> silent = request("openid");
    silent.put("prompt", "none");

    String end =
        module.run(
            suite().issuer + "/connect/logout" + (out.isEmpty() ? "" : "?" + Browser.encoded(out)));
    Map<String, String> after = answer(module.run(suite().authorize(silent)));

    boolean redirected = name.endsWith("-logout") || name.endsWith("-no-state");
    boolean ended = redirected || name.endsWith("-no-post-logout-redirect-uri");
    assertThat(end.startsWith(suite().afterLogout())).isEqualTo(redirected);
    if (redirected) {
      assertThat(answer(end).get("state")).isEqualTo(out.get("state"));
    }
    assertThat(after.containsKey("code")).isEqualTo(!ended);
    assertThat("login_required".equals(after.get("error"))).isEqualTo(ended);
  }

  private Map<String, String> logoutRequest(String name, String idToken) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("id_token_hint", idToken);
    out.put("post_logout_redirect_uri", suite().afterLogout());
    out.put("state", "out-" + System.nanoTime());
    switch (name.substring("oidcc-rp-initiated-logout".length())) {
      case "-no-state" -> out.remove("state");
      case "-no-post-logout-redirect-uri" -> out.remove("post_logout_redirect_uri");
      case "-bad-post-logout-redirect-uri" ->
          out.put("post_logout_redirect_uri", suite().afterLogout() + "_bad");
      case "-query-added-to-post-logout-redirect-uri" ->
          out.put("post_logout_redirect_uri", suite().afterLogout() + "?foo=bar");
      case "-bad-id-token-hint" -> out.put("id_token_hint", "badidtokenhint");
      case "-modified-id-token-hint" ->
          out.put(
              "id_token_hint",
              Digests.base64url("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                  + "."
                  + idToken.split("\\.", -1)[1]
                  + ".");
      case "-no-id-token-hint" -> out.remove("id_token_hint");
      case "-no-params" -> out.clear();
      case "-only-state" -> out.keySet().retainAll(Set.of("state"));
      default -> {
        // All of them.
      }
    }
    return out;
  }

  /** oidcc-backchannel-rp-initiated-logout. */
  @Test
  void backChannel_logout_tellsTheServiceByASignedToken() throws Exception {
    SuiteRun.Module module = suite().module("backchannel-logout", "x");
    JsonNode tokens = tokens(module, request("openid"));
    String sid = claims(tokens).getStringClaim("sid");

    module.run(
        suite().issuer
            + "/connect/logout?"
            + Browser.encoded(
                logoutRequest("oidcc-rp-initiated-logout", text(tokens, "id_token"))));

    SignedJWT token = null;
    while (token == null) {
      String body = suite().logoutTokens.poll(20, TimeUnit.SECONDS);
      assertThat(body).as("a logout token").isNotNull();
      SignedJWT each = SignedJWT.parse(String.valueOf(answer("x://y?" + body).get("logout_token")));
      // Other tests end their sessions here, too.
      token = sid.equals(each.getJWTClaimsSet().getStringClaim("sid")) ? each : null;
    }
    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(suite().issuer);
    assertThat(claims.getAudience()).containsExactly("suite-basic");
    assertThat(claims.getSubject()).isEqualTo(claims(tokens).getSubject());
    assertThat(claims.getJWTID()).isNotEmpty();
    assertThat(claims.getClaims()).doesNotContainKey("nonce");
    assertThat(claims.getJSONObjectClaim("events"))
        .containsKey("http://schemas.openid.net/event/backchannel-logout");
  }

  // ---- FAPI 2.0 Security Profile ----

  private TestClient fapi(int number) {
    JsonNode client = suite().plan(FAPI).path(number == 1 ? "client" : "client2");
    try {
      ECKey key = JWKSet.parse(client.path("jwks").toString()).getKeys().getFirst().toECKey();
      return new TestClient(text(client, "client_id"), key);
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> pushed(TestClient client, Consumer<JWTClaimsSet.Builder> change) {
    Map<String, String> form = request(ALL);
    form.put("code_challenge", TokenTest.CHALLENGE);
    form.put("code_challenge_method", "S256");
    form.putAll(client.authentication(suite().issuer, change));
    return form;
  }

  private HttpResponse<String> push(Map<String, String> form, String... headers) {
    return suite().post(suite().issuer + "/oauth2/par", form, headers);
  }

  private String authorizePushed(TestClient client, HttpResponse<String> pushed) {
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    return suite()
        .authorize(
            Map.of("client_id", client.id(), "request_uri", text(json(pushed), "request_uri")));
  }

  private String proof(ECKey key, String method, String path, Map<String, Object> more) {
    return TestClient.proof(key, method, suite().issuer + path, more);
  }

  private Map<String, String> redemption(TestClient client, String code) {
    Map<String, String> form = new LinkedHashMap<>(client.authentication(suite().issuer));
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", suite().callback);
    form.put("code_verifier", TokenTest.VERIFIER);
    return form;
  }

  private HttpResponse<String> token(Map<String, String> form, String... headers) {
    return suite().post(suite().issuer + "/oauth2/token", form, headers);
  }

  private String fapiCode(TestClient client) {
    Map<String, String> form = pushed(client, claims -> {});
    String end = suite().module(FAPI, "x").run(authorizePushed(client, push(form)));
    return code(end, form);
  }

  private JsonNode fapiTokens(TestClient client, ECKey key) {
    HttpResponse<String> response =
        token(
            redemption(client, fapiCode(client)),
            "DPoP",
            proof(key, "POST", "/oauth2/token", Map.of()));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  private HttpResponse<String> resource(String scheme, JsonNode tokens, String... proofs) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(text(suite().plan(FAPI).path("resource"), "resourceUrl")))
            .header("Authorization", scheme + " " + text(tokens, "access_token"))
            .header("Accept", "application/json;charset=utf-8")
            .header("x-fapi-interaction-id", "c770aef3-6784-41f7-8e0e-ff5f97bddb3a");
    for (String proof : proofs) {
      request.header("DPoP", proof);
    }
    return suite().call(request);
  }

  private Map<String, Object> ath(JsonNode tokens) {
    return new LinkedHashMap<>(
        Map.of("ath", Digests.base64url(Digests.sha256(text(tokens, "access_token")))));
  }

  /**
   * fapi2-security-profile-final-happy-flow, -access-token-type-header-case-sensitivity,
   * -refresh-token, -ensure-other-scope-order-succeeds,
   * -ensure-authorization-request-with-64-char-nonce-success.
   */
  @Test
  void fapi_happyFlow_bothClientsAndBothAddresses() throws Exception {
    for (int number : new int[] {1, 2}) {
      TestClient client = fapi(number);
      String address =
          number == 1 ? suite().callback : suite().callback + "?dummy1=lorem&dummy2=ipsum";
      ECKey key = TestClient.newKey("dpop");
      Map<String, String> form = pushed(client, claims -> {});
      form.put("redirect_uri", address);
      form.put("scope", number == 1 ? ALL : "profile openid");
      form.put("nonce", "n".repeat(64));
      if (number == 2) {
        form.put("dpop_jkt", key.computeThumbprint().toString());
      }
      HttpResponse<String> pushed = push(form);
      assertThat(json(pushed).path("expires_in").asInt()).isBetween(5, 600);
      String end = suite().module(FAPI, "happy-flow").run(authorizePushed(client, pushed));
      assertThat(end).startsWith(address);
      assertThat(answer(end)).doesNotContainKey("id_token");
      Map<String, String> redemption = redemption(client, code(end, form));
      redemption.put("redirect_uri", address);

      JsonNode tokens =
          json(token(redemption, "DPoP", proof(key, "POST", "/oauth2/token", Map.of())));

      SignedJWT idToken = SignedJWT.parse(text(tokens, "id_token"));
      assertThat(idToken.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
      assertThat(idToken.getHeader().getKeyID()).isNotEmpty();
      assertThat(idToken.getJWTClaimsSet().getClaims()).doesNotContainKeys("name", "email");
      assertThat(text(tokens, "token_type")).isEqualTo("DPoP");
      for (String scheme : List.of("DPoP", "dpop", "DPOP")) {
        assertThat(
                resource(scheme, tokens, proof(key, "GET", "/userinfo", ath(tokens))).statusCode())
            .as(scheme)
            .isEqualTo(200);
      }
      Map<String, String> refresh = new LinkedHashMap<>(client.authentication(suite().issuer));
      refresh.put("grant_type", "refresh_token");
      refresh.put("refresh_token", text(tokens, "refresh_token"));
      JsonNode refreshed =
          json(token(refresh, "DPoP", proof(key, "POST", "/oauth2/token", Map.of())));
      assertThat(text(refreshed, "refresh_token"))
          .as("FAPI 2.0, section 5.3.2.1: not rotated")
          .isEqualTo(text(tokens, "refresh_token"));
      assertThat(claims(refreshed).getSubject()).isEqualTo(claims(tokens).getSubject());
    }
  }

  /** The happy flow in the variant {@code sender_constrain=mtls}. */
  @Test
  void fapi_senderConstrainedByCertificate_isBoundToIt() {
    JsonNode plan = suite().plan(FAPI);
    TestCertificate certificate =
        TestCertificate.read(text(plan.path("mtls"), "cert"), text(plan.path("mtls"), "key"));
    TestCertificate other =
        TestCertificate.read(text(plan.path("mtls2"), "cert"), text(plan.path("mtls2"), "key"));
    JsonNode aliases =
        json(suite()
                .call(
                    HttpRequest.newBuilder(
                        URI.create(suite().issuer + "/.well-known/oauth-authorization-server"))))
            .path("mtls_endpoint_aliases");
    TestClient client = fapi(1);

    JsonNode tokens =
        json(
            suite()
                .call(
                    certificate,
                    HttpRequest.newBuilder(URI.create(text(aliases, "token_endpoint")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                            HttpRequest.BodyPublishers.ofString(
                                Browser.encoded(redemption(client, fapiCode(client)))))));
    HttpRequest.Builder resource =
        HttpRequest.newBuilder(URI.create(text(aliases, "userinfo_endpoint")))
            .header("Authorization", "Bearer " + text(tokens, "access_token"));

    assertThat(text(tokens, "token_type")).isEqualTo("Bearer");
    assertThat(suite().call(certificate, resource.copy()).statusCode()).isEqualTo(200);
    assertThat(suite().call(other, resource.copy()).statusCode()).isEqualTo(401);
    assertThat(resource("Bearer", tokens).statusCode()).isEqualTo(401);
  }

  /** -user-rejects-authentication. */
  @Test
  void fapi_citizenRefuses_serviceReadsAccessDenied() {
    TestClient client = fapi(1);
    Map<String, String> form = pushed(client, claims -> {});

    String end =
        suite()
            .module(FAPI, "fapi2-security-profile-final-user-rejects-authentication")
            .run(authorizePushed(client, push(form)));

    assertThat(answer(end).get("error")).isEqualTo("access_denied");
    assertThat(answer(end).get("state")).isEqualTo(form.get("state"));
    assertThat(answer(end).get("iss")).isEqualTo(suite().issuer);
  }

  /**
   * -ensure-authorization-request-without-state-success, -without-nonce-success, -with-long-nonce,
   * -with-long-state, -test-claims-parameter-identity-claims: pushed and answered.
   */
  @ParameterizedTest
  @CsvSource({"state, 0", "nonce, 0", "nonce, 384", "state, 1000", "claims, 1"})
  void fapi_requestWithOrWithoutAParameter_succeeds(String name, int length) throws Exception {
    TestClient client = fapi(1);
    Map<String, String> form = pushed(client, claims -> {});
    if (length == 0) {
      form.remove(name);
    } else {
      form.put(
          name,
          name.equals("claims")
              ? "{\"userinfo\":{\"name\":null,\"xyz\":null},\"id_token\":{\"name\":null}}"
              : "x".repeat(length));
    }
    String end = suite().module(FAPI, "x").run(authorizePushed(client, push(form)));
    ECKey key = TestClient.newKey("dpop");
    JsonNode tokens =
        json(
            token(
                redemption(client, code(end, form)),
                "DPoP",
                proof(key, "POST", "/oauth2/token", Map.of())));

    assertThat(claims(tokens).getClaim("nonce")).isEqualTo(form.get("nonce"));
    assertThat(claims(tokens).getClaim("name") != null).isEqualTo(name.equals("claims"));
  }

  /**
   * -ensure-response-type-code-idtoken-fails, -ensure-response-type-token-fails,
   * -ensure-request-object-without-redirect-uri-fails, -ensure-registered-redirect-uri,
   * -par-ensure-pkce-required, -par-ensure-plain-pkce-rejected,
   * -par-authorization-request-containing-request_uri-form-param.
   */
  @ParameterizedTest
  @CsvSource({
    "response_type, code id_token, unsupported_response_type",
    "response_type, token, unsupported_response_type",
    "redirect_uri, '', invalid_request",
    "redirect_uri, https://evil.example/callback, invalid_request",
    "code_challenge, '', invalid_request",
    "code_challenge_method, plain, invalid_request",
    "request_uri, urn:ietf:params:oauth:request_uri:x, invalid_request"
  })
  void fapi_pushedRequestThatIsWrong_isRefused(String name, String value, String error) {
    Map<String, String> form = pushed(fapi(1), claims -> {});
    form.put(name, value);

    HttpResponse<String> response = push(form);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).isEqualTo(error);
  }

  /** -par-attempt-invalid-http-method. */
  @Test
  void fapi_pushByAnotherMethod_is405() {
    HttpResponse<String> response =
        suite()
            .call(
                HttpRequest.newBuilder(URI.create(suite().issuer + "/oauth2/par"))
                    .PUT(HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(405);
  }

  /**
   * -ensure-unsigned-authorization-request-without-using-par-fails, -par-attempt-reuse-request_uri,
   * -par-attempt-to-use-request_uri-for-different-client.
   */
  @Test
  void fapi_requestNotPushedOrNotItsOwn_showsAPage() {
    TestClient client = fapi(1);
    Map<String, String> form = pushed(client, claims -> {});
    SuiteRun.Module plain =
        suite()
            .module(
                FAPI,
                "fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails");
    plain.run(suite().authorize(form));
    assertThat(plain.page().select("#error-code").text()).isEqualTo("invalid_request");

    String address = authorizePushed(client, push(pushed(client, claims -> {})));
    SuiteRun.Module foreign =
        suite()
            .module(
                FAPI,
                "fapi2-security-profile-final-par-attempt-to-use-request_uri-for-different-client");
    foreign.run(address.replace("suite-fapi-1", "suite-fapi-2"));
    assertThat(foreign.page().select("#error-code").text()).isEqualTo("invalid_request_uri");

    SuiteRun.Module again =
        suite().module(FAPI, "fapi2-security-profile-final-par-attempt-reuse-request_uri");
    assertThat(again.run(address)).startsWith(suite().callback);
    assertThat(again.run(address)).startsWith(suite().issuer);
    assertThat(again.page().select("#error-code").text()).isEqualTo("invalid_request_uri");
  }

  /**
   * -ensure-client-assertion-with-wrong-aud-fails, -with-no-sub-fails,
   * -with-exp-is-5-minutes-in-past-fails, -par-test-array-as-audience-fails,
   * -par-endpoint-as-audience-fails, -par-token-endpoint-as-audience-fails,
   * -par-ensure-jwt-client-assertion-iat-nbf-over-60-seconds-in-the-future-fails.
   */
  @ParameterizedTest
  @ValueSource(strings = {"aud", "array", "par", "token", "sub", "exp", "nbf", "iat"})
  void fapi_clientAssertionThatIsWrong_isInvalidClient(String what) {
    String issuer = suite().issuer;
    Instant now = Instant.now();
    HttpResponse<String> response =
        push(
            pushed(
                fapi(1),
                claims -> {
                  switch (what) {
                    case "aud" -> claims.audience("https://other.example");
                    case "array" -> claims.audience(List.of(issuer, "https://other.example"));
                    case "par" -> claims.audience(issuer + "/oauth2/par");
                    case "token" -> claims.audience(issuer + "/oauth2/token");
                    case "sub" -> claims.subject(null);
                    case "exp" -> claims.expirationTime(Date.from(now.minusSeconds(300)));
                    case "nbf" -> claims.notBeforeTime(Date.from(now.plusSeconds(75)));
                    default -> claims.issueTime(Date.from(now.plusSeconds(75)));
                  }
                }));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response)).isEqualTo("invalid_client");
  }

  /** -par-ensure-jwt-client-assertion-iat-nbf-8-seconds-in-the-future-is-accepted. */
  @Test
  void fapi_clientAssertionByAClockThatIsAhead_isAccepted() {
    Date ahead = Date.from(Instant.now().plusSeconds(8));

    HttpResponse<String> response =
        push(pushed(fapi(1), claims -> claims.issueTime(ahead).notBeforeTime(ahead)));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
  }

  /**
   * -ensure-holder-of-key-required, -ensure-client-assertion-in-token-endpoint,
   * -ensure-client-id-in-token-endpoint, -ensure-authorization-code-is-bound-to-client,
   * -par-ensure-pkce-code-verifier-required, -par-incorrect-pkce-code-verifier-rejected,
   * -attempt-reuse-authorization-code-after-one-second.
   */
  @Test
  void fapi_codeRedeemedWrongly_isRefusedUntilItIsRight() throws Exception {
    TestClient client = fapi(1);
    TestClient other = fapi(2);
    ECKey key = TestClient.newKey("dpop");
    String code = fapiCode(client);

    Map<String, String> unauthenticated = redemption(client, code);
    unauthenticated.keySet().removeAll(Set.of("client_assertion", "client_assertion_type"));
    Map<String, String> mixed = redemption(client, code);
    mixed.put("client_id", other.id());
    Map<String, String> without = redemption(client, code);
    without.remove("code_verifier");
    Map<String, String> wrong = redemption(client, code);
    wrong.put("code_verifier", "x".repeat(43));

    assertThat(error(token(redemption(client, code)))).isEqualTo("invalid_dpop_proof");
    assertThat(error(proven(key, unauthenticated))).isEqualTo("invalid_client");
    assertThat(error(proven(key, mixed))).isEqualTo("invalid_client");
    assertThat(error(proven(key, redemption(other, code)))).isEqualTo("invalid_grant");
    assertThat(error(proven(key, without))).isEqualTo("invalid_grant");
    assertThat(error(proven(key, wrong))).isEqualTo("invalid_grant");
    assertThat(proven(key, redemption(client, code)).statusCode()).isEqualTo(200);
    assertThat(error(proven(key, redemption(client, code)))).isEqualTo("invalid_grant");
  }

  private HttpResponse<String> proven(ECKey key, Map<String, String> form) {
    return token(form, "DPoP", proof(key, "POST", "/oauth2/token", Map.of()));
  }

  /**
   * -ensure-mismatched-dpop-jkt-fails, -ensure-token-endpoint-fails-with-mismatched-dpop-jkt,
   * -ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt,
   * -ensure-dpop-proof-at-par-endpoint-binding-success, -ensure-dpop-auth-code-binding-success.
   */
  @Test
  void fapi_codeBoundToAKey_isRedeemedByThatKeyOnly() throws Exception {
    TestClient client = fapi(1);
    ECKey key = TestClient.newKey("dpop");
    ECKey stranger = TestClient.newKey("stranger");
    Map<String, String> both = pushed(client, claims -> {});
    both.put("dpop_jkt", stranger.computeThumbprint().toString());
    assertThat(error(push(both, "DPoP", proof(key, "POST", "/oauth2/par", Map.of()))))
        .isEqualTo("invalid_dpop_proof");

    for (boolean byProof : new boolean[] {true, false}) {
      Map<String, String> form = pushed(client, claims -> {});
      HttpResponse<String> pushed;
      if (byProof) {
        pushed = push(form, "DPoP", proof(key, "POST", "/oauth2/par", Map.of()));
      } else {
        form.put("dpop_jkt", key.computeThumbprint().toString());
        pushed = push(form);
      }
      String code = code(suite().module(FAPI, "x").run(authorizePushed(client, pushed)), form);

      assertThat(error(proven(stranger, redemption(client, code))))
          .isIn("invalid_dpop_proof", "invalid_grant");
      assertThat(proven(key, redemption(client, code)).statusCode()).isEqualTo(200);
    }
  }

  /**
   * -dpop-negative-tests, -check-dpop-proof-nbf-exp, -ensure-dpop-proof-with-iat-10-seconds-before-
   * and -after-succeeds.
   */
  @Test
  void fapi_proofsAtTheResource_onlyGoodOnesAreAccepted() throws Exception {
    ECKey key = TestClient.newKey("dpop");
    JsonNode tokens = fapiTokens(fapi(1), key);
    Map<String, Object> ath = ath(tokens);
    Instant now = Instant.now();
    Map<String, Map<String, Object>> good =
        Map.of(
            "as it is", Map.of(),
            "more claims", Map.of("x", "y"),
            "10 s before", Map.of("iat", now.minusSeconds(10).getEpochSecond()),
            "10 s after", Map.of("iat", now.plusSeconds(10).getEpochSecond()),
            "nbf and exp",
                Map.of("nbf", now.getEpochSecond(), "exp", now.plusSeconds(60).getEpochSecond()),
            "query and fragment", Map.of("htu", suite().issuer + "/userinfo?a=b#c"),
            "upper case", Map.of("htu", suite().issuer.replace("https", "HTTPS") + "/userinfo"));
    Map<String, Map<String, Object>> bad =
        Map.of(
            "put", Map.of("htm", "PUT"),
            "elsewhere", Map.of("htu", "https://other.example/userinfo"),
            "an hour ahead", Map.of("iat", now.plusSeconds(3_600).getEpochSecond()),
            "an hour ago", Map.of("iat", now.minusSeconds(3_600).getEpochSecond()),
            "other token", Map.of("ath", "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"));

    good.forEach(
        (what, change) -> assertThat(with(key, tokens, ath, change)).as(what).isEqualTo(200));
    bad.forEach(
        (what, change) -> assertThat(with(key, tokens, ath, change)).as(what).isEqualTo(401));
    for (String missing : List.of("htm", "htu", "iat", "jti", "ath")) {
      Map<String, Object> none = new LinkedHashMap<>();
      none.put(missing, null);
      assertThat(with(key, tokens, ath, none)).as("without " + missing).isEqualTo(401);
    }
    String proof = proof(key, "GET", "/userinfo", ath);
    assertThat(resource("DPoP", tokens, proof, proof(key, "GET", "/userinfo", ath)).statusCode())
        .as("two proofs")
        .isEqualTo(401);
    assertThat(resource("DPoP", tokens, proof).statusCode()).isEqualTo(200);
    assertThat(resource("DPoP", tokens, proof).statusCode()).as("again").isEqualTo(401);
    assertThat(resource("DPoP", tokens, "a.b").statusCode()).as("no JWT").isEqualTo(401);
    assertThat(resource("DPoP", tokens, tampered(proof(key, "GET", "/userinfo", ath))).statusCode())
        .isEqualTo(401);
    assertThat(
            resource("DPoP", tokens, proof(TestClient.newKey("x"), "GET", "/userinfo", ath))
                .statusCode())
        .as("other key")
        .isEqualTo(401);
    assertThat(resource("Bearer", tokens).statusCode()).isEqualTo(401);
    assertThat(resource("Bearer", tokens, proof(key, "GET", "/userinfo", ath)).statusCode())
        .isEqualTo(401);
    HttpResponse<String> inQuery =
        suite()
            .call(
                HttpRequest.newBuilder(
                    URI.create(
                        suite().issuer
                            + "/userinfo?access_token="
                            + text(tokens, "access_token"))));
    assertThat(inQuery.statusCode()).isEqualTo(400);
  }

  private int with(
      ECKey key, JsonNode tokens, Map<String, Object> ath, Map<String, Object> change) {
    Map<String, Object> claims = new LinkedHashMap<>(ath);
    claims.putAll(change);
    return resource("DPoP", tokens, proof(key, "GET", "/userinfo", claims)).statusCode();
  }

  private static String tampered(String proof) {
    int middle = proof.lastIndexOf('.') + 20;
    char other = proof.charAt(middle) == 'A' ? 'B' : 'A';
    return proof.substring(0, middle) + other + proof.substring(middle + 1);
  }

  /** -ensure-holder-of-key-required: RFC 9325, sections 3.1.1 and 4.2. */
  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256, true",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, false",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, false"
  })
  void tls_ofTheGateway_takesOnlyWhatIsRecommended(String protocol, String cipher, boolean good)
      throws Exception {
    URI address = URI.create(suite().issuer);
    try (SSLSocket socket =
        (SSLSocket)
            suite().trust.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {cipher});
      if (good) {
        socket.startHandshake();
        assertThat(socket.getSession().getCipherSuite()).isEqualTo(cipher);
      } else {
        assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 6585, section 4: what no module asks, but everybody who is flooded. */
  @Test
  void flood_ofBadRequests_isStoppedForItsNetworkAlone() {
    HttpResponse<String> stopped = null;
    for (int i = 0; i < 200 && stopped == null; i++) {
      HttpResponse<String> response = suite().callFrom("203.0.113.9", badRequest());
      assertThat(response.statusCode()).isIn(401, 429);
      stopped = response.statusCode() == 429 ? response : null;
    }

    assertThat(stopped).isNotNull();
    assertThat(java.util.Objects.requireNonNull(stopped).headers().firstValue("Retry-After"))
        .isPresent();
    assertThat(error(stopped)).isEqualTo("temporarily_unavailable");
    assertThat(suite().callFrom("203.0.114.9", badRequest()).statusCode()).isEqualTo(401);
    Map<String, String> request = request("openid");
    String code = code(suite().module(BASIC, "x"), request);
    assertThat(redeem("client", code, Map.of()).statusCode())
        .as("the client that the flood says to be")
        .isEqualTo(200);
  }

  private HttpRequest.Builder badRequest() {
    return HttpRequest.newBuilder(URI.create(suite().issuer + "/oauth2/introspect"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header(
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("suite-basic:bad".getBytes(StandardCharsets.UTF_8)))
        .POST(HttpRequest.BodyPublishers.ofString("token=x"));
  }
}
