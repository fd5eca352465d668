package de.landbruecke.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.BackChannelLogoutRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;

/** Where a session ends, and its clients are told (RP-initiated and back-channel logout 1.0). */
final class LogoutEndpoint {

  private static final System.Logger LOG = System.getLogger(LogoutEndpoint.class.getName());
  private static final String PATH = "/oauth2/logout";
  private static final String CONFIRM_PATH = "/abmelden";
  private static final int TIMEOUT_MILLISECONDS = 3_000;

  private final Provider provider;
  private final Pages pages;

  LogoutEndpoint(Provider provider, Pages pages) {
    this.provider = provider;
    this.pages = pages;
  }

  void routes(Router router) {
    router
        .get(PATH, this::logout)
        .postFromAnywhere(PATH, this::logout)
        .get(CONFIRM_PATH, request -> confirmation())
        .post(CONFIRM_PATH, request -> end(request, done()));
  }

  private Response logout(Request request) throws Refusal {
    LogoutRequest asked;
    try {
      asked = LogoutRequest.parse(request.parameters());
    } catch (com.nimbusds.oauth2.sdk.ParseException e) {
      throw new Refusal(400, "Die Angaben zum Abmelden sind nicht lesbar.");
    }
    Optional<Client> client = vouched(asked, provider.session(request));
    if (client.isEmpty()) {
      return confirmation();
    }
    URI next = asked.getPostLogoutRedirectionURI();
    if (next == null) {
      return end(request, done());
    }
    if (!next.equals(client.get().postLogoutRedirectUri())) {
      throw new Refusal(
          400, "Die Adresse nach dem Abmelden ist für diesen Dienst nicht eingetragen.");
    }
    String state =
        asked.getState() == null ? "" : "?state=" + Html.encode(asked.getState().getValue());
    return end(request, Response.redirect(next + state));
  }

  /** The client, where its hint shows that it was told of this very session. */
  private Optional<Client> vouched(LogoutRequest asked, Optional<LoginSession> session) {
    if (asked.getIDTokenHint() == null) {
      return Optional.empty();
    }
    try {
      // An ID token that has ended is a good hint.
      JWTClaimsSet claims =
          provider.keys().open(asked.getIDTokenHint().serialize(), JOSEObjectType.JWT);
      ClientID id = new ClientID(claims.getAudience().get(0));
      boolean same =
          session
              .map(found -> found.idFor(id).equals(claims.getClaim("sid")))
              // Already signed out: there is nothing to end, only a way to go.
              .orElse(true);
      boolean agrees = asked.getClientID() == null || asked.getClientID().equals(id);
      return same && agrees ? Optional.ofNullable(provider.clients().get(id)) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private Response confirmation() {
    return pages.page(
        "Abmelden",
        Html.of(
            """
            <p>Möchten Sie sich bei diesem Portal abmelden?</p>
            <form method="post" action="{}">
            <p><button id="logout-confirm">Abmelden</button></p>
            </form>
            """,
            CONFIRM_PATH));
  }

  private Response done() {
    return pages.page(
        "Sie sind abgemeldet",
        Html.of("<p id=\"logout-done\">Sie sind bei diesem Portal abgemeldet.</p>"));
  }

  private Response end(Request request, Response response) {
    provider.session(request).ifPresent(this::end);
    return provider.forget(request, response);
  }

  private void end(LoginSession session) {
    session.ended().set(true);
    for (ClientID id : session.clients()) {
      Client client = provider.clients().get(id);
      if (client != null) {
        client
            .backChannelLogoutUri()
            .ifPresent(uri ->
                Thread.ofVirtual().name("demo-logout").start(() -> tell(client, uri, session)));
      }
    }
  }

  private void tell(Client client, URI uri, LoginSession session) {
    try {
      JWT token = provider.tokens().logout(session, client);
      var message = new BackChannelLogoutRequest(uri, token).toHTTPRequest();
      message.setConnectTimeout(TIMEOUT_MILLISECONDS);
      message.setReadTimeout(TIMEOUT_MILLISECONDS);
      message.setFollowRedirects(false);
      int status = message.send().getStatusCode();
      if (status != 200 && status != 204) {
        LOG.log(System.Logger.Level.WARNING, "{0} answered {1} to the logout", uri, status);
      }
    } catch (IOException | JOSEException e) {
      LOG.log(System.Logger.Level.WARNING, "the logout did not reach " + uri, e);
    }
  }
}
