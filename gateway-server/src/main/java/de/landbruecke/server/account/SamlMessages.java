package de.landbruecke.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.shared.SamlMetadata;
import de.landbruecke.server.shared.StrictXml;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.keycloak.dom.saml.v2.assertion.NameIDType;
import org.keycloak.dom.saml.v2.metadata.AttributeConsumingServiceType;
import org.keycloak.dom.saml.v2.metadata.EntityDescriptorType;
import org.keycloak.dom.saml.v2.metadata.IndexedEndpointType;
import org.keycloak.dom.saml.v2.metadata.KeyTypes;
import org.keycloak.dom.saml.v2.metadata.LocalizedNameType;
import org.keycloak.dom.saml.v2.metadata.RequestedAttributeType;
import org.keycloak.dom.saml.v2.metadata.SPSSODescriptorType;
import org.keycloak.dom.saml.v2.protocol.AuthnContextComparisonType;
import org.keycloak.dom.saml.v2.protocol.AuthnRequestType;
import org.keycloak.dom.saml.v2.protocol.ExtensionsType;
import org.keycloak.dom.saml.v2.protocol.NameIDPolicyType;
import org.keycloak.dom.saml.v2.protocol.RequestedAuthnContextType;
import org.keycloak.saml.SPMetadataDescriptor;
import org.keycloak.saml.SamlProtocolExtensionsAwareBuilder.NodeGenerator;
import org.keycloak.saml.common.exceptions.ProcessingException;
import org.keycloak.saml.common.util.StaxUtil;
import org.keycloak.saml.processing.core.saml.v2.writers.SAMLMetadataWriter;
import org.keycloak.saml.processing.core.saml.v2.writers.SAMLRequestWriter;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What the gateway says in SAML: requests to sign in, and what it is itself. */
final class SamlMessages {

  /** BundID's words for the level of an attribute, which are none for that of a sign-in. */
  private static final Set<String> TRUST_LEVELS =
      Set.of("UNTERGEORDNET", "NORMAL", "SUBSTANTIELL", "HOCH");

  private SamlMessages() {}

  /**
   * A signed request (SAML 2.0 Core, section 3.4.1), in Base64.
   *
   * @param id by which its answer names it
   * @param consumer where the answer comes to
   * @param isForced whether the citizen has to prove anew to be there
   */
  static String request(
      HomeIssuer issuer,
      HomeIssuer.Saml saml,
      SamlMetadata metadata,
      HomeRequest asked,
      String id,
      URI consumer,
      boolean isForced,
      JWK key,
      Instant now)
      throws JOSEException {
    AuthnRequestType request = new AuthnRequestType(id, calendar(now));
    request.setDestination(metadata.signOn());
    request.setAssertionConsumerServiceURL(consumer);
    request.setProtocolBinding(URI.create(SamlNames.POST));
    if (isForced) {
      request.setForceAuthn(true);
    }
    NameIDType name = new NameIDType();
    name.setValue(issuer.clientId());
    request.setIssuer(name);
    NameIDPolicyType policy = new NameIDPolicyType();
    boolean isBundId = saml.onlineServiceId() != null;
    policy.setFormat(URI.create(isBundId ? SamlNames.TRANSIENT : SamlNames.PERSISTENT));
    policy.setAllowCreate(true);
    request.setNameIDPolicy(policy);
    List<String> words =
        asked.words(issuer).stream().filter(word -> !TRUST_LEVELS.contains(word)).toList();
    if (!words.isEmpty()) {
      RequestedAuthnContextType context = new RequestedAuthnContextType();
      context.setComparison(AuthnContextComparisonType.MINIMUM);
      // All that mean the least sufficient level: at least as strong as one of them.
      words.stream()
          .filter(word -> issuer.level(word) == issuer.level(words.getFirst()))
          .forEach(context::addAuthnContextClassRef);
      request.setRequestedAuthnContext(context);
    }
    if (isBundId) {
      ExtensionsType extensions = new ExtensionsType();
      extensions.addExtension((NodeGenerator) writer -> extension(writer, saml, asked));
      request.setExtensions(extensions);
    }
    try {
      StringWriter text = new StringWriter();
      XMLStreamWriter writer = StaxUtil.getXMLStreamWriter(text);
      new SAMLRequestWriter(writer).write(request);
      StaxUtil.flush(writer);
      return signed(text.toString(), key);
    } catch (ProcessingException e) {
      throw new IllegalStateException("a request cannot be written", e);
    }
  }

  /** In the order of the schema: attributes, then what citizens are told. */
  private static void extension(XMLStreamWriter writer, HomeIssuer.Saml saml, HomeRequest asked)
      throws ProcessingException {
    StaxUtil.writeStartElement(writer, "akdb", "AuthenticationRequest", SamlNames.AKDB);
    StaxUtil.writeNameSpace(writer, "akdb", SamlNames.AKDB);
    StaxUtil.writeAttribute(writer, "EnableStatusDetail", "true");
    StaxUtil.writeAttribute(writer, "Version", "2");
    StaxUtil.writeStartElement(writer, "akdb", "RequestedAttributes", SamlNames.AKDB);
    for (BundIdAttribute attribute : BundIdAttribute.values()) {
      boolean isOurs = attribute == BundIdAttribute.BPK2 || attribute == BundIdAttribute.PROVED_BY;
      String claim = attribute.claim();
      if (isOurs || (claim != null && asked.attributes().contains(claim))) {
        StaxUtil.writeStartElement(writer, "akdb", "RequestedAttribute", SamlNames.AKDB);
        StaxUtil.writeAttribute(writer, "Name", attribute.uri());
        StaxUtil.writeAttribute(
            writer, "RequiredAttribute", Boolean.toString(attribute == BundIdAttribute.BPK2));
        StaxUtil.writeEndElement(writer);
      }
    }
    StaxUtil.writeEndElement(writer);
    StaxUtil.writeStartElement(writer, "akdb", "DisplayInformation", SamlNames.AKDB);
    StaxUtil.writeStartElement(writer, "classic-ui", "Version", SamlNames.AKDB_DISPLAY);
    StaxUtil.writeNameSpace(writer, "classic-ui", SamlNames.AKDB_DISPLAY);
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("OrganizationDisplayName", saml.displayName());
    shown.put("OnlineServiceId", String.valueOf(saml.onlineServiceId()));
    for (Map.Entry<String, String> each : shown.entrySet()) {
      StaxUtil.writeStartElement(writer, "classic-ui", each.getKey(), SamlNames.AKDB_DISPLAY);
      StaxUtil.writeCharacters(writer, each.getValue());
      StaxUtil.writeEndElement(writer);
    }
    StaxUtil.writeEndElement(writer);
    StaxUtil.writeEndElement(writer);
    StaxUtil.writeEndElement(writer);
  }

  private static String signed(String text, JWK key) throws JOSEException {
    try {
      Document document = StrictXml.parse(text);
      Node issuer = document.getDocumentElement().getFirstChild();
      // Right after the issuer (SAML 2.0 Core, section 3.2.1).
      SamlSignatures.sign(document, issuer.getNextSibling(), key);
      StringWriter out = new StringWriter();
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.transform(new DOMSource(document), new StreamResult(out));
      return Base64.getEncoder().encodeToString(out.toString().getBytes(StandardCharsets.UTF_8));
    } catch (SAXException | TransformerException e) {
      throw new IllegalStateException("a request cannot be written", e);
    }
  }

  /** What the gateway is to this identity provider (SAML 2.0 Metadata, section 2.4.4). */
  static String metadata(HomeIssuer issuer, URI consumer, List<JWK> keys) {
    SPSSODescriptorType role = new SPSSODescriptorType(List.of(SamlNames.PROTOCOL));
    role.setAuthnRequestsSigned(true);
    role.setWantAssertionsSigned(true);
    try {
      for (JWK key : keys) {
        X509Certificate certificate = key.getParsedX509CertChain().getFirst();
        String text = Base64.getEncoder().encodeToString(certificate.getEncoded());
        if (!KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
          role.addKeyDescriptor(
              SPMetadataDescriptor.buildKeyDescriptorType(
                  SPMetadataDescriptor.buildKeyInfoElement(null, text), KeyTypes.SIGNING));
        }
        if (KeyType.RSA.equals(key.getKeyType()) && !KeyUse.SIGNATURE.equals(key.getKeyUse())) {
          role.addKeyDescriptor(
              SPMetadataDescriptor.buildKeyDescriptorType(
                  SPMetadataDescriptor.buildKeyInfoElement(null, text),
                  KeyTypes.ENCRYPTION,
                  SamlNames.ENCRYPTION_11 + "aes256-gcm",
                  SamlNames.ENCRYPTION_11 + "aes128-gcm",
                  SamlNames.ENCRYPTION + "rsa-oaep-mgf1p"));
        }
      }
      IndexedEndpointType endpoint = new IndexedEndpointType(URI.create(SamlNames.POST), consumer);
      endpoint.setIndex(0);
      endpoint.setIsDefault(true);
      role.addAssertionConsumerService(endpoint);
      role.addAttributeConsumerService(attributes());
      EntityDescriptorType entity = new EntityDescriptorType(issuer.clientId());
      entity.addChoiceType(
          new EntityDescriptorType.EDTChoiceType(
              List.of(new EntityDescriptorType.EDTDescriptorChoiceType(role))));
      StringWriter text = new StringWriter();
      XMLStreamWriter writer = StaxUtil.getXMLStreamWriter(text);
      new SAMLMetadataWriter(writer).writeEntityDescriptor(entity);
      StaxUtil.flush(writer);
      return text.toString();
    } catch (ProcessingException | ParserConfigurationException | CertificateEncodingException e) {
      throw new IllegalStateException("the metadata cannot be written", e);
    }
  }

  private static AttributeConsumingServiceType attributes() {
    AttributeConsumingServiceType service = new AttributeConsumingServiceType(0);
    service.setIsDefault(true);
    LocalizedNameType name = new LocalizedNameType("de");
    name.setValue("Landbrücke");
    service.addServiceName(name);
    Arrays.stream(BundIdAttribute.values())
        .filter(attribute ->
            attribute.claim() != null
                || attribute == BundIdAttribute.BPK2
                || attribute == BundIdAttribute.PROVED_BY)
        .forEach(attribute -> {
          RequestedAttributeType requested = new RequestedAttributeType(attribute.uri());
          requested.setFriendlyName(attribute.friendlyName());
          requested.setNameFormat(SamlNames.URI_NAMES);
          requested.setIsRequired(attribute == BundIdAttribute.BPK2);
          service.addRequestedAttribute(requested);
        });
    return service;
  }

  private static XMLGregorianCalendar calendar(Instant time) {
    return DatatypeFactory.newDefaultInstance()
        .newXMLGregorianCalendar(time.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
