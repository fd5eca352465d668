package de.landbruecke.server.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What people see when something went wrong: what happened, in words, and what to do next. Programs
 * get something else, so ask {@link #isWanted} first.
 */
public final class ErrorPages {

  private final Pages pages;

  ErrorPages(Pages pages) {
    this.pages = pages;
  }

  /** Whether a person asked: for an address that is not for programs, and for HTML by name. */
  public boolean isWanted(HttpServletRequest request) {
    String path = path(request);
    return path != null && !Addresses.isForPrograms(path) && acceptsHtml(request);
  }

  /** Does nothing when an answer is already on its way. */
  public void write(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    ErrorText text = ErrorText.of(status);
    Page page = Page.of(text.title()).robots("noindex").build();
    byte[] body =
        pages.render(page, "web/error.jte", new ErrorModel(status, text, retry(request, text)));
    response.resetBuffer();
    response.setStatus(status);
    // Also where a request was refused before the filter that sets them.
    HeaderFilter.setHeaders(response, String.valueOf(path(request)));
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(body.length);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(HttpHeaders.ETAG, null);
    response.setHeader(HttpHeaders.CONTENT_LANGUAGE, page.language());
    response.getOutputStream().write(body);
  }

  /**
   * What the template of an error shows.
   *
   * @param retry the same address again; null where that does not help
   */
  record ErrorModel(int status, ErrorText text, @Nullable String retry) {}

  private static @Nullable String retry(HttpServletRequest request, ErrorText text) {
    String path = path(request);
    if (!text.retry() || path == null || !path.startsWith("/") || path.startsWith("//")) {
      return null;
    }
    String query = query(request);
    if (query == null) {
      return path;
    }
    // The position in a list that was replaced is of no use.
    String rest =
        Arrays.stream(query.split("&"))
            .filter(part -> !part.isEmpty() && !part.startsWith("cursor="))
            .collect(Collectors.joining("&"));
    return rest.isEmpty() ? path : path + "?" + rest;
  }

  /** The path that was asked for, also where the container passes an error on. */
  private static @Nullable String path(HttpServletRequest request) {
    Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return original instanceof String path ? path : request.getRequestURI();
  }

  private static @Nullable String query(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) == null
        ? request.getQueryString()
        : (String) request.getAttribute(RequestDispatcher.ERROR_QUERY_STRING);
  }

  private static boolean acceptsHtml(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(String::strip)
        .anyMatch(range -> range.regionMatches(true, 0, "text/html", 0, "text/html".length()));
  }
}
