package de.landbruecke.server.web;

import de.landbruecke.server.shared.StatisticsProperties;
import de.landbruecke.server.shared.WebProperties.State;
import de.landbruecke.server.web.OperatorTexts.Kind;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The pages that the law asks for. */
@Hidden
@RestController
final class LegalPageController {

  private final Pages pages;
  private final OperatorTexts texts;
  private final StatisticsProperties statistics;

  LegalPageController(Pages pages, OperatorTexts texts, StatisticsProperties statistics) {
    this.pages = pages;
    this.texts = texts;
    this.statistics = statistics;
  }

  /**
   * What the templates show.
   *
   * @param html the operator's own text; null where the shipped one holds
   */
  record LegalModel(Site site, @Nullable String html, StatisticsProperties statistics) {

    boolean isUnder(String state) {
      return site.states().contains(State.valueOf(state));
    }

    /** Whether texts exist that BITV 2.0, section 4, asks for. */
    boolean isExplainedSimply() {
      return site.easyLanguageUrl() != null && site.signLanguageUrl() != null;
    }

    /** A contact as people read it. */
    static String shown(URI address) {
      return "mailto".equals(address.getScheme())
          ? address.getSchemeSpecificPart()
          : address.toString();
    }
  }

  @GetMapping("/barrierefreiheit")
  ResponseEntity<byte[]> accessibility() {
    return page("Erklärung zur Barrierefreiheit", Kind.BARRIEREFREIHEIT);
  }

  @GetMapping("/impressum")
  ResponseEntity<byte[]> imprint() {
    return page("Impressum", Kind.IMPRESSUM);
  }

  @GetMapping("/datenschutz")
  ResponseEntity<byte[]> privacy() {
    return page("Datenschutz", Kind.DATENSCHUTZ);
  }

  private ResponseEntity<byte[]> page(String title, Kind kind) {
    String name = kind.file().replace(".html", "");
    return pages.ok(
        Page.of(title).canonical("/" + name).build(),
        "web/" + name + ".jte",
        new LegalModel(pages.site(), texts.html(kind), statistics));
  }
}
