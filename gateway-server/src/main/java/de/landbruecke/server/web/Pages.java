package de.landbruecke.server.web;

import de.landbruecke.server.shared.EntityTag;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Renders pages. A template has the two parameters {@code layout}, of type {@link Layout}, and
 * {@code model}, of whatever type it shows, and hands its content to the template {@code
 * web/layout.jte} as {@code main}.
 *
 * <p>Safe to share between threads.
 */
public final class Pages {

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  private static final String BRIEFLY = "public, max-age=60, stale-while-revalidate=300";

  private final TemplateEngine templates;
  private final Site site;
  private final Assets assets;

  Pages(TemplateEngine templates, Site site, Assets assets) {
    this.templates = templates;
    this.site = site;
    this.assets = assets;
  }

  /** What is the same on all pages. */
  public Site site() {
    return site;
  }

  /**
   * A page that is the same for everybody who asks for this address: kept for a minute, then asked
   * for again by its tag, which is made of the bytes. Spring answers 304 where the tag is known.
   *
   * @param template path below {@code src/main/jte}, such as {@code pages/start.jte}
   * @param model what the template gets as {@code model}
   */
  public ResponseEntity<byte[]> ok(Page page, String template, Object model) {
    byte[] body = render(page, template, model);
    return headers(ResponseEntity.ok(), page)
        .header(HttpHeaders.CACHE_CONTROL, BRIEFLY)
        // Weak, so that the container may compress what it sends.
        .eTag("W/" + EntityTag.of(body))
        .body(body);
  }

  /** A page with this status that nobody keeps. */
  public ResponseEntity<byte[]> uncached(
      HttpStatusCode status, Page page, String template, Object model) {
    return headers(ResponseEntity.status(status), page)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(render(page, template, model));
  }

  private static ResponseEntity.BodyBuilder headers(ResponseEntity.BodyBuilder builder, Page page) {
    return builder.contentType(HTML).header(HttpHeaders.CONTENT_LANGUAGE, page.language());
  }

  byte[] render(Page page, String template, Object model) {
    StringOutput output = new StringOutput();
    templates.render(
        template, Map.of("layout", new Layout(site, page, assets), "model", model), output);
    return output.toString().getBytes(StandardCharsets.UTF_8);
  }
}
