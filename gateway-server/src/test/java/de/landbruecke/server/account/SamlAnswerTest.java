package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.server.bundid.TestAnswer;
import de.landbruecke.server.bundid.TestKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Which responses count. Clauses are those of SAML 2.0, where nothing else is named. */
class SamlAnswerTest {

  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
  private static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

  static void refused(TestAnswer answer, String reason) {
    refused(answer.xml(), reason);
  }

  static void refused(String xml, String reason) {
    assertThatExceptionOfType(TroubleException.class)
        .isThrownBy(() -> SamlFixture.readXml(xml))
        .returns(reason, TroubleException::reason)
        .returns(Trouble.PROVIDER_DOWN, TroubleException::trouble);
  }

  private static SamlAnswer.Value told(SamlAnswer read, String name) {
    return Objects.requireNonNull(read.attributes().get(name));
  }

  @Test
  void read_goodResponse_isWhatWasSigned() throws Exception {
    SamlAnswer read =
        SamlFixture.read(
            SamlFixture.answer().attribute("urn:oid:2.5.4.42", "givenName", "Clara", "HOCH"));

    assertThat(read.levelWord()).isEqualTo("STORK-QAA-Level-3");
    assertThat(read.authenticatedAt()).isEqualTo(SamlFixture.NOON);
    assertThat(read.attributes().get(TestAnswer.BPK2))
        .isEqualTo(new SamlAnswer.Value(List.of("bpk2-of-clara"), "NORMAL"));
    assertThat(read.attributes().get("urn:oid:2.5.4.42"))
        .isEqualTo(new SamlAnswer.Value(List.of("Clara"), "HOCH"));
    assertThat(read.toString() + read.attributes().values()).doesNotContain("lara");
  }

  @Test
  void read_base64InLines_isRead() throws Exception {
    String lines =
        Base64.getMimeEncoder()
            .encodeToString(SamlFixture.answer().xml().getBytes(StandardCharsets.UTF_8));

    assertThat(SamlAnswer.read(lines, SamlFixture.expected()).levelWord())
        .isEqualTo("STORK-QAA-Level-3");
  }

  @Test
  void read_signedResponseAroundSignedAssertion_isRead() throws Exception {
    assertThat(SamlFixture.read(SamlFixture.answer().responseSignedBy(TestKey.PROVIDER)))
        .isNotNull();
  }

  /** Core, section 5.4.1, and the registry: each algorithm that is allowed. */
  @ParameterizedTest
  @CsvSource({
    "PROVIDER, http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "PROVIDER, http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
    "PROVIDER_EC, http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
  })
  void read_allowedAlgorithm_isRead(TestKey key, String method) throws Exception {
    assertThat(SamlFixture.read(SamlFixture.answer().signedBy(key).method(method, SHA256)))
        .isNotNull();
  }

  /** RFC 9231 and BSI TR-03116-4: nothing but what is registered, and never SHA-1. */
  @ParameterizedTest
  @CsvSource({
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1, http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256, http://www.w3.org/2000/09/xmldsig#sha1",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512, http://www.w3.org/2001/04/xmlenc#sha512"
  })
  void read_otherAlgorithm_isRefused(String method, String digest) {
    refused(SamlFixture.answer().method(method, digest), "signature_method_not_allowed");
  }

  /** An HMAC keyed by the public certificate. */
  @Test
  void read_symmetricSignature_isRefused() {
    String xml = SamlFixture.answer().xml().replace(TestAnswer.RSA_SHA256, MORE + "hmac-sha256");

    refused(xml, "signature_method_not_allowed");
  }

  @Test
  void read_algorithmOfAnotherKind_isRefused() {
    String xml = SamlFixture.answer().xml().replace(TestAnswer.RSA_SHA256, MORE + "ecdsa-sha256");

    refused(xml, "signature_wrong");
  }

  /** Core, section 5.4.4: no transforms but these two. */
  @Test
  void read_otherTransforms_areRefused() {
    refused(SamlFixture.answer().transforms(ENVELOPED), "signature_of_another_shape");
    refused(SamlFixture.answer().transforms(EXCLUSIVE), "signature_of_another_shape");
    refused(SamlFixture.answer().transforms(EXCLUSIVE, ENVELOPED), "signature_method_not_allowed");
    refused(
        SamlFixture.answer().transforms(ENVELOPED, EXCLUSIVE + "WithComments"),
        "signature_method_not_allowed");
    refused(
        SamlFixture.answer()
            .xml()
            .replace(
                "<ds:Transform Algorithm=\"" + ENVELOPED + "\"/>",
                "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>"),
        "signature_method_not_allowed");
  }

  /** Core, section 5.4.5: what the message says of keys proves nothing. */
  @Test
  void read_keyOfTheMessage_isNeverUsed() {
    refused(SamlFixture.answer().signedBy(TestKey.STRANGER), "signature_wrong");
    refused(
        SamlFixture.answer()
            .signedBy(TestKey.STRANGER)
            .xml()
            .replace(TestKey.STRANGER.text(), TestKey.PROVIDER.text()),
        "signature_wrong");
    refused(SamlFixture.answer().responseSignedBy(TestKey.STRANGER), "signature_wrong");
  }

  /** Row M1 of the attack list; Profiles, section 4.1.3.5: the assertion itself is signed. */
  @Test
  void read_unsignedAssertion_isRefused() {
    refused(SamlFixture.answer().signedBy(null), "signature_missing");
    refused(
        SamlFixture.answer().signedBy(null).responseSignedBy(TestKey.PROVIDER),
        "signature_missing");
    refused(
        SamlFixture.answer()
            .signedBy(null)
            .responseSignedBy(TestKey.PROVIDER)
            .encryptedFor(TestKey.GATEWAY, TestAnswer.GCM, TestAnswer.OAEP),
        "signature_missing");
  }

  @Test
  void read_changedAfterSigning_isRefused() {
    refused(
        SamlFixture.answer().xml().replace("bpk2-of-clara", "bpk2-of-doris"), "signature_wrong");
    refused(
        SamlFixture.answer()
            .responseSignedBy(TestKey.PROVIDER)
            .xml()
            .replace("StatusCode Value", "StatusCode  x=\"\" Value"),
        "signature_wrong");
  }

  /**
   * Row M1: a comment cuts a text in two for some readers, and does not count for the signature
   * (CVE-2017-11427 and its kin).
   */
  @Test
  void read_comment_isRefused() {
    refused(
        SamlFixture.answer().xml().replace("bpk2-of-clara", "bpk2-of-<!---->clara"),
        "response_malformed");
    refused(
        SamlFixture.answer().xml().replace(">_transient<", ">_<!-- x -->transient<"),
        "response_malformed");
    refused(
        SamlFixture.answer().xml().replace("bpk2-of-clara", "bpk2-of-<?x y?>clara"),
        "response_malformed");
  }

  /** CDATA is text, and is signed as text. */
  @Test
  void read_characterData_isWhatWasSigned() throws Exception {
    SamlAnswer read =
        SamlFixture.readXml(
            SamlFixture.answer().xml().replace("bpk2-of-clara", "bpk2-<![CDATA[of-]]>clara"));

    assertThat(read.attributes().get(TestAnswer.BPK2)).hasToString("Value[1]");
    assertThat(told(read, TestAnswer.BPK2).values()).containsExactly("bpk2-of-clara");
  }

  /** Row M1: external entities, entities that grow, external document types. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY x \"&a;&a;&a;&a;\">]>",
        "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/x.dtd\">",
        "<!DOCTYPE r>",
        "<?xml version=\"1.1\"?>",
        "<?xml-stylesheet href=\"http://127.0.0.1:9/\"?>"
      })
  void read_documentTypeAndEntities_areRefused(String start) {
    refused(start + SamlFixture.answer().xml().replace("bpk2-of-clara", "x"), "response_malformed");
  }

  @Test
  void read_tooLongTooDeepTooMany_isRefused() {
    String deep = "<a>".repeat(50) + "</a>".repeat(50);
    String many = "<a/>".repeat(6_000);

    refused(
        SamlFixture.answer()
            .editResponse(text -> text.replace("</saml2:Issuer>", "</saml2:Issuer>" + deep)),
        "response_malformed");
    refused(
        SamlFixture.answer()
            .editResponse(text -> text.replace("</saml2:Issuer>", "</saml2:Issuer>" + many)),
        "response_malformed");
    assertThatExceptionOfType(TroubleException.class)
        .isThrownBy(
            () -> SamlAnswer.read("A".repeat(SamlAnswer.LONGEST + 1), SamlFixture.expected()))
        .returns("response_too_long", TroubleException::reason);
    assertThatExceptionOfType(TroubleException.class)
        .isThrownBy(() -> SamlAnswer.read("PGE+ %", SamlFixture.expected()))
        .returns("response_not_base64", TroubleException::reason);
  }

  static Stream<Arguments> wrongParts() {
    return Stream.of(
        // Profiles, section 4.1.4.2.
        Arguments.of("issuer", "https://id.example/idp/", "issuer_wrong"),
        // Bindings, section 3.5.5.2.
        Arguments.of(
            "destination", "https://konto.example/login/saml2/sso/other", "destination_wrong"),
        Arguments.of("destination", "", "destination_wrong"),
        // Profiles, sections 4.1.4.2 and 4.1.4.3.
        Arguments.of("recipient", "https://other.example/acs", "recipient_wrong"),
        Arguments.of("recipient", "", "recipient_wrong"),
        Arguments.of("request", "_other", "request_unknown"),
        Arguments.of("request", "", "request_unknown"),
        Arguments.of("confirmed-request", "_other", "request_unknown"),
        Arguments.of("confirmed-request", "", "request_unknown"),
        // Core, section 2.5.1.4.
        Arguments.of("audience", "https://konto.example/", "audience_wrong"),
        // Core, section 2.7.2.
        Arguments.of("session-end", "2026-11-24T11:59:00Z", "session_over"),
        Arguments.of("authenticated", "yesterday", "response_malformed"),
        Arguments.of("authenticated", "", "response_malformed"),
        Arguments.of("confirmed-until", "", "response_malformed"),
        Arguments.of("until", "", "response_malformed"));
  }

  @ParameterizedTest
  @MethodSource("wrongParts")
  void read_wrongPart_isRefused(String part, String value, String reason) {
    refused(SamlFixture.answer().with(part, value), reason);
  }

  /** Core, section 2.5.1.2: both sides of each limit, with clocks 60 seconds apart. */
  @ParameterizedTest
  @CsvSource({
    "from, 2026-11-24T12:01:00Z, good",
    "from, 2026-11-24T12:01:01Z, assertion_not_yet_valid",
    "until, 2026-11-24T11:59:01Z, good",
    "until, 2026-11-24T11:59:00Z, assertion_expired",
    "confirmed-until, 2026-11-24T11:59:01Z, good",
    "confirmed-until, 2026-11-24T11:59:00Z, assertion_expired",
    "session-end, 2026-11-24T11:59:01Z, good"
  })
  void read_times_countWithinAMinute(String part, String value, String outcome) throws Exception {
    TestAnswer answer = SamlFixture.answer().with(part, value);

    if (outcome.equals("good")) {
      assertThat(SamlFixture.read(answer)).isNotNull();
    } else {
      refused(answer, outcome);
    }
  }

  /** Core, sections 2.3.3, 2.4.1, 2.5.1: missing, doubled and unknown parts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cm:bearer|cm:holder-of-key|confirmation_unknown",
        "<saml2:SubjectConfirmationData |<saml2:SubjectConfirmationData"
            + " NotBefore=\"2026-11-24T12:00:00Z\" |confirmation_unknown",
        "</saml2:Subject>|<saml2:SubjectConfirmation"
            + " Method=\"x\"/></saml2:Subject>|message_of_another_shape",
        "<saml2:AudienceRestriction>|<saml2:OneTimeUse/><saml2:AudienceRestriction>|good",
        "<saml2:AudienceRestriction>|<saml2:Condition/><saml2:AudienceRestriction>|condition_unknown",
        "<saml2:AudienceRestriction>|<x:y"
            + " xmlns:x=\"urn:x\"/><saml2:AudienceRestriction>|condition_unknown",
        "</saml2:AudienceRestriction>|</saml2:AudienceRestriction><saml2:AudienceRestriction><saml2:Audience>x</saml2:Audience></saml2:AudienceRestriction>|audience_wrong",
        "<saml2:AuthnStatement|<saml2:Advice/><saml2:AuthnStatement|assertion_of_another_shape",
        "Version=\"2.0\"><saml2:Issuer>|Version=\"1.1\"><saml2:Issuer>|version_unknown",
        "</saml2:AttributeStatement>|<saml2:Attribute"
            + " Name=\"urn:oid:1.3.6.1.4.1.25484.494450.3\"/></saml2:AttributeStatement>|attribute_twice",
        "</saml2:AttributeStatement>|<saml2:EncryptedAttribute/></saml2:AttributeStatement>|assertion_of_another_shape",
        "</saml2:AuthnContextClassRef>|</saml2:AuthnContextClassRef><saml2:AuthnContextClassRef>STORK-QAA-Level-4</saml2:AuthnContextClassRef>|level_twice"
      })
  void read_signedButOfAnotherShape_isRefused(String part, String instead, String outcome)
      throws Exception {
    TestAnswer answer =
        SamlFixture.answer()
            .editAssertion(text -> {
              assertThat(text).contains(part);
              return text.replace(part, instead);
            });

    if (outcome.equals("good")) {
      assertThat(SamlFixture.read(answer)).isNotNull();
    } else {
      refused(answer, outcome);
    }
  }

  @Test
  void read_somethingElse_isRefused() {
    refused("<a/>", "not_a_response");
    refused("<Response xmlns=\"urn:x\"/>", "not_a_response");
    refused("", "response_malformed");
    refused(SamlFixture.answer().assertion(), "not_a_response");
    refused(
        SamlFixture.answer().xml().replaceFirst("(?s)<saml2:Assertion.*</saml2:Assertion>", ""),
        "assertion_missing");
  }

  /** Core, section 3.2.2.2; BundID answers a citizen who cancels by {@code AuthnFailed}. */
  @ParameterizedTest
  @CsvSource({
    "Responder, AuthnFailed, USER_CANCELLED, cancelled_at_home",
    "Requester, RequestDenied, USER_CANCELLED, cancelled_at_home",
    "Responder, NoAuthnContext, LEVEL_TOO_LOW, unmet_at_home",
    "Responder, '', PROVIDER_DOWN, refused_by_home",
    "VersionMismatch, '', PROVIDER_DOWN, refused_by_home",
    "success, '', PROVIDER_DOWN, refused_by_home"
  })
  void read_otherStatus_isToldApart(String first, String second, Trouble trouble, String reason) {
    TestAnswer answer = SamlFixture.answer().with("status", first).with("second-status", second);

    assertThatExceptionOfType(TroubleException.class)
        .isThrownBy(() -> SamlFixture.read(answer))
        .returns(trouble, TroubleException::trouble)
        .returns(reason, TroubleException::reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {TestAnswer.OAEP, TestAnswer.OAEP_11})
  void read_encryptedAssertion_isOpened(String keyTransport) throws Exception {
    SamlAnswer read =
        SamlFixture.read(
            SamlFixture.answer().encryptedFor(TestKey.GATEWAY, TestAnswer.GCM, keyTransport));

    assertThat(told(read, TestAnswer.BPK2).values()).containsExactly("bpk2-of-clara");
  }

  /** XML Encryption 1.1, sections 5.2.2, 5.5.1: padding oracles. */
  @ParameterizedTest
  @CsvSource({TestAnswer.CBC + "," + TestAnswer.OAEP, TestAnswer.GCM + "," + TestAnswer.PKCS1})
  void read_weakEncryption_isRefused(String content, String keyTransport) {
    refused(
        SamlFixture.answer().encryptedFor(TestKey.GATEWAY, content, keyTransport),
        "encryption_method_not_allowed");
  }

  @Test
  void read_encryptedForSomebodyElseOrChanged_isRefusedAlike() {
    TestAnswer answer = SamlFixture.answer();
    refused(
        answer.encryptedFor(TestKey.STRANGER, TestAnswer.GCM, TestAnswer.OAEP),
        "assertion_not_opened");
    String xml =
        SamlFixture.answer().encryptedFor(TestKey.GATEWAY, TestAnswer.GCM, TestAnswer.OAEP).xml();
    for (int which : new int[] {0, 1}) {
      refused(
          TestAnswer.edited(
              xml,
              document -> {
                Element value =
                    (Element) document.getElementsByTagNameNS("*", "CipherValue").item(which);
                byte[] bytes = Base64.getDecoder().decode(value.getTextContent());
                bytes[bytes.length / 2] ^= 1;
                value.setTextContent(Base64.getEncoder().encodeToString(bytes));
              }),
          "assertion_not_opened");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://www.w3.org/2001/04/xmldsig-more#md5",
        "http://www.w3.org/2000/09/xmldsig#sha99",
        ""
      })
  void read_unknownDigestOfTheKey_isRefused(String digest) {
    refused(
        SamlFixture.answer()
            .encryptedFor(TestKey.GATEWAY, TestAnswer.GCM, TestAnswer.OAEP)
            .xml()
            .replace("http://www.w3.org/2000/09/xmldsig#sha1", digest),
        "encryption_method_not_allowed");
  }

  /** XML Encryption, section 3.3.1: nothing is fetched. */
  @Test
  void read_referenceToContent_isRefused() {
    String xml =
        SamlFixture.answer().encryptedFor(TestKey.GATEWAY, TestAnswer.GCM, TestAnswer.OAEP).xml();

    refused(
        xml.replaceAll(
            "<xenc:CipherValue>[^<]*</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>",
            "<xenc:CipherReference URI=\"http://127.0.0.1:9/\"/></xenc:CipherData>"
                + "</xenc:EncryptedData>"),
        "encryption_method_not_allowed");
  }

  @Test
  void read_encryptedWithoutSignature_isRefused() {
    refused(
        SamlFixture.answer()
            .signedBy(null)
            .encryptedFor(TestKey.GATEWAY, TestAnswer.GCM, TestAnswer.OAEP),
        "signature_missing");
  }

  /** Row M1: the word counts only in its namespace. */
  @Test
  void read_trustLevelWithoutNamespace_isNone() throws Exception {
    SamlAnswer read =
        SamlFixture.read(
            SamlFixture.answer()
                .attribute("urn:oid:2.5.4.42", "givenName", "Clara", "HOCH")
                .editAssertion(
                    text -> text.replace("akdb:TrustLevel=\"HOCH\"", "TrustLevel=\"HOCH\"")));

    assertThat(told(read, "urn:oid:2.5.4.42").trustLevel()).isNull();
    assertThat(SamlAttributes.read(SamlFixture.BUNDID, read, Set.of("given_name")))
        .extracting(attribute -> attribute.level().label())
        .containsExactly("none");
  }
}
