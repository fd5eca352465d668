package de.landbruecke.server.token;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Weakening;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.VerifiedToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a service asks for a citizen (RFC 6749, section 4.1.1; OpenID Connect Core, section
 * 3.1.2.1), and refuses what is not exactly as it must be.
 */
final class AuthorizationRequests {

  private static final Set<String> REPEATABLE = Set.of("resource");
  private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");
  private static final int MAX_ECHO = 2_048;
  private static final int MAX_LOCALES = 10;
  private static final long MAX_AGE = 1_000_000_000L;

  private final TokenVerifier requestObjects;
  private final Audiences audiences;
  private final Endpoints endpoints;
  private final IdentitySettings settings;

  /** How a request came. */
  enum Way {
    /** By its address, which others may see. */
    ADDRESS,
    /** In the body of a form, or pushed. */
    BODY
  }

  /**
   * A request that is refused, and where its client may be told.
   *
   * @param redirectUri null where there is no client, or none of its addresses was named: then only
   *     the person in front of the browser is told
   */
  record Answer(Refusal refusal, @Nullable String redirectUri, @Nullable String state) {

    /** Without values, which must not reach a log. */
    @Override
    public String toString() {
      return "Answer[" + refusal.code() + "]";
    }
  }

  /** Refused, with where to say so. */
  static final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RefusedRequest(Answer answer) {
      super(answer.refusal().code(), null, false, false);
      this.answer = answer;
    }

    Answer answer() {
      return answer;
    }
  }

  AuthorizationRequests(
      TokenVerifier requestObjects,
      Audiences audiences,
      Endpoints endpoints,
      IdentitySettings settings) {
    this.requestObjects = requestObjects;
    this.audiences = audiences;
    this.endpoints = endpoints;
    this.settings = settings;
  }

  /** The request of this service, checked. */
  AuthorizationRequest read(RelyingService service, Parameters sent, Way way)
      throws RefusedRequest {
    Parameters parameters;
    try {
      parameters = opened(service, sent);
    } catch (Refusal refusal) {
      throw new RefusedRequest(answer(service, sent, refusal));
    }
    try {
      String redirectUri = redirectUri(service, parameters);
      if (redirectUri == null) {
        throw Refusal.malformed("redirect_uri");
      }
      return checked(service, parameters.requireSingle(REPEATABLE), redirectUri, way);
    } catch (Refusal refusal) {
      throw new RefusedRequest(answer(service, parameters, refusal));
    }
  }

  private static Answer answer(RelyingService service, Parameters parameters, Refusal refusal) {
    List<String> state = parameters.all("state");
    return new Answer(
        refusal,
        redirectUri(service, parameters),
        state.size() == 1 && state.getFirst().length() <= MAX_ECHO ? state.getFirst() : null);
  }

  /** Exactly a registered one (RFC 9700, section 4.1.3); null otherwise. */
  private static @Nullable String redirectUri(RelyingService service, Parameters parameters) {
    List<String> uris = parameters.all("redirect_uri");
    return uris.size() == 1 && service.redirectUris().contains(uris.getFirst())
        ? uris.getFirst()
        : null;
  }

  /** The content of a signed request, which is then all that counts (RFC 9101, section 6.3). */
  private Parameters opened(RelyingService service, Parameters sent) {
    if (sent.has("registration")) {
      throw Refusal.of("registration_not_supported", "clients are registered beforehand");
    }
    if (!sent.has("request")) {
      return sent;
    }
    VerifiedToken request;
    try {
      request =
          requestObjects.requestObject(
              sent.required("request"), service.clientId(), endpoints.issuer());
    } catch (TokenRejectedException e) {
      throw Refusal.of("invalid_request_object", "the request object does not hold");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    request
        .claims()
        .forEach((name, value) -> {
          switch (value) {
            case String text -> values.put(name, List.of(text));
            case Number number -> values.put(name, List.of(number.toString()));
            case Map<?, ?> object -> values.put(name, List.of(Json.text(object)));
            case List<?> list -> values.put(name, list.stream().map(String::valueOf).toList());
            default -> {
              // Nothing that a parameter could be.
            }
          }
        });
    if (values.containsKey("request") || values.containsKey("request_uri")) {
      throw Refusal.of("invalid_request_object", "a request inside of a request");
    }
    Parameters opened = new Parameters(values);
    if (!opened.one("client_id").equals(Optional.of(service.clientId()))) {
      throw Refusal.of("invalid_request_object", "client_id inside of the request");
    }
    return opened;
  }

  private AuthorizationRequest checked(
      RelyingService service, Parameters parameters, String redirectUri, Way way) {
    String type = parameters.required("response_type");
    if (!type.equals("code")) {
      throw Refusal.of("unsupported_response_type", "only code");
    }
    if (!service.grants().contains(TokenRequestConverter.CODE)) {
      throw Refusal.of("unauthorized_client", "the client may not use this grant");
    }
    String mode = parameters.one("response_mode").orElse("query");
    if (!mode.equals("query")) {
      throw Refusal.of("invalid_request", "only response_mode query");
    }
    Set<String> scopes = scopes(service, parameters);
    Optional<Map<String, Object>> claims = claims(parameters);
    audiences.of(service, parameters.all("resource"));
    return new AuthorizationRequest(
        service.clientId(),
        redirectUri,
        mode,
        scopes,
        claims.map(Json::text).orElse(null),
        levels(parameters, claims.orElse(Map.of())),
        maxAge(parameters),
        prompt(parameters),
        locales(parameters),
        echo(parameters, "nonce"),
        echo(parameters, "state"),
        challenge(service, parameters),
        parameters.all("resource"),
        thumbprint(parameters),
        // An unknown hint is no fault: it is only a hint.
        parameters.one("home_hint").filter(hint -> hint.length() <= 64).orElse(null),
        way == Way.BODY ? echo(parameters, "login_hint") : null);
  }

  private static Set<String> scopes(RelyingService service, Parameters parameters) {
    Set<String> scopes =
        new LinkedHashSet<>(
            List.of(
                parameters
                    .one("scope")
                    .map(String::trim)
                    .filter(text -> !text.isEmpty())
                    .orElseThrow(() -> Refusal.of("invalid_scope", "a scope is needed"))
                    .split(" +")));
    if (!service.scopes().containsAll(scopes)) {
      throw Refusal.of("invalid_scope", "more than is registered");
    }
    return scopes;
  }

  /** OpenID Connect Core, section 5.5. */
  private static Optional<Map<String, Object>> claims(Parameters parameters) {
    Optional<String> text = parameters.one("claims");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> claims =
        Json.object(text.get()).orElseThrow(() -> Refusal.malformed("claims"));
    for (String part : List.of("userinfo", "id_token")) {
      Object names = claims.get(part);
      if (names != null
          && !(names instanceof Map<?, ?> map
              && map.values().stream()
                  .allMatch(value -> value == null || value instanceof Map<?, ?>))) {
        throw Refusal.malformed("claims");
      }
    }
    return Optional.of(claims);
  }

  /**
   * The wanted levels that we know. Those of {@code acr_values} are wishes, so unknown ones are
   * passed over; an essential {@code acr} that nobody here can reach is refused (OpenID Connect
   * Core, section 5.5.1.1).
   */
  private static List<String> levels(Parameters parameters, Map<String, Object> claims) {
    List<String> wanted =
        parameters
            .one("acr_values")
            .map(text -> List.of(text.trim().split(" +")))
            .orElse(List.of());
    boolean essential = false;
    if (claims.get("id_token") instanceof Map<?, ?> idToken
        && idToken.get("acr") instanceof Map<?, ?> acr) {
      List<String> values = new ArrayList<>();
      if (acr.get("values") instanceof List<?> list) {
        list.forEach(value -> values.add(String.valueOf(value)));
      } else if (acr.get("value") instanceof String value) {
        values.add(value);
      }
      essential = Boolean.TRUE.equals(acr.get("essential")) && !values.isEmpty();
      if (!values.isEmpty()) {
        wanted = values;
      }
    }
    List<String> known = wanted.stream().filter(AuthorizationRequests::isLevel).toList();
    if (essential && known.isEmpty()) {
      throw Refusal.of("unmet_authentication_requirements", "no known level");
    }
    return known;
  }

  static boolean isLevel(String acr) {
    return Demand.wanted(acr).level() != AssuranceLevel.NONE;
  }

  private static @Nullable Duration maxAge(Parameters parameters) {
    Optional<String> text = parameters.one("max_age");
    if (text.isEmpty()) {
      return null;
    }
    if (!text.get().matches("[0-9]{1,10}") || Long.parseLong(text.get()) > MAX_AGE) {
      throw Refusal.malformed("max_age");
    }
    return Duration.ofSeconds(Long.parseLong(text.get()));
  }

  private static Set<String> prompt(Parameters parameters) {
    Set<String> prompt =
        parameters
            .one("prompt")
            .<Set<String>>map(text -> new LinkedHashSet<>(List.of(text.trim().split(" +"))))
            .orElse(Set.of());
    if (!PROMPTS.containsAll(prompt) || (prompt.contains("none") && prompt.size() > 1)) {
      throw Refusal.malformed("prompt");
    }
    return prompt;
  }

  private static List<String> locales(Parameters parameters) {
    return parameters
        .one("ui_locales")
        .map(text ->
            List.of(text.trim().split(" +")).stream()
                .filter(tag -> tag.matches("[A-Za-z0-9-]{1,35}"))
                .limit(MAX_LOCALES)
                .toList())
        .orElse(List.of());
  }

  private static @Nullable String echo(Parameters parameters, String name) {
    Optional<String> text = parameters.one(name);
    if (text.isPresent() && text.get().length() > MAX_ECHO) {
      throw Refusal.malformed(name);
    }
    return text.orElse(null);
  }

  /** Only S256 (RFC 9700, section 2.1.1). */
  private @Nullable String challenge(RelyingService service, Parameters parameters) {
    Optional<String> challenge = parameters.one("code_challenge");
    Optional<String> method = parameters.one("code_challenge_method");
    if (challenge.isEmpty()
        && method.isEmpty()
        && settings.conformance()
        && service.weakenings().contains(Weakening.ALLOW_MISSING_PKCE)) {
      return null;
    }
    if (!method.equals(Optional.of("S256"))) {
      throw Refusal.malformed("code_challenge_method");
    }
    return challenge
        .filter(text -> text.matches("[A-Za-z0-9_-]{43}"))
        .orElseThrow(() -> Refusal.malformed("code_challenge"));
  }

  /** RFC 9449, section 10. */
  private static @Nullable String thumbprint(Parameters parameters) {
    Optional<String> thumbprint = parameters.one("dpop_jkt");
    if (thumbprint.isPresent() && !thumbprint.get().matches("[A-Za-z0-9_-]{43}")) {
      throw Refusal.malformed("dpop_jkt");
    }
    return thumbprint.orElse(null);
  }
}
