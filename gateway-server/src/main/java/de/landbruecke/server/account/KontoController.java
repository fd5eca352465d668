package de.landbruecke.server.account;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.Link;
import de.landbruecke.server.identity.LogoutDeliveries;
import de.landbruecke.server.identity.LogoutState;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.shared.IdentityCookies;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The citizen's own view: releases, linked accounts, sessions, logout, deletion. */
@Hidden
@RestController
@ConditionalOnIdentity
final class KontoController {

  /** What the forms of these pages are for; their tokens are bound to the session's cookie. */
  private static final String PURPOSE = "konto";

  private static final String RELEASES = "/konto/freigaben";
  private static final String LINKS = "/konto/verknuepfungen";
  private static final String SESSIONS = "/konto/sitzungen";
  private static final String LOGGED_OUT = "/konto/abgemeldet";

  /** How long the page after a logout waits for the services. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Sessions sessions;
  private final LogoutDeliveries logouts;
  private final Consents consents;
  private final Citizens citizens;
  private final Registry registry;
  private final AuditLog audit;
  private final IdentityTransactions commits;
  private final AccountPages pages;
  private final IdentityCookies cookies;
  private final Clock clock;

  KontoController(
      Sessions sessions,
      LogoutDeliveries logouts,
      Consents consents,
      Citizens citizens,
      Registry registry,
      AuditLog audit,
      IdentityTransactions commits,
      AccountPages pages,
      IdentityCookies cookies,
      Clock clock) {
    this.sessions = sessions;
    this.logouts = logouts;
    this.consents = consents;
    this.citizens = citizens;
    this.registry = registry;
    this.audit = audit;
    this.commits = commits;
    this.pages = pages;
    this.cookies = cookies;
    this.clock = clock;
  }

  @GetMapping("/konto")
  ResponseEntity<byte[]> start(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    return AccountPages.seeOther(URI.create(AccountPages.withLanguage(RELEASES, visit.language())));
  }

  @GetMapping(RELEASES)
  ResponseEntity<byte[]> releases(HttpServletRequest request, HttpServletResponse response) {
    return page(
        visit(request, response),
        RELEASES,
        "releases",
        head ->
            new KontoModels.Releases(
                head,
                consents.history(head.session().citizen(), head.session().level()).stream()
                    .map(consent -> row(head.say(), consent))
                    .toList()));
  }

  @PostMapping(RELEASES + "/{id}/widerrufen")
  ResponseEntity<byte[]> withdraw(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    return act(
        visit(request, response),
        RELEASES,
        (visit, session) ->
            commits.call(() -> {
              Optional<Consent> chosen =
                  consents.byId(id).filter(each -> consents.withdraw(session.citizen(), id));
              if (chosen.isEmpty()) {
                return "unveraendert";
              }
              String client = chosen.get().clientId();
              // Whoever withdraws means the service, not the one of several times it was asked.
              consents
                  .find(session.citizen(), client)
                  .forEach(other -> consents.withdraw(session.citizen(), other.id()));
              audit.append(
                  AuditEvent.audit("consent-withdrawn", "ok")
                      .citizen(session.citizen())
                      .client(client)
                      .build());
              return "widerrufen";
            }));
  }

  /** Everything that the page of releases shows, to be kept. */
  @GetMapping(RELEASES + ".json")
  ResponseEntity<byte[]> json(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    Session session = visit.session();
    return session == null
        ? enter(visit, RELEASES)
        : download(
            "freigaben.json",
            MediaType.APPLICATION_JSON,
            consents.export(session.citizen(), session.level()));
  }

  /** The same for a spreadsheet. */
  @GetMapping(RELEASES + ".csv")
  ResponseEntity<byte[]> csv(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    Session session = visit.session();
    if (session == null) {
      return enter(visit, RELEASES);
    }
    List<List<String>> lines = new ArrayList<>();
    Language say = visit.language();
    lines.add(
        List.of(
            say.of("Zeit", "Time"),
            say.of("Dienst", "Service"),
            say.of("Zweck", "Purpose"),
            say.of("Angaben", "Details"),
            say.of("Vertrauensniveau", "Level of assurance"),
            say.of("Stand", "State")));
    for (Consent consent : consents.history(session.citizen(), session.level())) {
      KontoModels.ReleaseRow row = row(say, consent);
      lines.add(
          List.of(
              consent.decidedAt().toString(),
              row.service(),
              row.purpose(),
              row.attributes(),
              row.level(),
              row.state()));
    }
    return download("freigaben.csv", new MediaType("text", "csv"), Csv.of(lines));
  }

  @GetMapping(LINKS)
  ResponseEntity<byte[]> links(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    return page(
        visit,
        LINKS,
        "links",
        head ->
            new KontoModels.Links(
                head,
                citizens.links(head.session().citizen()).stream()
                    .map(link ->
                        KontoModels.LinkRow.of(
                            head.say(), link, Shown.issuer(registry.current(), link.issuer())))
                    .toList(),
                citizens
                    .ceiling(head.session().citizen())
                    .map(most -> Shown.level(most.level(), head.say()))
                    .orElse(null),
                visit.cookie() == null ? "" : FormTokens.make(visit.cookie(), "verknuepfen")));
  }

  @PostMapping(LINKS + "/{id}/aufheben")
  ResponseEntity<byte[]> unlink(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    return act(
        visit(request, response),
        LINKS,
        (visit, session) ->
            commits.call(() -> {
              List<Link> links = citizens.links(session.citizen());
              Optional<Link> chosen =
                  links.stream().filter(link -> link.id().equals(id)).findFirst();
              // The last one goes with the whole record, which asks more clearly.
              if (links.size() < 2 || chosen.isEmpty()) {
                return "unveraendert";
              }
              audit.append(
                  AuditEvent.audit("account-unlinked", "ok")
                      .citizen(session.citizen())
                      .detail("issuer", chosen.get().issuer())
                      .build());
              return citizens.unlink(session.citizen(), id) ? "aufgehoben" : "unveraendert";
            }));
  }

  @PostMapping("/konto/loeschen")
  ResponseEntity<byte[]> erase(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    if (visit.value("sicher") == null) {
      return act(visit, LINKS, (same, session) -> "nicht-bestaetigt");
    }
    return act(
        visit,
        LINKS,
        (same, session) -> {
          commits.run(() -> {
            // Before it is erased: afterwards nobody would have the random name in the log.
            audit.append(
                AuditEvent.audit("record.erased", "citizen").citizen(session.citizen()).build());
            citizens.erase(session.citizen());
          });
          same.add(cookies.clearSession());
          return "geloescht";
        });
  }

  @GetMapping(SESSIONS)
  ResponseEntity<byte[]> sessions(HttpServletRequest request, HttpServletResponse response) {
    return page(
        visit(request, response),
        SESSIONS,
        "sessions",
        head ->
            new KontoModels.SessionsModel(
                head,
                sessions.ofCitizen(head.session().citizen()).stream()
                    .map(each ->
                        KontoModels.SessionRow.of(
                            head.say(),
                            each,
                            Shown.issuer(registry.current(), each.issuer()),
                            services(each),
                            head.session()))
                    .toList()));
  }

  @PostMapping(SESSIONS + "/{id}/beenden")
  ResponseEntity<byte[]> end(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    return act(
        visit(request, response),
        SESSIONS,
        (visit, session) ->
            commits.call(() -> {
              if (sessions.ofCitizen(session.citizen()).stream()
                      .noneMatch(each -> each.id().equals(id))
                  || !sessions.end(id)) {
                return "unveraendert";
              }
              audit.append(
                  AuditEvent.audit("session.ended", "citizen").citizen(session.citizen()).build());
              return "beendet";
            }));
  }

  @GetMapping("/konto/abmelden")
  ResponseEntity<byte[]> logout(HttpServletRequest request, HttpServletResponse response) {
    return page(
        visit(request, response),
        "/konto/abmelden",
        "logout",
        head ->
            new KontoModels.Logout(
                head,
                new TreeSet<>(services(head.session())),
                sessions.ofCitizen(head.session().citizen()).size() - 1));
  }

  @PostMapping("/konto/abmelden")
  ResponseEntity<byte[]> loggedOut(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    Session session = visit.session();
    if (session == null) {
      visit.add(cookies.clearSession());
      return AccountPages.seeOther(bye(visit.language(), false, null));
    }
    if (!visit.isOwnForm(visit.cookie(), PURPOSE)) {
      return foreign(visit);
    }
    boolean everywhere = "ueberall".equals(visit.value("umfang"));
    String logout = LogoutDeliveries.newName();
    commits.run(() -> {
      for (Session each : everywhere ? sessions.ofCitizen(session.citizen()) : List.of(session)) {
        sessions.end(each.id(), logout);
      }
      audit.append(
          AuditEvent.audit("session.ended", "citizen")
              .citizen(session.citizen())
              .detail("everywhere", Boolean.toString(everywhere))
              .build());
    });
    visit.add(cookies.clearSession());
    visit.add(cookies.setLogout(logout));
    return AccountPages.seeOther(bye(visit.language(), everywhere, session.issuer()));
  }

  private static URI bye(Language language, boolean everywhere, @Nullable String issuer) {
    return URI.create(
        AccountPages.withLanguage(
            LOGGED_OUT
                + "?umfang="
                + (everywhere ? "ueberall" : "hier")
                + (issuer == null ? "" : "&portal=" + issuer),
            language));
  }

  /** Who has confirmed the logout, for ten minutes and for this browser. */
  @GetMapping(LOGGED_OUT)
  ResponseEntity<byte[]> bye(HttpServletRequest request, HttpServletResponse response)
      throws InterruptedException {
    Visit visit = visit(request, response);
    Language say = visit.language();
    boolean everywhere = "ueberall".equals(visit.value("umfang"));
    Optional<HomeIssuer> home =
        Optional.ofNullable(visit.value("portal")).flatMap(registry.current()::issuer);
    KontoModels.Bye model =
        KontoModels.Bye.of(
            say,
            told(cookies.logout(request).orElse("")),
            home.orElse(null),
            everywhere,
            bye(say, everywhere, home.map(HomeIssuer::id).orElse(null)).toString());
    return pages.show(
        visit.response(),
        HttpStatus.OK,
        visit.language(),
        visit.language().of("Sie sind abgemeldet", "You are signed out"),
        "bye",
        model,
        AccountPages.nowhere());
  }

  /** What became of telling each service, the worst first where one was told several times. */
  private Map<String, LogoutState.State> told(String logout) throws InterruptedException {
    List<LogoutState> states = logouts.states(logout);
    // Most services answer at once, and then nobody has to look twice.
    for (int i = 0; i < 10 && states.stream().anyMatch(LogoutState::isWaiting); i++) {
      Thread.sleep(PATIENCE.dividedBy(10));
      states = logouts.states(logout);
    }
    Map<String, LogoutState.State> told = new TreeMap<>();
    for (LogoutState each : states) {
      RelyingService service = registry.current().services().get(each.clientId());
      told.merge(
          service == null ? each.clientId() : Shown.text(service.name()),
          each.state(),
          (one, other) -> one == LogoutState.State.CONFIRMED ? other : one);
    }
    return told;
  }

  /** Comes up by itself before a session ends; does not count as use. */
  @GetMapping("/konto/sitzung")
  ResponseEntity<byte[]> ending(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    Session session = visit.session();
    String back = back(visit.value("zurueck"));
    if (session == null) {
      return enter(visit, RELEASES);
    }
    response.setHeader(
        "Refresh",
        AccountPages.WARNING.toSeconds()
            + 1
            + "; url="
            + AccountPages.withLanguage(RELEASES, visit.language()));
    Language say = visit.language();
    return pages.show(
        response,
        HttpStatus.OK,
        say,
        say.of("Ihre Sitzung endet bald", "Your session is about to end"),
        "ending",
        new KontoModels.Ending(
            say,
            back,
            Shown.clock(AccountPages.end(session, session.lastUsedAt()), say),
            visit.cookie() == null ? "" : FormTokens.make(visit.cookie(), PURPOSE)),
        AccountPages.nowhere());
  }

  @PostMapping("/konto/sitzung")
  ResponseEntity<byte[]> extend(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    Session session = visit.session();
    if (session == null) {
      return enter(visit, RELEASES);
    }
    if (!visit.isOwnForm(visit.cookie(), PURPOSE)) {
      return foreign(visit);
    }
    sessions.touch(session.id());
    return AccountPages.seeOther(
        URI.create(AccountPages.withLanguage(back(visit.value("zurueck")), visit.language())));
  }

  /** Only a page of this room, whatever the address says. */
  private static String back(@Nullable String path) {
    return path != null && path.matches("/konto/[a-z]+(/[A-Za-z0-9_-]{1,64})?") ? path : RELEASES;
  }

  private ResponseEntity<byte[]> page(
      Visit visit,
      String path,
      String template,
      Function<KontoModels.Head, KontoModels.Titled> model) {
    Session session = visit.session();
    if (session == null || !sessions.touch(session.id())) {
      return enter(visit, path);
    }
    Language say = visit.language();
    KontoModels.Head head =
        new KontoModels.Head(
            say,
            path,
            session,
            Shown.issuer(registry.current(), session.issuer()),
            Shown.level(session.level(), say),
            Shown.clock(AccountPages.end(session, clock.instant()), say),
            KontoModels.done(say, visit.value("erledigt")),
            KontoModels.leaving(
                say, citizens.links(session.citizen()), id -> Shown.issuer(registry.current(), id)),
            visit.cookie() == null ? "" : FormTokens.make(visit.cookie(), PURPOSE));
    KontoModels.Titled shown = model.apply(head);
    pages.warn(visit.response(), session, path, say);
    return pages.show(
        visit.response(),
        HttpStatus.OK,
        say,
        shown.title(),
        template,
        shown,
        AccountPages.nowhere());
  }

  /** What a form does; the word for what came of it. */
  @FunctionalInterface
  private interface Act {
    String call(Visit visit, Session session);
  }

  private ResponseEntity<byte[]> act(Visit visit, String path, Act act) {
    Session session = visit.session();
    if (session == null) {
      return enter(visit, path);
    }
    if (!visit.isOwnForm(visit.cookie(), PURPOSE)) {
      return foreign(visit);
    }
    String done = act.call(visit, session);
    return AccountPages.seeOther(
        URI.create(AccountPages.withLanguage(path + "?erledigt=" + done, visit.language())));
  }

  private ResponseEntity<byte[]> foreign(Visit visit) {
    return pages.trouble(
        visit.response(),
        visit.language(),
        TroubleModel.of(visit.language(), Trouble.SESSION_EXPIRED, "form_of_another_page"));
  }

  /** The page of those who are not signed in. */
  private ResponseEntity<byte[]> enter(Visit visit, String path) {
    Language say = visit.language();
    return pages.show(
        visit.response(),
        HttpStatus.OK,
        say,
        say.of("Meine Landbrücke", "My Landbrücke"),
        "enter",
        new KontoModels.Enter(
            say,
            path.substring(path.lastIndexOf('/') + 1),
            KontoModels.done(say, visit.value("erledigt")),
            visit.cookie() != null),
        AccountPages.nowhere());
  }

  private static ResponseEntity<byte[]> download(String name, MediaType type, String text) {
    return ResponseEntity.ok()
        .contentType(new MediaType(type, StandardCharsets.UTF_8))
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .header("Cache-Control", "no-store")
        .body(text.getBytes(StandardCharsets.UTF_8));
  }

  private KontoModels.ReleaseRow row(Language say, Consent consent) {
    RegistrySnapshot current = registry.current();
    return KontoModels.ReleaseRow.of(
        say,
        consent,
        Optional.ofNullable(current.services().get(consent.clientId())).orElse(null),
        clock.instant());
  }

  private Set<String> services(Session session) {
    Set<String> names = new TreeSet<>();
    for (String client : sessions.clients(session)) {
      var service = registry.current().services().get(client);
      names.add(service == null ? client : Shown.text(service.name()));
    }
    return names;
  }

  private Visit visit(HttpServletRequest request, HttpServletResponse response) {
    return Visit.of(request, response, cookies, sessions);
  }
}
