package de.landbruecke.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import de.landbruecke.server.shared.StrictXml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.EncryptedKey;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Opens encrypted assertions (SAML 2.0 Core, section 2.3.4): AES-GCM under a key by RSA-OAEP. CBC
 * and RSA with padding of PKCS #1 1.5 are refused, since who may send many messages opens them
 * (Jager and Somorovsky, "How to Break XML Encryption", 2011; Bleichenbacher, 1998).
 */
final class SamlEncryption {

  private static final Set<String> CONTENT =
      Set.of(XMLCipher.AES_128_GCM, XMLCipher.AES_192_GCM, XMLCipher.AES_256_GCM);

  private static final Set<String> KEY = Set.of(XMLCipher.RSA_OAEP, XMLCipher.RSA_OAEP_11);

  /** Of RSA-OAEP, for which SHA-1 is as good as any other: nothing depends on its collisions. */
  private static final Set<String> DIGESTS =
      Set.of(
          SamlNames.SIGNATURE + "sha1",
          SamlNames.ENCRYPTION + "sha256",
          "http://www.w3.org/2001/04/xmldsig-more#sha384",
          SamlNames.ENCRYPTION + "sha512");

  private static final Set<String> MASKS =
      Set.of(
          SamlNames.ENCRYPTION_11 + "mgf1sha1",
          SamlNames.ENCRYPTION_11 + "mgf1sha256",
          SamlNames.ENCRYPTION_11 + "mgf1sha384",
          SamlNames.ENCRYPTION_11 + "mgf1sha512");

  static {
    Init.init();
  }

  private SamlEncryption() {}

  /**
   * The assertion in it, below a root of no meaning that declares the message's prefixes.
   *
   * @throws TroubleException if it is not to be opened, always for the same reason
   */
  static Element open(Element encrypted, List<JWK> keys) throws TroubleException {
    List<Element> data = StrictXml.children(encrypted, SamlNames.ENCRYPTION, "EncryptedData");
    List<Element> inside =
        StrictXml.all(encrypted).stream()
            .filter(each -> StrictXml.is(each, SamlNames.ENCRYPTION, "EncryptedKey"))
            .toList();
    boolean isAllowed =
        data.size() == 1
            && inside.size() == 1
            && CONTENT.contains(method(data.getFirst()))
            && KEY.contains(method(inside.getFirst()))
            && isPlainOaep(inside.getFirst())
            && hasValue(data.getFirst())
            && hasValue(inside.getFirst())
            // Nothing is fetched, and no key but the one there is used.
            && StrictXml.all(encrypted).stream()
                .map(Element::getLocalName)
                .noneMatch(
                    Set.of("CipherReference", "RetrievalMethod", "AgreementMethod")::contains);
    if (!isAllowed) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "encryption_method_not_allowed");
    }
    for (JWK key : keys) {
      try {
        return wrapped(encrypted, decrypted(data.getFirst(), inside.getFirst(), key));
      } catch (XMLSecurityException | JOSEException | SAXException | IllegalArgumentException e) {
        // The next key, and after the last one the same answer for whatever it was.
      }
    }
    throw new TroubleException(Trouble.PROVIDER_DOWN, "assertion_not_opened");
  }

  private static byte[] decrypted(Element data, Element key, JWK own)
      throws XMLSecurityException, JOSEException {
    XMLCipher ofKey = XMLCipher.getInstance();
    ofKey.setSecureValidation(true);
    ofKey.init(XMLCipher.UNWRAP_MODE, ClientKeys.privateKey(own));
    EncryptedKey loaded = ofKey.loadEncryptedKey(data.getOwnerDocument(), key);
    XMLCipher ofData = XMLCipher.getInstance();
    ofData.setSecureValidation(true);
    ofData.init(XMLCipher.DECRYPT_MODE, ofKey.decryptKey(loaded, method(data)));
    return ofData.decryptToByteArray(data);
  }

  private static String method(Element encrypted) {
    return StrictXml.children(encrypted, SamlNames.ENCRYPTION, "EncryptionMethod").stream()
        .map(each -> each.getAttribute("Algorithm"))
        .findFirst()
        .orElse("");
  }

  /** With digests that are known, and no parameters of its own. */
  private static boolean isPlainOaep(Element key) {
    return StrictXml.children(key, SamlNames.ENCRYPTION, "EncryptionMethod").stream()
        .flatMap(method -> StrictXml.children(method).stream())
        .allMatch(part ->
            switch (part.getLocalName()) {
              case "DigestMethod" ->
                  SamlNames.SIGNATURE.equals(part.getNamespaceURI())
                      && DIGESTS.contains(part.getAttribute("Algorithm"));
              case "MGF" ->
                  SamlNames.ENCRYPTION_11.equals(part.getNamespaceURI())
                      && MASKS.contains(part.getAttribute("Algorithm"));
              default -> false;
            });
  }

  private static boolean hasValue(Element encrypted) {
    List<Element> data = StrictXml.children(encrypted, SamlNames.ENCRYPTION, "CipherData");
    return data.size() == 1
        && StrictXml.children(data.getFirst(), SamlNames.ENCRYPTION, "CipherValue").size() == 1;
  }

  /** Read where the message's prefixes mean what they meant there. */
  private static Element wrapped(Element encrypted, byte[] plain) throws SAXException {
    StringBuilder text = new StringBuilder("<opened");
    prefixes(encrypted)
        .forEach(
            (name, uri) -> text.append(' ').append(name).append("=\"").append(uri).append('"'));
    text.append('>').append(new String(plain, StandardCharsets.UTF_8)).append("</opened>");
    return StrictXml.parse(text.toString()).getDocumentElement();
  }

  private static Map<String, String> prefixes(Element element) {
    List<Element> path = new ArrayList<>();
    for (Node node = element; node instanceof Element each; node = node.getParentNode()) {
      path.addFirst(each);
    }
    Map<String, String> found = new TreeMap<>();
    for (Element each : path) {
      NamedNodeMap attributes = each.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        Attr attribute = (Attr) attributes.item(i);
        // Another one cannot be needed, and would have to be escaped.
        if (attribute.getName().matches("xmlns:[A-Za-z0-9_.-]+")
            && attribute.getValue().matches("[A-Za-z0-9:/.#_-]+")) {
          found.put(attribute.getName(), attribute.getValue());
        }
      }
    }
    return found;
  }
}
