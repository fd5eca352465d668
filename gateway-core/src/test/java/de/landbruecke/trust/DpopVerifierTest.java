package de.landbruecke.trust;

import static de.landbruecke.testing.TestClock.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.testing.TestIssuer.TokenBuilder;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9449, sections 4.3 and 11 (D1 of the attack list). */
final class DpopVerifierTest {

  private static final TestIssuer KEY = TestIssuer.of("client", "client");
  private static final TestIssuer RSA = TestIssuer.of("client", "client", SignatureAlgorithm.RS256);
  private static final URI TARGET = URI.create("https://gateway.example/oauth2/token");
  private static final long NOW = NOON.getEpochSecond();

  private final Set<String> used = new HashSet<>();
  private final DpopVerifier verifier =
      new DpopVerifier(
          Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.PS256),
          (key, until) -> used.add(key),
          new TestClock());

  private static TokenBuilder proof() {
    return KEY.token(NOON)
        .header("typ", "dpop+jwt")
        .header("kid", null)
        .header("jwk", KEY.publicKey())
        .claim("iss", null)
        .claim("exp", null)
        .claim("jti", UUID.randomUUID().toString())
        .claim("htm", "POST")
        .claim("htu", TARGET.toString());
  }

  private static UnaryOperator<TokenBuilder> claim(String name, @Nullable Object value) {
    return proof -> proof.claim(name, value);
  }

  private static UnaryOperator<TokenBuilder> header(String name, @Nullable Object value) {
    return proof -> proof.header(name, value);
  }

  private static Map<String, Object> key(String name, Object value) {
    Map<String, Object> key = new HashMap<>(KEY.publicKey());
    key.put(name, value);
    return key;
  }

  private DpopVerifier.Proof verify(String proof) throws TokenRejectedException {
    return verifier.verify(List.of(proof), "POST", TARGET, null);
  }

  private static Arguments wrong(UnaryOperator<TokenBuilder> change, RejectionReason reason) {
    return arguments(change, reason);
  }

  static Stream<Arguments> wrongProofs() {
    return Stream.of(
        wrong(header("typ", "JWT"), RejectionReason.WRONG_TYPE),
        wrong(header("typ", null), RejectionReason.WRONG_TYPE),
        wrong(header("alg", "none"), RejectionReason.ALGORITHM_NOT_ALLOWED),
        wrong(header("alg", "HS256"), RejectionReason.ALGORITHM_NOT_ALLOWED),
        wrong(header("alg", "EdDSA"), RejectionReason.ALGORITHM_NOT_ALLOWED),
        wrong(header("alg", "PS256"), RejectionReason.UNKNOWN_KEY),
        wrong(header("jwk", null), RejectionReason.UNKNOWN_KEY),
        wrong(header("jwk", "key"), RejectionReason.UNKNOWN_KEY),
        wrong(header("jwk", Map.of("kty", "oct", "k", "AAAA")), RejectionReason.UNKNOWN_KEY),
        wrong(header("jwk", key("d", "AAAA")), RejectionReason.UNKNOWN_KEY),
        wrong(header("jwk", key("use", "enc")), RejectionReason.UNKNOWN_KEY),
        wrong(
            header("jwk", key("x", KEY.rotated().publicKey().getOrDefault("x", ""))),
            RejectionReason.UNKNOWN_KEY),
        wrong(header("jwk", KEY.rotated().publicKey()), RejectionReason.BAD_SIGNATURE),
        wrong(header("jku", "http://127.0.0.1:1/"), RejectionReason.EMBEDDED_KEY),
        wrong(claim("htm", "GET"), RejectionReason.WRONG_REQUEST),
        wrong(claim("htm", "post"), RejectionReason.WRONG_REQUEST),
        wrong(claim("htm", null), RejectionReason.WRONG_REQUEST),
        wrong(claim("htu", null), RejectionReason.WRONG_REQUEST),
        wrong(claim("htu", 1), RejectionReason.WRONG_REQUEST),
        wrong(claim("iat", null), RejectionReason.NOT_FRESH),
        wrong(claim("iat", NOW - 61), RejectionReason.NOT_FRESH),
        wrong(claim("iat", NOW + 61), RejectionReason.ISSUED_IN_FUTURE),
        wrong(claim("iat", "" + NOW), RejectionReason.BAD_TIME),
        wrong(claim("jti", null), RejectionReason.TOKEN_ID_MISSING),
        wrong(claim("jti", ""), RejectionReason.TOKEN_ID_MISSING),
        wrong(claim("jti", "j".repeat(257)), RejectionReason.TOKEN_ID_MISSING));
  }

  @ParameterizedTest
  @MethodSource("wrongProofs")
  void verify_wrongProof_isRefusedAndNotUsedUp(
      UnaryOperator<TokenBuilder> change, RejectionReason reason) {
    String proof = change.apply(proof()).sign();

    assertRefused(List.of(proof), null, reason);
    assertThat(used).isEmpty();
  }

  /** Scheme and host without case, the default port as none; all else exactly. */
  @ParameterizedTest
  @CsvSource({
    "https://gateway.example/oauth2/token, true",
    "HTTPS://Gateway.Example/oauth2/token, true",
    "https://gateway.example:443/oauth2/token, true",
    "https://gateway.example/oauth2/token?a=b, true",
    "http://gateway.example/oauth2/token, false",
    "https://gateway.example:8443/oauth2/token, false",
    "https://gateway.example/oauth2/Token, false",
    "https://gateway.example/oauth2/token/, false",
    "https://gateway.example/oauth2/../oauth2/token, false",
    "https://gateway.example/oauth2/%74oken, false",
    "https://proxy.internal/oauth2/token, false",
    "https://user@gateway.example/oauth2/token, false",
    "/oauth2/token, false",
    "https://gate way.example/, false"
  })
  void verify_address_isComparedAsConfigured(String htu, boolean accepted)
      throws TokenRejectedException {
    String proof = proof().claim("htu", htu).sign();

    if (accepted) {
      assertThat(verify(proof).keyThumbprint()).isEqualTo(KEY.thumbprint());
    } else {
      assertRefused(List.of(proof), null, RejectionReason.WRONG_REQUEST);
    }
  }

  @Test
  void verify_timesAtTheirLimits_areAccepted() throws TokenRejectedException {
    assertThat(verify(proof().claim("iat", NOW - 60).sign()).issuedAt())
        .isEqualTo(NOON.minusSeconds(60));
    assertThat(verify(proof().claim("iat", NOW + 60).sign()).issuedAt())
        .isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void verify_noneOrTwoHeaders_areRefused() {
    assertRefused(List.of(), null, RejectionReason.WRONG_REQUEST);
    assertRefused(List.of(proof().sign(), proof().sign()), null, RejectionReason.WRONG_REQUEST);
  }

  @Test
  void verify_secondUse_isRefusedAndOfAnotherKeyIsNot() throws TokenRejectedException {
    TestIssuer another = KEY.rotated();
    String proof = proof().claim("jti", "1").sign();

    verify(proof);

    assertRefused(List.of(proof), null, RejectionReason.REPLAYED);
    assertThat(
            verify(proof().claim("jti", "1").header("jwk", another.publicKey()).signBy(another))
                .keyThumbprint())
        .isEqualTo(another.thumbprint());
  }

  @Test
  void verify_weakRsaKey_isRefused() {
    Map<String, Object> weak = new HashMap<>(RSA.publicKey());
    weak.put("n", TestIssuer.base64(new byte[128]));
    String proof = proof().header("alg", "PS256").header("jwk", weak).sign();

    assertRefused(List.of(proof), null, RejectionReason.UNKNOWN_KEY);
  }

  @Test
  void verify_hashOfTheAccessToken_mustFit() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest("at".getBytes(UTF_8));
    String fitting = proof().claim("ath", TestIssuer.base64(hash)).sign();

    assertRefused(List.of(proof().sign()), "at", RejectionReason.WRONG_TOKEN_HASH);
    assertRefused(List.of(fitting), "another", RejectionReason.WRONG_TOKEN_HASH);
    assertThat(verifier.verify(List.of(fitting), "POST", TARGET, "at").keyThumbprint())
        .isEqualTo(KEY.thumbprint());
  }

  /** RFC 9449, section 8. */
  @Test
  void verify_nonceDemanded_mustBeOurs() throws TokenRejectedException {
    DpopVerifier demanding = verifier.demanding("ours"::equals);

    for (TokenBuilder proof : List.of(proof(), proof().claim("nonce", "theirs"))) {
      assertThatExceptionOfType(TokenRejectedException.class)
          .isThrownBy(() -> demanding.verify(List.of(proof.sign()), "POST", TARGET, null))
          .returns(RejectionReason.DPOP_NONCE_REQUIRED, TokenRejectedException::reason);
    }
    assertThat(
            demanding
                .verify(List.of(proof().claim("nonce", "ours").sign()), "POST", TARGET, null)
                .keyThumbprint())
        .isEqualTo(KEY.thumbprint());
  }

  private void assertRefused(
      List<String> headers, @Nullable String accessToken, RejectionReason reason) {
    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(() -> verifier.verify(headers, "POST", TARGET, accessToken))
        .returns(reason, TokenRejectedException::reason);
  }
}
