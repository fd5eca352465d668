package de.landbruecke.server.account;

import com.nimbusds.jose.jwk.JWK;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.shared.SamlMetadata;
import de.landbruecke.server.shared.StrictXml;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.xml.sax.SAXException;

/**
 * What an identity provider asserted in a response (SAML 2.0 Profiles, section 4.1.4), after all
 * checks; whoever holds one knows that they were done. Immutable.
 *
 * @param id of the assertion, which counts once
 * @param subject what its {@code NameID} says
 * @param subjectFormat what kind of name that is; empty where it does not say
 * @param levelWord the class of authentication, in the provider's words; null where it told none
 * @param expiresAt after which the assertion no longer counts
 * @param attributes by their names
 */
record SamlAnswer(
    String id,
    String subject,
    String subjectFormat,
    @Nullable String levelWord,
    Instant authenticatedAt,
    Instant expiresAt,
    Map<String, Value> attributes) {

  /** How far another clock may be off. */
  static final Duration SKEW = Duration.ofSeconds(60);

  /** The longest message, in Base64. */
  static final int LONGEST = StrictXml.LONGEST;

  private static final int LONGEST_TEXT = 2_000;

  SamlAnswer {
    attributes = Map.copyOf(attributes);
  }

  /**
   * One attribute.
   *
   * @param trustLevel what BundID says of it ({@code akdb:TrustLevel}); null where it says nothing
   */
  record Value(List<String> values, @Nullable String trustLevel) {
    Value {
      values = List.copyOf(values);
    }

    /** Without values, which must not reach a log. */
    @Override
    public String toString() {
      return "Value[" + values.size() + "]";
    }
  }

  /**
   * What an answer is compared with.
   *
   * @param metadata of the identity provider that was asked
   * @param consumer the address at which the answer came
   * @param request the id of the request that was sent
   * @param keys that open what is encrypted
   */
  record Expected(
      HomeIssuer issuer,
      SamlMetadata metadata,
      URI consumer,
      String request,
      List<JWK> keys,
      Instant now) {
    Expected {
      keys = List.copyOf(keys);
    }
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "SamlAnswer[]";
  }

  /**
   * Reads a response as a browser brings it.
   *
   * @throws TroubleException if it is refused, with the reason; nothing of it counts then
   */
  static SamlAnswer read(String base64, Expected expected) throws TroubleException {
    try {
      return new Reader(expected).read(base64);
    } catch (SAXException | DateTimeException e) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "response_malformed", e);
    }
  }

  /** Used for one response. */
  private static final class Reader {

    private final Expected expected;

    private Reader(Expected expected) {
      this.expected = expected;
    }

    private SamlAnswer read(String base64) throws TroubleException, SAXException {
      Element response = StrictXml.parse(decoded(base64)).getDocumentElement();
      check(StrictXml.is(response, SamlNames.PROTOCOL, "Response"), "not_a_response");
      checkParts(response);
      if (!StrictXml.children(response, SamlNames.SIGNATURE, "Signature").isEmpty()) {
        response = verified(response);
      }
      checkResponse(response);
      checkStatus(one(response, SamlNames.PROTOCOL, "Status"));
      return assertion(assertionOf(response));
    }

    private byte[] decoded(String base64) throws TroubleException {
      check(base64.length() <= LONGEST, "response_too_long");
      try {
        // Line breaks are allowed (RFC 2045, section 6.8), any other stray character is not.
        return Base64.getDecoder().decode(base64.replace("\r", "").replace("\n", ""));
      } catch (IllegalArgumentException e) {
        throw new TroubleException(Trouble.PROVIDER_DOWN, "response_not_base64", e);
      }
    }

    /**
     * That there is one assertion, where it has to be, no second element of any id, and no
     * signature but of the response and the assertion: so that no other part of the message can be
     * taken for the signed one (Somorovsky and others, "On Breaking SAML", 2012).
     */
    private static void checkParts(Element root) throws TroubleException {
      Set<String> ids = new HashSet<>();
      for (Element each : StrictXml.all(root)) {
        NamedNodeMap attributes = each.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
          Attr attribute = (Attr) attributes.item(i);
          String name =
              attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName();
          if (name.equalsIgnoreCase("id")) {
            check(ids.add(attribute.getValue()), "id_twice");
          }
        }
        if (isAssertion(each)) {
          check(root.isSameNode(each.getParentNode()), "assertion_at_another_place");
        }
        if (StrictXml.is(each, SamlNames.SIGNATURE, "Signature")) {
          boolean isOfRoot = root.isSameNode(each.getParentNode());
          boolean isOfAssertion =
              each.getParentNode() instanceof Element parent && isAssertion(parent);
          check(isOfRoot || isOfAssertion, "signature_at_another_place");
        }
        check(!StrictXml.is(each, SamlNames.SIGNATURE, "Object"), "signature_of_another_shape");
      }
      check(
          StrictXml.children(root).stream().filter(Reader::isAssertion).count() <= 1,
          "assertion_twice");
    }

    private static boolean isAssertion(Element element) {
      return StrictXml.is(element, SamlNames.ASSERTION, "Assertion")
          || StrictXml.is(element, SamlNames.ASSERTION, "EncryptedAssertion");
    }

    private Element verified(Element signed) throws TroubleException {
      return SamlSignatures.verified(
          signed, expected.metadata.certificates(), expected.issuer.algorithms());
    }

    private void checkResponse(Element response) throws TroubleException, SAXException {
      check(response.getAttribute("Version").equals("2.0"), "version_unknown");
      check(
          response.getAttribute("Destination").equals(expected.consumer.toString()),
          "destination_wrong");
      check(response.getAttribute("InResponseTo").equals(expected.request), "request_unknown");
      List<Element> issuers = StrictXml.children(response, SamlNames.ASSERTION, "Issuer");
      if (!issuers.isEmpty()) {
        checkIssuer(issuers);
      }
    }

    private void checkIssuer(List<Element> issuers) throws TroubleException, SAXException {
      check(issuers.size() == 1, "issuer_twice");
      String format = issuers.getFirst().getAttribute("Format");
      check(
          (format.isEmpty() || format.equals(SamlNames.ENTITY))
              && text(issuers.getFirst()).equals(expected.issuer.issuerUri()),
          "issuer_wrong");
    }

    /** What a status (SAML 2.0 Core, section 3.2.2.2) means for the citizen. */
    private static void checkStatus(Element status) throws TroubleException {
      Element first = one(status, SamlNames.PROTOCOL, "StatusCode");
      if (first.getAttribute("Value").equals(SamlNames.STATUS + "Success")) {
        return;
      }
      String second =
          StrictXml.children(first, SamlNames.PROTOCOL, "StatusCode").stream()
              .map(each -> each.getAttribute("Value"))
              .filter(each -> each.startsWith(SamlNames.STATUS))
              .map(each -> each.substring(SamlNames.STATUS.length()))
              .findFirst()
              .orElse("");
      throw switch (second) {
        // BundID tells a citizen who cancels by the same codes as one who failed.
        case "AuthnFailed", "RequestDenied" ->
            new TroubleException(Trouble.USER_CANCELLED, "cancelled_at_home");
        case "NoAuthnContext" -> new TroubleException(Trouble.LEVEL_TOO_LOW, "unmet_at_home");
        // Whatever else it says may be anything; it is not repeated.
        default -> new TroubleException(Trouble.PROVIDER_DOWN, "refused_by_home");
      };
    }

    /** The assertion as it was signed. */
    private Element assertionOf(Element response) throws TroubleException {
      List<Element> found =
          StrictXml.children(response).stream().filter(Reader::isAssertion).toList();
      check(found.size() == 1, "assertion_missing");
      Element assertion = found.getFirst();
      if (assertion.getLocalName().equals("EncryptedAssertion")) {
        Element opened = SamlEncryption.open(assertion, expected.keys);
        checkParts(opened);
        assertion = one(opened, SamlNames.ASSERTION, "Assertion");
        check(StrictXml.children(opened).size() == 1, "assertion_twice");
      }
      return verified(assertion);
    }

    private SamlAnswer assertion(Element assertion) throws TroubleException, SAXException {
      check(assertion.getAttribute("Version").equals("2.0"), "version_unknown");
      checkIssuer(StrictXml.children(assertion, SamlNames.ASSERTION, "Issuer"));
      for (Element part : StrictXml.children(assertion)) {
        check(
            SamlNames.ASSERTION.equals(part.getNamespaceURI())
                && Set.of("Issuer", "Subject", "Conditions", "AuthnStatement", "AttributeStatement")
                    .contains(part.getLocalName()),
            "assertion_of_another_shape");
      }
      Element subject = one(assertion, SamlNames.ASSERTION, "Subject");
      Element name = one(subject, SamlNames.ASSERTION, "NameID");
      Instant confirmed = confirmation(one(subject, SamlNames.ASSERTION, "SubjectConfirmation"));
      Instant until = conditions(one(assertion, SamlNames.ASSERTION, "Conditions"));
      Element login = one(assertion, SamlNames.ASSERTION, "AuthnStatement");
      String sessionEnd = login.getAttribute("SessionNotOnOrAfter");
      check(sessionEnd.isEmpty() || isFuture(Instant.parse(sessionEnd)), "session_over");
      List<Element> words =
          StrictXml.children(
              one(login, SamlNames.ASSERTION, "AuthnContext"),
              SamlNames.ASSERTION,
              "AuthnContextClassRef");
      check(words.size() <= 1, "level_twice");
      return new SamlAnswer(
          assertion.getAttribute("ID"),
          text(name),
          name.getAttribute("Format"),
          words.isEmpty() ? null : text(words.getFirst()),
          Instant.parse(login.getAttribute("AuthnInstant")),
          until.isAfter(confirmed) ? until : confirmed,
          attributes(assertion));
    }

    /** SAML 2.0 Profiles, section 4.1.4.2: only a bearer's confirmation is one. */
    private Instant confirmation(Element confirmation) throws TroubleException {
      check(confirmation.getAttribute("Method").equals(SamlNames.BEARER), "confirmation_unknown");
      Element data = one(confirmation, SamlNames.ASSERTION, "SubjectConfirmationData");
      check(data.getAttribute("Recipient").equals(expected.consumer.toString()), "recipient_wrong");
      check(data.getAttribute("InResponseTo").equals(expected.request), "request_unknown");
      check(!data.hasAttribute("NotBefore"), "confirmation_unknown");
      Instant until = Instant.parse(data.getAttribute("NotOnOrAfter"));
      check(isFuture(until), "assertion_expired");
      return until;
    }

    /** SAML 2.0 Core, section 2.5.1: a condition that is not understood is not met. */
    private Instant conditions(Element conditions) throws TroubleException, SAXException {
      String from = conditions.getAttribute("NotBefore");
      check(
          from.isEmpty() || !Instant.parse(from).isAfter(expected.now.plus(SKEW)),
          "assertion_not_yet_valid");
      Instant until = Instant.parse(conditions.getAttribute("NotOnOrAfter"));
      check(isFuture(until), "assertion_expired");
      boolean isForUs = false;
      for (Element each : StrictXml.children(conditions)) {
        check(SamlNames.ASSERTION.equals(each.getNamespaceURI()), "condition_unknown");
        switch (each.getLocalName()) {
          case "AudienceRestriction" -> {
            isForUs = false;
            for (Element audience : StrictXml.children(each, SamlNames.ASSERTION, "Audience")) {
              isForUs |= text(audience).equals(expected.issuer.clientId());
            }
            check(isForUs, "audience_wrong");
          }
          case "OneTimeUse", "ProxyRestriction" -> {
            // Every assertion is used once, and none is passed on.
          }
          default -> throw refused("condition_unknown");
        }
      }
      check(isForUs, "audience_wrong");
      return until;
    }

    private boolean isFuture(Instant until) {
      return until.isAfter(expected.now.minus(SKEW));
    }

    private static Map<String, Value> attributes(Element assertion)
        throws TroubleException, SAXException {
      Map<String, Value> found = new LinkedHashMap<>();
      for (Element statement :
          StrictXml.children(assertion, SamlNames.ASSERTION, "AttributeStatement")) {
        for (Element attribute : StrictXml.children(statement)) {
          check(
              StrictXml.is(attribute, SamlNames.ASSERTION, "Attribute"),
              "assertion_of_another_shape");
          boolean isNew = found.put(attribute.getAttribute("Name"), value(attribute)) == null;
          check(isNew, "attribute_twice");
        }
      }
      return found;
    }

    private static Value value(Element attribute) throws TroubleException, SAXException {
      List<String> values = new ArrayList<>();
      for (Element value : StrictXml.children(attribute, SamlNames.ASSERTION, "AttributeValue")) {
        // What has parts is nothing that we know.
        if (StrictXml.children(value).isEmpty()) {
          values.add(text(value));
        }
      }
      // Without the namespace the word is anybody's.
      return new Value(
          values,
          attribute.hasAttributeNS(SamlNames.AKDB, "TrustLevel")
              ? attribute.getAttributeNS(SamlNames.AKDB, "TrustLevel")
              : null);
    }

    private static String text(Element element) throws TroubleException, SAXException {
      String text = StrictXml.text(element);
      check(text.length() <= LONGEST_TEXT, "text_too_long");
      return text;
    }

    private static Element one(Element parent, String namespace, String name)
        throws TroubleException {
      List<Element> found = StrictXml.children(parent, namespace, name);
      check(found.size() == 1, "message_of_another_shape");
      return found.getFirst();
    }

    private static void check(boolean good, String reason) throws TroubleException {
      if (!good) {
        throw refused(reason);
      }
    }

    private static TroubleException refused(String reason) {
      return new TroubleException(Trouble.PROVIDER_DOWN, reason);
    }
  }
}
