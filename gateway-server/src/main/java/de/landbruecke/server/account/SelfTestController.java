package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.AuditEvent.Log;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.HomeTrust;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SelfTests;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.Transactions;
import de.landbruecke.server.shared.IdentityCookies;
import de.landbruecke.trust.LevelMap;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For those who connect a service or a portal: what the gateway saw of the sign-ins of their own
 * browser, and wrong answers to order. Only on systems for tests.
 */
@Hidden
@RestController
@ConditionalOnIdentity
@ConditionalOnBooleanProperty("landbruecke.identity.self-test")
final class SelfTestController {

  private static final String PATH = "/konto/selbsttest";
  private static final String PURPOSE = "selbsttest";
  private static final int MOST_TRANSACTIONS = 50;
  private static final int MOST_EVENTS = 2_000;

  private final SelfTests tests;
  private final Registry registry;
  private final HomeTrust homes;
  private final Transactions transactions;
  private final Sessions sessions;
  private final AuditLog audit;
  private final AccountPages pages;
  private final IdentityCookies cookies;
  private final Clock clock;

  SelfTestController(
      SelfTests tests,
      Registry registry,
      HomeTrust homes,
      Transactions transactions,
      Sessions sessions,
      AuditLog audit,
      AccountPages pages,
      IdentityCookies cookies,
      Clock clock) {
    this.tests = tests;
    this.registry = registry;
    this.homes = homes;
    this.transactions = transactions;
    this.sessions = sessions;
    this.audit = audit;
    this.pages = pages;
    this.cookies = cookies;
    this.clock = clock;
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = Visit.of(request, response, cookies, sessions);
    String browser = visit.browser();
    if (browser == null) {
      browser = Transactions.newBrowser();
      visit.add(cookies.setBrowser(browser));
    }
    RegistrySnapshot snapshot = registry.current();
    Optional<RelyingService> service = service(visit);
    Optional<HomeIssuer> issuer = issuer(visit);
    SelfTestModel model =
        new SelfTestModel(
            visit.language(),
            FormTokens.make(browser, PURPOSE),
            snapshot.services().values().stream()
                .map(each -> new SelfTestModel.Choice(each.clientId(), each.name()))
                .sorted()
                .toList(),
            snapshot.issuers().values().stream()
                .map(each -> new SelfTestModel.Choice(each.id(), each.label()))
                .sorted()
                .toList(),
            service.map(RelyingService::clientId).orElse(null),
            issuer.map(HomeIssuer::id).orElse(null),
            checks(visit.language(), browser, service, issuer),
            issuer.map(SelfTestController::levels).orElse(List.of()));
    return pages.show(
        response,
        HttpStatus.OK,
        visit.language(),
        model.title(),
        "selftest",
        model,
        // The buttons lead straight to the portal.
        SignInController.homes(issuer.orElse(null)));
  }

  /** The next sign-in of this browser at this service is answered wrongly. */
  @PostMapping(PATH + "/fehler")
  ResponseEntity<byte[]> order(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = Visit.of(request, response, cookies, sessions);
    Optional<SelfTests.Fault> fault =
        Arrays.stream(SelfTests.Fault.values())
            .filter(each -> each.name().equals(visit.value("fehler")))
            .findFirst();
    Optional<RelyingService> service = service(visit);
    if (!visit.isOwnForm(visit.browser(), PURPOSE) || fault.isEmpty() || service.isEmpty()) {
      return refused(visit);
    }
    tests.order(Objects.requireNonNull(visit.browser()), service.get().clientId(), fault.get());
    return AccountPages.seeOther(address("dienst", service.get().clientId(), visit.language()));
  }

  /** Signs in at a portal, on the level that is to be tried. */
  @PostMapping(PATH + "/anmelden")
  ResponseEntity<byte[]> signIn(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = Visit.of(request, response, cookies, sessions);
    Optional<HomeIssuer> issuer = issuer(visit);
    Optional<AssuranceLevel> level =
        issuer.flatMap(each ->
            levels(each).stream()
                .filter(one -> one.label().equals(visit.value("niveau")))
                .findFirst());
    if (!visit.isOwnForm(visit.browser(), PURPOSE) || level.isEmpty()) {
      return refused(visit);
    }
    String id = issuer.orElseThrow().id();
    Transaction transaction =
        transactions.create(
            new AuthorizationRequest(
                Demand.OWN_CLIENT,
                address("portal", id, visit.language()).toString(),
                null,
                Set.of(),
                null,
                LevelMap.acr(level.get()).stream().toList(),
                null,
                Set.of("login"),
                List.of(visit.language().tag()),
                null,
                null,
                null,
                List.of(),
                null,
                id,
                null),
            Objects.requireNonNull(visit.browser()));
    return AccountPages.seeOther(
        URI.create(
            AccountPages.withLanguage("/konto/anmelden/" + transaction.id(), visit.language())));
  }

  private List<SelfTestModel.Check> checks(
      Language say, String browser, Optional<RelyingService> service, Optional<HomeIssuer> issuer) {
    if (service.isEmpty() && issuer.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    List<Transaction> own = transactions.ofBrowser(browser, MOST_TRANSACTIONS);
    if (service.isPresent()) {
      String client = service.get().clientId();
      return new ServiceChecks(
              say,
              service.get(),
              own.stream().filter(each -> each.request().clientId().equals(client)).toList(),
              events(now, each -> client.equals(each.clientId())),
              tests.waiting(browser, client).orElse(null),
              now)
          .all();
    }
    String id = issuer.orElseThrow().id();
    return new PortalChecks(
            say,
            issuer.get(),
            homes.metadata(issuer.get()).orElse(null),
            own.stream()
                .filter(each -> each.request().clientId().equals(Demand.OWN_CLIENT))
                .filter(each -> id.equals(each.homeIssuer()))
                .toList(),
            this::levelOf,
            events(now, each -> id.equals(each.details().get("issuer"))))
        .all();
  }

  private @Nullable AssuranceLevel levelOf(Transaction transaction) {
    String session = transaction.session();
    return session == null ? null : sessions.byId(session).map(Session::level).orElse(null);
  }

  /** What the logs say of the time that transactions live, the first first. */
  private List<AuditEntry> events(Instant now, Predicate<AuditEntry> wanted) {
    return Arrays.stream(Log.values())
        .flatMap(log ->
            audit
                .search(
                    log, now.minus(Transactions.LIFETIME), now.plusSeconds(1), null, MOST_EVENTS)
                .stream())
        .filter(wanted)
        .toList();
  }

  private Optional<RelyingService> service(Visit visit) {
    return Optional.ofNullable(visit.value("dienst")).flatMap(registry.current()::service);
  }

  private Optional<HomeIssuer> issuer(Visit visit) {
    return Optional.ofNullable(visit.value("portal")).flatMap(registry.current()::issuer);
  }

  /** Those that its words may mean, the least first. */
  private static List<AssuranceLevel> levels(HomeIssuer issuer) {
    return issuer.levels().keySet().stream()
        .map(issuer::level)
        .filter(level -> level != AssuranceLevel.NONE)
        .distinct()
        .sorted()
        .toList();
  }

  private ResponseEntity<byte[]> refused(Visit visit) {
    return pages.trouble(
        visit.response(),
        visit.language(),
        TroubleModel.of(visit.language(), Trouble.SESSION_EXPIRED, "form_of_another_page"));
  }

  private static URI address(String name, String value, Language language) {
    return URI.create(
        AccountPages.withLanguage(
            PATH + "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8), language));
  }
}
