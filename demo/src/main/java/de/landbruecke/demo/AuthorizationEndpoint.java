package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.OIDCError;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import de.landbruecke.AssuranceLevel;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a browser comes with a client's wish, signs in, and leaves with a code. */
final class AuthorizationEndpoint {

  private static final String PATH = "/oauth2/authorize";
  private static final String LOGIN_PATH = "/anmelden";
  private static final String CARD_PATH = "/ausweis";
  private static final String REQUEST_URI_PREFIX = "urn:ietf:params:oauth:request_uri:";
  private static final Duration PUSHED_LIFETIME = Duration.ofSeconds(60);
  private static final Duration VISIT_LIFETIME = Duration.ofMinutes(30);

  /**
   * A client's wish that was checked.
   *
   * @param proofKey the only key that may redeem the code, where the client named one
   */
  private record Wish(
      Client client, AuthenticationRequest request, Optional<JWKThumbprintConfirmation> proofKey) {}

  /**
   * A wish and the browser that brought it.
   *
   * @param signedIn whether the person signed in for this wish, and not for an earlier one
   */
  private record Visit(String id, Wish wish, String browser, boolean signedIn) {}

  private final Provider provider;
  private final Pages pages;
  private final Map<String, Person> persons;
  private final Cache<String, Wish> pushed;
  private final Cache<String, Visit> visits;
  private final Cache<String, Grant> codes;
  private final String browserCookie;

  AuthorizationEndpoint(Provider provider, Pages pages, Cache<String, Grant> codes) {
    this.provider = provider;
    this.pages = pages;
    this.persons = Person.of(provider.state());
    this.pushed = Memory.of(PUSHED_LIFETIME, provider.clock());
    this.visits = Memory.of(VISIT_LIFETIME, provider.clock());
    this.codes = codes;
    this.browserCookie = "demo_" + provider.state().code() + "_browser";
  }

  void routes(Router router) {
    router
        .get(PATH, this::authorize)
        .postFromAnywhere(PATH, this::authorize)
        .postFromAnywhere(provider.pushEndpoint().getPath(), this::push)
        .get(LOGIN_PATH, request -> loginPage(visit(request), ""))
        .post(LOGIN_PATH, this::login)
        .get(CARD_PATH, request -> cardPage(visit(request)))
        .post(CARD_PATH, this::showCard);
  }

  private Response push(Request request) {
    try {
      HTTPRequest message = request.toMessage();
      var pushRequest = PushedAuthorizationRequest.parse(message);
      Client client = provider.proofs().client(pushRequest.getClientAuthentication());
      if (!client.id().equals(pushRequest.getAuthorizationRequest().getClientID())) {
        throw new GeneralException(OAuth2Error.INVALID_REQUEST);
      }
      Wish wish = wish(request.parameters());
      Optional<JWKThumbprintConfirmation> key =
          provider.proofs().key(message, client, provider.pushEndpoint());
      if (key.isPresent() && wish.proofKey().isPresent() && !key.equals(wish.proofKey())) {
        throw new GeneralException(OAuth2Error.INVALID_DPOP_PROOF);
      }
      String uri = REQUEST_URI_PREFIX + Memory.secret();
      pushed.put(uri, new Wish(client, wish.request(), key.or(wish::proofKey)));
      return Response.of(
          new PushedAuthorizationSuccessResponse(URI.create(uri), PUSHED_LIFETIME.toSeconds())
              .toHTTPResponse());
    } catch (Refusal refusal) {
      return pushError(
          OAuth2Error.INVALID_REQUEST.setDescription(
              "client_id or redirect_uri is not registered"));
    } catch (GeneralException e) {
      return pushError(errorOf(e));
    }
  }

  private static Response pushError(ErrorObject error) {
    return Response.of(new PushedAuthorizationErrorResponse(error).toHTTPResponse());
  }

  private Response authorize(Request request) throws Refusal {
    Map<String, List<String>> parameters = request.parameters();
    Wish wish;
    try {
      wish = parameters.containsKey("request_uri") ? pushedWish(parameters) : wish(parameters);
    } catch (GeneralException e) {
      return Response.redirect(errorAddress(e.getRedirectionURI(), e.getState(), errorOf(e)));
    }
    if (provider.faults().has(Fault.ACCESS_DENIED)) {
      return error(wish, OAuth2Error.ACCESS_DENIED);
    } else if (provider.faults().has(Fault.TEMPORARILY_UNAVAILABLE)) {
      return error(wish, OAuth2Error.TEMPORARILY_UNAVAILABLE);
    }
    String browser = request.cookie(browserCookie).orElseGet(Memory::secret);
    Visit visit = new Visit(Memory.secret(), wish, browser, false);
    visits.put(visit.id(), visit);
    return proceed(visit, provider.session(request)).withCookie(browserCookie, browser);
  }

  private Wish pushedWish(Map<String, List<String>> parameters) throws Refusal {
    Wish wish = pushed.asMap().remove(first(parameters, "request_uri"));
    if (wish == null || !wish.client().id().getValue().equals(first(parameters, "client_id"))) {
      throw new Refusal(
          400, "invalid_request_uri", "Diese Anfrage ist abgelaufen oder wurde schon verwendet.");
    }
    return wish;
  }

  /**
   * Checks a wish.
   *
   * @throws Refusal when it is not known where to send an answer
   * @throws GeneralException with the answer's code and address
   */
  private Wish wish(Map<String, List<String>> parameters) throws Refusal, GeneralException {
    Client client = provider.clients().get(new ClientID(named(parameters, "client_id")));
    if (client == null) {
      throw new Refusal(400, "Der Dienst, der Sie hierher geschickt hat, ist nicht bekannt.");
    }
    if (!client.redirectUri().toString().equals(named(parameters, "redirect_uri"))) {
      throw new Refusal(400, "Die Rücksprungadresse ist für diesen Dienst nicht eingetragen.");
    }
    AuthenticationRequest request;
    try {
      request = AuthenticationRequest.parse(parameters);
    } catch (ParseException e) {
      throw rejected(client, State.parse(first(parameters, "state")), errorOf(e));
    }
    ErrorObject error = null;
    if (request.specifiesRequestObject()) {
      error = OAuth2Error.REQUEST_NOT_SUPPORTED;
    } else if (!ResponseType.CODE.equals(request.getResponseType())) {
      error = OAuth2Error.UNSUPPORTED_RESPONSE_TYPE;
    } else if (request.getResponseMode() != null
        && !request.getResponseMode().equals(ResponseMode.QUERY)) {
      error = OAuth2Error.INVALID_REQUEST.setDescription("response_mode must be query");
    } else if (!request.getScope().contains(OIDCScopeValue.OPENID)) {
      error = OAuth2Error.INVALID_SCOPE.setDescription("scope must contain openid");
    } else if (request.getCodeChallenge() == null
        || !CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())) {
      error = OAuth2Error.INVALID_REQUEST.setDescription("PKCE with S256 is required");
    }
    if (error != null) {
      throw rejected(client, request.getState(), error);
    }
    return new Wish(
        client, request, Optional.ofNullable(request.getDPoPJWKThumbprintConfirmation()));
  }

  private static GeneralException rejected(Client client, State state, ErrorObject error) {
    return new GeneralException(
        error.getDescription(), error, client.id(), client.redirectUri(), null, state);
  }

  private static ErrorObject errorOf(GeneralException e) {
    return e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject();
  }

  private static String first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of("")).get(0);
  }

  /** The parameter's value, or a text that is nobody's name. */
  private static String named(Map<String, List<String>> parameters, String name) {
    String value = first(parameters, name);
    return value.isEmpty() ? "-" : value;
  }

  /** The next step of a visit: the login page, the ID card, or back to the client. */
  private Response proceed(Visit visit, Optional<LoginSession> found) {
    AuthenticationRequest request = visit.wish().request();
    Prompt prompt = request.getPrompt() == null ? new Prompt() : request.getPrompt();
    boolean silent = prompt.contains(Prompt.Type.NONE);
    if (found.isEmpty() || mustSignInAgain(visit, prompt, found.get())) {
      return silent
          ? error(visit.wish(), OIDCError.LOGIN_REQUIRED)
          : Response.redirect(LOGIN_PATH + "?vorgang=" + visit.id());
    }
    LoginSession session = found.get();
    Optional<AssuranceLevel> wanted = wantedLevel(request);
    if (wanted.isPresent() && !session.level().isAtLeast(wanted.get())) {
      if (session.person().reachable().isAtLeast(wanted.get())) {
        return silent
            ? error(visit.wish(), OIDCError.INTERACTION_REQUIRED)
            : Response.redirect(CARD_PATH + "?vorgang=" + visit.id());
      } else if (isLevelEssential(request)) {
        return error(visit.wish(), OIDCError.UNMET_AUTHENTICATION_REQUIREMENTS);
      }
      // A level that is only wished for is answered with the level there is (OpenID Connect Core
      // 1.0, section 3.1.2.1): whoever asked has to look at it.
    }
    return answer(visit, session);
  }

  private boolean mustSignInAgain(Visit visit, Prompt prompt, LoginSession session) {
    if (visit.signedIn()) {
      return false;
    }
    int maximumAge = visit.wish().request().getMaxAge();
    Duration age = Duration.between(session.authenticatedAt(), provider.clock().instant());
    return prompt.contains(Prompt.Type.LOGIN)
        || prompt.contains(Prompt.Type.SELECT_ACCOUNT)
        || (maximumAge >= 0 && age.compareTo(Duration.ofSeconds(maximumAge)) >= 0);
  }

  /** The weakest of the levels asked for that this portal knows. */
  private Optional<AssuranceLevel> wantedLevel(AuthenticationRequest request) {
    List<String> names = new ArrayList<>();
    if (request.getACRValues() != null) {
      request.getACRValues().stream().map(ACR::getValue).forEach(names::add);
    }
    levelClaim(request)
        .ifPresent(claim -> {
          if (claim.getValueAsString() != null) {
            names.add(claim.getValueAsString());
          }
          if (claim.getValuesAsListOfStrings() != null) {
            names.addAll(claim.getValuesAsListOfStrings());
          }
        });
    return names.stream()
        .flatMap(name -> provider.state().level(name).stream())
        .min(AssuranceLevel::compareTo);
  }

  private static boolean isLevelEssential(AuthenticationRequest request) {
    return levelClaim(request)
        .filter(claim -> claim.getClaimRequirement() == ClaimRequirement.ESSENTIAL)
        .isPresent();
  }

  private static Optional<ClaimsSetRequest.Entry> levelClaim(AuthenticationRequest request) {
    var claims = request.getOIDCClaims();
    return claims == null || claims.getIDTokenClaimsRequest() == null
        ? Optional.empty()
        : Optional.ofNullable(claims.getIDTokenClaimsRequest().get("acr"));
  }

  private Response answer(Visit visit, LoginSession session) {
    visits.invalidate(visit.id());
    Wish wish = visit.wish();
    session.clients().add(wish.client().id());
    AuthorizationCode code = new AuthorizationCode();
    codes.put(
        code.getValue(),
        new Grant(
            wish.client(), wish.request(), wish.proofKey(), session, provider.clock().instant()));
    return Response.redirect(
        new AuthenticationSuccessResponse(
                wish.client().redirectUri(),
                code,
                null,
                null,
                wish.request().getState(),
                null,
                issuerInResponses(),
                ResponseMode.QUERY)
            .toURI());
  }

  private Response error(Wish wish, ErrorObject error) {
    return Response.redirect(
        errorAddress(wish.client().redirectUri(), wish.request().getState(), error));
  }

  private URI errorAddress(URI redirectUri, State state, ErrorObject error) {
    return new AuthenticationErrorResponse(
            redirectUri, error, state, issuerInResponses(), ResponseMode.QUERY)
        .toURI();
  }

  private @Nullable Issuer issuerInResponses() {
    if (provider.faults().has(Fault.RESPONSE_MISSING_ISSUER)) {
      return null;
    }
    return new Issuer(
        provider.faults().has(Fault.RESPONSE_WRONG_ISSUER)
            ? Tokens.FOREIGN_ISSUER
            : provider.issuer().toString());
  }

  /** The visit that a page belongs to, in the browser that began it. */
  private Visit visit(Request request) throws Refusal {
    Visit visit = visits.getIfPresent(request.parameter("vorgang"));
    if (visit == null || !request.cookie(browserCookie).equals(Optional.of(visit.browser()))) {
      throw new Refusal(
          400,
          "expired",
          "Diese Anmeldung ist abgelaufen oder schon beendet. Bitte beginnen Sie noch einmal bei"
              + " dem Dienst, den Sie nutzen möchten.");
    }
    return visit;
  }

  private Response loginPage(Visit visit, String fault) {
    String hint = visit.wish().request().getLoginHint();
    Html content =
        Html.of(
            """
            <p>{} möchte wissen, wer Sie sind.</p>
            {}
            <form method="post" action="{}">
            <input type="hidden" name="vorgang" value="{}">
            <p><label for="login-username">Benutzername</label>
            <input id="login-username" name="username" autocomplete="username" autocapitalize="none"
            spellcheck="false" required value="{}"></p>
            <p><label for="login-password">Passwort</label>
            <input id="login-password" name="password" type="password"
            autocomplete="current-password" required></p>
            <p class="buttons"><button id="login-submit" name="aktion" value="anmelden">Anmelden</button>
            <button id="login-cancel" class="second" name="aktion" value="abbrechen"
            formnovalidate>Abbrechen</button></p>
            </form>
            <h2>Erfundene Personen</h2>
            <p>Das Passwort ist immer <code>demo</code>. Dahinter steht, wie sicher sie sich ausweisen.</p>
            <ul>
            {}
            </ul>
            """,
            visit.wish().client().name(),
            fault.isEmpty()
                ? Html.NOTHING
                : Html.of("<p class=\"fault\" role=\"alert\">{}</p>", fault),
            LOGIN_PATH,
            visit.id(),
            hint == null ? "" : hint,
            persons.values().stream()
                .sorted(Comparator.comparing(Person::username))
                .map(person ->
                    Html.of("<li><code>{}</code>: {}</li>", person.username(), described(person)))
                .collect(Html.joining()));
    return pages.page("Anmelden", content);
  }

  private static String described(Person person) {
    String level = Levels.german(person.level());
    return person.reachable() == person.level()
        ? level
        : level + ", mit dem Online-Ausweis " + Levels.german(person.reachable());
  }

  private Response login(Request request) throws Refusal {
    Visit visit = visit(request);
    if (request.parameter("aktion").equals("abbrechen")) {
      return cancel(visit);
    }
    Person person = persons.get(request.parameter("username"));
    if (person == null || !request.parameter("password").equals(Person.PASSWORD)) {
      return loginPage(visit, "Benutzername oder Passwort stimmen nicht.");
    }
    LoginSession session = LoginSession.start(person, provider.clock().instant());
    return signedIn(visit, session, request);
  }

  private Response cardPage(Visit visit) {
    Html content =
        Html.of(
            """
            <p>Für diesen Schritt brauchen Sie einen stärkeren Nachweis als das Passwort. Im echten
            Leben halten Sie jetzt Ihren Personalausweis an das Telefon. Hier genügt ein Knopf.</p>
            <form method="post" action="{}">
            <input type="hidden" name="vorgang" value="{}">
            <p class="buttons"><button id="card-submit" name="aktion"
            value="ausweis">Online-Ausweis (Demonstration)</button>
            <button id="card-cancel" class="second" name="aktion" value="abbrechen">Abbrechen</button></p>
            </form>
            """,
            CARD_PATH,
            visit.id());
    return pages.page("Mit dem Online-Ausweis ausweisen", content);
  }

  private Response showCard(Request request) throws Refusal {
    Visit visit = visit(request);
    if (request.parameter("aktion").equals("abbrechen")) {
      return cancel(visit);
    }
    Optional<LoginSession> session = provider.session(request);
    if (session.isEmpty()) {
      return proceed(visit, session);
    }
    return signedIn(visit, session.get().raised(provider.clock().instant()), request);
  }

  private Response signedIn(Visit visit, LoginSession session, Request request) {
    Visit next = new Visit(visit.id(), visit.wish(), visit.browser(), true);
    visits.put(next.id(), next);
    return provider.keep(session, request, proceed(next, Optional.of(session)));
  }

  private Response cancel(Visit visit) {
    visits.invalidate(visit.id());
    return error(visit.wish(), OAuth2Error.ACCESS_DENIED);
  }
}
