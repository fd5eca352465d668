package de.landbruecke.server.search;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Headers that every answer carries, and the limit on the length of an address. */
final class HeaderFilter extends OncePerRequestFilter {

  /** Room for a query of ten thousand characters that are percent-encoded with six each. */
  static final int MAX_URI = 65_536;

  private static final String STRICT = "default-src 'none'; frame-ancestors 'none'";

  /** The page to try the interface out sets styles from its script; all else is strict. */
  private static final String TRY_OUT =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    boolean tryOut = request.getRequestURI().startsWith("/swagger-ui");
    response.setHeader("Content-Security-Policy", tryOut ? TRY_OUT : STRICT);
    String query = request.getQueryString();
    if (request.getRequestURI().length() + (query == null ? 0 : query.length()) > MAX_URI) {
      ProblemWriter.write(response, Problem.of(ProblemType.URI_TOO_LONG));
      return;
    }
    chain.doFilter(request, response);
  }
}
