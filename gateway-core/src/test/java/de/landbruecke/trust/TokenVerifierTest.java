package de.landbruecke.trust;

import static de.landbruecke.testing.TestClock.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.testing.TestIssuer.TokenBuilder;
import de.landbruecke.trust.TokenVerifier.SubjectTokenType;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenVerifierTest {

  private static final TestIssuer HOME = TestIssuer.of("home", "https://home.example");
  private static final TestIssuer OTHER = TestIssuer.of("other", "https://other.example");
  private static final TestIssuer CLIENT = TestIssuer.of("backend", "backend");

  private static final String API = "https://api.example";
  private static final String GATEWAY = "https://gateway.example";
  private static final long NOW = NOON.getEpochSecond();

  private static final TrustedIssuer TRUSTED_HOME =
      HOME.trusted()
          .clients(Map.of("app-at-home", "backend", "backend-at-home", "backend"))
          .audiences(Set.of("landbruecke", GATEWAY))
          .levels(LevelMap.OWN)
          .build();

  private final TestClock clock = new TestClock();

  /** Whoever fetches anything in these tests has lost. */
  private final IssuerKeys keys =
      new IssuerKeys(
          issuer -> {
            throw new AssertionError("nothing may be fetched");
          },
          clock);

  private final TokenVerifier verifier = verifier(TRUSTED_HOME);

  private TokenVerifier verifier(TrustedIssuer home) {
    Map<String, TrustedIssuer> issuers =
        Map.of(
            HOME.issuer(),
            home,
            OTHER.issuer(),
            OTHER.trusted().build(),
            CLIENT.issuer(),
            CLIENT.trusted().build());
    return new TokenVerifier(name -> Optional.ofNullable(issuers.get(name)), keys, clock);
  }

  private static TokenBuilder access() {
    return HOME.accessToken(NOON).claim("aud", API).claim("client_id", "app-at-home");
  }

  private static TokenBuilder id() {
    return HOME.token(NOON)
        .claim("sub", "citizen-1")
        .claim("aud", "landbruecke")
        .claim("nonce", "n");
  }

  private static TokenBuilder logout() {
    return HOME.token(NOON)
        .header("typ", "logout+jwt")
        .claim("aud", "landbruecke")
        .claim("sid", "s")
        .claim("jti", "1")
        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
  }

  private static TokenBuilder assertion() {
    return CLIENT.token(NOON).claim("sub", "backend").claim("aud", GATEWAY).claim("jti", "1");
  }

  private static TokenBuilder request() {
    return CLIENT
        .token(NOON)
        .header("typ", "oauth-authz-req+jwt")
        .claim("client_id", "backend")
        .claim("aud", GATEWAY)
        .claim("response_type", "code");
  }

  private static TokenBuilder grant() {
    return HOME.token(NOON)
        .claim("sub", "pair-1")
        .claim("aud", GATEWAY)
        .claim("jti", "1")
        .claim("exp", NOW + 60);
  }

  private VerifiedToken verifyAccess(String token) throws TokenRejectedException {
    return verifier.accessToken(token, Set.of(API));
  }

  private VerifiedToken verifyId(String token) throws TokenRejectedException {
    return verifier.idToken(token, HOME.issuer(), "landbruecke", "n", null);
  }

  private VerifiedToken verifySubject(String token) throws TokenRejectedException {
    return verifier.subjectToken(token, SubjectTokenType.ACCESS_TOKEN, "backend");
  }

  private static void assertRefused(ThrowingCallable verification, RejectionReason reason) {
    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(verification)
        .returns(reason, TokenRejectedException::reason)
        .withMessage(reason.name());
  }

  private void assertAccessRefused(String token, RejectionReason reason) {
    assertRefused(() -> verifyAccess(token), reason);
  }

  @Test
  void accessToken_sound_isReadInFull() throws TokenRejectedException {
    String token =
        access()
            .claim("jti", "42")
            .claim("scope", "dogs cats")
            .claim("acr", "http://bsi.bund.de/eID/LoA/substantiell")
            .claim("auth_time", NOW - 100)
            .claim("cnf", Map.of("jkt", "key"))
            .sign();

    VerifiedToken verified = verifyAccess(token);

    assertThat(verified.issuer()).isSameAs(TRUSTED_HOME);
    assertThat(verified.subject()).isEqualTo("citizen-1");
    assertThat(verified.audience()).containsExactly(API);
    assertThat(verified.clientId()).contains("app-at-home");
    assertThat(verified.scopes()).containsExactlyInAnyOrder("dogs", "cats");
    assertThat(verified.proven()).isEqualTo(new LevelMap.Proven(AssuranceLevel.SUBSTANTIAL, false));
    assertThat(verified.authenticatedAt()).contains(NOON.minusSeconds(100));
    assertThat(verified.issuedAt()).contains(NOON);
    assertThat(verified.expiresAt()).isEqualTo(NOON.plusSeconds(300));
    assertThat(verified.confirmation()).isEqualTo(new Confirmation("key", null));
    assertThat(verified.tokenId()).contains("42");
    assertThat(verified).hasToString("VerifiedToken[home]");
  }

  /** RFC 8725, section 3.1 (J2; CVE-2026-11800): the public key as a secret, in all its forms. */
  @Test
  void accessToken_macKeyedWithThePublicKey_isRefused() throws Exception {
    byte[] point = Base64.getUrlDecoder().decode(String.valueOf(HOME.publicKey().get("x")));
    for (byte[] secret :
        List.of(
            HOME.keySetJson().getBytes(UTF_8),
            TestIssuer.json(HOME.publicKey()).getBytes(UTF_8),
            point)) {
      String signed =
          TestIssuer.base64(
                  ("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + HOME.keyId() + "\"}")
                      .getBytes(UTF_8))
              + access().sign().replaceAll("^[^.]*|[^.]*$", "").replaceAll("\\.$", "");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));

      assertAccessRefused(
          signed + "." + TestIssuer.base64(mac.doFinal(signed.getBytes(UTF_8))),
          RejectionReason.ALGORITHM_NOT_ALLOWED);
    }
  }

  /** RFC 8725, section 3.1 (J3): an algorithm we know, but not one of this issuer. */
  @ParameterizedTest
  @ValueSource(strings = {"PS256", "RS256", "EdDSA"})
  void accessToken_algorithmOfAnotherIssuer_isRefused(String alg) {
    assertAccessRefused(access().header("alg", alg).sign(), RejectionReason.ALGORITHM_NOT_ALLOWED);
  }

  /** J3: allowed for the issuer, but not what its key can do. */
  @Test
  void accessToken_algorithmThatTheKeyCannot_isRefused() {
    TokenVerifier all =
        verifier(HOME.trusted().algorithms(Set.of(SignatureAlgorithm.values())).build());

    for (String alg : List.of("PS256", "RS256", "EdDSA")) {
      assertRefused(
          () -> all.accessToken(access().header("alg", alg).sign(), Set.of(API)),
          RejectionReason.UNKNOWN_KEY);
    }
  }

  /** J4: a key id is an entry of the issuer's map or nothing; nothing is looked up elsewhere. */
  static Stream<Arguments> keyIds() {
    return Stream.of(
        arguments("../../etc/passwd", RejectionReason.UNKNOWN_KEY),
        arguments("' OR 1=1 --", RejectionReason.UNKNOWN_KEY),
        arguments("http://127.0.0.1:1/key", RejectionReason.UNKNOWN_KEY),
        arguments(OTHER.keyId(), RejectionReason.UNKNOWN_KEY),
        arguments("k".repeat(5000), RejectionReason.KEY_ID_MISSING),
        arguments("", RejectionReason.KEY_ID_MISSING));
  }

  @ParameterizedTest
  @MethodSource("keyIds")
  void accessToken_hostileKeyId_isRefused(String keyId, RejectionReason reason) {
    assertAccessRefused(access().header("kid", keyId).sign(), reason);
  }

  @Test
  void accessToken_noKeyId_isRefused() {
    assertAccessRefused(access().header("kid", null).sign(), RejectionReason.KEY_ID_MISSING);
  }

  @Test
  void accessToken_blockedKey_isRefusedThoughPublished() {
    TokenVerifier blocking = verifier(HOME.trusted().blockedKeys(Set.of(HOME.keyId())).build());

    assertRefused(
        () -> blocking.accessToken(access().sign(), Set.of(API)), RejectionReason.UNKNOWN_KEY);
  }

  @Test
  void accessToken_signedByAnotherKey_isRefused() {
    assertAccessRefused(access().signBy(OTHER), RejectionReason.BAD_SIGNATURE);
    assertAccessRefused(access().signBy(HOME.rotated()), RejectionReason.BAD_SIGNATURE);
  }

  /** RFC 7519, section 4.1.4: on or after {@code exp} the token must not be accepted; 60 s skew. */
  @Test
  void accessToken_expiryAndSkew_bothSides() throws TokenRejectedException {
    String token = access().claim("exp", NOW + 10).sign();

    clock.advance(Duration.ofSeconds(69));
    assertThat(verifyAccess(token).expiresAt()).isEqualTo(NOON.plusSeconds(10));

    clock.advance(Duration.ofSeconds(1));
    assertAccessRefused(token, RejectionReason.EXPIRED);
  }

  /** RFC 7519, sections 2, 4.1.4 to 4.1.6; RFC 9068, section 4 (J9). */
  static Stream<Arguments> wrongTimes() {
    long year = Duration.ofDays(365).toSeconds();
    return Stream.of(
        arguments("exp", null, RejectionReason.EXPIRY_MISSING),
        arguments("exp", 0, RejectionReason.BAD_TIME),
        arguments("exp", -1, RejectionReason.BAD_TIME),
        arguments("exp", 1e300, RejectionReason.BAD_TIME),
        arguments("exp", "" + (NOW + 60), RejectionReason.BAD_TIME),
        arguments("exp", true, RejectionReason.BAD_TIME),
        arguments("exp", List.of(NOW + 60), RejectionReason.BAD_TIME),
        arguments("exp", Long.MAX_VALUE, RejectionReason.BAD_TIME),
        arguments("exp", BigInteger.TWO.pow(63), RejectionReason.TOO_COMPLEX),
        arguments("exp", 253_402_300_800L, RejectionReason.BAD_TIME),
        arguments("exp", NOW - 60, RejectionReason.EXPIRED),
        arguments("exp", NOW + 3601, RejectionReason.LIFETIME_TOO_LONG),
        arguments("exp", NOW + 10 * year, RejectionReason.LIFETIME_TOO_LONG),
        arguments("nbf", NOW + 61, RejectionReason.NOT_YET_VALID),
        arguments("nbf", "0", RejectionReason.BAD_TIME),
        arguments("iat", null, RejectionReason.NOT_FRESH),
        arguments("iat", NOW + 61, RejectionReason.ISSUED_IN_FUTURE),
        arguments("iat", NOW + 86_400, RejectionReason.ISSUED_IN_FUTURE),
        arguments("iat", NOW - year, RejectionReason.LIFETIME_TOO_LONG),
        arguments("iat", 1e300, RejectionReason.BAD_TIME),
        arguments("auth_time", "yesterday", RejectionReason.BAD_TIME));
  }

  @ParameterizedTest
  @MethodSource("wrongTimes")
  void accessToken_wrongTime_isRefused(
      String claim, @Nullable Object value, RejectionReason reason) {
    assertAccessRefused(access().claim(claim, value).sign(), reason);
  }

  @Test
  void accessToken_timesAtTheirLimits_areAccepted() throws TokenRejectedException {
    verifyAccess(access().claim("exp", NOW + 3600).sign());
    verifyAccess(access().claim("nbf", NOW + 60).sign());
    verifyAccess(access().claim("iat", NOW + 60).sign());
    assertThat(verifyAccess(access().claim("exp", NOW + 10.5).sign()).expiresAt())
        .isEqualTo(NOON.plusMillis(10_500));
  }

  /** RFC 8725, sections 3.8 and 3.9 (J10): names are compared as they stand. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://home.example/",
        "https://HOME.example",
        "HTTPS://home.example",
        "https://home.example:443",
        "https://home.example.",
        "https://h\u043eme.example",
        "https://xn--hme-tdd.example",
        "https://home.example#",
        " https://home.example",
        "home"
      })
  void accessToken_issuerSpeltOtherwise_isRefused(String issuer) {
    assertAccessRefused(access().claim("iss", issuer).sign(), RejectionReason.UNKNOWN_ISSUER);
  }

  /** A registry that is lenient about names does not make the verifier so. */
  @Test
  void accessToken_lenientRegistry_isStillExact() {
    TokenVerifier lenient = new TokenVerifier(name -> Optional.of(TRUSTED_HOME), keys, clock);

    assertRefused(
        () ->
            lenient.accessToken(access().claim("iss", "https://HOME.example").sign(), Set.of(API)),
        RejectionReason.UNKNOWN_ISSUER);
  }

  /** RFC 7519, section 4.1.3; RFC 9068, section 4 (J10): one good name among others is none. */
  static Stream<Object> wrongAudiences() {
    return Stream.of(
        "https://api.example/",
        "https://API.example",
        "",
        1,
        List.of(),
        List.of(API, "https://evil.example"),
        List.of(API, 1),
        List.of(List.of(API)),
        Map.of("aud", API));
  }

  @ParameterizedTest
  @MethodSource("wrongAudiences")
  void accessToken_wrongAudience_isRefused(Object audience) {
    assertAccessRefused(access().claim("aud", audience).sign(), RejectionReason.WRONG_AUDIENCE);
  }

  @Test
  void accessToken_noAudience_isRefused() {
    assertAccessRefused(access().claim("aud", null).sign(), RejectionReason.WRONG_AUDIENCE);
  }

  /** RFC 9068, section 2.2; RFC 7800, section 3.1. */
  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        arguments("sub", null, RejectionReason.WRONG_SUBJECT),
        arguments("sub", "", RejectionReason.MALFORMED_CLAIM),
        arguments("sub", 1, RejectionReason.MALFORMED_CLAIM),
        arguments("sub", "s".repeat(256), RejectionReason.WRONG_SUBJECT),
        arguments("jti", null, RejectionReason.TOKEN_ID_MISSING),
        arguments("jti", 1, RejectionReason.MALFORMED_CLAIM),
        arguments("client_id", null, RejectionReason.WRONG_CLIENT),
        arguments("azp", "somebody else", RejectionReason.WRONG_CLIENT),
        arguments("acr", List.of("high"), RejectionReason.MALFORMED_CLAIM),
        arguments("scope", List.of("dogs"), RejectionReason.MALFORMED_CLAIM),
        arguments("cnf", "key", RejectionReason.SENDER_CONSTRAINT),
        arguments("cnf", Map.of(), RejectionReason.SENDER_CONSTRAINT),
        arguments("cnf", Map.of("jwk", Map.of()), RejectionReason.SENDER_CONSTRAINT),
        arguments("cnf", Map.of("jkt", 1), RejectionReason.SENDER_CONSTRAINT));
  }

  @ParameterizedTest
  @MethodSource("wrongClaims")
  void accessToken_wrongClaim_isRefused(
      String claim, @Nullable Object value, RejectionReason reason) {
    assertAccessRefused(access().claim(claim, value).sign(), reason);
  }

  /** One kind of token and how it is verified. */
  record Kind(String name, TokenBuilder token, Verification verification) {
    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  interface Verification {
    VerifiedToken verify(TokenVerifier verifier, String token) throws TokenRejectedException;
  }

  private static List<Kind> kinds() {
    return List.of(
        new Kind(
            "access", access(), (v, t) -> v.accessToken(t, Set.of(API, GATEWAY, "landbruecke"))),
        new Kind("id", id(), (v, t) -> v.idToken(t, HOME.issuer(), "landbruecke", "n", null)),
        new Kind("logout", logout(), (v, t) -> v.logoutToken(t, HOME.issuer(), "landbruecke")),
        new Kind(
            "assertion", assertion(), (v, t) -> v.clientAssertion(t, "backend", Set.of(GATEWAY))),
        new Kind("request", request(), (v, t) -> v.requestObject(t, "backend", GATEWAY)),
        new Kind("grant", grant(), (v, t) -> v.authorizationGrant(t, GATEWAY)),
        new Kind(
            "dpop",
            CLIENT.token(NOON).header("typ", "dpop+jwt").header("jwk", CLIENT.publicKey()),
            (v, t) -> v.accessToken(t, Set.of(API))),
        new Kind(
            "event", id().header("typ", "secevent+jwt"), (v, t) -> v.accessToken(t, Set.of(API))));
  }

  static Stream<Arguments> otherKinds() {
    return kinds().stream()
        .flatMap(token ->
            soundKinds()
                .filter(kind -> !kind.name.equals(token.name))
                .map(kind -> arguments(token, kind)));
  }

  /** RFC 8725, sections 3.11 and 3.12; RFC 9068, section 5; RFC 9101, section 10.8 (J11). */
  @ParameterizedTest
  @MethodSource("otherKinds")
  void verify_tokenOfAnotherKind_isRefused(Kind token, Kind kind) {
    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(() -> kind.verification.verify(verifier, token.token.sign()));
  }

  static Stream<Kind> soundKinds() {
    return kinds().stream().limit(6);
  }

  @ParameterizedTest
  @MethodSource("soundKinds")
  void verify_tokenOfItsKind_isAccepted(Kind kind) throws TokenRejectedException {
    assertThat(kind.verification.verify(verifier, kind.token.sign()).expiresAt()).isAfter(NOON);
  }

  /** RFC 8725, section 3.11: an issuer without {@code at+jwt} must not lend its ID tokens. */
  static Stream<Arguments> weakTypes() {
    UnaryOperator<TokenBuilder> same = UnaryOperator.identity();
    return Stream.of(
        arguments(same, true),
        arguments((UnaryOperator<TokenBuilder>) t -> t.claim("typ", "Bearer"), true),
        arguments((UnaryOperator<TokenBuilder>) t -> t.claim("typ", "DPoP"), true),
        arguments((UnaryOperator<TokenBuilder>) t -> t.claim("typ", "ID"), false),
        arguments((UnaryOperator<TokenBuilder>) t -> t.claim("typ", "Refresh"), false),
        arguments((UnaryOperator<TokenBuilder>) t -> t.claim("nonce", "n"), false),
        arguments((UnaryOperator<TokenBuilder>) t -> t.claim("at_hash", "h"), false),
        arguments((UnaryOperator<TokenBuilder>) t -> t.claim("events", Map.of()), false),
        arguments((UnaryOperator<TokenBuilder>) t -> t.header("typ", null), false));
  }

  @ParameterizedTest
  @MethodSource("weakTypes")
  void accessToken_typeJwtWhereRegistered_isOnlyTakenForAnAccessToken(
      UnaryOperator<TokenBuilder> change, boolean accepted) throws TokenRejectedException {
    TokenVerifier weak = verifier(HOME.trusted().accessTokenTypes(Set.of("JWT")).build());
    String token = change.apply(access().header("typ", "JWT")).sign();

    if (accepted) {
      assertThat(weak.accessToken(token, Set.of(API)).subject()).isEqualTo("citizen-1");
    } else {
      assertRefused(() -> weak.accessToken(token, Set.of(API)), RejectionReason.WRONG_TYPE);
    }
  }

  /** OpenID Connect Core, section 3.1.3.7; RFC 9207, section 2.4. */
  @Test
  void idToken_forSomebodyElse_isRefused() {
    assertRefused(
        () -> verifyId(id().claim("aud", "other").sign()), RejectionReason.WRONG_AUDIENCE);
    assertRefused(
        () -> verifyId(id().claim("aud", List.of("landbruecke", "other")).sign()),
        RejectionReason.WRONG_AUDIENCE);
    assertRefused(() -> verifyId(id().claim("azp", "other").sign()), RejectionReason.WRONG_CLIENT);
    assertRefused(() -> verifyId(id().claim("nonce", "m").sign()), RejectionReason.WRONG_NONCE);
    assertRefused(() -> verifyId(id().claim("nonce", null).sign()), RejectionReason.WRONG_NONCE);
    assertRefused(
        () -> verifier.idToken(id().sign(), OTHER.issuer(), "landbruecke", "n", null),
        RejectionReason.WRONG_ISSUER);
  }

  /** OpenID Connect Core, section 3.1.3.6: the left half of the hash of the access token. */
  @Test
  void idToken_accessTokenHash_mustFit() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest("at".getBytes(UTF_8));
    String token = id().claim("at_hash", TestIssuer.base64(Arrays.copyOf(hash, 16))).sign();

    assertThat(verifier.idToken(token, HOME.issuer(), "landbruecke", "n", "at").subject())
        .isEqualTo("citizen-1");
    assertRefused(
        () -> verifier.idToken(token, HOME.issuer(), "landbruecke", "n", "another"),
        RejectionReason.WRONG_TOKEN_HASH);
  }

  /**
   * RP-Initiated Logout 1.0, section 4: an expired ID token is a good hint, a foreign one is not.
   */
  @Test
  void idTokenHint_expired_isAccepted() throws TokenRejectedException {
    clock.advance(Duration.ofHours(5));

    assertThat(verifier.idTokenHint(id().sign(), HOME.issuer()).subject()).isEqualTo("citizen-1");
    assertRefused(
        () -> verifier.idTokenHint(id().signBy(OTHER), HOME.issuer()),
        RejectionReason.BAD_SIGNATURE);
  }

  /** Back-Channel Logout 1.0, section 2.6 (L1). */
  static Stream<Arguments> wrongLogouts() {
    return Stream.of(
        arguments("nonce", "n", RejectionReason.WRONG_NONCE),
        arguments("events", null, RejectionReason.MALFORMED_CLAIM),
        arguments("events", Map.of(), RejectionReason.MALFORMED_CLAIM),
        arguments("events", Map.of("other", Map.of()), RejectionReason.MALFORMED_CLAIM),
        arguments(
            "events",
            Map.of("http://schemas.openid.net/event/backchannel-logout", "x"),
            RejectionReason.MALFORMED_CLAIM),
        arguments("aud", "other", RejectionReason.WRONG_AUDIENCE),
        arguments("aud", List.of("landbruecke", "other"), RejectionReason.WRONG_AUDIENCE),
        arguments("sid", null, RejectionReason.WRONG_SUBJECT),
        arguments("jti", null, RejectionReason.TOKEN_ID_MISSING),
        arguments("iat", null, RejectionReason.NOT_FRESH),
        arguments("exp", null, RejectionReason.EXPIRY_MISSING),
        arguments("iss", OTHER.issuer(), RejectionReason.WRONG_ISSUER));
  }

  @ParameterizedTest
  @MethodSource("wrongLogouts")
  void logoutToken_wrongClaim_isRefused(
      String claim, @Nullable Object value, RejectionReason reason) {
    assertRefused(
        () ->
            verifier.logoutToken(logout().claim(claim, value).sign(), HOME.issuer(), "landbruecke"),
        reason);
  }

  /** RFC 7523, section 3, and its revision (O9): the one audience is our issuer. */
  static Stream<Arguments> wrongAssertions() {
    return Stream.of(
        arguments("aud", "https://other.example", RejectionReason.WRONG_AUDIENCE),
        arguments("aud", GATEWAY + "/oauth2/token", RejectionReason.WRONG_AUDIENCE),
        arguments("aud", List.of(GATEWAY), RejectionReason.WRONG_AUDIENCE),
        arguments("aud", List.of(GATEWAY, "x"), RejectionReason.WRONG_AUDIENCE),
        arguments("aud", null, RejectionReason.WRONG_AUDIENCE),
        arguments("sub", "other", RejectionReason.WRONG_SUBJECT),
        arguments("sub", null, RejectionReason.WRONG_SUBJECT),
        arguments("iss", "other", RejectionReason.WRONG_ISSUER),
        arguments("iss", HOME.issuer(), RejectionReason.WRONG_ISSUER),
        arguments("exp", null, RejectionReason.EXPIRY_MISSING),
        arguments("exp", NOW + 601, RejectionReason.LIFETIME_TOO_LONG),
        arguments("exp", NOW + 31_536_000, RejectionReason.LIFETIME_TOO_LONG),
        arguments("jti", null, RejectionReason.TOKEN_ID_MISSING));
  }

  @ParameterizedTest
  @MethodSource("wrongAssertions")
  void clientAssertion_wrongClaim_isRefused(
      String claim, @Nullable Object value, RejectionReason reason) {
    assertRefused(
        () ->
            verifier.clientAssertion(
                assertion().claim(claim, value).sign(), "backend", Set.of(GATEWAY)),
        reason);
  }

  /** RFC 9101, sections 4 and 10.8 (O7). */
  @Test
  void requestObject_nestedOrNotOfTheClient_isRefused() {
    assertRefused(
        () -> verifier.requestObject(request().claim("request", "x").sign(), "backend", GATEWAY),
        RejectionReason.MALFORMED_CLAIM);
    assertRefused(
        () -> verifier.requestObject(request().claim("client_id", "x").sign(), "backend", GATEWAY),
        RejectionReason.WRONG_CLIENT);
    assertRefused(
        () -> verifier.requestObject(request().signBy(OTHER), "backend", GATEWAY),
        RejectionReason.BAD_SIGNATURE);
  }

  /** RFC 7523, section 3; OAuth identity chaining: short, for us alone. */
  @Test
  void authorizationGrant_longerOrForOthers_isRefused() {
    assertRefused(
        () -> verifier.authorizationGrant(grant().claim("exp", NOW + 61).sign(), GATEWAY),
        RejectionReason.LIFETIME_TOO_LONG);
    assertRefused(
        () ->
            verifier.authorizationGrant(
                grant().claim("aud", List.of(GATEWAY, "x")).sign(), GATEWAY),
        RejectionReason.WRONG_AUDIENCE);
    assertRefused(
        () -> verifier.authorizationGrant(grant().claim("jti", null).sign(), GATEWAY),
        RejectionReason.TOKEN_ID_MISSING);
  }

  /** RFC 8693, section 2.1 (X1): not any token of the citizen, but one meant for this. */
  static Stream<Arguments> subjectTokens() {
    return Stream.of(
        arguments("landbruecke", "app-at-home", null),
        arguments(GATEWAY, "app-at-home", null),
        arguments("backend-at-home", "app-at-home", null),
        arguments(List.of("account", "landbruecke"), "backend-at-home", null),
        arguments(API, "app-at-home", RejectionReason.WRONG_AUDIENCE),
        arguments("backend", "app-at-home", RejectionReason.WRONG_AUDIENCE),
        arguments("landbruecke", "stranger", RejectionReason.WRONG_CLIENT),
        arguments("landbruecke", "backend", RejectionReason.WRONG_CLIENT));
  }

  @ParameterizedTest
  @MethodSource("subjectTokens")
  void subjectToken_audienceAndClient_areThoseOfTheRegistry(
      Object audience, String client, @Nullable RejectionReason reason)
      throws TokenRejectedException {
    String token = access().claim("aud", audience).claim("client_id", client).sign();

    if (reason == null) {
      assertThat(verifySubject(token).subject()).isEqualTo("citizen-1");
    } else {
      assertRefused(() -> verifySubject(token), reason);
    }
  }

  @Test
  void subjectToken_callerOfAnotherPortal_isRefused() {
    assertRefused(
        () ->
            verifier.subjectToken(
                access().claim("aud", "landbruecke").sign(),
                SubjectTokenType.ACCESS_TOKEN,
                "stranger"),
        RejectionReason.WRONG_CLIENT);
  }

  @Test
  void subjectToken_idToken_namesItsClientByAudience() throws TokenRejectedException {
    TokenBuilder token = id().claim("jti", "1").claim("aud", "app-at-home");

    assertThat(verifier.subjectToken(token.sign(), SubjectTokenType.ID_TOKEN, "backend").subject())
        .isEqualTo("citizen-1");
    assertRefused(
        () -> verifier.subjectToken(token.sign(), SubjectTokenType.JWT, "backend"),
        RejectionReason.WRONG_TYPE);
    assertRefused(
        () ->
            verifier.subjectToken(
                token.claim("aud", "stranger").sign(), SubjectTokenType.ID_TOKEN, "backend"),
        RejectionReason.WRONG_CLIENT);
  }

  /** J8: (r, n - s) verifies as well, so a token is known by its id and not by its text. */
  @Test
  void replayKey_twinSignature_isTheSame() throws TokenRejectedException {
    String token = access().sign();
    String twin = twin(token);

    assertThat(twin).isNotEqualTo(token);
    assertThat(verifyAccess(twin).replayKey()).isEqualTo(verifyAccess(token).replayKey());
  }

  @Test
  void replayKey_withoutTokenId_isOfHeaderAndPayload() throws TokenRejectedException {
    TokenVerifier allowing = verifier(HOME.trusted().allowMissingTokenId().build());
    String token = access().claim("jti", null).sign();

    String key = allowing.accessToken(token, Set.of(API)).replayKey();

    assertThat(allowing.accessToken(twin(token), Set.of(API)).replayKey()).isEqualTo(key);
    assertThat(
            allowing
                .accessToken(access().claim("jti", null).claim("x", 1).sign(), Set.of(API))
                .replayKey())
        .isNotEqualTo(key);
  }

  @Test
  void replayKey_sameIdOfTwoIssuers_differ() throws TokenRejectedException {
    String one = access().claim("jti", "1").sign();
    String other =
        OTHER.accessToken(NOON).claim("aud", API).claim("client_id", "c").claim("jti", "1").sign();

    assertThat(verifyAccess(one).replayKey()).isNotEqualTo(verifyAccess(other).replayKey());
  }

  private static String twin(String token) {
    BigInteger n =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    int at = token.lastIndexOf('.') + 1;
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(at));
    byte[] s = n.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))).toByteArray();
    Arrays.fill(signature, 32, 64, (byte) 0);
    int length = Math.min(32, s.length);
    System.arraycopy(s, s.length - length, signature, 64 - length, length);
    return token.substring(0, at) + TestIssuer.base64(signature);
  }

  @Test
  void claims_ofAVerifiedToken_cannotBeChanged() throws TokenRejectedException {
    VerifiedToken verified = verifyAccess(access().claim("act", Map.of("sub", "a")).sign());

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> verified.claims().put("sub", "other"));
    assertThat(new LinkedHashMap<>(verified.claims())).containsEntry("act", Map.of("sub", "a"));
  }

  /** S1: what cannot be registered is never fetched. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://home.example/keys", "file:///etc/passwd", "gopher://home.example/", "ftp://h/",
        "https://user@home.example/keys", "https://home.example/keys#x", "/keys", "https:///keys",
        "http://127.0.0.1/keys"
      })
  void trustedIssuer_addressThatIsNotAllowed_isACallersMistake(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedIssuer.fetching("a", "b", URI.create(address)).build());
  }

  @Test
  void trustedIssuer_limits_bothSides() {
    TrustedIssuer.Builder builder = HOME.trusted();

    assertThat(builder.skew(Duration.ofSeconds(60)).build().skew())
        .isEqualTo(Duration.ofSeconds(60));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HOME.trusted().skew(Duration.ofSeconds(61)).build());
    assertThat(builder.maxLifetime(Duration.ofHours(24)).build().maxLifetime())
        .isEqualTo(Duration.ofHours(24));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HOME.trusted().maxLifetime(Duration.ofHours(25)).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HOME.trusted().algorithms(Set.of()).build());
  }
}
