package de.landbruecke.server.account;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.DatabaseFailures;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.OneUse;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.VerifiedToken;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes the word of home portals that a citizen signed out there (OpenID Connect Back-Channel
 * Logout 1.0), and ends what hangs on it.
 */
@Hidden
@RestController
@ConditionalOnIdentity
final class HomeLogoutController {

  private static final Logger LOG = LoggerFactory.getLogger(HomeLogoutController.class);
  private static final String REFUSED = "{\"error\":\"invalid_request\"}";

  private final Registry registry;
  private final TokenVerifier verifier;
  private final OneUse uses;
  private final Citizens citizens;
  private final Sessions sessions;
  private final AuditLog audit;
  private final IdentityTransactions commits;

  HomeLogoutController(
      Registry registry,
      TokenVerifier homeVerifier,
      OneUse uses,
      Citizens citizens,
      Sessions sessions,
      AuditLog audit,
      IdentityTransactions commits) {
    this.registry = registry;
    this.verifier = homeVerifier;
    this.uses = uses;
    this.citizens = citizens;
    this.sessions = sessions;
    this.audit = audit;
    this.commits = commits;
  }

  @PostMapping(
      path = "/logout/connect/back-channel/{issuer}",
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ResponseEntity<String> logout(
      @PathVariable("issuer") String issuerId,
      @RequestParam(name = "logout_token", required = false) @Nullable String token) {
    Optional<HomeIssuer> issuer = registry.current().issuer(issuerId);
    if (issuer.isEmpty() || token == null) {
      return answer(HttpStatus.BAD_REQUEST, REFUSED);
    }
    try {
      VerifiedToken verified =
          verifier.logoutToken(token, issuer.get().issuerUri(), issuer.get().clientId());
      boolean first = commits.call(() -> end(issuer.get(), verified));
      return first ? answer(HttpStatus.OK, "") : answer(HttpStatus.BAD_REQUEST, REFUSED);
    } catch (TokenRejectedException e) {
      audit.append(
          AuditEvent.security("home-logout", e.reason().name().toLowerCase(Locale.ROOT))
              .detail("issuer", issuerId)
              .build());
      return answer(HttpStatus.BAD_REQUEST, REFUSED);
    }
  }

  /** The portal is to send it again: nothing of it was done. */
  @ExceptionHandler(RuntimeException.class)
  ResponseEntity<String> failed(RuntimeException failure) {
    if (!DatabaseFailures.isAway(failure)) {
      throw failure;
    }
    LOG.warn("a logout of a portal failed: {}", failure.getClass().getName());
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.RETRY_AFTER, DatabaseFailures.RETRY_AFTER)
        .body("{\"error\":\"temporarily_unavailable\"}");
  }

  private boolean end(HomeIssuer issuer, VerifiedToken token) {
    if (!uses.use(
        "logout-token",
        OneUse.key(issuer.id(), token.replayKey()),
        token.expiresAt().plusSeconds(60),
        1)) {
      return false;
    }
    Optional<String> session = token.string("sid");
    int ended =
        session.isPresent()
            ? sessions.endOfHomeSession(issuer.id(), session.get())
            : citizens
                .find(issuer.id(), token.subject())
                .map(citizen -> sessions.endOfHomeAccount(citizen, issuer.id()))
                .orElse(0);
    audit.append(
        AuditEvent.audit("home-logout", "ok")
            .detail("issuer", issuer.id())
            .detail("sessions", Integer.toString(ended))
            .build());
    return true;
  }

  private static ResponseEntity<String> answer(HttpStatus status, String body) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .body(body);
  }
}
