package de.landbruecke.server.bundid;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A response of SAML 2.0 as BundID would send it, every part of which can be made wrong. */
public final class TestAnswer {

  public static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
  public static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
  public static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
  public static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  public static final String GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
  public static final String CBC = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
  public static final String OAEP = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
  public static final String OAEP_11 = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
  public static final String PKCS1 = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
  public static final String BPK2 = "urn:oid:1.3.6.1.4.1.25484.494450.3";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Replaced in every text. */
  public final Map<String, String> parts = new LinkedHashMap<>();

  private final Map<String, String> attributes = new LinkedHashMap<>();
  private UnaryOperator<String> assertionEdit = text -> text;
  private UnaryOperator<String> responseEdit = text -> text;
  private @Nullable TestKey assertionKey = TestKey.PROVIDER;
  private @Nullable TestKey responseKey;
  private @Nullable TestKey recipient;
  private String signatureMethod = RSA_SHA256;
  private String digestMethod = DigestMethod.SHA256;
  private String contentMethod = GCM;
  private String keyMethod = OAEP;
  private List<String> transforms = List.of(Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE);

  /** A good one. */
  public TestAnswer(String issuer, String consumer, String audience, String request, Instant now) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    parts.put("issuer", issuer);
    parts.put("destination", consumer);
    parts.put("recipient", consumer);
    parts.put("audience", audience);
    parts.put("request", request);
    parts.put("confirmed-request", request);
    parts.put("response-id", "_r" + Long.toHexString(RANDOM.nextLong()));
    parts.put("id", "_a" + Long.toHexString(RANDOM.nextLong()));
    parts.put("issued", second.toString());
    parts.put("from", second.minus(Duration.ofMinutes(1)).toString());
    parts.put("until", second.plus(Duration.ofMinutes(5)).toString());
    parts.put("confirmed-until", second.plus(Duration.ofMinutes(5)).toString());
    parts.put("authenticated", second.toString());
    parts.put("session-end", second.plus(Duration.ofHours(1)).toString());
    parts.put("level", "STORK-QAA-Level-3");
    parts.put("name-id", "_transient");
    parts.put("name-format", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient");
    parts.put("status", "Success");
    parts.put("second-status", "");
    attribute(BPK2, "bPK2", "bpk2-of-clara", "NORMAL");
  }

  /** Makes one part another one. */
  public TestAnswer with(String part, String value) {
    if (parts.put(part, value) == null) {
      throw new IllegalArgumentException("no part " + part);
    }
    return this;
  }

  /** Tells an attribute. */
  public TestAnswer attribute(
      String name, String friendlyName, String value, @Nullable String trustLevel) {
    attributes.put(
        name,
        "<saml2:Attribute FriendlyName=\""
            + friendlyName
            + "\" Name=\""
            + name
            + "\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\""
            + (trustLevel == null ? "" : " akdb:TrustLevel=\"" + trustLevel + "\"")
            + "><saml2:AttributeValue xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            + " xsi:type=\"xs:string\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
            + escaped(value)
            + "</saml2:AttributeValue></saml2:Attribute>");
    return this;
  }

  /** Tells an attribute no longer. */
  public TestAnswer without(String name) {
    attributes.remove(name);
    return this;
  }

  /** Changes the assertion before it is signed. */
  public TestAnswer editAssertion(UnaryOperator<String> edit) {
    assertionEdit = edit;
    return this;
  }

  /** Changes the response before it is signed, if it is. */
  public TestAnswer editResponse(UnaryOperator<String> edit) {
    responseEdit = edit;
    return this;
  }

  /** Signs the assertion by this key; null: not at all. */
  public TestAnswer signedBy(@Nullable TestKey key) {
    assertionKey = key;
    return this;
  }

  /** Signs the response, too. */
  public TestAnswer responseSignedBy(TestKey key) {
    responseKey = key;
    return this;
  }

  public TestAnswer method(String signature, String digest) {
    signatureMethod = signature;
    digestMethod = digest;
    return this;
  }

  public TestAnswer transforms(String... algorithms) {
    transforms = List.of(algorithms);
    return this;
  }

  /** Encrypts the assertion for this key. */
  public TestAnswer encryptedFor(TestKey key, String content, String keyTransport) {
    recipient = key;
    contentMethod = content;
    keyMethod = keyTransport;
    return this;
  }

  /** As a browser brings it. */
  public String base64() {
    return base64(xml());
  }

  public static String base64(String xml) {
    return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
  }

  /** The message. */
  public String xml() {
    boolean isGood = "Success".equals(parts.get("status"));
    String second = parts.getOrDefault("second-status", "");
    String text =
        filled(
                "<saml2p:Response xmlns:saml2p=\""
                    + PROTOCOL
                    + "\" Destination=\"{destination}\" ID=\"{response-id}\""
                    + " InResponseTo=\"{request}\" IssueInstant=\"{issued}\" Version=\"2.0\">"
                    + "<saml2:Issuer xmlns:saml2=\""
                    + ASSERTION
                    + "\">{issuer}</saml2:Issuer><saml2p:Status><saml2p:StatusCode"
                    + " Value=\"urn:oasis:names:tc:SAML:2.0:status:{status}\">"
                    + (second.isEmpty()
                        ? ""
                        : "<saml2p:StatusCode"
                            + " Value=\"urn:oasis:names:tc:SAML:2.0:status:{second-status}\"/>")
                    + "</saml2p:StatusCode></saml2p:Status>")
            + (isGood ? carried() : "")
            + "</saml2p:Response>";
    text = responseEdit.apply(text);
    return responseKey == null ? text : signed(text, responseKey);
  }

  private String carried() {
    String text = assertion();
    return recipient == null ? text : encrypted(text);
  }

  /** The assertion, signed if it is to be. */
  public String assertion() {
    String text =
        filled(
            "<saml2:Assertion xmlns:saml2=\""
                + ASSERTION
                + "\" xmlns:akdb=\"https://www.akdb.de/request/2018/09\" ID=\"{id}\""
                + " IssueInstant=\"{issued}\" Version=\"2.0\"><saml2:Issuer>{issuer}</saml2:Issuer>"
                + "<saml2:Subject><saml2:NameID Format=\"{name-format}\">{name-id}</saml2:NameID>"
                + "<saml2:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">"
                + "<saml2:SubjectConfirmationData InResponseTo=\"{confirmed-request}\""
                + " NotOnOrAfter=\"{confirmed-until}\" Recipient=\"{recipient}\"/>"
                + "</saml2:SubjectConfirmation></saml2:Subject><saml2:Conditions"
                + " NotBefore=\"{from}\" NotOnOrAfter=\"{until}\"><saml2:AudienceRestriction>"
                + "<saml2:Audience>{audience}</saml2:Audience></saml2:AudienceRestriction>"
                + "</saml2:Conditions><saml2:AuthnStatement AuthnInstant=\"{authenticated}\""
                + " SessionIndex=\"_s\" SessionNotOnOrAfter=\"{session-end}\"><saml2:AuthnContext>"
                + "<saml2:AuthnContextClassRef>{level}</saml2:AuthnContextClassRef>"
                + "</saml2:AuthnContext></saml2:AuthnStatement><saml2:AttributeStatement>"
                + String.join("", attributes.values())
                + "</saml2:AttributeStatement></saml2:Assertion>");
    text = assertionEdit.apply(text);
    return assertionKey == null ? text : signed(text, assertionKey);
  }

  private String filled(String template) {
    String text = template;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      text = text.replace("{" + part.getKey() + "}", escaped(part.getValue()));
    }
    return text;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** Signs the root, right after its issuer. */
  private String signed(String text, TestKey key) {
    Document document = parse(text);
    Element root = document.getDocumentElement();
    root.setIdAttribute("ID", true);
    String method =
        key == TestKey.PROVIDER_EC && signatureMethod.equals(RSA_SHA256)
            ? "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
            : signatureMethod;
    try {
      XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
      List<Transform> steps =
          transforms.stream().map(algorithm -> transform(factory, algorithm)).toList();
      Reference reference =
          factory.newReference(
              "#" + root.getAttribute("ID"),
              factory.newDigestMethod(digestMethod, null),
              steps,
              null,
              null);
      SignedInfo info =
          factory.newSignedInfo(
              factory.newCanonicalizationMethod(
                  CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
              factory.newSignatureMethod(method, null),
              List.of(reference));
      DOMSignContext context =
          new DOMSignContext(key.privateKey(), root, root.getFirstChild().getNextSibling());
      context.setDefaultNamespacePrefix("ds");
      context.setProperty("org.jcp.xml.dsig.secureValidation", false);
      factory
          .newXMLSignature(
              info,
              factory
                  .getKeyInfoFactory()
                  .newKeyInfo(
                      List.of(factory.getKeyInfoFactory().newX509Data(List.of(key.certificate())))))
          .sign(context);
    } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
      throw new IllegalStateException(e);
    }
    return write(root);
  }

  private static Transform transform(XMLSignatureFactory factory, String algorithm) {
    try {
      return factory.newTransform(algorithm, (TransformParameterSpec) null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String encrypted(String plain) {
    TestKey forKey = Objects.requireNonNull(recipient);
    try {
      byte[] key = random(32);
      boolean isGcm = contentMethod.equals(GCM);
      byte[] iv = random(isGcm ? 12 : 16);
      Cipher content = Cipher.getInstance(isGcm ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
      content.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          isGcm ? new GCMParameterSpec(128, iv) : new IvParameterSpec(iv));
      byte[] sealed = content.doFinal(plain.getBytes(StandardCharsets.UTF_8));
      Cipher wrap;
      String digest = "";
      if (keyMethod.equals(PKCS1)) {
        wrap = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        wrap.init(Cipher.ENCRYPT_MODE, forKey.certificate().getPublicKey());
      } else {
        boolean isNew = keyMethod.equals(OAEP_11);
        wrap = Cipher.getInstance("RSA/ECB/OAEPPadding");
        wrap.init(
            Cipher.ENCRYPT_MODE,
            forKey.certificate().getPublicKey(),
            new OAEPParameterSpec(
                isNew ? "SHA-256" : "SHA-1",
                "MGF1",
                isNew ? MGF1ParameterSpec.SHA256 : MGF1ParameterSpec.SHA1,
                PSource.PSpecified.DEFAULT));
        digest =
            isNew
                ? "<ds:DigestMethod xmlns:ds=\""
                    + DSIG
                    + "\" Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"
                    + "<xenc11:MGF xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\""
                    + " Algorithm=\"http://www.w3.org/2009/xmlenc11#mgf1sha256\"/>"
                : "<ds:DigestMethod xmlns:ds=\""
                    + DSIG
                    + "\" Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"/>";
      }
      return "<saml2:EncryptedAssertion xmlns:saml2=\""
          + ASSERTION
          + "\"><xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\""
          + " Type=\"http://www.w3.org/2001/04/xmlenc#Element\"><xenc:EncryptionMethod Algorithm=\""
          + contentMethod
          + "\"/><ds:KeyInfo xmlns:ds=\""
          + DSIG
          + "\"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\""
          + keyMethod
          + "\">"
          + digest
          + "</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>"
          + Base64.getEncoder().encodeToString(wrap.doFinal(key))
          + "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>"
          + "<xenc:CipherData><xenc:CipherValue>"
          + Base64.getEncoder().encodeToString(joined(iv, sealed))
          + "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml2:EncryptedAssertion>";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Changes a message after it was signed. */
  public static String edited(String xml, Consumer<Document> edit) {
    Document document = parse(xml);
    edit.accept(document);
    return write(document.getDocumentElement());
  }

  public static Document parse(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static String write(Node node) {
    try {
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(node), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }
}
