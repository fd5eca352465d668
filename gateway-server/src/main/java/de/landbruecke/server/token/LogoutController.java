package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.LogoutDeliveries;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.shared.IdentityCookies;
import de.landbruecke.server.token.IdTokenHints.Hint;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Logout that a service asks for (OpenID Connect RP-Initiated Logout 1.0). With an ID token of ours
 * it is done at once; without one the citizen is asked, and nobody is sent anywhere afterwards.
 */
@Hidden
@ConditionalOnIdentity
@RestController
final class LogoutController {

  private final IdTokenHints hints;
  private final Clients clients;
  private final Sessions sessions;
  private final IdentityCookies cookies;
  private final IdentityTransactions transactions;
  private final AuditLog audit;
  private final Notices notices;
  private final Endpoints endpoints;

  LogoutController(
      IdTokenHints hints,
      Clients clients,
      Sessions sessions,
      IdentityCookies cookies,
      IdentityTransactions transactions,
      AuditLog audit,
      Notices notices,
      Endpoints endpoints) {
    this.hints = hints;
    this.clients = clients;
    this.sessions = sessions;
    this.cookies = cookies;
    this.transactions = transactions;
    this.audit = audit;
    this.notices = notices;
    this.endpoints = endpoints;
  }

  @RequestMapping(
      path = Endpoints.LOGOUT,
      method = {RequestMethod.GET, RequestMethod.POST})
  ResponseEntity<byte[]> logout(HttpServletRequest http) {
    try {
      Parameters parameters =
          http.getMethod().equals("POST") ? Parameters.ofForm(http) : Parameters.of(http);
      parameters.requireSingle(java.util.Set.of());
      Optional<Hint> hint = parameters.one("id_token_hint").flatMap(hints::find);
      Optional<RelyingService> service =
          hint.filter(each -> isNamed(each, parameters))
              .flatMap(each -> clients.service(each.client()));
      if (hint.isEmpty() || service.isEmpty()) {
        return notices.confirmLogout(Notices.locale(http));
      }
      Optional<String> target = parameters.one("post_logout_redirect_uri");
      if (target.isPresent() && !service.get().postLogoutRedirectUris().contains(target.get())) {
        throw Refusal.malformed("post_logout_redirect_uri");
      }
      return end(http, hint.get(), service.get(), target.orElse(null), parameters);
    } catch (Refusal refusal) {
      return notices.refused(Notices.locale(http), refusal.code());
    }
  }

  /** The citizen wants it, on our own page. */
  @PostMapping(Endpoints.LOGOUT_CONFIRMED)
  ResponseEntity<byte[]> confirmed(HttpServletRequest http) {
    if (!isFromHere(http)) {
      return notices.confirmLogout(Notices.locale(http));
    }
    Optional<Session> session = cookies.session(http).flatMap(sessions::find);
    String logout = LogoutDeliveries.newName();
    session.ifPresent(each -> end(each, null, logout));
    return loggedOut(http, session, logout);
  }

  /** RP-Initiated Logout, section 2: {@code client_id} must be that of the hint. */
  private static boolean isNamed(Hint hint, Parameters parameters) {
    return parameters.one("client_id").map(hint.client()::equals).orElse(true);
  }

  private ResponseEntity<byte[]> end(
      HttpServletRequest http,
      Hint hint,
      RelyingService service,
      @Nullable String target,
      Parameters parameters) {
    Optional<Session> own = cookies.session(http).flatMap(sessions::find);
    Optional<Session> hinted = sessions.byServiceSid(service.clientId(), hint.sid());
    if (own.isPresent() && !own.map(Session::id).equals(hinted.map(Session::id))) {
      // Somebody else is signed in here by now: the service does not speak for that session.
      return notices.confirmLogout(Notices.locale(http));
    }
    String logout = LogoutDeliveries.newName();
    hinted.ifPresent(session -> end(session, service.clientId(), logout));
    if (target == null) {
      return loggedOut(http, hinted, logout);
    }
    Map<String, String> state = new LinkedHashMap<>();
    parameters.one("state").ifPresent(value -> state.put("state", value));
    return Notices.redirect(
        target + AuthorizationController.parameters(target.indexOf('?') < 0 ? '?' : '&', state),
        cookies.clearSession().toString());
  }

  /** The room {@code account} shows who has confirmed it. */
  private ResponseEntity<byte[]> loggedOut(
      HttpServletRequest http, Optional<Session> session, String logout) {
    Map<String, String> members = new LinkedHashMap<>();
    session.ifPresent(each -> members.put("portal", each.issuer()));
    members.put("sprache", Notices.language(Notices.locale(http)));
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(
            HttpHeaders.LOCATION,
            endpoints.address(Endpoints.LOGGED_OUT)
                + AuthorizationController.parameters('?', members))
        .header(HttpHeaders.SET_COOKIE, cookies.clearSession().toString())
        .header(HttpHeaders.SET_COOKIE, cookies.setLogout(logout).toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private void end(Session session, @Nullable String client, String logout) {
    transactions.run(() -> {
      sessions.end(session.id(), logout);
      audit.append(
          AuditEvent.audit("session.ended", client == null ? "citizen" : "service")
              .citizen(session.citizen())
              .client(client)
              .build());
    });
  }

  /** Not a form of another site, whatever cookies its browser sends along. */
  private boolean isFromHere(HttpServletRequest http) {
    String origin = http.getHeader(HttpHeaders.ORIGIN);
    String site = http.getHeader("Sec-Fetch-Site");
    URI own = endpoints.address("");
    String ownOrigin =
        own.getScheme() + "://" + own.getHost() + (own.getPort() < 0 ? "" : ":" + own.getPort());
    return (origin == null || origin.equals(ownOrigin))
        && (site == null || site.equals("same-origin") || site.equals("none"));
  }
}
