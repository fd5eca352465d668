package de.landbruecke.server.bundid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A BundID of its own: takes signed requests, asks for a name, and answers with that person's data,
 * each of which has a level of its own. What it answers can be changed, and the citizen can cancel.
 */
public final class BundIdSimulator implements AutoCloseable {

  private static final String AKDB = "https://www.akdb.de/request/2018/09";

  private static final Map<String, Person> PERSONS =
      Map.of(
          "anna", new Person("bpk2-of-anna", 1, 1, "Benutzername", "Anna"),
          "clara", new Person("bpk2-of-clara", 3, 3, "Elster", "Clara"),
          "doris", new Person("bpk2-of-doris", 4, 4, "eID", "Doris"),
          "erik", new Person("bpk2-of-erik", 1, 3, "Benutzername", "Erik"),
          "frieda", new Person("bpk2-of-frieda", 1, 3, "Benutzername", "Frieda"));

  private final HttpServer server;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private volatile UnaryOperator<TestAnswer> change = UnaryOperator.identity();
  private volatile @Nullable Document lastRequest;

  /**
   * Somebody.
   *
   * @param usually the level that is proven when no higher one is asked for
   * @param atMost the highest level that can be proven
   */
  private record Person(String bpk2, int usually, int atMost, String means, String givenName) {}

  private record Asked(String consumer, String audience, int level, List<String> attributes) {}

  private BundIdSimulator(HttpServer server) {
    this.server = server;
    server.createContext("/sso", exchange -> handle(exchange, this::ask));
    server.createContext("/login", exchange -> handle(exchange, this::answer));
    server.start();
  }

  /** Starts on a free port. */
  public static BundIdSimulator start() {
    try {
      return new BundIdSimulator(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public String entityId() {
    return origin() + "/idp";
  }

  /** Writes its metadata. */
  public Path writeMetadata(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("bundid.xml"),
        metadata(entityId(), origin() + "/sso", TestKey.PROVIDER, TestKey.PROVIDER_EC));
  }

  /** Metadata of an identity provider. */
  public static String metadata(String entityId, String address, TestKey... keys) {
    StringBuilder text =
        new StringBuilder("<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"")
            .append(" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" entityID=\"")
            .append(entityId)
            .append("\"><md:IDPSSODescriptor protocolSupportEnumeration=\"")
            .append(TestAnswer.PROTOCOL)
            .append("\">");
    for (TestKey key : keys) {
      text.append("<md:KeyDescriptor use=\"signing\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>")
          .append(key.text())
          .append("</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>");
    }
    return text.append(
            "<md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\""
                + " Location=\"")
        .append(address)
        .append("\"/></md:IDPSSODescriptor></md:EntityDescriptor>")
        .toString();
  }

  /** The settings by which a gateway knows it. */
  public Map<String, String> settings(String gateway, Path metadata) {
    Map<String, String> settings = new HashMap<>();
    settings.put("label", "BundID");
    settings.put("protocol", "saml");
    settings.put("issuer-uri", entityId());
    settings.put("network", "private");
    settings.put("ceiling", "high");
    settings.put("client-id", gateway);
    settings.put("key-file", TestKey.GATEWAY.path().toString());
    settings.put("metadata-file", metadata.toString());
    settings.put("online-service-id", "BMI-0001");
    settings.put("display-name", "Landbrücke & Länder");
    settings.put("levels[STORK-QAA-Level-1]", "basic");
    settings.put("levels[STORK-QAA-Level-2]", "low");
    settings.put("levels[STORK-QAA-Level-3]", "substantial");
    settings.put("levels[STORK-QAA-Level-4]", "high");
    settings.put("levels[UNTERGEORDNET]", "basic");
    settings.put("levels[NORMAL]", "low");
    settings.put("levels[SUBSTANTIELL]", "substantial");
    settings.put("levels[HOCH]", "high");
    return settings;
  }

  /** What is done to each answer from now on. */
  public void change(UnaryOperator<TestAnswer> edit) {
    change = edit;
  }

  /** Behaves again. */
  public void heal() {
    change = UnaryOperator.identity();
  }

  /** The last request whose signature was good. */
  public Document lastRequest() {
    return Objects.requireNonNull(lastRequest);
  }

  private interface Page {
    String write(Map<String, String> form) throws IOException;
  }

  private static void handle(HttpExchange exchange, Page page) throws IOException {
    int status = 200;
    String text;
    try {
      text = page.write(form(exchange));
    } catch (RuntimeException e) {
      status = 400;
      text = "<title>BundID</title><h1>Refused</h1><p id=\"refused\">" + e.getMessage();
    }
    byte[] body = ("<!DOCTYPE html><html lang=\"de\">" + text).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    Map<String, String> values = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(
          parts[0], URLDecoder.decode(parts.length < 2 ? "" : parts[1], StandardCharsets.UTF_8));
    }
    return values;
  }

  private String ask(Map<String, String> form) {
    Document request =
        TestAnswer.parse(
            new String(
                Base64.getDecoder().decode(form.get("SAMLRequest")), StandardCharsets.UTF_8));
    checkSignature(request);
    lastRequest = request;
    Element root = request.getDocumentElement();
    NodeList words = request.getElementsByTagNameNS(TestAnswer.ASSERTION, "AuthnContextClassRef");
    int level = 0;
    for (int i = 0; i < words.getLength(); i++) {
      level = Integer.parseInt(words.item(i).getTextContent().replace("STORK-QAA-Level-", ""));
    }
    NodeList attributes = request.getElementsByTagNameNS(AKDB, "RequestedAttribute");
    List<String> names =
        IntStream.range(0, attributes.getLength())
            .mapToObj(i -> ((Element) attributes.item(i)).getAttribute("Name"))
            .toList();
    asked.put(
        root.getAttribute("ID"),
        new Asked(
            root.getAttribute("AssertionConsumerServiceURL"),
            root.getElementsByTagNameNS(TestAnswer.ASSERTION, "Issuer").item(0).getTextContent(),
            level,
            names));
    return "<title>BundID</title><h1>Anmelden</h1><form method=\"post\" action=\"/login\">"
        + hidden("request", root.getAttribute("ID"))
        + hidden("RelayState", form.get("RelayState"))
        + "<label>Name <input id=\"login-username\" name=\"username\"></label>"
        + "<label>Passwort <input id=\"login-password\" name=\"password\"></label>"
        + "<button id=\"login-submit\" name=\"how\" value=\"login\">Anmelden</button>"
        + "<button id=\"login-cancel\" name=\"how\" value=\"cancel\">Abbrechen</button></form>";
  }

  /** SAML 2.0 Bindings, section 3.5.5.2: by the key that the gateway registered. */
  private static void checkSignature(Document request) {
    Element root = request.getDocumentElement();
    root.setIdAttribute("ID", true);
    NodeList found = request.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
    if (found.getLength() != 1 || !root.isSameNode(found.item(0).getParentNode())) {
      throw new IllegalArgumentException("no signature");
    }
    try {
      DOMValidateContext context =
          new DOMValidateContext(TestKey.GATEWAY.certificate().getPublicKey(), found.item(0));
      XMLSignature signature =
          XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
      if (!signature.validate(context)) {
        throw new IllegalArgumentException("signature wrong");
      }
    } catch (MarshalException | XMLSignatureException e) {
      throw new IllegalArgumentException("signature unreadable", e);
    }
  }

  private String answer(Map<String, String> form) {
    String request = Objects.requireNonNull(form.get("request"));
    Asked known = Objects.requireNonNull(asked.remove(request), "request unknown");
    TestAnswer answer =
        new TestAnswer(entityId(), known.consumer(), known.audience(), request, Instant.now());
    if ("cancel".equals(form.get("how"))) {
      answer.with("status", "Responder").with("second-status", "AuthnFailed");
    } else {
      tell(answer, known, Objects.requireNonNull(PERSONS.get(form.get("username"))));
    }
    String message = change.apply(answer).base64();
    return "<title>BundID</title><h1>Weiter</h1><form method=\"post\" action=\""
        + known.consumer()
        + "\">"
        + hidden("SAMLResponse", message)
        + hidden("RelayState", form.get("RelayState"))
        + "<button id=\"continue\">Weiter</button></form>"
        + "<script>document.forms[0].submit()</script>";
  }

  private static void tell(TestAnswer answer, Asked known, Person person) {
    if (person.atMost < known.level) {
      answer.with("status", "Responder").with("second-status", "NoAuthnContext");
      return;
    }
    int level = Math.max(person.usually, known.level);
    answer
        .with("level", "STORK-QAA-Level-" + level)
        .attribute(TestAnswer.BPK2, "bPK2", person.bpk2, "NORMAL");
    String proven = List.of("", "UNTERGEORDNET", "NORMAL", "SUBSTANTIELL", "HOCH").get(level);
    Map<String, String[]> values =
        Map.of(
            "urn:oid:1.3.6.1.4.1.25484.494450.2", new String[] {person.means, "NORMAL"},
            "urn:oid:2.5.4.42", new String[] {person.givenName, proven},
            "urn:oid:2.5.4.4", new String[] {"Muster & Söhne", proven},
            "urn:oid:1.2.40.0.10.2.1.1.55", new String[] {"1980-02-29", proven},
            "urn:oid:2.5.4.16", new String[] {"Weg 1", proven},
            "urn:oid:2.5.4.17", new String[] {"01067", proven},
            "urn:oid:2.5.4.7", new String[] {"Dresden", "UNTERGEORDNET"},
            "urn:oid:0.9.2342.19200300.100.1.3",
                new String[] {person.givenName + "@example.org", "UNTERGEORDNET"});
    known.attributes.forEach(name -> {
      String[] value = values.get(name);
      if (value != null) {
        answer.attribute(name, "x", value[0], value[1]);
      }
    });
    // Sent whether asked for or not: keys that must go nowhere.
    answer
        .attribute("urn:oid:1.2.40.0.10.2.1.1.149", "bPK", "marked-bpk", "HOCH")
        .attribute("urn:oid:1.2.40.0.10.2.1.1.226699", "pseudonym", "marked-pseudonym", "HOCH")
        .attribute("urn:oid:2.5.4.18", "legacyPostkorbHandle", "marked-mailbox", "HOCH");
  }

  private static String hidden(String name, @Nullable String value) {
    return "<input type=\"hidden\" name=\""
        + name
        + "\" value=\""
        + String.valueOf(value).replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;")
        + "\">";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
