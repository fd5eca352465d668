package de.landbruecke.server.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Files that browsers and robots look for at fixed addresses. */
@Hidden
@RestController
final class BrowserFileController {

  private static final String FOR_A_DAY = "public, max-age=86400";
  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
  private static final MediaType OPENSEARCH =
      new MediaType("application", "opensearchdescription+xml", StandardCharsets.UTF_8);

  /** A host name or address with an optional port (RFC 9110, section 7.2). */
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?");

  /** The longest short name that OpenSearch 1.1 allows. */
  private static final int SHORT_NAME = 16;

  private final Site site;
  private final Assets assets;
  private final Clock clock;

  BrowserFileController(Pages pages, Assets assets, Clock clock) {
    this.site = pages.site();
    this.assets = assets;
    this.clock = clock;
  }

  /**
   * How a browser searches here from its address bar. Its addresses have to be complete: without a
   * configured one, that of the request is taken, and the answer is for who asked alone, because a
   * request may make up its host.
   */
  @GetMapping("/opensearch.xml")
  ResponseEntity<String> openSearch(HttpServletRequest request) throws XMLStreamException {
    if (!site.search()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    String configured = site.absolute("");
    String base = configured == null ? baseOf(request) : configured;
    if (base == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return ResponseEntity.ok()
        .contentType(OPENSEARCH)
        .header(HttpHeaders.CACHE_CONTROL, configured == null ? "no-store" : FOR_A_DAY)
        .body(openSearch(base));
  }

  private static @Nullable String baseOf(HttpServletRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return host != null && HOST.matcher(host).matches() ? request.getScheme() + "://" + host : null;
  }

  private String openSearch(String base) throws XMLStreamException {
    StringWriter text = new StringWriter();
    XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("OpenSearchDescription");
    xml.writeDefaultNamespace("http://a9.com/-/spec/opensearch/1.1/");
    element(xml, "ShortName", site.name().substring(0, Math.min(SHORT_NAME, site.name().length())));
    element(xml, "LongName", site.name());
    element(xml, "Description", "Leistungen der Verwaltung suchen");
    element(xml, "InputEncoding", "UTF-8");
    element(xml, "Language", "de");
    xml.writeStartElement("Image");
    xml.writeAttribute("type", "image/svg+xml");
    xml.writeCharacters(base + assets.address("favicon.svg"));
    xml.writeEndElement();
    url(xml, "text/html", base + "/suche?q={searchTerms}");
    url(
        xml,
        "application/x-suggestions+json",
        base + "/api/v1/opensearch-suggestions?q={searchTerms}");
    xml.writeEmptyElement("Url");
    xml.writeAttribute("type", "application/opensearchdescription+xml");
    xml.writeAttribute("rel", "self");
    xml.writeAttribute("template", base + "/opensearch.xml");
    xml.writeEndDocument();
    return text.toString();
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private static void url(XMLStreamWriter xml, String type, String template)
      throws XMLStreamException {
    xml.writeEmptyElement("Url");
    xml.writeAttribute("type", type);
    xml.writeAttribute("template", template);
  }

  /** Lists of hits are no content of their own; the entries in them are in the sitemap. */
  @GetMapping("/robots.txt")
  ResponseEntity<String> robots() {
    String sitemap = site.search() ? site.absolute("/sitemap.xml") : null;
    return text(
        """
        User-agent: *
        Disallow: /suche
        Disallow: /ort
        Disallow: /api/
        """
            + (sitemap == null ? "" : "\nSitemap: " + sitemap + "\n"));
  }

  /**
   * Where faults of security are reported (RFC 9116); absent when nobody is named or it expired.
   */
  @GetMapping("/.well-known/security.txt")
  ResponseEntity<String> security() {
    URI contact = site.securityContact();
    Instant expires = site.securityExpires();
    if (contact == null || expires == null || !expires.isAfter(clock.instant())) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return text(
        "Contact: "
            + contact
            + "\nExpires: "
            + expires
            + "\nPreferred-Languages: de, en\n"
            + Optional.ofNullable(site.absolute("/.well-known/security.txt"))
                .map(address -> "Canonical: " + address + "\n")
                .orElse(""));
  }

  private static ResponseEntity<String> text(String body) {
    return ResponseEntity.ok()
        .contentType(TEXT)
        .header(HttpHeaders.CACHE_CONTROL, FOR_A_DAY)
        .body(body);
  }
}
