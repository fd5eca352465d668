package de.landbruecke.server.account;

import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.shared.IdentityCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * One request of a browser and what is known of it; used by the thread of the request.
 *
 * @param browser the secret of its transactions; null: it has none
 * @param cookie the secret of its session; null: it has none
 * @param session that is running; null: none
 */
record Visit(
    HttpServletRequest request,
    HttpServletResponse response,
    Language language,
    @Nullable String browser,
    @Nullable String cookie,
    @Nullable Session session) {

  /** Knows a browser again. */
  static Visit of(
      HttpServletRequest request,
      HttpServletResponse response,
      IdentityCookies cookies,
      Sessions sessions) {
    Optional<String> cookie = cookies.session(request);
    return new Visit(
        request,
        response,
        Language.choose(request.getParameter(Language.PARAMETER), List.of()),
        cookies.browser(request).orElse(null),
        cookie.orElse(null),
        cookie.flatMap(sessions::find).orElse(null));
  }

  Visit in(Language other) {
    return new Visit(request, response, other, browser, cookie, session);
  }

  void add(ResponseCookie set) {
    response.addHeader(HttpHeaders.SET_COOKIE, set.toString());
  }

  /** A form's value; null where it is missing or stands twice. */
  @Nullable String value(String name) {
    String[] values = request.getParameterValues(name);
    return values == null || values.length != 1 ? null : values[0];
  }

  Set<String> values(String name) {
    String[] values = request.getParameterValues(name);
    return values == null ? Set.of() : Set.copyOf(List.of(values).stream().distinct().toList());
  }

  /** Whether a form of ours was sent, from a page of ours, by the browser that got it. */
  boolean isOwnForm(@Nullable String secret, String purpose) {
    String site = request.getHeader("Sec-Fetch-Site");
    return secret != null
        && (site == null || site.equals("same-origin"))
        && FormTokens.isGood(value("token"), secret, purpose);
  }
}
