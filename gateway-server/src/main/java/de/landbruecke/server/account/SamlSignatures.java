package de.landbruecke.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import de.landbruecke.server.shared.StrictXml;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.xml.security.Init;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Signatures in XML, as SAML allows them (SAML 2.0 Core, section 5.4) and no others: one reference,
 * to the element that the signature is a child of, canonicalized exclusively.
 *
 * <p>Whoever has a good signature gets the bytes that were digested, read anew, and nothing else:
 * whatever else stands in the message cannot be taken for what was signed.
 */
final class SamlSignatures {

  /** How the registry's words for algorithms are written in XML (RFC 9231). */
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "RS256", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256,
          "RS384", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA384,
          "RS512", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA512,
          "PS256", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256_MGF1,
          "PS384", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA384_MGF1,
          "PS512", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA512_MGF1,
          "ES256", XMLSignature.ALGO_ID_SIGNATURE_ECDSA_SHA256,
          "ES384", XMLSignature.ALGO_ID_SIGNATURE_ECDSA_SHA384,
          "ES512", XMLSignature.ALGO_ID_SIGNATURE_ECDSA_SHA512);

  private static final Set<String> DIGESTS =
      Set.of(
          "http://www.w3.org/2001/04/xmlenc#sha256",
          "http://www.w3.org/2001/04/xmldsig-more#sha384",
          "http://www.w3.org/2001/04/xmlenc#sha512");

  private static final String EXCLUSIVE = Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS;

  static {
    Init.init();
  }

  private SamlSignatures() {}

  /**
   * What of the element is signed, in a document of its own.
   *
   * @param signed with a signature as its child
   * @param certificates whose keys count; what the message says of keys does not
   * @param algorithms the registry's words for those that count
   * @throws TroubleException if the signature is not good or not of the only allowed shape
   */
  static Element verified(
      Element signed, List<X509Certificate> certificates, Set<String> algorithms)
      throws TroubleException {
    List<Element> signatures = StrictXml.children(signed, SamlNames.SIGNATURE, "Signature");
    if (signatures.size() != 1) {
      throw refused("signature_missing");
    }
    Element signature = signatures.getFirst();
    String method = checkShape(signature, signed.getAttribute("ID"), algorithms);
    // Only this one can be found by a reference.
    signed.setIdAttributeNS(null, "ID", true);
    for (X509Certificate certificate : certificates) {
      if (isOfKind(method, certificate.getPublicKey())) {
        byte[] digested = digested(signature, certificate.getPublicKey());
        if (digested != null) {
          return read(digested, signed);
        }
      }
    }
    throw refused("signature_wrong");
  }

  private static byte @Nullable [] digested(Element signature, PublicKey key) {
    try {
      XMLSignature checked = new XMLSignature(signature, "", true);
      return checked.checkSignatureValue(key)
          ? checked.getSignedInfo().item(0).getContentsAfterTransformation().getBytes()
          : null;
    } catch (XMLSecurityException | IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Element read(byte[] digested, Element signed) throws TroubleException {
    try {
      Element read = StrictXml.parse(digested).getDocumentElement();
      if (StrictXml.is(read, signed.getNamespaceURI(), signed.getLocalName())
          && read.getAttribute("ID").equals(signed.getAttribute("ID"))) {
        return read;
      }
    } catch (SAXException e) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "signed_content_malformed", e);
    }
    throw refused("signed_content_is_another");
  }

  /** Whether it is what SAML allows; the signature's method. */
  private static String checkShape(Element signature, String id, Set<String> algorithms)
      throws TroubleException {
    List<Element> parts = StrictXml.children(signature);
    expect(parts, "SignedInfo", "SignatureValue", "KeyInfo");
    List<Element> info = StrictXml.children(parts.getFirst());
    expect(info, "CanonicalizationMethod", "SignatureMethod", "Reference", "");
    Element method = info.get(1);
    Element reference = info.get(2);
    List<Element> target = StrictXml.children(reference);
    expect(target, "Transforms", "DigestMethod", "DigestValue", "");
    List<Element> transforms = StrictXml.children(target.getFirst());
    expect(transforms, "Transform", "Transform", "");
    boolean isAllowed =
        algorithm(info.getFirst()).equals(EXCLUSIVE)
            && algorithms.stream().map(ALGORITHMS::get).toList().contains(algorithm(method))
            && StrictXml.children(method).isEmpty()
            && DIGESTS.contains(algorithm(target.get(1)))
            && algorithm(transforms.get(0)).equals(Transforms.TRANSFORM_ENVELOPED_SIGNATURE)
            && StrictXml.children(transforms.get(0)).isEmpty()
            && algorithm(transforms.get(1)).equals(EXCLUSIVE)
            && StrictXml.children(transforms.get(1)).stream()
                .allMatch(each -> "InclusiveNamespaces".equals(each.getLocalName()));
    if (!isAllowed) {
      throw refused("signature_method_not_allowed");
    }
    if (!id.matches("[A-Za-z_][A-Za-z0-9_.-]{0,199}")
        || !reference.getAttribute("URI").equals("#" + id)) {
      throw refused("signature_of_another_element");
    }
    return algorithm(method);
  }

  /** These elements in this order; the last one may be missing. */
  private static void expect(List<Element> found, String... names) throws TroubleException {
    List<String> told =
        found.stream()
            .map(each ->
                SamlNames.SIGNATURE.equals(each.getNamespaceURI()) ? each.getLocalName() : "?")
            .collect(Collectors.toList());
    if (!told.equals(List.of(names)) && !told.equals(List.of(names).subList(0, names.length - 1))) {
      throw refused("signature_of_another_shape");
    }
  }

  private static String algorithm(Element element) {
    return element.getAttribute("Algorithm");
  }

  private static boolean isOfKind(String method, PublicKey key) {
    return method.contains("ecdsa") == (key instanceof ECPublicKey);
  }

  /**
   * Signs the document's root, by a signature that stands before an element.
   *
   * @param key a private one with its certificate
   */
  static void sign(Document document, @Nullable Node before, JWK key) throws JOSEException {
    Element root = document.getDocumentElement();
    root.setIdAttributeNS(null, "ID", true);
    try {
      String method = KeyType.RSA.equals(key.getKeyType()) ? "RS256" : "ES256";
      XMLSignature signature =
          new XMLSignature(document, "", String.valueOf(ALGORITHMS.get(method)), EXCLUSIVE);
      root.insertBefore(signature.getElement(), before);
      Transforms transforms = new Transforms(document);
      transforms.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
      transforms.addTransform(EXCLUSIVE);
      signature.addDocument(
          "#" + root.getAttribute("ID"), transforms, "http://www.w3.org/2001/04/xmlenc#sha256");
      signature.addKeyInfo(key.getParsedX509CertChain().getFirst());
      signature.sign(ClientKeys.privateKey(key));
    } catch (XMLSecurityException e) {
      throw new JOSEException("not signed", e);
    }
  }

  private static TroubleException refused(String reason) {
    return new TroubleException(Trouble.PROVIDER_DOWN, reason);
  }
}
