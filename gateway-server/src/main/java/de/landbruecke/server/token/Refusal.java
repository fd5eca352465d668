package de.landbruecke.server.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * A request is refused with an error of OAuth (RFC 6749, section 5.2). Spring's filters pass it on;
 * {@link RefusalWriter} answers it. It holds nothing of the request and no stack: refusals are
 * answers, and may come in floods.
 */
final class Refusal extends OAuth2AuthenticationException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, Object> members;

  private Refusal(int status, String error, @Nullable String description, Map<String, ?> members) {
    super(new OAuth2Error(error, description, null));
    this.status = status;
    this.members = new LinkedHashMap<>(members);
  }

  /** The error {@code error} with status 400. */
  static Refusal of(String error, String description) {
    return new Refusal(400, error, description, Map.of());
  }

  /** The same with further members, such as {@code reason}. */
  static Refusal of(String error, @Nullable String description, Map<String, ?> members) {
    return new Refusal(400, error, description, members);
  }

  /** A parameter is missing, sent twice or not as it must be. */
  static Refusal malformed(String parameter) {
    return of("invalid_request", "parameter " + parameter);
  }

  /** Not authenticated as a client; why is told to nobody. */
  static Refusal client() {
    return new Refusal(401, "invalid_client", null, Map.of());
  }

  int status() {
    return status;
  }

  String code() {
    return getError().getErrorCode();
  }

  /** What the caller reads, as JSON. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", code());
    String description = getError().getDescription();
    if (description != null) {
      body.put("error_description", description);
    }
    body.putAll(members);
    return body;
  }

  /** The members that are strings, for an answer in an address. */
  Map<String, String> texts() {
    return body().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().toString(),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public Throwable fillInStackTrace() {
    return this;
  }
}
