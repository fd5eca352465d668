package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.openid.connect.sdk.BackChannelLogoutRequest;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import de.landbruecke.AssuranceLevel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The online service "Hund anmelden", which knows its users by the gateway only. */
final class OnlineService {

  static final String PATH = "/hund-anmelden";
  static final String CALLBACK_PATH = PATH + "/zurueck";
  static final String LOGOUT_TOKEN_PATH = PATH + "/abmeldung-empfangen";

  private static final String START_PATH = PATH + "/anmelden";
  private static final String SUBMIT_PATH = PATH + "/absenden";
  private static final String LOGOUT_PATH = PATH + "/abmelden";
  private static final Scope SCOPE = new Scope("openid", "profile", "email", "address", "phone");
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final int LONGEST_NAME = 60;

  private final OidcClient gateway;
  private final SignIns signIns;
  private final Pages pages;
  private final URI origin;
  private final Dogs dogs;
  private final Cache<String, Boolean> logoutTokens;

  OnlineService(PortalOptions options, URI origin, Pages pages, Dogs dogs) {
    String id = options.state().serviceClientId();
    this.gateway =
        new OidcClient(
            options.gateway(),
            id,
            DemonstrationKeys.of(id),
            URI.create(origin + CALLBACK_PATH),
            true);
    this.signIns = new SignIns("demo_" + options.state().code() + "_service", options.clock());
    this.pages = pages;
    this.origin = origin;
    this.dogs = dogs;
    this.logoutTokens = Memory.of(LIFETIME, options.clock());
  }

  void routes(Router router) {
    router
        .get(PATH, this::page)
        .post(START_PATH, this::start)
        .get(CALLBACK_PATH, this::callback)
        .post(SUBMIT_PATH, this::submit)
        .post(LOGOUT_PATH, request -> signIns.end(gateway, request, URI.create(origin + "/")))
        .postFromAnywhere(LOGOUT_TOKEN_PATH, this::loggedOut);
  }

  private Response page(Request request) {
    Optional<OidcClient.SignIn> signIn = signIns.find(request);
    return signIn.isPresent() ? received(signIn.get()) : invitation();
  }

  private Response invitation() {
    return pages.page(
        "Hund anmelden (Demonstration)",
        Html.of(
            """
            <p>Wer einen Hund hält, meldet ihn bei der Gemeinde an. Melden Sie sich mit dem Konto Ihres
            Landes an, dann müssen Sie Name und Anschrift nicht eintippen.</p>
            <form method="post" action="{}">
            <p><button id="service-login">Mit Landbrücke anmelden</button></p>
            </form>
            """,
            START_PATH));
  }

  private Response start(Request request) throws Exception {
    AssuranceLevel wanted =
        AssuranceLevel.ofLabel(request.parameter("level")).orElse(AssuranceLevel.NONE);
    return signIns.start(gateway, SCOPE, Levels.gatewayAcr(wanted).stream().toList());
  }

  private Response callback(Request request) throws Refusal {
    return signIns.finish(gateway, request, PATH);
  }

  private Response received(OidcClient.SignIn signIn) {
    AssuranceLevel level = level(signIn);
    Html stepUp =
        level.isAtLeast(AssuranceLevel.SUBSTANTIAL)
            ? Html.NOTHING
            : Html.of(
                """
                <form method="post" action="{}">
                <input type="hidden" name="level" value="{}">
                <p><button id="service-step-up" class="second">Mit stärkerem Nachweis anmelden</button></p>
                </form>
                """,
                START_PATH,
                AssuranceLevel.SUBSTANTIAL.label());
    Html content =
        Html.of(
            """
            <h2>Ihre Anmeldung</h2>
            {}
            {}
            <h2>Ihre Daten</h2>
            <div id="received-attributes">
            {}
            </div>
            <h2>Ihr Hund</h2>
            <form method="post" action="{}">
            <p><label for="dog-name">Name des Hundes</label>
            <input id="dog-name" name="name" required maxlength="{}"></p>
            <p><button id="dog-submit">Hund anmelden</button></p>
            </form>
            <form method="post" action="{}">
            <p><button id="service-logout" class="second">Abmelden</button></p>
            </form>
            """,
            Pages.facts(
                Stream.of(
                    Pages.fact(
                        "Vertrauensniveau",
                        Html.of("<span id=\"received-level\">{}</span>", Levels.german(level))),
                    Pages.fact(
                        "Ihr Zeichen bei diesem Dienst (sub)",
                        Html.of(
                            "<code id=\"received-sub\">{}</code>",
                            signIn.claims().getSubject().getValue())))),
            stepUp,
            attributes(signIn.attributes()),
            SUBMIT_PATH,
            LONGEST_NAME,
            LOGOUT_PATH);
    return pages.page("Hund anmelden (Demonstration)", content);
  }

  /** Each attribute with the level that it was proven at. */
  private static Html attributes(UserInfo received) {
    Map<String, String> levels = new HashMap<>();
    var verified = received.getVerifiedClaims();
    if (verified != null) {
      verified.forEach(set -> {
        Object word = set.getVerification().toJSONObject().get("assurance_level");
        set.getClaimsSet()
            .toJSONObject()
            .keySet()
            .forEach(name -> levels.putIfAbsent(name, Levels.german(String.valueOf(word))));
      });
    }
    Map<String, Object> all = received.toJSONObject();
    return Pages.facts(
        all.keySet().stream()
            .filter(name -> !Set.of("sub", "verified_claims").contains(name))
            .sorted()
            .map(name ->
                Pages.fact(
                    name,
                    Html.of(
                        "{} <small>{}</small>",
                        String.valueOf(all.get(name)),
                        levels.containsKey(name)
                            ? "(Niveau: " + levels.get(name) + ")"
                            : "(eigene Angabe)"))));
  }

  private static AssuranceLevel level(OidcClient.SignIn signIn) {
    var acr = signIn.claims().getACR();
    return acr == null ? AssuranceLevel.NONE : Levels.ofGateway(acr.getValue());
  }

  private Response submit(Request request) throws Refusal {
    Optional<OidcClient.SignIn> signIn = signIns.find(request);
    if (signIn.isEmpty()) {
      return Response.redirect(PATH);
    }
    String name = request.parameter("name").strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new Refusal(400, "Ein Hundename hat 1 bis " + LONGEST_NAME + " Zeichen.");
    }
    dogs.register(signIn.get().claims().getSubject().getValue(), name);
    return pages.page(
        "Ihr Hund ist angemeldet",
        Html.of(
            """
            <p id="confirmation">{} ist angemeldet. Ihr Aktenzeichen: <code>{}</code></p>
            <p>Dies ist eine Demonstration: Nach einem Tag, oder wenn sie endet, ist alles vergessen.</p>
            <p><a href="{}">Zurück</a></p>
            """,
            name,
            Memory.secret().substring(0, 8),
            PATH));
  }

  /** The gateway says that a session ended. */
  private Response loggedOut(Request request) throws IOException {
    try {
      var token = BackChannelLogoutRequest.parse(request.parameters()).getLogoutToken();
      var claims = gateway.logout(token);
      if (logoutTokens.asMap().putIfAbsent(claims.getJWTID().getValue(), true) != null) {
        return refusedLogout();
      }
      signIns.end(claims);
      return Response.of(200, "text/plain", "");
    } catch (GeneralException | BadJOSEException | JOSEException e) {
      return refusedLogout();
    }
  }

  private static Response refusedLogout() {
    return Response.json(400, "{\"error\":\"invalid_request\"}");
  }
}
