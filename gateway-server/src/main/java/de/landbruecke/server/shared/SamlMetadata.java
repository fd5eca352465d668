package de.landbruecke.server.shared;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Base64.Decoder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What is known of an identity provider from its metadata (SAML 2.0 Metadata, section 2), which
 * somebody fetched and checked: it is never fetched here.
 *
 * @param entityId what it is called in its messages
 * @param signOn where its browsers are sent to by the binding HTTP-POST
 * @param certificates whose keys sign; validity and issuer of a certificate mean nothing, being
 *     listed here does (SAML 2.0 Metadata Interoperability Profile, section 2.6.1)
 * @param validUntil after which it no longer counts; null: no end is told
 */
public record SamlMetadata(
    String entityId, URI signOn, List<X509Certificate> certificates, @Nullable Instant validUntil) {

  /** Of everything that speaks SAML 2.0. */
  private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";

  private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
  private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
  private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
  private static final int LEAST_RSA_BITS = 2_048;
  private static final int LEAST_EC_BITS = 256;
  private static final Decoder BASE64 = Base64.getMimeDecoder();

  /** Copies the list. */
  public SamlMetadata {
    certificates = List.copyOf(certificates);
  }

  /**
   * What a file says: one {@code EntityDescriptor} with one identity provider.
   *
   * @throws IOException if it cannot be read or says something else; the message tells what is
   *     missing
   */
  public static SamlMetadata read(Path file) throws IOException {
    if (Files.size(file) > StrictXml.LONGEST) {
      throw new IOException("at most " + StrictXml.LONGEST + " bytes");
    }
    try {
      return of(StrictXml.parse(Files.readAllBytes(file)).getDocumentElement());
    } catch (SAXException e) {
      throw new IOException("plain XML without document type and comments", e);
    } catch (CertificateException e) {
      throw new IOException("certificates that can be read", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("addresses, certificates and times that can be read", e);
    }
  }

  private static SamlMetadata of(Element root)
      throws IOException, SAXException, CertificateException {
    if (!StrictXml.is(root, METADATA, "EntityDescriptor")) {
      throw new IOException("one EntityDescriptor");
    }
    List<Element> roles =
        StrictXml.children(root, METADATA, "IDPSSODescriptor").stream()
            .filter(role ->
                List.of(role.getAttribute("protocolSupportEnumeration").split(" +"))
                    .contains(PROTOCOL))
            .toList();
    if (roles.size() != 1) {
      throw new IOException("one IDPSSODescriptor of SAML 2.0");
    }
    List<Element> addresses =
        StrictXml.children(roles.getFirst(), METADATA, "SingleSignOnService").stream()
            .filter(service -> service.getAttribute("Binding").equals(POST))
            .toList();
    if (addresses.isEmpty()) {
      throw new IOException("a SingleSignOnService of the binding HTTP-POST");
    }
    String until = root.getAttribute("validUntil");
    return new SamlMetadata(
        root.getAttribute("entityID"),
        URI.create(addresses.getFirst().getAttribute("Location")),
        certificates(roles.getFirst()),
        until.isEmpty() ? null : Instant.parse(until));
  }

  private static List<X509Certificate> certificates(Element role)
      throws IOException, SAXException, CertificateException {
    List<X509Certificate> found = new ArrayList<>();
    for (Element key : StrictXml.children(role, METADATA, "KeyDescriptor")) {
      if (key.getAttribute("use").equals("encryption")) {
        continue;
      }
      for (Element each : StrictXml.all(key)) {
        if (StrictXml.is(each, SIGNATURE, "X509Certificate")) {
          found.add(certificate(StrictXml.text(each)));
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException("a certificate for signing");
    }
    return found;
  }

  private static X509Certificate certificate(String text) throws IOException, CertificateException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(BASE64.decode(text.strip())));
    boolean isStrong =
        switch (certificate.getPublicKey()) {
          case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
          case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= LEAST_EC_BITS;
          default -> false;
        };
    if (!isStrong) {
      throw new IOException("RSA keys of 2048 bits or elliptic curves of 256, and no weaker ones");
    }
    return certificate;
  }
}
