package de.landbruecke.server.account;

import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.shared.SearchCondition;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The start page of a process without the search is the citizen's own. */
@Hidden
@RestController
@ConditionalOnIdentity
@Conditional(SearchCondition.Off.class)
final class StartController {

  @GetMapping("/")
  ResponseEntity<byte[]> start() {
    return AccountPages.seeOther(URI.create("/konto"));
  }
}
