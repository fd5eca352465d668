package de.landbruecke.trust;

import static de.landbruecke.trust.SignatureAlgorithm.EDDSA;
import static de.landbruecke.trust.SignatureAlgorithm.ES256;
import static de.landbruecke.trust.SignatureAlgorithm.PS256;
import static de.landbruecke.trust.SignatureAlgorithm.RS256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import de.landbruecke.testing.TestIssuer;
import de.landbruecke.trust.KeySet.Dropped;
import de.landbruecke.trust.KeySet.Fault;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeySetTest {

  /** A modulus that the faulty generator made: Project Wycheproof, {@code json_web_key_test}. */
  private static final String ROCA =
      "AanFpofbj7KjD4Lf-N2hVMKR7yewSyXhhbirIMTGpfYEhZ_lnt5UoK98DnKIgArXGTu3MaW_HhFw16HGaTDUHqPrId7f"
          + "e4r11CqRw09yBFuW79V8sYIwHdzCaWflUI6auImYbVfoN9_nD5n8N8SY9DwXw7mwZM9wREPXoDPgOoIWl6q_MPsp7n0z"
          + "s3Z5ZaiQWOOzl1S9OhwAfSiiOwz6efnXEaxuTEtPd7BjSx7NaFka8Dx9U7YqXy2RFj1O9PjyaDGuRh7YXsX3iMUSP_wS"
          + "yHQg_c_qHRtKUsNSGCT7OZg0hzm2KphtjnayKJvC64vAbROBR4Ubg6Bxg9IQVZ-QYyE";

  private static final Map<SignatureAlgorithm, TestIssuer> ISSUERS =
      new EnumMap<>(SignatureAlgorithm.class);

  static {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      ISSUERS.put(algorithm, TestIssuer.of("home", "https://home.example", algorithm));
    }
  }

  private static TestIssuer issuer(SignatureAlgorithm algorithm) {
    return Objects.requireNonNull(ISSUERS.get(algorithm));
  }

  private static KeySet set(Map<?, ?>... keys) {
    return KeySet.parse(TestIssuer.json(Map.of("keys", List.of((Object[]) keys))));
  }

  /** The public key of an issuer with some members changed; an empty text takes one away. */
  private static Map<String, Object> key(SignatureAlgorithm algorithm, Object... changes) {
    Map<String, Object> key = new HashMap<>(issuer(algorithm).publicKey());
    key.put("kid", "k");
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1].equals("")) {
        key.remove(changes[i]);
      } else {
        key.put((String) changes[i], changes[i + 1]);
      }
    }
    return key;
  }

  private static String base64(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return TestIssuer.base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  /** A modulus that has the mark of the faulty generator: 1 modulo each of its primes. */
  private static BigInteger marked() {
    BigInteger product = BigInteger.ONE;
    for (int prime = 2; prime <= 167; prime++) {
      if (BigInteger.valueOf(prime).isProbablePrime(20)) {
        product = product.multiply(BigInteger.valueOf(prime));
      }
    }
    return product
        .multiply(BigInteger.ONE.shiftLeft(2047).divide(product).add(BigInteger.ONE))
        .add(BigInteger.ONE);
  }

  /**
   * J7 and J15 of the attack list. RFC 7517, sections 4.2 to 4.5; RFC 7518, sections 3.3, 3.5 and
   * 6.2; RFC 8725, section 3.4; CVE-2017-15361.
   */
  static Stream<Arguments> unfitKeys() {
    return Stream.of(
        arguments(Map.of("kty", "oct", "kid", "k", "k", "AAAA"), Fault.SYMMETRIC),
        arguments(Map.of("kty", "oct", "kid", "k"), Fault.SYMMETRIC),
        arguments(key(ES256, "d", "AAAA"), Fault.PRIVATE),
        arguments(key(PS256, "p", "AAAA"), Fault.PRIVATE),
        arguments(key(EDDSA, "d", "AAAA"), Fault.PRIVATE),
        arguments(key(ES256, "use", "enc"), Fault.NOT_FOR_VERIFYING),
        arguments(key(ES256, "key_ops", List.of("sign")), Fault.NOT_FOR_VERIFYING),
        arguments(key(ES256, "key_ops", "verify"), Fault.NOT_FOR_VERIFYING),
        arguments(key(ES256, "alg", "ES384"), Fault.WRONG_ALGORITHM),
        arguments(key(ES256, "alg", "HS256"), Fault.WRONG_ALGORITHM),
        arguments(key(ES256, "alg", "RS256"), Fault.WRONG_ALGORITHM),
        arguments(key(PS256, "alg", "ES256"), Fault.WRONG_ALGORITHM),
        arguments(key(ES256, "alg", "ES256", "crv", "P-384"), Fault.WRONG_ALGORITHM),
        arguments(key(ES256, "crv", "P-384"), Fault.UNUSABLE),
        arguments(key(ES256, "crv", "secp256k1"), Fault.UNUSABLE),
        arguments(key(ES256, "kty", "RSA"), Fault.UNUSABLE),
        arguments(key(ES256, "kty", "XX"), Fault.UNUSABLE),
        arguments(key(ES256, "kty", ""), Fault.UNUSABLE),
        arguments(key(ES256, "x", ""), Fault.UNUSABLE),
        arguments(key(ES256, "x", 1), Fault.UNUSABLE),
        arguments(key(ES256, "x", "+/=="), Fault.UNUSABLE),
        arguments(key(ES256, "kid", 1), Fault.UNUSABLE),
        arguments(key(ES256, "x", TestIssuer.base64(new byte[32])), Fault.INVALID_POINT),
        arguments(
            key(ES256, "x", TestIssuer.base64(new byte[32]), "y", TestIssuer.base64(new byte[32])),
            Fault.INVALID_POINT),
        arguments(key(ES256, "x", TestIssuer.base64(new byte[33])), Fault.INVALID_POINT),
        arguments(key(ES256, "y", key(ES256).getOrDefault("x", "")), Fault.INVALID_POINT),
        arguments(key(RS256, "e", "AQ"), Fault.WEAK_RSA),
        arguments(key(RS256, "e", "Aw"), Fault.WEAK_RSA),
        arguments(key(RS256, "e", "AQAA"), Fault.WEAK_RSA),
        arguments(
            key(RS256, "e", TestIssuer.base64(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 1})),
            Fault.WEAK_RSA),
        arguments(
            key(RS256, "n", base64(BigInteger.ONE.shiftLeft(1024).subtract(BigInteger.ONE))),
            Fault.WEAK_RSA),
        arguments(
            key(RS256, "n", base64(BigInteger.ONE.shiftLeft(2047).subtract(BigInteger.ONE))),
            Fault.WEAK_RSA),
        arguments(
            key(RS256, "n", base64(BigInteger.ONE.shiftLeft(8192).add(BigInteger.ONE))),
            Fault.WEAK_RSA),
        arguments(key(RS256, "n", base64(marked())), Fault.ROCA),
        arguments(key(RS256, "n", ROCA), Fault.ROCA),
        arguments(key(EDDSA, "crv", "X25519"), Fault.UNUSABLE),
        arguments(key(EDDSA, "x", TestIssuer.base64(new byte[31])), Fault.INVALID_POINT),
        // Neutral, order 2, 4 and 8, beyond the field, and no point at all.
        arguments(key(EDDSA, "x", point("01")), Fault.INVALID_POINT),
        arguments(
            key(
                EDDSA,
                "x",
                point("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
            Fault.INVALID_POINT),
        arguments(key(EDDSA, "x", point("00")), Fault.INVALID_POINT),
        arguments(
            key(
                EDDSA,
                "x",
                point("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")),
            Fault.INVALID_POINT),
        arguments(
            key(
                EDDSA,
                "x",
                point("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
            Fault.INVALID_POINT),
        arguments(key(EDDSA, "x", point("02")), Fault.INVALID_POINT));
  }

  private static String point(String hex) {
    return TestIssuer.base64(Arrays.copyOf(HexFormat.of().parseHex(hex), 32));
  }

  @ParameterizedTest
  @MethodSource("unfitKeys")
  void parse_unfitKey_isLeftOutAndReported(Map<String, Object> jwk, Fault fault) {
    KeySet keys = set(jwk, issuer(ES256).publicKey());

    String keyId = jwk.get("kid") instanceof String id ? id : "";
    assertThat(keys.dropped()).containsExactly(new Dropped(keyId, fault));
    assertThat(keys.keyIds()).containsExactly(issuer(ES256).keyId());
  }

  /** J15: which of the two is meant cannot be known, so neither is. */
  @Test
  void parse_duplicateKeyId_leavesBothOut() {
    KeySet keys = set(key(ES256), key(PS256), issuer(EDDSA).publicKey());

    assertThat(keys.dropped())
        .containsExactly(
            new Dropped("k", Fault.DUPLICATE_KEY_ID), new Dropped("k", Fault.DUPLICATE_KEY_ID));
    assertThat(keys.keyIds()).containsExactly(issuer(EDDSA).keyId());
  }

  @Test
  void parse_noKeySet_isACallersMistake() {
    for (String text :
        List.of(
            "",
            "<html>",
            "[]",
            "{}",
            "{\"keys\":{}}",
            "{\"keys\":[],\"keys\":[]}",
            "{\"keys\":[" + "{},".repeat(64) + "{}]}")) {
      assertThatIllegalArgumentException().isThrownBy(() -> KeySet.parse(text));
    }
    assertThat(KeySet.parse("{\"keys\":[]}").keyIds()).isEmpty();
    assertThat(KeySet.parse("{\"keys\":[1]}").dropped())
        .containsExactly(new Dropped("", Fault.UNUSABLE));
  }

  @ParameterizedTest
  @EnumSource
  void verify_everyAlgorithm_takesItsOwnAndNoOther(SignatureAlgorithm algorithm)
      throws TokenRejectedException {
    TestIssuer signer = issuer(algorithm);
    byte[] payload = "no JSON".getBytes(UTF_8);
    String token = signer.sign("{\"alg\":\"" + algorithm.header() + "\"}", payload);

    assertThat(signer.keySet().verify(token, EnumSet.of(algorithm))).isEqualTo(payload);
    assertRefused(
        signer.keySet(),
        token,
        EnumSet.complementOf(EnumSet.of(algorithm)),
        RejectionReason.ALGORITHM_NOT_ALLOWED);
    assertRefused(
        signer.rotated().keySet(), token, EnumSet.of(algorithm), RejectionReason.BAD_SIGNATURE);
    for (SignatureAlgorithm other : EnumSet.complementOf(EnumSet.of(algorithm))) {
      // RFC 8725, section 3.1 (J3): the header names one algorithm, the key or signature another.
      String confused = signer.sign("{\"alg\":\"" + other.header() + "\"}", payload);
      assertThatExceptionOfType(TokenRejectedException.class)
          .isThrownBy(
              () -> signer.keySet().verify(confused, EnumSet.allOf(SignatureAlgorithm.class)));
    }
  }

  /** J6: CVE-2022-21449, and signatures of other forms than RFC 7518, section 3.4. */
  static Stream<byte[]> badSignatures() {
    byte[] n =
        HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    return Stream.of(
        new byte[0],
        new byte[64],
        pair(new byte[32], n),
        pair(n, n),
        pair(n, new byte[32]),
        pair(one(), new byte[32]),
        pair(new byte[32], one()),
        new byte[63],
        new byte[65],
        new byte[128],
        HexFormat.of().parseHex("3006020100020100"),
        HexFormat.of().parseHex("3006020101020101"));
  }

  private static byte[] one() {
    byte[] one = new byte[32];
    one[31] = 1;
    return one;
  }

  private static byte[] pair(byte[] r, byte[] s) {
    byte[] both = Arrays.copyOf(r, 64);
    System.arraycopy(s, 0, both, 32, 32);
    return both;
  }

  @ParameterizedTest
  @MethodSource("badSignatures")
  void verify_badSignature_isRefused(byte[] signature) {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      String token =
          issuer(algorithm).sign("{\"alg\":\"" + algorithm.header() + "\"}", new byte[0]);
      String forged = token.substring(0, token.lastIndexOf('.') + 1) + TestIssuer.base64(signature);

      assertRefused(
          issuer(algorithm).keySet(), forged, EnumSet.of(algorithm), RejectionReason.BAD_SIGNATURE);
    }
  }

  /** RFC 7515, section 4.1.4: a key id that is named must be that of the key. */
  @Test
  void verify_keyIdOfAnotherKey_isRefused() {
    String token = issuer(ES256).sign("{\"alg\":\"ES256\",\"kid\":\"other\"}", new byte[0]);

    assertRefused(issuer(ES256).keySet(), token, EnumSet.of(ES256), RejectionReason.UNKNOWN_KEY);
  }

  /** RFC 7515, appendix A.3: ES256. */
  @Test
  void verify_exampleOfRfc7515A3_holds() throws TokenRejectedException {
    KeySet keys =
        KeySet.parse(
            """
            {"kty":"EC","crv":"P-256",
             "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
             "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
            """);
    String token =
        "eyJhbGciOiJFUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    assertThat(new String(keys.verify(token, Set.of(ES256)), UTF_8)).startsWith("{\"iss\":\"joe\"");
  }

  /** RFC 7515, appendix A.2: RS256. */
  @Test
  void verify_exampleOfRfc7515A2_holds() throws TokenRejectedException {
    KeySet keys =
        KeySet.parse(
            """
            {"kty":"RSA","e":"AQAB",
             "n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}
            """);
    String token =
        "eyJhbGciOiJSUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    assertThat(keys.verify(token, Set.of(RS256))).isNotEmpty();
    assertRefused(keys, token, Set.of(ES256, PS256, EDDSA), RejectionReason.ALGORITHM_NOT_ALLOWED);
  }

  /** RFC 8037, appendix A.4: EdDSA. */
  @Test
  void verify_exampleOfRfc8037A4_holds() throws TokenRejectedException {
    KeySet keys =
        KeySet.parse(
            """
            {"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
            """);
    String token =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
            + ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    assertThat(new String(keys.verify(token, Set.of(EDDSA)), UTF_8))
        .isEqualTo("Example of Ed25519 signing");
  }

  /** RFC 7520, section 4.1: RS256, with a key id in the header. */
  @Test
  void verify_exampleOfRfc7520Section41_holds() throws TokenRejectedException {
    KeySet keys =
        KeySet.parse(
            """
            {"kty":"RSA","kid":"bilbo.baggins@hobbiton.example","use":"sig","e":"AQAB",
             "n":"n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw"}
            """);
    String token =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9"
            + ".SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4"
            + ".MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg";

    assertThat(new String(keys.verify(token, Set.of(RS256)), UTF_8)).contains("dangerous business");
  }

  /** RFC 7518, section 3.1, and its successors: what we do not have is refused by its name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "HS256", "HS384", "HS512", "RS384", "RS512", "ES384", "ES512", "ES256K", "PS384",
        "PS512", "Ed25519", "Ed448", "es256", "ES256 ", ""
      })
  void verify_algorithmThatWeDoNotHave_isRefused(String name) {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      String token = issuer(algorithm).sign(TestIssuer.json(Map.of("alg", name)), new byte[0]);

      assertRefused(
          issuer(algorithm).keySet(),
          token,
          EnumSet.allOf(SignatureAlgorithm.class),
          RejectionReason.ALGORITHM_NOT_ALLOWED);
    }
  }

  /** RFC 7515, section 5.2: of one signed text there is no other that holds. */
  @ParameterizedTest
  @EnumSource
  void verify_anyCharacterChangedAddedOrTaken_isRefused(SignatureAlgorithm algorithm) {
    KeySet keys = issuer(algorithm).keySet();
    String token =
        issuer(algorithm)
            .sign(TestIssuer.json(Map.of("alg", algorithm.header())), "foo".getBytes(UTF_8));
    for (int i = 0; i < token.length(); i++) {
      String start = token.substring(0, i);
      String end = token.substring(i + 1);
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      for (String changed :
          List.of(start + other + end, start + end, start + other + token.substring(i))) {
        assertThatExceptionOfType(TokenRejectedException.class)
            .as("at " + i)
            .isThrownBy(() -> keys.verify(changed, EnumSet.allOf(SignatureAlgorithm.class)));
      }
    }
    for (String added : List.of("=", "A", ".", " ", "\n", "\0")) {
      assertThatExceptionOfType(TokenRejectedException.class)
          .isThrownBy(() -> keys.verify(token + added, EnumSet.allOf(SignatureAlgorithm.class)));
    }
  }

  /** RFC 7517, sections 4.2 to 4.4: whoever holds the right key may still not use it for this. */
  @Test
  void verify_keyThatIsNotForThis_isRefused() throws TokenRejectedException {
    byte[] payload = "foo".getBytes(UTF_8);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      Set<SignatureAlgorithm> all = EnumSet.allOf(SignatureAlgorithm.class);
      String token =
          issuer(algorithm)
              .sign(TestIssuer.json(Map.of("alg", algorithm.header(), "kid", "k")), payload);

      KeySet sound =
          set(
              key(
                  algorithm,
                  "alg",
                  algorithm.header(),
                  "use",
                  "sig",
                  "key_ops",
                  List.of("verify")));
      assertThat(sound.verify(token, all)).isEqualTo(payload);
      for (Map<String, Object> unfit :
          List.of(
              key(algorithm, "use", "enc"),
              key(algorithm, "key_ops", List.of("encrypt")),
              key(algorithm, "alg", algorithm == ES256 ? "EdDSA" : "ES256"),
              key(algorithm, "alg", "ES521"),
              key(algorithm, "kty", algorithm == EDDSA ? "EC" : "OKP"),
              key(algorithm, "d", "AA"))) {
        assertRefused(set(unfit), token, all, RejectionReason.UNKNOWN_KEY);
      }
    }
  }

  /** The example of the docs. */
  private static Optional<byte[]> payload(String keys, String compactJws) {
    // tag::verify[]
    KeySet published = KeySet.parse(keys);
    Set<SignatureAlgorithm> allowed = Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA);
    try {
      return Optional.of(published.verify(compactJws, allowed));
    } catch (TokenRejectedException e) {
      // e.reason() says why; published.dropped() which keys were left out, and why.
      return Optional.empty();
    }
    // end::verify[]
  }

  @Test
  void docs_tenLines_giveThePayloadOrNothing() {
    String keys = issuer(EDDSA).keySetJson();
    String good = issuer(EDDSA).sign("{\"alg\":\"EdDSA\"}", "foo".getBytes(UTF_8));
    String bad = issuer(ES256).sign("{\"alg\":\"ES256\"}", "foo".getBytes(UTF_8));

    assertThat(payload(keys, good)).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(3));
    assertThat(payload(keys, bad)).isEmpty();
  }

  private static void assertRefused(
      KeySet keys, String token, Set<SignatureAlgorithm> allowed, RejectionReason reason) {
    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(() -> keys.verify(token, allowed))
        .returns(reason, TokenRejectedException::reason);
  }
}
