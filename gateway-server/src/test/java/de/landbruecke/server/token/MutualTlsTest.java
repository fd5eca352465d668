package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.token.TestCertificate.Use;
import de.landbruecke.trust.AccessTokenGuard;
import de.landbruecke.trust.AccessTokenGuard.Answer;
import de.landbruecke.trust.AccessTokenGuard.Demand;
import de.landbruecke.trust.DpopVerifier;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.KeySet;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TrustedIssuer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Certificates of clients, at the port for them and nowhere else (RFC 8705). */
class MutualTlsTest extends TokenTest {

  private static final String NAME = "CN=Named, O=Example, C=DE";
  private static final TestCertificate CERTIFICATE = issue(NAME, "named.example");

  private static TestCertificate issue(String subject, String host) {
    return AUTHORITY.issue(subject, host, Use.CLIENT, Duration.ofDays(1));
  }

  /** A request to the port for certificates. */
  private static HttpResponse<String> call(
      @Nullable TestCertificate certificate, HttpRequest.Builder request) {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(TestCertificate.context(SERVER, certificate)).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> postMutual(
      @Nullable TestCertificate certificate,
      String path,
      Map<String, String> form,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(MUTUAL + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Browser.encoded(form)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return call(certificate, request);
  }

  private static HttpResponse<String> userinfo(
      @Nullable TestCertificate certificate, String token) {
    return call(
        certificate,
        HttpRequest.newBuilder(URI.create(MUTUAL + "/userinfo"))
            .header("Authorization", "Bearer " + token));
  }

  private static Map<String, String> credentials(TestClient client) {
    return new LinkedHashMap<>(
        Map.of("grant_type", "client_credentials", "client_id", client.id()));
  }

  private static String boundTo(String token) throws Exception {
    Map<String, Object> cnf = SignedJWT.parse(token).getJWTClaimsSet().getJSONObjectClaim("cnf");
    return cnf == null ? "" : String.valueOf(cnf.get("x5t#S256"));
  }

  /** RFC 8705, sections 2.1 and 3.1; RFC 7662. */
  @Test
  void registeredName_underATrustedAuthority_getsATokenBoundToTheCertificate() throws Exception {
    JsonNode tokens = json(postMutual(CERTIFICATE, "/oauth2/token", credentials(NAMED)));

    assertThat(boundTo(text(tokens, "access_token"))).isEqualTo(CERTIFICATE.thumbprint());
    JsonNode seen =
        json(
            postMutual(
                CERTIFICATE,
                "/oauth2/introspect",
                Map.of("client_id", NAMED.id(), "token", text(tokens, "access_token"))));
    assertThat(seen.path("active").asBoolean()).isTrue();
    assertThat(seen.path("cnf").path("x5t#S256").asString()).isEqualTo(CERTIFICATE.thumbprint());
  }

  /** RFC 8705, section 2.1. */
  @Test
  void otherCertificates_ofANamedClient_areRefused() {
    TestCertificate stranger =
        TestCertificate.selfSigned("CN=Authority,C=DE", Use.AUTHORITY)
            .issue(NAME, "named.example", Use.CLIENT, Duration.ofDays(1));
    for (TestCertificate each :
        List.of(
            issue("CN=Other, O=Example, C=DE", "named.example"),
            stranger,
            TestCertificate.selfSigned(NAME, Use.CLIENT),
            AUTHORITY.issue(NAME, "x", Use.SERVER, Duration.ofDays(1)),
            AUTHORITY.issue(NAME, "x", Use.CLIENT, Duration.ofMinutes(-5)))) {
      HttpResponse<String> response = postMutual(each, "/oauth2/token", credentials(NAMED));
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(error(response)).isEqualTo("invalid_client");
    }
    assertThat(error(postMutual(null, "/oauth2/token", credentials(NAMED))))
        .isEqualTo("invalid_client");
    assertThat(error(postMutual(CERTIFICATE, "/oauth2/token", credentials(BW_BACKEND))))
        .as("a client that is registered to sign")
        .isEqualTo("invalid_client");
  }

  /** RFC 8705, section 2.2: the certificate proves a registered key, whoever signed it. */
  @Test
  void selfSigned_onlyTheRegisteredKey_isLetIn() {
    assertThat(postMutual(OWN, "/oauth2/token", credentials(OWN_CERTIFICATE)).statusCode())
        .isEqualTo(200);
    for (TestCertificate each :
        List.of(CERTIFICATE, TestCertificate.selfSigned("CN=Own", Use.CLIENT))) {
      assertThat(error(postMutual(each, "/oauth2/token", credentials(OWN_CERTIFICATE))))
          .isEqualTo("invalid_client");
    }
  }

  /** RFC 8705, sections 3 and 7.1: tokens of a sign-in, userinfo, and refresh. */
  @Test
  void signIn_boundTokens_areGoodOnlyWithTheCertificate() throws Exception {
    Map<String, String> redemption = new LinkedHashMap<>();
    redemption.put("grant_type", "authorization_code");
    redemption.put("client_id", NAMED.id());
    redemption.put(
        "code", code(new Browser(), request(NAMED), Person.anew(AssuranceLevel.SUBSTANTIAL)));
    redemption.put("redirect_uri", CALLBACK);
    redemption.put("code_verifier", VERIFIER);

    JsonNode tokens = json(postMutual(CERTIFICATE, "/oauth2/token", redemption));

    String access = text(tokens, "access_token");
    assertThat(boundTo(access)).isEqualTo(CERTIFICATE.thumbprint());
    assertThat(text(tokens, "token_type")).isEqualTo("Bearer");
    assertThat(userinfo(CERTIFICATE, access).statusCode()).isEqualTo(200);
    TestCertificate renewed = issue(NAME, "named.example");
    assertThat(userinfo(renewed, access).statusCode()).isEqualTo(401);
    assertThat(userinfo(null, access).statusCode()).isEqualTo(401);
    HttpResponse<String> elsewhere =
        new Browser().get(ISSUER + "/userinfo", "Authorization", "Bearer " + access);
    assertThat(elsewhere.statusCode()).isEqualTo(401);

    Map<String, String> refresh = new LinkedHashMap<>();
    refresh.put("grant_type", "refresh_token");
    refresh.put("client_id", NAMED.id());
    refresh.put("refresh_token", text(tokens, "refresh_token"));
    assertThat(error(postMutual(renewed, "/oauth2/token", refresh))).isEqualTo("invalid_grant");
    JsonNode refreshed = json(postMutual(CERTIFICATE, "/oauth2/token", refresh));
    assertThat(boundTo(text(refreshed, "access_token"))).isEqualTo(CERTIFICATE.thumbprint());
    assertThat(text(refreshed, "refresh_token")).isEqualTo(text(tokens, "refresh_token"));
  }

  /** RFC 8705, section 3; RFC 8693: what was bound stays bound, and needs the same certificate. */
  @Test
  void exchange_tokenBoundToACertificate_staysBoundToIt() throws Exception {
    CitizenId citizen =
        citizens.findOrCreate("home-bw", "mtls-1", AssuranceLevel.SUBSTANTIAL, "pwd");
    consents.grant(
        release(citizen, SN_SERVICE.id(), Set.of("given_name"), AssuranceLevel.SUBSTANTIAL),
        Duration.ofDays(1));
    String home =
        HOME_BW.accessToken(
            "mtls-1", claims -> claims.claim("cnf", Map.of("x5t#S256", CERTIFICATE.thumbprint())));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", home);
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", SN_API);
    form.put("scope", "read");

    HttpResponse<String> without =
        postMutual(null, "/oauth2/token", SignInTest.with(BW_BACKEND, form));
    HttpResponse<String> with =
        postMutual(CERTIFICATE, "/oauth2/token", SignInTest.with(BW_BACKEND, form));

    assertThat(text(json(without), "reason")).isEqualTo("sender_constraint");
    assertThat(with.statusCode()).as(with.body()).isEqualTo(200);
    assertThat(boundTo(text(json(with), "access_token"))).isEqualTo(CERTIFICATE.thumbprint());
  }

  /** The library that protects interfaces checks the same. */
  @Test
  void guard_ofAnInterface_letsInOnlyWithTheCertificate() throws Exception {
    String token =
        text(json(postMutual(CERTIFICATE, "/oauth2/token", credentials(NAMED))), "access_token");
    TrustedIssuer gateway =
        TrustedIssuer.withKeys(
                "gateway", ISSUER, KeySet.parse(new Browser().get(ISSUER + "/oauth2/jwks").body()))
            .network(TrustedIssuer.Network.PRIVATE)
            .levels(LevelMap.OWN)
            .build();
    IssuerKeys keys =
        new IssuerKeys(
            issuer -> {
              throw new IOException("nothing is fetched");
            },
            Clock.systemUTC());
    AccessTokenGuard guard =
        AccessTokenGuard.verifying(
            new TokenVerifier(issuer -> Optional.of(gateway), keys, Clock.systemUTC()),
            BW_API,
            new DpopVerifier(
                Set.of(SignatureAlgorithm.ES256), (key, until) -> true, Clock.systemUTC()));

    assertThat(guard.check(asked(token, CERTIFICATE), Demand.level(AssuranceLevel.NONE)))
        .isInstanceOf(Answer.Allowed.class);
    for (TestCertificate other : new @Nullable TestCertificate[] {null, OWN}) {
      assertThat(guard.check(asked(token, other), Demand.level(AssuranceLevel.NONE)))
          .isInstanceOf(Answer.Refused.class);
    }
  }

  private static AccessTokenGuard.Request asked(
      String token, @Nullable TestCertificate certificate) {
    return new AccessTokenGuard.Request(
        "GET",
        URI.create(BW_API + "/dogs"),
        List.of("Bearer " + token),
        List.of(),
        certificate == null ? null : certificate.certificate());
  }

  /** RFC 9440 is not offered: such a header is what anybody wrote, wherever it comes from. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Client-Cert", "X-SSL-Client-Cert", "X-Forwarded-Client-Cert", "SSL_CLIENT_CERT"})
  void header_thatNamesACertificate_provesNothing(String header) throws Exception {
    String structured = ":" + Base64.getEncoder().encodeToString(CERTIFICATE.encoded()) + ":";

    HttpResponse<String> main = post("/oauth2/token", credentials(NAMED), header, structured);
    HttpResponse<String> mutual =
        postMutual(null, "/oauth2/token", credentials(NAMED), header, structured);
    String token =
        text(json(postMutual(CERTIFICATE, "/oauth2/token", credentials(NAMED))), "access_token");
    HttpResponse<String> userinfo =
        new Browser()
            .get(ISSUER + "/userinfo", "Authorization", "Bearer " + token, header, structured);

    assertThat(error(main)).isEqualTo("invalid_client");
    assertThat(error(mutual)).isEqualTo("invalid_client");
    assertThat(userinfo.statusCode()).isEqualTo(401);
  }

  /** A browser that comes there by mistake finds nothing that it could stay for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/suche",
        "/oauth2/authorize",
        "/oauth2/jwks",
        "/.well-known/openid-configuration",
        "/konto/freigaben",
        "/connect/logout",
        "/oauth2/token/",
        "/assets/landbruecke.css"
      })
  void port_otherPaths_areNotThere(String path) {
    assertThat(call(CERTIFICATE, HttpRequest.newBuilder(URI.create(MUTUAL + path))).statusCode())
        .isEqualTo(404);
  }

  /** RFC 8705, sections 3.3 and 5. */
  @Test
  void metadata_bothDocuments_haveTheAliases() {
    for (String path :
        List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
      JsonNode metadata = json(new Browser().get(ISSUER + path));
      JsonNode aliases = metadata.path("mtls_endpoint_aliases");

      assertThat(aliases.propertyNames())
          .containsExactlyInAnyOrder(
              "token_endpoint",
              "pushed_authorization_request_endpoint",
              "introspection_endpoint",
              "revocation_endpoint",
              "userinfo_endpoint");
      assertThat(aliases.path("token_endpoint").asString()).isEqualTo(MUTUAL + "/oauth2/token");
      assertThat(metadata.path("tls_client_certificate_bound_access_tokens").asBoolean()).isTrue();
      assertThat(metadata.path("token_endpoint_auth_methods_supported").toString())
          .contains("\"tls_client_auth\"", "\"self_signed_tls_client_auth\"");
    }
  }

  /** RFC 9449, section 4.3: {@code htu} is the address that was called, as it is configured. */
  @Test
  void dpop_atThePortForCertificates_namesItsAddress() {
    ECKey key = TestClient.newKey("dpop");
    Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", "read");

    HttpResponse<String> own =
        postMutual(
            null,
            "/oauth2/token",
            SignInTest.with(BW_BACKEND, form),
            "DPoP",
            TestClient.proof(key, "POST", MUTUAL + "/oauth2/token", Map.of()));
    HttpResponse<String> other =
        postMutual(
            null,
            "/oauth2/token",
            SignInTest.with(BW_BACKEND, form),
            "DPoP",
            TestClient.proof(key, "POST", TOKEN, Map.of()));

    assertThat(text(json(own), "token_type")).isEqualTo("DPoP");
    assertThat(error(other)).isEqualTo("invalid_dpop_proof");
  }

  /**
   * RFC 9700, section 4.12 ff.: Host and forwarded headers change neither issuer, htu nor links.
   */
  @Test
  void hostAndForwardedHeaders_ofAStranger_changeNothing() throws Exception {
    ECKey key = TestClient.newKey("dpop");
    Map<String, String> form =
        SignInTest.with(BW_BACKEND, Map.of("grant_type", "client_credentials", "scope", "read"));

    String redirect = raw("GET /oauth2/authorize?" + Browser.encoded(request(SERVICE)), "", "");
    String forged =
        raw(
            "POST /oauth2/token",
            Browser.encoded(form),
            "DPoP: "
                + TestClient.proof(key, "POST", "https://evil.example/oauth2/token", Map.of())
                + "\r\n");
    String issued =
        raw(
            "POST /oauth2/token",
            Browser.encoded(
                SignInTest.with(
                    BW_BACKEND, Map.of("grant_type", "client_credentials", "scope", "read"))),
            "DPoP: " + tokenProof(key) + "\r\n");

    assertThat(redirect).contains("Location: " + ISSUER + "/konto/anmelden/");
    assertThat(forged).contains("invalid_dpop_proof");
    String token = issued.replaceAll("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(ISSUER);
    assertThat(redirect + forged + issued).doesNotContain("evil.example");
  }

  private static String raw(String start, String body, String headers) throws IOException {
    try (Socket socket = new Socket("localhost", PORT)) {
      String request =
          start
              + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
              + "X-Forwarded-Proto: https\r\nX-Forwarded-Port: 443\r\nX-Forwarded-Prefix: /evil\r\n"
              + "Forwarded: host=evil.example;proto=https\r\n"
              + headers
              + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
              + body.length()
              + "\r\nConnection: close\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
