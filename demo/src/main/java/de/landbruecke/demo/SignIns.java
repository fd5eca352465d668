package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The sign-ins that relying pages of a portal keep, under a cookie of their own. */
final class SignIns {

  private static final System.Logger LOG = System.getLogger(SignIns.class.getName());
  private static final Duration PENDING_LIFETIME = Duration.ofMinutes(30);
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final String cookie;
  private final String pendingCookie;
  private final Cache<String, OidcClient.Pending> pending;
  private final Cache<String, OidcClient.SignIn> signedIn;

  SignIns(String cookie, Clock clock) {
    this.cookie = cookie;
    this.pendingCookie = cookie + "_begun";
    this.pending = Memory.of(PENDING_LIFETIME, clock);
    this.signedIn = Memory.of(LIFETIME, clock);
  }

  Optional<OidcClient.SignIn> find(Request request) {
    return request
        .cookie(cookie)
        .flatMap(value -> Optional.ofNullable(signedIn.getIfPresent(value)));
  }

  /** Sends the browser to the provider. */
  Response start(OidcClient client, Scope scope, List<String> levels)
      throws Refusal, JOSEException {
    try {
      OidcClient.Pending begun = client.start(scope, levels);
      String value = Memory.secret();
      pending.put(value, begun);
      return Response.redirect(begun.address()).withCookie(pendingCookie, value);
    } catch (GeneralException | IOException e) {
      throw refusal(e);
    }
  }

  /** Takes the provider's answer, once, and shows the page at {@code next}. */
  Response finish(OidcClient client, Request request, String next) throws Refusal {
    OidcClient.Pending begun =
        request
            .cookie(pendingCookie)
            .map(value -> pending.asMap().remove(value))
            .orElseThrow(() ->
                new Refusal(
                    400,
                    "expired",
                    "Diese Anmeldung ist abgelaufen oder schon beendet. Bitte beginnen Sie noch"
                        + " einmal."));
    try {
      OidcClient.SignIn signIn = client.finish(request.uri(), begun);
      request.cookie(cookie).ifPresent(signedIn::invalidate);
      String value = Memory.secret();
      signedIn.put(value, signIn);
      return Response.redirect(next).withCookie(cookie, value).withoutCookie(pendingCookie);
    } catch (GeneralException | IOException | BadJOSEException | JOSEException e) {
      throw refusal(e);
    }
  }

  /** Ends a sign-in here and at the provider, which leads back to {@code next} if it can. */
  Response end(OidcClient client, Request request, URI next) throws GeneralException, IOException {
    Optional<OidcClient.SignIn> signIn = find(request);
    URI address = signIn.isPresent() ? client.logoutAddress(signIn.get(), next).orElse(next) : next;
    request.cookie(cookie).ifPresent(signedIn::invalidate);
    return Response.redirect(address).withoutCookie(cookie);
  }

  /** Forgets whom a logout token means: one session, or all of a subject. */
  void end(LogoutTokenClaimsSet ended) {
    signedIn
        .asMap()
        .values()
        .removeIf(signIn ->
            ended.getSessionID() == null
                ? signIn.claims().getSubject().equals(ended.getSubject())
                : ended.getSessionID().getValue().equals(signIn.claims().getStringClaim("sid")));
  }

  private static Refusal refusal(Exception e) {
    if (e instanceof GeneralException general && general.getErrorObject() != null) {
      String code = general.getErrorObject().getCode();
      return new Refusal(
          400,
          code == null ? "server_error" : code,
          "access_denied".equals(code)
              ? "Sie haben die Anmeldung abgebrochen."
              : "Die Anmeldung wurde abgelehnt.");
    }
    LOG.log(System.Logger.Level.WARNING, "a sign-in failed", e);
    return new Refusal(
        502,
        "login_failed",
        "Die Anmeldung hat nicht geklappt. Bitte versuchen Sie es noch einmal.");
  }
}
