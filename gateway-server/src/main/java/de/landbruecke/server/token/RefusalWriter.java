package de.landbruecke.server.token;

import de.landbruecke.server.identity.DatabaseFailures;
import de.landbruecke.server.shared.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Answers refused requests of clients (RFC 6749, section 5.2; RFC 9449, section 5). */
final class RefusalWriter implements AuthenticationFailureHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalWriter.class);

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    Refusal refusal =
        switch (failure) {
          case Refusal own -> own;
          case OAuth2AuthenticationException spring ->
              Refusal.of(
                  spring.getError().getErrorCode(),
                  String.valueOf(spring.getError().getDescription()));
          default -> Refusal.client();
        };
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (refusal.status() == 401 && authorization != null) {
      // The scheme that was used has to be named (RFC 6749, section 5.2).
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"landbruecke\"");
    }
    write(response, refusal.status(), refusal.body());
  }

  /** A fault of ours: 503 where it may work in a while, else 500. */
  static void writeFault(HttpServletResponse response, RuntimeException fault) throws IOException {
    boolean away = DatabaseFailures.isAway(fault);
    StackTraceElement[] trace = fault.getStackTrace();
    LOG.warn(
        "a request of a client failed: {} at {}",
        fault.getClass().getName(),
        trace.length == 0 ? "unknown" : trace[0]);
    if (away) {
      response.setHeader(HttpHeaders.RETRY_AFTER, DatabaseFailures.RETRY_AFTER);
    }
    write(
        response,
        away ? 503 : 500,
        Map.of("error", away ? "temporarily_unavailable" : "server_error"));
  }

  /** JSON that nobody keeps (RFC 6749, section 5.1). */
  static void write(HttpServletResponse response, int status, Map<String, Object> body)
      throws IOException {
    write(response, status, "application/json", Json.bytes(body));
  }

  /** The same for an answer of another type. */
  static void write(HttpServletResponse response, int status, String type, byte[] bytes)
      throws IOException {
    response.setStatus(status);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(HttpHeaders.PRAGMA, "no-cache");
    response.setContentType(type);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
