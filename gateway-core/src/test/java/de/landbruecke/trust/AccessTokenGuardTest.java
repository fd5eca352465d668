package de.landbruecke.trust;

import static de.landbruecke.testing.TestClock.NOON;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.testing.TestIssuer.TokenBuilder;
import de.landbruecke.trust.AccessTokenGuard.Answer;
import de.landbruecke.trust.AccessTokenGuard.Answer.Allowed;
import de.landbruecke.trust.AccessTokenGuard.Answer.Refused;
import de.landbruecke.trust.AccessTokenGuard.Demand;
import de.landbruecke.trust.AccessTokenGuard.Request;
import de.landbruecke.trust.LevelMap.Proven;
import java.io.IOException;
import java.net.URI;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTokenGuardTest {

  private static final TestIssuer GATEWAY = TestIssuer.of("landbruecke", "https://gateway.example");
  private static final TestIssuer KEY = TestIssuer.of("client", "client");
  private static final String API = "https://api.example";
  private static final URI TARGET = URI.create(API + "/dogs");
  private static final Demand ANYTHING = Demand.level(AssuranceLevel.NONE);

  private final TestClock clock = new TestClock();
  private final Set<String> used = new HashSet<>();
  private final DpopVerifier proofs =
      new DpopVerifier(Set.of(SignatureAlgorithm.ES256), (key, until) -> used.add(key), clock);
  private final TrustedIssuer trusted = GATEWAY.trusted().levels(LevelMap.OWN).build();
  private final AccessTokenGuard guard =
      AccessTokenGuard.verifying(
          new TokenVerifier(
              name -> Optional.of(trusted),
              new IssuerKeys(
                  issuer -> {
                    throw new IOException("nothing is fetched");
                  },
                  clock),
              clock),
          API,
          proofs);

  private static TokenBuilder token() {
    return GATEWAY
        .accessToken(NOON)
        .claim("aud", API)
        .claim("client_id", "client")
        .claim("scope", "dogs")
        .claim("acr", "http://bsi.bund.de/eID/LoA/substantiell")
        .claim("auth_time", NOON.getEpochSecond() - 100);
  }

  private static String proof(String token) {
    return KEY.token(NOON)
        .header("typ", "dpop+jwt")
        .header("kid", null)
        .header("jwk", KEY.publicKey())
        .claim("jti", UUID.randomUUID().toString())
        .claim("htm", "GET")
        .claim("htu", TARGET.toString())
        .claim("ath", TestIssuer.base64(VerifiedToken.sha256().digest(token.getBytes(US_ASCII))))
        .sign();
  }

  private static Request request(String authorization, String... dpop) {
    return new Request("GET", TARGET, List.of(authorization), List.of(dpop), null);
  }

  private static void assertAllowed(Answer answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Allowed.class, allowed -> assertThat(allowed.token().subject()).isEqualTo("citizen-1"));
  }

  private static void assertRefused(
      Answer answer, int status, String challenge, @Nullable RejectionReason reason) {
    assertThat(answer)
        .isEqualTo(new Refused(status, Map.of("WWW-Authenticate", challenge), reason));
  }

  /** The example of the docs. */
  private static Answer answer(
      URI keySet, DpopVerifier.OneUse usedOnce, Clock clock, Request request)
      throws NoSuchAlgorithmException {
    // tag::guard[]
    TrustedIssuer gateway =
        TrustedIssuer.fetching("landbruecke", "https://gateway.example", keySet)
            .levels(LevelMap.OWN)
            .build();
    IssuerKeys keys = new IssuerKeys(new HttpKeySetFetcher(SSLContext.getDefault()), clock);
    TokenVerifier verifier = new TokenVerifier(issuer -> Optional.of(gateway), keys, clock);
    DpopVerifier proofs = new DpopVerifier(gateway.algorithms(), usedOnce, clock);
    AccessTokenGuard guard = AccessTokenGuard.verifying(verifier, "https://api.example", proofs);

    Answer answer = guard.check(request, Demand.level(AssuranceLevel.SUBSTANTIAL));
    // Allowed: the token's subject and attributes. Refused: the status and headers to answer with.
    // end::guard[]
    return answer;
  }

  @Test
  void docs_tenLines_answerWhenTheIssuerCannotBeReached() throws NoSuchAlgorithmException {
    // Reserved for names that never exist (RFC 6761, section 6.4).
    URI nowhere = URI.create("https://gateway.invalid/oauth2/jwks");

    Answer answer =
        answer(nowhere, (key, until) -> true, clock, request("Bearer " + token().sign()));

    assertThat(answer)
        .isEqualTo(new Refused(503, Map.of("Retry-After", "60"), RejectionReason.KEYS_UNAVAILABLE));
  }

  @Test
  void check_bearerTokenThatSuffices_isAllowed() {
    assertAllowed(
        guard.check(
            request("Bearer " + token().sign()),
            new Demand(
                Set.of("dogs"),
                new Proven(AssuranceLevel.SUBSTANTIAL, false),
                Duration.ofSeconds(100))));
    assertAllowed(guard.check(request("bearer " + token().sign()), ANYTHING));
  }

  /** RFC 6750, section 3.1: without a token no error is told. */
  @Test
  void check_noToken_isAskedForOne() {
    assertRefused(
        guard.check(new Request("GET", TARGET, List.of(), List.of(), null), ANYTHING),
        401,
        "DPoP algs=\"ES256\"",
        null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Basic YTpi", "Bearer\ttoken"})
  void check_otherAuthorization_isABadRequest(String authorization) {
    assertRefused(
        guard.check(request(authorization), ANYTHING),
        400,
        "Bearer error=\"invalid_request\"",
        null);
  }

  @Test
  void check_twoAuthorizations_areABadRequest() {
    Request twice = new Request("GET", TARGET, List.of("Bearer a", "Bearer b"), List.of(), null);

    assertRefused(guard.check(twice, ANYTHING), 400, "Bearer error=\"invalid_request\"", null);
  }

  /** RFC 9068, section 4; RFC 6750, section 3.1. */
  @Test
  void check_tokenThatDoesNotHold_isInvalid() {
    for (TokenBuilder token :
        List.of(token().claim("aud", "x"), token().claim("exp", 1), token().header("typ", "JWT"))) {
      assertThat(guard.check(request("Bearer " + token.sign()), ANYTHING))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(refused.headers())
                      .containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }
  }

  @Test
  void check_scopeMissing_saysWhich() {
    assertRefused(
        guard.check(
            request("Bearer " + token().sign()),
            new Demand(Set.of("dogs", "cats"), Proven.NOTHING, null)),
        403,
        "Bearer error=\"insufficient_scope\", scope=\"cats dogs\"",
        null);
  }

  /** RFC 9470, section 3. */
  @Test
  void check_levelOrAgeThatDoesNotSuffice_isAChallenge() {
    Request request = request("Bearer " + token().sign());

    assertRefused(
        guard.check(request, Demand.level(AssuranceLevel.HIGH)),
        401,
        "Bearer error=\"insufficient_user_authentication\","
            + " acr_values=\"http://bsi.bund.de/eID/LoA/hoch\"",
        null);
    assertRefused(
        guard.check(
            request,
            new Demand(Set.of(), new Proven(AssuranceLevel.LOW, true), Duration.ofSeconds(99))),
        401,
        "Bearer error=\"insufficient_user_authentication\","
            + " acr_values=\"http://eidas.europa.eu/LoA/low\", max_age=\"99\"",
        null);
    assertRefused(
        guard.check(request, new Demand(Set.of(), Proven.NOTHING, Duration.ofSeconds(99))),
        401,
        "Bearer error=\"insufficient_user_authentication\", max_age=\"99\"",
        null);
  }

  /** RFC 9449, section 7.1: a bound token is used with its key, and never as a bearer token. */
  @Test
  void check_boundToken_needsItsKey() {
    String token = token().claim("cnf", Map.of("jkt", KEY.thumbprint())).sign();
    String other = token().claim("cnf", Map.of("jkt", "other")).sign();

    assertAllowed(guard.check(request("DPoP " + token, proof(token)), ANYTHING));
    assertRefused(
        guard.check(request("Bearer " + token, proof(token)), ANYTHING),
        401,
        "DPoP error=\"invalid_token\", algs=\"ES256\"",
        RejectionReason.SENDER_CONSTRAINT);
    assertRefused(
        guard.check(request("DPoP " + token().sign(), proof(token)), ANYTHING),
        401,
        "DPoP error=\"invalid_token\", algs=\"ES256\"",
        RejectionReason.SENDER_CONSTRAINT);
    assertRefused(
        guard.check(request("DPoP " + other, proof(other)), ANYTHING),
        401,
        "DPoP error=\"invalid_token\", algs=\"ES256\"",
        RejectionReason.SENDER_CONSTRAINT);
    assertRefused(
        guard.check(request("DPoP " + token), ANYTHING),
        401,
        "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"",
        RejectionReason.WRONG_REQUEST);
    assertRefused(
        guard.check(request("DPoP " + token, proof(other)), ANYTHING),
        401,
        "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"",
        RejectionReason.WRONG_TOKEN_HASH);
  }

  /** RFC 9449, section 9. */
  @Test
  void check_nonceDemanded_isAskedFor() {
    String token = token().claim("cnf", Map.of("jkt", KEY.thumbprint())).sign();
    AccessTokenGuard demanding =
        AccessTokenGuard.introspecting(
            text -> active("jkt", KEY.thumbprint()),
            trusted,
            API,
            proofs.demanding("nonce"::equals),
            clock);

    assertRefused(
        demanding.check(request("DPoP " + token, proof(token)), ANYTHING),
        401,
        "DPoP error=\"use_dpop_nonce\", algs=\"ES256\"",
        RejectionReason.DPOP_NONCE_REQUIRED);
  }

  /** RFC 8705, section 3. */
  @Test
  void check_certificateBoundToken_needsItsCertificate() throws Exception {
    X509Certificate certificate = anyCertificate();
    String thumbprint = TestIssuer.base64(VerifiedToken.sha256().digest(certificate.getEncoded()));
    String token = token().claim("cnf", Map.of("x5t#S256", thumbprint)).sign();
    Request with = new Request("GET", TARGET, List.of("Bearer " + token), List.of(), certificate);

    assertAllowed(guard.check(with, ANYTHING));
    assertRefused(
        guard.check(request("Bearer " + token), ANYTHING),
        401,
        "Bearer error=\"invalid_token\"",
        RejectionReason.SENDER_CONSTRAINT);
    String other = token().claim("cnf", Map.of("x5t#S256", "other")).sign();
    assertRefused(
        guard.check(
            new Request("GET", TARGET, List.of("Bearer " + other), List.of(), certificate),
            ANYTHING),
        401,
        "Bearer error=\"invalid_token\"",
        RejectionReason.SENDER_CONSTRAINT);
  }

  /** One of those that the JDK trusts; only its bytes matter. */
  private static X509Certificate anyCertificate() throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers()[0];
      }
    }
    throw new CertificateEncodingException("this JDK trusts nobody");
  }

  private static String active(String binding, String value) {
    return TestIssuer.json(
        Map.of(
            "active",
            true,
            "iss",
            GATEWAY.issuer(),
            "sub",
            "citizen-1",
            "aud",
            API,
            "exp",
            NOON.getEpochSecond() + 60,
            "cnf",
            Map.of(binding, value)));
  }

  private Answer introspected(String answer) {
    return AccessTokenGuard.introspecting(text -> answer, trusted, API, proofs, clock)
        .check(request("Bearer opaque"), ANYTHING);
  }

  /** RFC 7662, section 2.2: what the issuer says counts, and all of it is checked. */
  @Test
  void introspecting_answers_areChecked() {
    String sound =
        active("x", "y")
            .replace(",\"cnf\":{\"x\":\"y\"}", "")
            .replace("\"cnf\":{\"x\":\"y\"},", "");
    String challenge = "Bearer error=\"invalid_token\"";

    assertAllowed(introspected(sound));
    assertRefused(introspected("{\"active\":false}"), 401, challenge, RejectionReason.INACTIVE);
    assertRefused(introspected("{}"), 401, challenge, RejectionReason.INACTIVE);
    assertRefused(introspected("{\"active\":\"true\"}"), 401, challenge, RejectionReason.INACTIVE);
    assertRefused(introspected("<html>"), 401, challenge, RejectionReason.NOT_JSON);
    assertRefused(
        introspected(sound.replace(API, "https://x.example")),
        401,
        challenge,
        RejectionReason.WRONG_AUDIENCE);
    assertRefused(
        introspected(sound.replace("gateway.example", "x.example")),
        401,
        challenge,
        RejectionReason.WRONG_ISSUER);
    clock.advance(Duration.ofSeconds(60));
    assertRefused(introspected(sound), 401, challenge, RejectionReason.EXPIRED);
  }

  @Test
  void introspecting_issuerThatDoesNotAnswer_isUnavailable() {
    AccessTokenGuard unreachable =
        AccessTokenGuard.introspecting(
            text -> {
              throw new IOException("down");
            },
            trusted,
            API,
            proofs,
            clock);

    assertThat(unreachable.check(request("Bearer opaque"), ANYTHING))
        .isEqualTo(new Refused(503, Map.of("Retry-After", "60"), RejectionReason.KEYS_UNAVAILABLE));
  }
}
