package de.landbruecke.trust;

import static de.landbruecke.testing.TestClock.NOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import de.landbruecke.testing.TestIssuer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJwsTest {

  private static final TestIssuer ISSUER = TestIssuer.of("home", "https://home.example");
  private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"1\"}";

  /** A header and claims as text, signed by a sound key: only the gate can refuse it. */
  private static String token(String header, String claims) {
    return ISSUER.sign(header, claims.getBytes(UTF_8));
  }

  private static String header(String members) {
    return token("{\"alg\":\"ES256\",\"kid\":\"1\"," + members + "}", "{}");
  }

  private static String claims(String claims) {
    return token(HEADER, claims);
  }

  /** All that is read before a key is looked for. */
  private static void pass(String token) throws TokenRejectedException {
    StrictJws.parse(token).claims();
  }

  private static void assertRefused(String token, RejectionReason reason) {
    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(() -> pass(token))
        .returns(reason, TokenRejectedException::reason);
  }

  /** RFC 8725, section 3.1; RFC 7515, sections 4.1.1 and 10.7: J1 and J2 of the attack list. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"none\"",
        "\"None\"",
        "\"nOnE\"",
        "\"\"",
        "\"HS256\"",
        "\"HS512\"",
        "\"es256\"",
        "\"ES256 \"",
        "\"ES384\"",
        "\"RS1\"",
        "null",
        "1",
        "[\"ES256\"]",
        "\"dir\"",
        "\"A128KW\""
      })
  void parse_algorithmThatIsNeverAllowed_isRefused(String alg) {
    String signed = token("{\"alg\":" + alg + ",\"kid\":\"1\"}", "{}");

    RejectionReason expected =
        alg.equals("null") ? RejectionReason.NOT_JSON : RejectionReason.ALGORITHM_NOT_ALLOWED;
    assertRefused(signed, expected);
    assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1), expected);
  }

  /** RFC 7519, sections 3.1 and 6.1: examples that are sound and that nobody may send us. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
      })
  void parse_examplesOfRfc7519_areRefused(String token) {
    assertRefused(token, RejectionReason.ALGORITHM_NOT_ALLOWED);
  }

  /** RFC 7515, section 4.1.1: {@code alg} must be there. */
  @Test
  void parse_noAlgorithm_isRefused() {
    assertRefused(token("{\"kid\":\"1\"}", "{}"), RejectionReason.ALGORITHM_NOT_ALLOWED);
  }

  /** J4: a key id is a short visible word, looked up in a map and nowhere else. */
  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "1", "{}", "\"a\\u0000\"", "\"a\\nb\"", "\"\u00e9\"", "true"})
  void parse_keyIdThatIsNone_isRefused(String kid) {
    assertRefused(
        token("{\"alg\":\"ES256\",\"kid\":" + kid + "}", "{}"), RejectionReason.KEY_ID_MISSING);
  }

  @Test
  void parse_keyIdOf256And257Characters_isTakenAndRefused() throws TokenRejectedException {
    String longest = "{\"alg\":\"ES256\",\"kid\":\"" + "k".repeat(256) + "\"}";
    String longer = "{\"alg\":\"ES256\",\"kid\":\"" + "k".repeat(257) + "\"}";

    assertThat(StrictJws.parse(token(longest, "{}")).keyId()).hasSize(256);
    assertRefused(token(longer, "{}"), RejectionReason.KEY_ID_MISSING);
  }

  /** RFC 8725, section 3.10 (J5): a token never brings or names its own key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jku\":\"http://127.0.0.1:1/keys\"",
        "\"x5u\":\"http://127.0.0.1:1/chain\"",
        "\"jwk\":{\"kty\":\"EC\"}",
        "\"x5c\":[\"MIIB\"]"
      })
  void parse_embeddedKey_isRefused(String member) {
    assertRefused(header(member), RejectionReason.EMBEDDED_KEY);
  }

  /** RFC 7515, section 4.1.11; RFC 7797, section 6 (J14). */
  static Stream<Arguments> openHeaders() {
    return Stream.of(
        arguments("\"crit\":[\"exp\"],\"exp\":1", RejectionReason.CRITICAL_HEADER),
        arguments("\"crit\":[]", RejectionReason.CRITICAL_HEADER),
        arguments("\"crit\":\"exp\"", RejectionReason.CRITICAL_HEADER),
        arguments("\"crit\":null", RejectionReason.NOT_JSON),
        arguments("\"b64\":false,\"crit\":[\"b64\"]", RejectionReason.UNENCODED_PAYLOAD),
        arguments("\"b64\":false", RejectionReason.UNENCODED_PAYLOAD),
        arguments("\"b64\":true", RejectionReason.UNENCODED_PAYLOAD),
        arguments("\"typ\":1", RejectionReason.WRONG_TYPE));
  }

  @ParameterizedTest
  @MethodSource("openHeaders")
  void parse_headerThatLeavesSomethingOpen_isRefused(String member, RejectionReason reason) {
    assertRefused(header(member), reason);
  }

  /** RFC 7515, section 4; RFC 7519, section 4; RFC 8725, section 2.4 (J10): also when escaped. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"aud\":\"a\",\"aud\":\"b\"}",
        "{\"aud\":\"a\",\"\\u0061ud\":\"b\"}",
        "{\"aud\":null,\"aud\":\"b\"}",
        "{\"act\":{\"sub\":\"a\",\"sub\":\"a\"}}"
      })
  void claims_duplicateMember_isRefused(String claims) {
    assertRefused(claims(claims), RejectionReason.DUPLICATE_MEMBER);
  }

  @Test
  void parse_duplicateHeader_isRefused() {
    assertRefused(header("\"alg\":\"ES256\""), RejectionReason.DUPLICATE_MEMBER);
    assertRefused(header("\"kid\":\"2\""), RejectionReason.DUPLICATE_MEMBER);
  }

  /** RFC 8259; RFC 7519, section 7.2, step 10: nothing that readers disagree on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "null",
        "\"a\"",
        "{",
        "{}}",
        "{}{}",
        "{\"a\":1,}",
        "{,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":nul}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":[1,]}",
        "{\"a\":[null]}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}",
        "// x\n{}",
        "\ufeff{}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"\\ud83d\":1}",
        "{\"a\":\"\\ud800x\"}"
      })
  void claims_notStrictJson_areRefused(String claims) {
    assertRefused(claims(claims), RejectionReason.NOT_JSON);
  }

  /** RFC 3629, section 3 (J12): overlong forms, surrogates, cut and foreign bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00c0\u00af",
        "\u00ed\u00a0\u0080",
        "\u00c3",
        "\u00ff",
        "\u00f5\u0080\u0080\u0080"
      })
  void claims_invalidUtf8_areRefused(String bytes) {
    byte[] payload = ("{\"a\":\"" + bytes + "\"}").getBytes(ISO_8859_1);

    assertRefused(ISSUER.sign(HEADER, payload), RejectionReason.NOT_JSON);
  }

  @Test
  void claims_everyKindOfValue_areRead() throws TokenRejectedException {
    String claims =
        " {\"s\":\"\\u00e4\\ud83d\\ude00\\n\\\"\\/\u00fc\" , \"i\":-12,\"d\":1.5e2,"
            + "\"t\":true,\"f\":false,\"n\":null,\"l\":[1,\"a\",[]],\"o\":{}} ";

    assertThat(StrictJws.parse(claims(claims)).claims())
        .containsEntry("s", "\u00e4\ud83d\ude00\n\"/\u00fc")
        .containsEntry("i", -12L)
        .containsEntry("d", 150.0)
        .containsEntry("t", true)
        .containsEntry("f", false)
        .containsEntry("l", List.of(1L, "a", List.of()))
        .hasSize(7);
  }

  /** J12: depth, width and numbers beyond what a token needs. */
  static Stream<String> tooComplex() {
    return Stream.of(
        "{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}",
        "{\"a\":" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2000) + "}",
        "{\"a\":[" + "1,".repeat(1000) + "1]}",
        "{\"a\":9223372036854775808}",
        "{\"a\":1e400}",
        "{\"a\":0.0000000000000000000000001}");
  }

  @ParameterizedTest
  @MethodSource
  void tooComplex(String claims) {
    // The deep one is too large already: cut before it is read.
    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(() -> pass(claims(claims)))
        .matches(e ->
            e.reason() == RejectionReason.TOO_COMPLEX || e.reason() == RejectionReason.TOO_LARGE);
  }

  @Test
  void claims_asDeepAndWideAsAllowed_areRead() throws TokenRejectedException {
    pass(claims("{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}"));
    pass(claims("{\"a\":[" + "1,".repeat(998) + "1]}"));
    pass(claims("{\"a\":9223372036854775807}"));
  }

  @Test
  void parse_8KiBAndOneMore_isReadAndRefused() throws TokenRejectedException {
    // Three claims bytes become four characters; header, dots and signature are around it.
    String empty = claims("{\"a\":\"\"}");
    int room = (StrictJws.MAX_LENGTH - empty.length()) / 4 * 3;
    String largest = claims("{\"a\":\"" + "x".repeat(room) + "\"}");

    pass(largest);
    assertRefused(
        largest + "x".repeat(StrictJws.MAX_LENGTH + 1 - largest.length()),
        RejectionReason.TOO_LARGE);
    assertRefused("x".repeat(10_000_000), RejectionReason.TOO_LARGE);
  }

  /** RFC 7515, section 7.1; RFC 7516, section 9; RFC 8725, section 3.6 (J13, J14). */
  static Stream<Arguments> otherSerializations() {
    return Stream.of(
        arguments("", RejectionReason.NOT_COMPACT),
        arguments("abc", RejectionReason.NOT_COMPACT),
        arguments("abc.abc", RejectionReason.NOT_COMPACT),
        arguments("a.b.c.d", RejectionReason.NOT_COMPACT),
        arguments("a.b.c.d.e", RejectionReason.ENCRYPTED),
        arguments("a.b.c.d.e.f", RejectionReason.NOT_COMPACT),
        arguments("{\"payload\":\"e30\",\"signatures\":[]}", RejectionReason.NOT_COMPACT));
  }

  @ParameterizedTest
  @MethodSource("otherSerializations")
  void parse_otherThanThreeSegments_isRefused(String token, RejectionReason reason) {
    assertRefused(token, reason);
  }

  /**
   * RFC 8725, section 3.6; CVE-2023-52428; CVE-2023-50967 (J13): what would have to be decrypted,
   * derived or unpacked first is refused by its form alone.
   */
  static Stream<Arguments> encrypted() {
    String parts = ".AAAA.AAAA.AAAA.AAAA";
    return Stream.of(
        arguments(
            head("{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"zip\":\"DEF\"}") + parts,
            RejectionReason.ENCRYPTED),
        arguments(
            head("{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}") + parts,
            RejectionReason.ENCRYPTED),
        arguments(head("{\"alg\":\"RSA1_5\"}") + parts, RejectionReason.ENCRYPTED),
        arguments(
            head("{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647}") + ".e30.AAAA",
            RejectionReason.ALGORITHM_NOT_ALLOWED),
        arguments(
            head("{\"alg\":\"dir\",\"zip\":\"DEF\"}") + ".e30.AAAA",
            RejectionReason.ALGORITHM_NOT_ALLOWED),
        // Nested in a signature, as deep as may be (RFC 7519, section 5.2).
        arguments(
            head("{\"alg\":\"ES256\",\"cty\":\"JWT\"}")
                + "."
                + head(head("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + parts)
                + ".AAAA",
            RejectionReason.NOT_JSON));
  }

  private static String head(String header) {
    return TestIssuer.base64(header.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("encrypted")
  void parse_encrypted_isRefusedUnopened(String token, RejectionReason reason) {
    assertRefused(token, reason);
  }

  /** RFC 7515, section 2 (J8): the other texts of one token that a lenient decoder takes. */
  static Stream<String> otherTexts() {
    String token = claims("{\"a\":\"??>>~~\"}");
    int payload = token.indexOf('.') + 1;
    int signature = token.lastIndexOf('.') + 1;
    String head = token.substring(0, payload);
    String body = token.substring(payload, signature - 1);
    String tail = token.substring(signature - 1);
    return Stream.of(
        token + "=",
        token + "==",
        token + "\n",
        " " + token,
        head + body + "=" + tail,
        head + body.charAt(0) + "~" + body.substring(1) + tail,
        head + body.charAt(0) + "*" + body.substring(1) + tail,
        head + body.charAt(0) + "\n" + body.substring(1) + tail,
        head + body.charAt(0) + "\u0101" + body.substring(2) + tail,
        head + body.replace('-', '+').replace('_', '/') + "+" + tail,
        token.substring(0, token.length() - 1) + sibling(token.charAt(token.length() - 1)));
  }

  /** The character with another unused low bit: the 64 bytes of a signature leave four unused. */
  private static char sibling(char last) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return alphabet.charAt(alphabet.indexOf(last) ^ 1);
  }

  @ParameterizedTest
  @MethodSource("otherTexts")
  void parse_otherTextOfTheSameToken_isRefused(String text) {
    assertRefused(text, RejectionReason.NOT_CANONICAL);
  }

  /** RFC 7515, section 4.1.9: a media type, with its prefix left out or not. */
  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt"})
  void type_anySpelling_isTheSame(String typ) throws TokenRejectedException {
    String token = ISSUER.accessToken(NOON).header("typ", typ).sign();

    assertThat(StrictJws.parse(token).type()).isEqualTo("at+jwt");
  }
}
