package de.landbruecke.server.account;

import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Registry;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells an identity provider what the gateway is to it. */
@Hidden
@RestController
@ConditionalOnIdentity
final class SamlMetadataController {

  private static final MediaType METADATA = new MediaType("application", "samlmetadata+xml");

  private final Registry registry;
  private final SamlHome saml;

  SamlMetadataController(Registry registry, SamlHome saml) {
    this.registry = registry;
    this.saml = saml;
  }

  @GetMapping("/saml2/metadata/{issuer}")
  ResponseEntity<byte[]> describe(@PathVariable("issuer") String id) {
    Optional<HomeIssuer> issuer =
        registry.current().issuer(id).filter(each -> each.protocol() == Protocol.SAML);
    if (issuer.isEmpty()) {
      return ResponseEntity.notFound().header("Cache-Control", "no-store").build();
    }
    try {
      return ResponseEntity.ok()
          .contentType(METADATA)
          .header("Cache-Control", "no-store")
          .body(saml.describe(issuer.get()).getBytes(StandardCharsets.UTF_8));
    } catch (TroubleException e) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .header("Cache-Control", "no-store")
          .build();
    }
  }
}
