package de.landbruecke.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The citizen's account at the portal. Its back end holds the citizen's token of this portal,
 * exchanges it at the gateway, and asks the other portal's interface with what it got.
 */
final class AccountPages {

  static final String PATH = "/konto";
  static final String CALLBACK_PATH = PATH + "/zurueck";

  private static final String START_PATH = PATH + "/anmelden";
  private static final String LOGOUT_PATH = PATH + "/abmelden";
  private static final String FETCH_PATH = PATH + "/nachbar";
  private static final Scope SCOPE = new Scope("openid", "profile", "email", Provider.DOG_SCOPE);

  private final FederalState state;
  private final OidcClient portal;
  private final OidcClient gateway;
  private final SignIns signIns;
  private final Pages pages;
  private final URI origin;
  private final URI neighbour;

  AccountPages(PortalOptions options, URI origin, Pages pages) {
    this.state = options.state();
    String id = state.backendClientId();
    URI callback = URI.create(origin + CALLBACK_PATH);
    this.portal = new OidcClient(origin, id, DemonstrationKeys.of(id), callback, false);
    this.gateway = new OidcClient(options.gateway(), id, DemonstrationKeys.of(id), callback, false);
    this.signIns = new SignIns("demo_" + state.code() + "_account", options.clock());
    this.pages = pages;
    this.origin = origin;
    this.neighbour = URI.create(options.peer() + DogApi.PATH);
  }

  void routes(Router router) {
    router
        .get(PATH, this::page)
        .post(START_PATH, request -> signIns.start(portal, SCOPE, List.of()))
        .get(CALLBACK_PATH, request -> signIns.finish(portal, request, PATH))
        .post(LOGOUT_PATH, request -> signIns.end(portal, request, URI.create(origin + "/")))
        .post(FETCH_PATH, this::fetch);
  }

  private Response page(Request request) {
    Optional<OidcClient.SignIn> signIn = signIns.find(request);
    if (signIn.isEmpty()) {
      return pages.page(
          "Mein Konto (Demonstration)",
          Html.of(
              """
              <p>Hier sehen Sie, welche Hunde für Sie angemeldet sind, auch im anderen Land.</p>
              <form method="post" action="{}">
              <p><button id="account-login">Anmelden</button></p>
              </form>
              """,
              START_PATH));
    }
    return pages.page(
        "Mein Konto (Demonstration)",
        Html.of(
            """
            <p>Angemeldet als <strong id="account-name">{}</strong>.</p>
            <form method="post" action="{}">
            <p><button id="neighbour-fetch">Meine Hunde in {} abrufen</button></p>
            </form>
            <form method="post" action="{}">
            <p><button id="account-logout" class="second">Abmelden</button></p>
            </form>
            """,
            String.valueOf(signIn.get().attributes().getName()),
            FETCH_PATH,
            state.neighbour().label(),
            LOGOUT_PATH));
  }

  private Response fetch(Request request) throws Refusal, JOSEException {
    Optional<OidcClient.SignIn> signIn = signIns.find(request);
    if (signIn.isEmpty()) {
      return Response.redirect(PATH);
    }
    try {
      var grant =
          new TokenExchangeGrant(
              signIn.get().accessToken(),
              TokenTypeURI.ACCESS_TOKEN,
              null,
              null,
              null,
              List.of(new Audience(state.neighbour().apiAudience())));
      HTTPResponse exchanged =
          gateway.tokenResponse(grant, new Scope(Provider.DOG_SCOPE), Optional.empty());
      if (!exchanged.indicatesSuccess()) {
        return notExchanged(exchanged);
      }
      AccessToken token = AccessTokenResponse.parse(exchanged).getTokens().getAccessToken();
      HTTPResponse answer =
          OidcClient.sendWith(
              token, Optional.empty(), new HTTPRequest(HTTPRequest.Method.GET, neighbour));
      return pages.page(
          "Antwort aus " + state.neighbour().label(),
          Html.of(
              """
              <p>Status: <code id="neighbour-status">{}</code></p>
              <pre id="neighbour-answer">{}</pre>
              <pre id="neighbour-challenge">{}</pre>
              <p><a href="{}">Zurück</a></p>
              """,
              answer.getStatusCode(),
              String.valueOf(answer.getBody()),
              answer.getWWWAuthenticate() == null ? "" : answer.getWWWAuthenticate(),
              PATH));
    } catch (GeneralException | IOException e) {
      throw new Refusal(
          502,
          "temporarily_unavailable",
          "Die Verbindung ist gestört. Bitte versuchen Sie es später.");
    }
  }

  /** What the gateway says, and the way to do something about it. */
  private Response notExchanged(HTTPResponse refused) throws GeneralException {
    var error = refused.getBodyAsJSONObject();
    return pages.page(
        "Noch nicht möglich",
        Html.of(
            """
            <p>Die Landbrücke hat den Abruf abgelehnt. Meist fehlt die erste Anmeldung dort: Öffnen Sie
            einmal den Dienst im anderen Portal, melden Sie sich mit diesem Konto an und erlauben Sie
            dabei auch den Abruf von Portal zu Portal.</p>
            {}
            <p><a href="{}">Zurück</a></p>
            """,
            Pages.facts(
                Stream.of("error", "reason", "error_description", "acr_values")
                    .filter(error::containsKey)
                    .map(name ->
                        Pages.fact(
                            name,
                            Html.of(
                                "<code id=\"exchange-{}\">{}</code>",
                                name,
                                String.valueOf(error.get(name)))))),
            PATH));
  }
}
