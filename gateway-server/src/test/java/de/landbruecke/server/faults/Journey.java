package de.landbruecke.server.faults;

import de.landbruecke.demo.FederalState;
import de.landbruecke.server.account.TestBrowser;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A citizen signs in at the Saxon service with the account of Baden-Württemberg, step by step; then
 * the service uses its tokens, and the other portal's back end exchanges its own.
 */
final class Journey {

  /** Each a request to the gateway, in order. */
  enum Step {
    AUTHORIZE,
    CHOICE,
    LEAVE,
    ARRIVE,
    ASK,
    RELEASE,
    RESUME,
    REDEEM,
    REFRESH,
    EXCHANGE,
    USERINFO,
    INTROSPECT,
    PUSH,
    OWN_PAGE,
    REVOKE;

    /** Answered to a browser. */
    boolean isPage() {
      return compareTo(RESUME) <= 0 || this == OWN_PAGE;
    }

    /** Leads on to the service where the database is away. */
    boolean isAuthorization() {
      return this == AUTHORIZE || this == RESUME;
    }
  }

  private final FaultGateway gateway;
  private final String person;
  private final FederalState home;
  private final TestBrowser browser;
  private final Client service;
  private final Client backend;
  private final String redirectUri;
  private String next = "";
  private @Nullable URI arrival;
  private @Nullable String code;
  private @Nullable String access;
  private @Nullable String refresh;

  Journey(FaultGateway gateway, String person) {
    this(gateway, person, FederalState.BADEN_WUERTTEMBERG);
  }

  /** With the account of this state. */
  Journey(FaultGateway gateway, String person, FederalState home) {
    this.gateway = gateway;
    this.person = person;
    this.home = home;
    browser = gateway.browser();
    service = new Client(FederalState.SAXONY.serviceClientId(), gateway.origin, gateway.clock);
    backend =
        new Client(
            FederalState.BADEN_WUERTTEMBERG.backendClientId(), gateway.origin, gateway.clock);
    redirectUri = gateway.sn.origin() + "/hund-anmelden/zurueck";
  }

  URI gateway() {
    return gateway.origin;
  }

  String redirectUri() {
    return redirectUri;
  }

  Client service() {
    return service;
  }

  TestBrowser browser() {
    return browser;
  }

  String code() {
    return Objects.requireNonNull(code);
  }

  String access() {
    return Objects.requireNonNull(access);
  }

  String refresh() {
    return Objects.requireNonNull(refresh);
  }

  /** Takes all steps up to and with this one, all of which must succeed. */
  Journey to(Step last) {
    return before(last).one(last);
  }

  /** Takes all steps before this one, all of which must succeed. */
  Journey before(Step end) {
    for (Step step : Step.values()) {
      if (step.compareTo(end) < 0) {
        one(step);
      }
    }
    return this;
  }

  private Journey one(Step step) {
    HttpResponse<String> answer = take(step);
    if (!accept(step, answer)) {
      throw new AssertionError(step + ": " + answer.statusCode() + " " + answer.body());
    }
    return this;
  }

  /** Everything of a step that does not need the gateway. */
  void prepare(Step step) {
    if (step == Step.ARRIVE) {
      arrival = browser.answer(person);
    }
  }

  HttpResponse<String> take(Step step) {
    if (step == Step.ARRIVE && arrival == null) {
      prepare(step);
    }
    return switch (step) {
      case AUTHORIZE -> browser.get(URI.create(service.authorize(redirectUri))).response();
      case CHOICE, ASK, RESUME -> browser.get(URI.create(next)).response();
      case LEAVE -> browser.press("account-" + home.issuerId()).response();
      case ARRIVE -> browser.get(Objects.requireNonNull(arrival)).response();
      case RELEASE -> browser.press("consent-allow", "merken", "ja", "portale", "ja").response();
      case REDEEM -> service.redeem(gateway.origin, code(), redirectUri);
      case REFRESH -> service.refresh(gateway.origin, refresh());
      case EXCHANGE ->
          backend.exchange(
              gateway.origin, gateway.bw.backendToken(person), FederalState.SAXONY.apiAudience());
      case USERINFO -> service.userinfo(gateway.origin, access());
      case INTROSPECT -> service.introspect(gateway.origin, access());
      case PUSH -> service.push(redirectUri);
      case OWN_PAGE -> browser.go("/konto/freigaben").response();
      case REVOKE -> service.revoke(gateway.origin, refresh());
    };
  }

  /** Remembers what a good answer says; false for any other. */
  boolean accept(Step step, HttpResponse<String> answer) {
    String location = answer.headers().firstValue("Location").orElse("");
    int status = answer.statusCode();
    return switch (step) {
      case AUTHORIZE, ARRIVE -> {
        next = location.startsWith("/") ? gateway.origin + location : location;
        yield status == 303 && location.contains("/konto/anmelden/");
      }
      case CHOICE -> status == 200 && answer.body().contains("account-service-bw");
      case LEAVE -> status == 303 && location.startsWith("http://127.0.0.1:");
      case ASK -> status == 200 && answer.body().contains("consent-allow");
      case RELEASE -> {
        next = location;
        yield status == 303 && location.contains("/oauth2/authorize/resume");
      }
      case RESUME -> {
        code = parameter(location, "code");
        yield status == 303 && code != null;
      }
      case REDEEM, REFRESH -> {
        if (status == 200) {
          access = Client.text(answer, "access_token");
          refresh = Client.text(answer, "refresh_token");
        }
        yield status == 200;
      }
      case INTROSPECT -> status == 200 && Client.json(answer).path("active").asBoolean();
      case EXCHANGE, USERINFO, REVOKE, OWN_PAGE -> status == 200;
      case PUSH -> status == 201;
    };
  }

  static @Nullable String parameter(String address, String name) {
    String query = URI.create(address).getRawQuery();
    if (query == null) {
      return null;
    }
    for (String each : query.split("&", -1)) {
      if (each.startsWith(name + "=")) {
        return URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }
}
