package de.landbruecke.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeSet;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Headers that every answer carries, and the limit on the length of an address. */
public final class HeaderFilter extends OncePerRequestFilter {

  /** Room for a query of ten thousand characters that are percent-encoded with six each. */
  public static final int MAX_URI = 65_536;

  /** Before all filters that answer. */
  public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

  /** For what is read by programs. */
  private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

  /**
   * For people: only what comes from here, and nothing inline. Icons are drawings in style sheets.
   */
  private static final String PAGE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
          + " 'none'";

  /** The page to try the interface out sets styles from its script; all else is strict. */
  private static final String TRY_OUT =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String PERMISSIONS =
      "accelerometer=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(),"
          + " geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(),"
          + " publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    setHeaders(response, path);
    String query = request.getQueryString();
    if (path.length() + (query == null ? 0 : query.length()) > MAX_URI) {
      response.sendError(HttpServletResponse.SC_REQUEST_URI_TOO_LONG);
      return;
    }
    chain.doFilter(request, response);
  }

  /**
   * Lets the forms of the page that is about to be answered lead to these origins too: browsers
   * judge a redirect after a form by the same rule as the form.
   *
   * @param origins scheme, host and port, such as {@code https://portal.example}
   */
  public static void allowForms(HttpServletResponse response, Collection<String> origins) {
    String targets = String.join(" ", new TreeSet<>(origins));
    response.setHeader(
        "Content-Security-Policy",
        targets.isEmpty()
            ? PAGE
            : PAGE.replace("form-action 'self'", "form-action 'self' " + targets));
  }

  static void setHeaders(HttpServletResponse response, String path) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", policy(path));
    if (!Addresses.isForPrograms(path)) {
      response.setHeader("Permissions-Policy", PERMISSIONS);
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
  }

  private static String policy(String path) {
    if (Addresses.isForPrograms(path)) {
      return DATA;
    }
    return path.startsWith("/swagger-ui") ? TRY_OUT : PAGE;
  }
}
