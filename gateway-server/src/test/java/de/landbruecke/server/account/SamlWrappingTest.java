package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.server.bundid.TestAnswer;
import de.landbruecke.server.bundid.TestKey;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Signature wrapping, variants 1 to 8 of Somorovsky, Mayer, Schwenk, Kampmann and Jensen, "On
 * Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012), in the numbering of the SAML
 * Raider: what was signed stays in the message, and something else stands where readers look.
 */
class SamlWrappingTest {

  private static Element assertion(Document document) {
    return (Element) document.getElementsByTagNameNS(TestAnswer.ASSERTION, "Assertion").item(0);
  }

  private static Element signature(Element of) {
    for (var node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
      if ("Signature".equals(node.getLocalName())) {
        return (Element) node;
      }
    }
    throw new IllegalStateException("no signature");
  }

  /** The same of somebody else. */
  private static Element evil(Element original, boolean keepsSignature) {
    Element copy = (Element) original.cloneNode(true);
    copy.setAttribute("ID", "_evil");
    if (!keepsSignature) {
      copy.removeChild(signature(copy));
    }
    var values = copy.getElementsByTagNameNS(TestAnswer.ASSERTION, "AttributeValue");
    for (int i = 0; i < values.getLength(); i++) {
      values.item(i).setTextContent("bpk2-of-the-attacker");
    }
    return copy;
  }

  private static String signedResponse() {
    return SamlFixture.answer().responseSignedBy(TestKey.PROVIDER).xml();
  }

  private static String signedAssertion() {
    return SamlFixture.answer().xml();
  }

  @Test
  void unwrapped_isRead() throws Exception {
    assertThat(SamlFixture.readXml(signedResponse()).attributes()).hasSize(1);
    assertThat(SamlFixture.readXml(signedAssertion()).attributes()).hasSize(1);
  }

  /** XSW 1: the signed response stands in the signature of a forged one. */
  @Test
  void wrapping1_responseInItsOwnSignature_isRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            signedResponse(),
            document -> {
              Element original = document.getDocumentElement();
              Element signature = signature(original);
              Element inner = (Element) original.cloneNode(true);
              inner.removeChild(signature(inner));
              signature.appendChild(inner);
              forge(original);
            }),
        "assertion_at_another_place");
  }

  /** XSW 2: the signed response stands before the signature of a forged one. */
  @Test
  void wrapping2_responseBeforeADetachedSignature_isRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            signedResponse(),
            document -> {
              Element original = document.getDocumentElement();
              Element inner = (Element) original.cloneNode(true);
              inner.removeChild(signature(inner));
              original.insertBefore(inner, signature(original));
              forge(original);
            }),
        "assertion_at_another_place");
  }

  private static void forge(Element response) {
    response.setAttribute("ID", "_evil-response");
    Element assertion = (Element) response.getLastChild();
    response.replaceChild(evil(assertion, false), assertion);
  }

  /** XSW 1 and 2 without a second one of any id: the assertion is at another place all the same. */
  @Test
  void wrapping1And2_withoutDoubledIds_areRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            SamlFixture.answer().signedBy(null).responseSignedBy(TestKey.PROVIDER).xml(),
            document -> {
              Element original = document.getDocumentElement();
              Element inner = (Element) original.cloneNode(true);
              inner.removeChild(signature(inner));
              signature(original).appendChild(inner);
              original.setAttribute("ID", "_evil-response");
              original.removeChild(original.getLastChild());
            }),
        "assertion_at_another_place");
  }

  /** XSW 3: a forged assertion before the signed one. */
  @Test
  void wrapping3_forgedAssertionFirst_isRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            signedAssertion(),
            document -> {
              Element original = assertion(document);
              original.getParentNode().insertBefore(evil(original, false), original);
            }),
        "assertion_twice");
  }

  /** XSW 4: the signed assertion within a forged one. */
  @Test
  void wrapping4_signedAssertionInAForgedOne_isRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            signedAssertion(),
            document -> {
              Element original = assertion(document);
              Element evil = evil(original, false);
              original.getParentNode().replaceChild(evil, original);
              evil.appendChild(original);
            }),
        "assertion_at_another_place");
  }

  /** XSW 5: a forged assertion with the signature, the signed one after it. */
  @Test
  void wrapping5_signatureInAForgedAssertion_isRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            signedAssertion(),
            document -> {
              Element original = assertion(document);
              original.getParentNode().insertBefore(evil(original, true), original);
              original.removeChild(signature(original));
            }),
        "assertion_twice");
  }

  /** XSW 6: a forged assertion with the signature, the signed one within that. */
  @Test
  void wrapping6_signedAssertionInTheSignature_isRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            signedAssertion(),
            document -> {
              Element original = assertion(document);
              Element evil = evil(original, true);
              original.getParentNode().replaceChild(evil, original);
              original.removeChild(signature(original));
              signature(evil).appendChild(original);
            }),
        "assertion_at_another_place");
  }

  /** XSW 7: a forged assertion in extensions, of the id of the signed one. */
  @Test
  void wrapping7_forgedAssertionInExtensions_isRefused() {
    for (String id : new String[] {"_evil", ""}) {
      SamlAnswerTest.refused(
          TestAnswer.edited(
              signedAssertion(),
              document -> {
                Element original = assertion(document);
                Element extensions =
                    document.createElementNS(TestAnswer.PROTOCOL, "saml2p:Extensions");
                Element evil = evil(original, false);
                if (id.isEmpty()) {
                  evil.setAttribute("ID", original.getAttribute("ID"));
                }
                extensions.appendChild(evil);
                original.getParentNode().insertBefore(extensions, original);
              }),
          id.isEmpty() ? "id_twice" : "assertion_at_another_place");
    }
  }

  /** XSW 8: a forged assertion with the signature, the signed one in an object of that. */
  @Test
  void wrapping8_signedAssertionInAnObject_isRefused() {
    SamlAnswerTest.refused(
        TestAnswer.edited(
            signedAssertion(),
            document -> {
              Element original = assertion(document);
              Element evil = evil(original, true);
              original.getParentNode().replaceChild(evil, original);
              original.removeChild(signature(original));
              Element object = document.createElementNS(TestAnswer.DSIG, "ds:Object");
              object.appendChild(original);
              signature(evil).appendChild(object);
            }),
        "signature_of_another_shape");
  }

  /** The second line: even where the message is not looked through, only signed bytes are read. */
  @Test
  void verified_forgedElementWithTheSignature_isRefusedOrWhatWasSigned() throws Exception {
    Document document = TestAnswer.parse(signedAssertion());
    Element original = assertion(document);
    Element read =
        SamlSignatures.verified(
            original,
            SamlFixture.expected().metadata().certificates(),
            SamlFixture.BUNDID.algorithms());

    assertThat(read.getOwnerDocument()).isNotSameAs(document);
    assertThat(read.getTextContent()).contains("bpk2-of-clara");
    original.setAttribute("ID", "_evil");
    assertThatExceptionOfType(TroubleException.class)
        .isThrownBy(() ->
            SamlSignatures.verified(
                original,
                SamlFixture.expected().metadata().certificates(),
                SamlFixture.BUNDID.algorithms()))
        .returns("signature_of_another_element", TroubleException::reason);
  }

  /** Ids doubled by other attributes that readers take for ids. */
  @Test
  void ids_doubledByAnotherName_areRefused() {
    String id = TestAnswer.parse(signedAssertion()).getDocumentElement().getAttribute("ID");
    assertThat(id).isNotEmpty();
    for (String name : new String[] {"Id", "id", "xml:id"}) {
      SamlAnswerTest.refused(
          TestAnswer.edited(
              signedAssertion(),
              document -> {
                Element status =
                    (Element)
                        document.getElementsByTagNameNS(TestAnswer.PROTOCOL, "StatusCode").item(0);
                String same = assertion(document).getAttribute("ID");
                if (name.startsWith("xml:")) {
                  status.setAttributeNS("http://www.w3.org/XML/1998/namespace", name, same);
                } else {
                  status.setAttribute(name, same);
                }
              }),
          "id_twice");
    }
  }
}
