package de.landbruecke.server.web;

import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.EntryTitle;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.EntityTag;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;

/**
 * All pages of the site for robots: one file, or, beyond what one may hold, a file that lists the
 * others. Absent without a configured base address, because it may name complete addresses only.
 */
@Hidden
@ConditionalOnSearch
@RestController
final class SitemapController {

  /** What one file may hold by the protocol of sitemaps.org. */
  static final int MAX_ADDRESSES = 50_000;

  private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
  private static final String CACHE_CONTROL = "public, max-age=3600";
  private static final List<String> PAGES =
      List.of("/", "/themen", "/a-z", "/api", "/barrierefreiheit", "/impressum", "/datenschutz");

  private final Site site;
  private final CatalogSearch search;
  private final int most;
  private volatile @Nullable Known known;

  @Autowired
  SitemapController(Pages pages, CatalogSearch search) {
    this(pages.site(), search, MAX_ADDRESSES);
  }

  SitemapController(Site site, CatalogSearch search, int most) {
    this.site = site;
    this.search = search;
    this.most = most;
  }

  /** What is the same as long as the generation is. */
  private record Known(String generation, List<String> paths) {}

  @GetMapping("/sitemap.xml")
  ResponseEntity<byte[]> sitemap() throws XMLStreamException {
    List<String> paths = paths();
    if (paths.size() <= most) {
      return answer("urlset", "url", paths);
    }
    List<String> parts = new ArrayList<>();
    for (int part = 1; (part - 1) * (long) most < paths.size(); part++) {
      parts.add("/sitemap-" + part + ".xml");
    }
    return answer("sitemapindex", "sitemap", parts);
  }

  @GetMapping("/sitemap-{part:[1-9][0-9]{0,3}}.xml")
  ResponseEntity<byte[]> part(@PathVariable int part) throws XMLStreamException {
    List<String> paths = paths();
    long from = (part - 1) * (long) most;
    if (paths.size() <= most || from >= paths.size()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return answer(
        "urlset", "url", paths.subList((int) from, (int) Math.min(from + most, paths.size())));
  }

  private List<String> paths() {
    if (site.absolute("") == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    String generation = search.generation();
    Known before = known;
    if (before != null && before.generation().equals(generation)) {
      return before.paths();
    }
    List<String> paths = new ArrayList<>(PAGES);
    for (EntryTitle entry : search.entries()) {
      paths.add("/leistung/" + UriUtils.encodePathSegment(entry.id(), StandardCharsets.UTF_8));
    }
    known = new Known(generation, List.copyOf(paths));
    return paths;
  }

  private ResponseEntity<byte[]> answer(String root, String element, List<String> paths)
      throws XMLStreamException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(bytes, "UTF-8");
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement(root);
    xml.writeDefaultNamespace(NAMESPACE);
    for (String path : paths) {
      xml.writeStartElement(element);
      xml.writeStartElement("loc");
      xml.writeCharacters(Objects.requireNonNull(site.absolute(path)));
      xml.writeEndElement();
      xml.writeEndElement();
    }
    xml.writeEndDocument();
    xml.close();
    byte[] body = bytes.toByteArray();
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_XML)
        .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
        .eTag("W/" + EntityTag.of(body))
        .body(body);
  }
}
