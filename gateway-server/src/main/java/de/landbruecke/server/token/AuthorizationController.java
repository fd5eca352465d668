package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.DatabaseFailures;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.OauthError;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SecurityProfile;
import de.landbruecke.server.identity.SelfTests;
import de.landbruecke.server.identity.SelfTests.Fault;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import de.landbruecke.server.identity.Transactions;
import de.landbruecke.server.shared.IdentityCookies;
import de.landbruecke.server.token.AuthorizationRequests.Answer;
import de.landbruecke.server.token.AuthorizationRequests.RefusedRequest;
import de.landbruecke.server.token.AuthorizationRequests.Way;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The authorization endpoint (RFC 6749, section 3.1). It shows nothing but errors: the room {@code
 * account} talks to the citizen and sends the browser back to {@link #resume}.
 */
@Hidden
@ConditionalOnIdentity
@RestController
final class AuthorizationController {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizationController.class);
  private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";

  private final Clients clients;
  private final AuthorizationRequests requests;
  private final Transactions transactions;
  private final Sessions sessions;
  private final Demands demands;
  private final Codes codes;
  private final IdentityCookies cookies;
  private final Endpoints endpoints;
  private final Notices notices;
  private final AuditLog audit;
  private final @Nullable SelfTests selfTests;
  private final IdentityTransactions commits;
  private final Clock clock;

  AuthorizationController(
      Clients clients,
      AuthorizationRequests requests,
      Transactions transactions,
      Sessions sessions,
      Demands demands,
      Codes codes,
      IdentityCookies cookies,
      Endpoints endpoints,
      Notices notices,
      AuditLog audit,
      ObjectProvider<SelfTests> selfTests,
      IdentityTransactions commits,
      Clock clock) {
    this.clients = clients;
    this.requests = requests;
    this.transactions = transactions;
    this.sessions = sessions;
    this.demands = demands;
    this.codes = codes;
    this.cookies = cookies;
    this.endpoints = endpoints;
    this.notices = notices;
    this.audit = audit;
    this.selfTests = selfTests.getIfAvailable();
    this.commits = commits;
    this.clock = clock;
  }

  /** A service sends a citizen. */
  @GetMapping(Endpoints.AUTHORIZE)
  ResponseEntity<byte[]> authorize(HttpServletRequest http) {
    return answering(
        http,
        () -> {
          AuthorizationRequest request = requested(http, Way.ADDRESS);
          return telling(request, () -> begin(http, request));
        });
  }

  /**
   * The same as a form. A form of another site comes without our cookies, so the request is kept
   * and the browser comes back for it by GET.
   */
  @PostMapping(Endpoints.AUTHORIZE)
  ResponseEntity<byte[]> authorizeByForm(HttpServletRequest http) {
    return answering(
        http,
        () -> {
          AuthorizationRequest request = requested(http, Way.BODY);
          return telling(
              request,
              () ->
                  Notices.redirect(
                      endpoints.address(Endpoints.AUTHORIZE)
                          + parameters(
                              '?',
                              Map.of(
                                  "client_id",
                                  request.clientId(),
                                  "request_uri",
                                  transactions.push(request))),
                      null));
        });
  }

  /** The room {@code account} is done with the citizen. */
  @GetMapping(Endpoints.RESUME)
  ResponseEntity<byte[]> resume(HttpServletRequest http) {
    return answering(
        http,
        () -> {
          String id = Parameters.of(http).required("transaction");
          Transaction transaction =
              transactions
                  .find(id, cookies.browser(http).orElse(null))
                  .orElseThrow(() -> Refusal.of("invalid_request", "no such transaction"));
          if (transaction.state() == TransactionState.ISSUED) {
            throw Refusal.of("invalid_request", "answered already");
          }
          if (!transaction.state().isAnswer()) {
            return Notices.redirect(
                endpoints.address(Endpoints.SIGN_IN + transaction.id()).toString(), null);
          }
          return telling(transaction.request(), () -> answer(http, transaction));
        });
  }

  private interface Work {
    ResponseEntity<byte[]> run() throws RefusedRequest;
  }

  private ResponseEntity<byte[]> answering(HttpServletRequest http, Work work) {
    try {
      return work.run();
    } catch (RefusedRequest refused) {
      Answer answer = refused.answer();
      String redirectUri = answer.redirectUri();
      return redirectUri == null
          ? notices.refused(Notices.locale(http), answer.refusal().code())
          : error(redirectUri, answer.state(), answer.refusal().texts());
    } catch (Refusal refusal) {
      return notices.refused(Notices.locale(http), refusal.code());
    }
  }

  /** The service learns that nothing goes on just now (RFC 6749, section 4.1.2.1). */
  private ResponseEntity<byte[]> telling(
      AuthorizationRequest request, Supplier<ResponseEntity<byte[]>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (!DatabaseFailures.isAway(e)) {
        throw e;
      }
      LOG.warn("a service was told to come later: {}", e.getClass().getName());
      return error(request, new OauthError("temporarily_unavailable", null));
    }
  }

  private AuthorizationRequest requested(HttpServletRequest http, Way way) throws RefusedRequest {
    Parameters parameters = way == Way.BODY ? Parameters.ofForm(http) : Parameters.of(http);
    RelyingService service =
        clients
            .service(parameters.required("client_id"))
            .orElseThrow(() -> Refusal.of("invalid_request", "no such client"));
    Optional<String> pushed = parameters.one("request_uri");
    if (pushed.isPresent()) {
      // Never fetched: what others push there is theirs (RFC 9101, section 10.4).
      return Optional.of(pushed.get())
          .filter(uri -> uri.startsWith(PUSHED) && !parameters.has("request"))
          .flatMap(uri -> transactions.takePushed(uri, service.clientId()))
          .orElseThrow(() -> Refusal.of("invalid_request_uri", "no such request"));
    }
    if (service.profile() == SecurityProfile.FAPI2) {
      throw Refusal.of("invalid_request", "the client must push its requests");
    }
    return requests.read(service, parameters, way);
  }

  private ResponseEntity<byte[]> begin(HttpServletRequest http, AuthorizationRequest request) {
    RelyingService service = serviceOf(request);
    if (!demands.isReachable(request)) {
      return error(request, new OauthError("unmet_authentication_requirements", null));
    }
    if (request.prompt().contains("none")) {
      return answerSilently(http, service, request);
    }
    // Who is signed in and has nothing to decide gets no page there either.
    Optional<String> known = cookies.browser(http);
    String browser = known.orElseGet(Transactions::newBrowser);
    Transaction transaction = transactions.create(request, browser);
    return Notices.redirect(
        endpoints.address(Endpoints.SIGN_IN + transaction.id()).toString(),
        known.isPresent() ? null : cookies.setBrowser(browser).toString());
  }

  /** Without any page: a code, or what is lacking (OpenID Connect Core, section 3.1.2.6). */
  private ResponseEntity<byte[]> answerSilently(
      HttpServletRequest http, RelyingService service, AuthorizationRequest request) {
    Session session =
        cookies
            .session(http)
            .flatMap(sessions::find)
            .filter(each -> isOwnerHinted(http, service, each))
            .orElse(null);
    if (session == null) {
      return error(request, new OauthError("login_required", null));
    }
    Optional<Demand> demanded = demands.of(request, session);
    if (demanded.isPresent() && !demanded.get().isRecent(session, clock.instant())) {
      return error(request, new OauthError("login_required", null));
    }
    Optional<Demand> met = demanded.filter(demand -> demand.isProvenBy(session));
    if (met.isEmpty()) {
      return error(request, new OauthError("interaction_required", null));
    }
    Optional<Consent> consent = demands.remembered(met.get(), session);
    if (consent.isEmpty()) {
      return error(request, new OauthError("consent_required", null));
    }
    Set<String> released = met.get().released(consent.get(), session);
    return code(service, request, session, consent.get().id(), released, null, endpoints.issuer());
  }

  /** Whether a hint, where there is one, means who is signed in. */
  private boolean isOwnerHinted(HttpServletRequest http, RelyingService service, Session session) {
    Optional<String> hint = Parameters.of(http).one("id_token_hint");
    return hint.isEmpty() || codes.isOf(hint.get(), service, session);
  }

  private ResponseEntity<byte[]> answer(HttpServletRequest http, Transaction transaction) {
    AuthorizationRequest request = transaction.request();
    RelyingService service = serviceOf(request);
    Session session =
        Optional.ofNullable(transaction.session())
            .flatMap(sessions::byId)
            .filter(each ->
                cookies
                    .session(http)
                    .flatMap(sessions::find)
                    .filter(own -> own.id().equals(each.id()))
                    .isPresent())
            .orElse(null);
    // In one commit with the code: a failure between the two must not use it up.
    return commits.call(() -> answer(transaction, service, session, cookies.browser(http)));
  }

  private ResponseEntity<byte[]> answer(
      Transaction transaction,
      RelyingService service,
      @Nullable Session session,
      Optional<String> browser) {
    AuthorizationRequest request = transaction.request();
    // Used once, whatever the answer: the second of two callers finds nothing to take.
    Transaction taken =
        transactions
            .advance(transaction.issued())
            .orElseThrow(() -> Refusal.of("invalid_request", "answered already"));
    OauthError error = taken.error();
    if (error != null || transaction.state() != TransactionState.RELEASED) {
      OauthError known = error == null ? new OauthError("server_error", null) : error;
      audit.append(
          AuditEvent.audit("code.refused", known.code())
              .client(service.clientId())
              .transaction(transaction.id())
              .build());
      return error(request, known);
    }
    if (session == null || !Demands.isFresh(request, session, transaction.createdAt())) {
      return error(request, new OauthError("login_required", null));
    }
    Optional<Demand> met =
        demands.of(request, session).filter(demand -> demand.isProvenBy(session));
    if (met.isEmpty()) {
      return error(request, new OauthError("unmet_authentication_requirements", null));
    }
    // Not what a rule that was changed meanwhile no longer lets go.
    Set<String> released = new HashSet<>(transaction.released());
    released.retainAll(met.get().attributes());
    Optional<Fault> fault = orderedFault(browser, transaction);
    return code(
        service,
        fault.map(each -> SelfTests.spoiled(request, each)).orElse(request),
        session,
        transaction.consent(),
        released,
        transaction.id(),
        fault.filter(Fault.ISSUER::equals).isPresent()
            ? "https://somebody-else.example"
            : endpoints.issuer());
  }

  /** What whoever connects the service wants to be wrong this once; only on systems for tests. */
  private Optional<Fault> orderedFault(Optional<String> browser, Transaction transaction) {
    Optional<Fault> fault =
        Optional.ofNullable(selfTests)
            .flatMap(tests ->
                browser.flatMap(each -> tests.take(each, transaction.request().clientId())));
    fault.ifPresent(each ->
        audit.append(
            AuditEvent.technical(SelfTests.EVENT, each.name())
                .client(transaction.request().clientId())
                .transaction(transaction.id())
                .build()));
    return fault;
  }

  /** Its service, if it and its address are still registered. */
  private RelyingService serviceOf(AuthorizationRequest request) {
    return clients
        .service(request.clientId())
        .filter(service -> service.redirectUris().contains(request.redirectUri()))
        .orElseThrow(() -> Refusal.of("invalid_request", "no such client"));
  }

  private ResponseEntity<byte[]> code(
      RelyingService service,
      AuthorizationRequest request,
      Session session,
      @Nullable String consent,
      Set<String> released,
      @Nullable String transaction,
      String issuer) {
    Optional<String> code = codes.issue(service, request, session, consent, released, transaction);
    return code.isEmpty()
        ? error(request, new OauthError("login_required", null))
        : redirect(
            request.redirectUri(),
            request.state(),
            issuer,
            new LinkedHashMap<>(Map.of("code", code.get())));
  }

  private ResponseEntity<byte[]> error(AuthorizationRequest request, OauthError error) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("error", error.code());
    String description = error.description();
    if (description != null) {
      members.put("error_description", description);
    }
    return error(request.redirectUri(), request.state(), members);
  }

  private ResponseEntity<byte[]> error(
      String redirectUri, @Nullable String state, Map<String, String> members) {
    return redirect(redirectUri, state, endpoints.issuer(), new LinkedHashMap<>(members));
  }

  /** Always with {@code iss} (RFC 9207). */
  private ResponseEntity<byte[]> redirect(
      String redirectUri, @Nullable String state, String issuer, Map<String, String> members) {
    if (state != null) {
      members.put("state", state);
    }
    members.put("iss", issuer);
    return Notices.redirect(
        redirectUri + parameters(redirectUri.indexOf('?') < 0 ? '?' : '&', members), null);
  }

  static String parameters(char first, Map<String, String> members) {
    StringBuilder text = new StringBuilder();
    members.forEach((name, value) ->
        text.append(text.isEmpty() ? first : '&')
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }
}
