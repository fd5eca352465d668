package de.landbruecke.server.web;

import de.landbruecke.server.shared.ConditionalOnSearch;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page about the interface for programs. */
@Hidden
@ConditionalOnSearch
@RestController
final class InterfacePageController {

  private static final Page PAGE =
      Page.of("Schnittstelle für Programme")
          .canonical("/api")
          .description("Wie Programme die Suche abfragen: Adressen, Formate, Grenzen.")
          .build();

  private final Pages pages;

  InterfacePageController(Pages pages) {
    this.pages = pages;
  }

  @GetMapping("/api")
  ResponseEntity<byte[]> page() {
    return pages.ok(PAGE, "web/interface.jte", "");
  }
}
