package de.landbruecke.server.account;

import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.Transactions;
import de.landbruecke.server.shared.IdentityCookies;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in: choose an account, come back from its portal, release data. */
@Hidden
@RestController
@ConditionalOnIdentity
final class SignInController {

  /** What SAML calls its state. */
  private static final String RELAY_STATE = "RelayState";

  /** The pages that a sign-in to the gateway itself may be followed by, by their short names. */
  private static final Map<String, String> OWN_PAGES =
      Map.of(
          "freigaben", "/konto/freigaben",
          "verknuepfungen", "/konto/verknuepfungen",
          "sitzungen", "/konto/sitzungen");

  private final SignIns signIns;
  private final Transactions transactions;
  private final Sessions sessions;
  private final Registry registry;
  private final Citizens citizens;
  private final AccountPages pages;
  private final IdentityCookies cookies;
  private final URI gateway;

  SignInController(
      SignIns signIns,
      Transactions transactions,
      Sessions sessions,
      Registry registry,
      Citizens citizens,
      AccountPages pages,
      IdentityCookies cookies,
      IdentitySettings settings) {
    this.signIns = signIns;
    this.transactions = transactions;
    this.sessions = sessions;
    this.registry = registry;
    this.citizens = citizens;
    this.pages = pages;
    this.cookies = cookies;
    this.gateway = settings.issuer();
  }

  /** A citizen begins to sign in to the gateway itself, or to link another account. */
  @PostMapping("/konto/anmelden")
  ResponseEntity<byte[]> begin(HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    boolean link = "verknuepfen".equals(visit.value("zweck"));
    String site = request.getHeader("Sec-Fetch-Site");
    boolean own =
        link
            ? visit.isOwnForm(visit.cookie(), "verknuepfen")
            : site == null || site.equals("same-origin");
    if (!own) {
      return trouble(visit, Trouble.SESSION_EXPIRED, "form_of_another_page");
    }
    String browser = visit.browser();
    if (browser == null) {
      browser = Transactions.newBrowser();
      visit.add(cookies.setBrowser(browser));
    }
    String page = OWN_PAGES.getOrDefault(String.valueOf(visit.value("ziel")), "/konto/freigaben");
    Transaction transaction = signIns.begin(page, link, visit.language(), browser);
    return AccountPages.seeOther(path(transaction, visit.language()));
  }

  @GetMapping("/konto/anmelden/{id}")
  ResponseEntity<byte[]> look(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    Optional<Transaction> found = transactions.find(id, visit.browser());
    if (found.isEmpty()) {
      return trouble(visit, Trouble.SESSION_EXPIRED, "transaction_unknown");
    }
    Visit wished = wished(visit, found.get());
    return show(wished, signIns.look(found.get(), visit.session(), wished.language()));
  }

  @PostMapping("/konto/anmelden/{id}/konto")
  ResponseEntity<byte[]> choose(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    return ofForm(
        id,
        request,
        response,
        (visit, transaction) -> {
          String issuer = String.valueOf(visit.value("konto"));
          Step step = signIns.choose(transaction, visit.session(), issuer, visit.language());
          if (step instanceof Step.Leave) {
            if (visit.value("merken") != null) {
              visit.add(cookies.setAccount(issuer));
            } else if (cookies.account(request).isPresent()) {
              visit.add(cookies.clearAccount());
            }
          }
          return step;
        });
  }

  @GetMapping("/login/oauth2/code/{issuer}")
  ResponseEntity<byte[]> arrive(
      @PathVariable String issuer, HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    Map<String, List<String>> answer = new LinkedHashMap<>();
    request.getParameterMap().forEach((name, values) -> answer.put(name, Arrays.asList(values)));
    return arrive(visit, issuer, answer);
  }

  /**
   * An identity provider's form, with which browsers send no cookie that is {@code SameSite=Lax}:
   * kept, and asked for by the browser itself.
   */
  @PostMapping("/login/saml2/sso/{issuer}")
  ResponseEntity<byte[]> keep(
      @PathVariable String issuer, HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    String state = visit.value(RELAY_STATE);
    String message = visit.value("SAMLResponse");
    if (state == null
        || message == null
        || message.length() > SamlAnswer.LONGEST
        || !signIns.keep(issuer, state, message)) {
      return trouble(visit, Trouble.SESSION_EXPIRED, "answer_to_nothing");
    }
    return AccountPages.seeOther(
        URI.create(
            "/login/saml2/sso/"
                + issuer
                + "?"
                + RELAY_STATE
                + "="
                + URLEncoder.encode(state, StandardCharsets.UTF_8)));
  }

  @GetMapping("/login/saml2/sso/{issuer}")
  ResponseEntity<byte[]> arriveWithCookies(
      @PathVariable String issuer, HttpServletRequest request, HttpServletResponse response) {
    Visit visit = visit(request, response);
    String state = visit.value(RELAY_STATE);
    return arrive(visit, issuer, Map.of("state", state == null ? List.of() : List.of(state)));
  }

  private ResponseEntity<byte[]> arrive(
      Visit visit, String issuer, Map<String, List<String>> answer) {
    SignIns.Arrival arrival = signIns.arrive(issuer, answer, visit.browser(), visit.session());
    Session session = visit.session();
    if (arrival.session() != null) {
      visit.add(cookies.setSession(arrival.session().cookieValue()));
      session = arrival.session().session();
    }
    Visit now =
        new Visit(
            visit.request(),
            visit.response(),
            arrival.language(),
            visit.browser(),
            visit.cookie(),
            session);
    // Out of the address with the code, which must not stay in the history.
    return switch (arrival.step()) {
      case Step.Ask ask -> AccountPages.seeOther(path(ask.transaction(), now.language()));
      case Step.Choose choose -> AccountPages.seeOther(path(choose.transaction(), now.language()));
      case Step.Confirm confirm ->
          AccountPages.seeOther(path(confirm.transaction(), now.language()));
      default -> show(now, arrival.step());
    };
  }

  @PostMapping("/konto/anmelden/{id}/freigabe")
  ResponseEntity<byte[]> release(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    return ofForm(
        id,
        request,
        response,
        (visit, transaction) ->
            "freigeben".equals(visit.value("entscheidung"))
                ? signIns.release(
                    transaction,
                    visit.session(),
                    visit.values("angabe"),
                    visit.value("merken") != null,
                    visit.value("portale") != null)
                : signIns.refuse(transaction, visit.session()));
  }

  @PostMapping("/konto/anmelden/{id}/verknuepfung")
  ResponseEntity<byte[]> link(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    return ofForm(
        id,
        request,
        response,
        (visit, transaction) -> {
          if (!"verknuepfen".equals(visit.value("entscheidung"))) {
            return signIns.cancel(transaction, Trouble.USER_CANCELLED);
          }
          SignIns.Arrival done = signIns.link(transaction, visit.session(), visit.language());
          if (done.session() != null) {
            visit.add(cookies.setSession(done.session().cookieValue()));
          }
          return done.step();
        });
  }

  @PostMapping("/konto/anmelden/{id}/abbrechen")
  ResponseEntity<byte[]> cancel(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
    return ofForm(
        id,
        request,
        response,
        (visit, transaction) ->
            signIns.cancel(
                transaction,
                Arrays.stream(Trouble.values())
                    .filter(each -> each.code().equals(visit.value("grund")))
                    .findFirst()
                    .orElse(Trouble.USER_CANCELLED)));
  }

  /** What a form of a sign-in does, if the browser got it from us for this sign-in. */
  private ResponseEntity<byte[]> ofForm(
      String id,
      HttpServletRequest request,
      HttpServletResponse response,
      BiFunction<Visit, Transaction, Step> act) {
    Visit visit = visit(request, response);
    return (visit.isOwnForm(visit.browser(), id)
            ? transactions.find(id, visit.browser())
            : Optional.<Transaction>empty())
        .map(transaction -> show(visit, act.apply(visit, transaction)))
        .orElseGet(() -> trouble(visit, Trouble.SESSION_EXPIRED, "form_of_another_page"));
  }

  private ResponseEntity<byte[]> show(Visit visit, Step step) {
    return switch (step) {
      case Step.Leave leave ->
          leave.form().isEmpty()
              ? AccountPages.seeOther(leave.address())
              : pages.leave(visit.response(), LeaveModel.of(visit.language(), leave));
      case Step.Answered answered -> AccountPages.seeOther(onward(visit, answered.transaction()));
      case Step.Choose choose -> choose(visit, choose);
      case Step.Ask ask -> ask(visit, ask);
      case Step.Confirm confirm -> confirm(visit, confirm);
      case Step.Failed failed -> failed(visit, failed);
    };
  }

  /** Where a transaction leads that has its end. */
  private URI onward(Visit visit, Transaction transaction) {
    if (SignIns.isOwn(transaction)) {
      signIns.close(transaction);
      String done =
          SignIns.isLinking(transaction)
              ? transaction.error() == null ? "?erledigt=verknuepft" : "?erledigt=nicht-verknuepft"
              : "";
      return URI.create(
          AccountPages.withLanguage(
              transaction.request().redirectUri() + done, wished(visit, transaction).language()));
    }
    return URI.create(gateway + "/oauth2/authorize/resume?transaction=" + transaction.id());
  }

  private ResponseEntity<byte[]> choose(Visit visit, Step.Choose step) {
    ChooseModel model =
        ChooseModel.of(
            visit.language(),
            step,
            cookies.account(visit.request()).orElse(null),
            token(visit, step.transaction()));
    List<URI> next =
        step.options().stream()
            .filter(AccountOption::isChoosable)
            .flatMap(option -> homes(option.issuer()).stream())
            .toList();
    return page(visit, model.title(), "choose", model, withService(next, step.transaction()));
  }

  private ResponseEntity<byte[]> ask(Visit visit, Step.Ask step) {
    keepAwake(visit, step.session(), step.transaction());
    ReleaseModel model =
        ReleaseModel.of(
            visit.language(),
            step,
            KontoModels.leaving(
                visit.language(),
                citizens.links(step.session().citizen()),
                id -> Shown.issuer(registry.current(), id)),
            token(visit, step.transaction()));
    return page(visit, model.title(), "release", model, withService(List.of(), step.transaction()));
  }

  private ResponseEntity<byte[]> confirm(Visit visit, Step.Confirm step) {
    keepAwake(visit, step.session(), step.transaction());
    ConfirmModel model =
        ConfirmModel.of(
            visit.language(), step, registry.current(), token(visit, step.transaction()));
    return page(visit, model.title(), "confirm", model, AccountPages.nowhere());
  }

  /** Whoever looks at a page that asks something uses the session, and is warned before its end. */
  private void keepAwake(Visit visit, Session session, Transaction transaction) {
    sessions.touch(session.id());
    pages.warn(visit.response(), session, "/konto/anmelden/" + transaction.id(), visit.language());
  }

  private ResponseEntity<byte[]> page(
      Visit visit, String title, String template, Object model, List<URI> formTargets) {
    return pages.show(
        visit.response(), HttpStatus.OK, visit.language(), title, template, model, formTargets);
  }

  private ResponseEntity<byte[]> failed(Visit visit, Step.Failed step) {
    Transaction transaction = step.transaction();
    TroubleModel.Builder builder =
        TroubleModel.of(visit.language(), step.trouble(), step.reason())
            .issuer(step.issuer())
            .retry(step.retry());
    if (transaction != null) {
      builder
          .in(transaction, service(transaction), token(visit, transaction))
          .formTargets(withService(homes(step.issuer()), transaction));
    }
    return pages.trouble(visit.response(), visit.language(), builder);
  }

  private ResponseEntity<byte[]> trouble(Visit visit, Trouble trouble, String reason) {
    return pages.trouble(
        visit.response(), visit.language(), TroubleModel.of(visit.language(), trouble, reason));
  }

  /** Where forms lead to through a redirect; to SAML leads a page of its own. */
  static List<URI> homes(@Nullable HomeIssuer issuer) {
    return issuer == null || issuer.protocol() != Protocol.OIDC
        ? List.of()
        : List.of(URI.create(issuer.issuerUri()));
  }

  /** Also back to the service, to which a refusal leads. */
  private static List<URI> withService(List<URI> targets, Transaction transaction) {
    return SignIns.isOwn(transaction)
        ? targets
        : Stream.concat(
                targets.stream(), Stream.of(URI.create(transaction.request().redirectUri())))
            .toList();
  }

  private @Nullable RelyingService service(Transaction transaction) {
    return registry.current().service(transaction.request().clientId()).orElse(null);
  }

  private static String token(Visit visit, Transaction transaction) {
    String browser = visit.browser();
    return browser == null ? "" : FormTokens.make(browser, transaction.id());
  }

  private Visit visit(HttpServletRequest request, HttpServletResponse response) {
    return Visit.of(request, response, cookies, sessions);
  }

  /** In the language that the address asks for, or else the service's request. */
  private static Visit wished(Visit visit, Transaction transaction) {
    return visit.in(
        Language.choose(
            visit.request().getParameter(Language.PARAMETER), transaction.request().uiLocales()));
  }

  private static URI path(Transaction transaction, Language language) {
    return URI.create(AccountPages.withLanguage("/konto/anmelden/" + transaction.id(), language));
  }
}
