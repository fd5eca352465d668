package de.landbruecke.server.search;

import de.landbruecke.search.StaleCursorException;
import de.landbruecke.server.shared.IndexNotReadyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns every failure into a problem. Nothing of the request reaches the log. */
@RestControllerAdvice
final class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final int FRAMES = 12;

  private final ProblemAnswer answer;

  ProblemAdvice(ProblemAnswer answer) {
    this.answer = answer;
  }

  @ExceptionHandler(Exception.class)
  void answer(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (failure) {
      case ProblemException e -> answer.write(request, response, e.problem());
      case StaleCursorException e -> {
        String restart = restart(request);
        response.setHeader(HttpHeaders.LINK, "<" + restart + ">; rel=\"first\"");
        answer.write(
            request, response, Problem.of(ProblemType.CURSOR_REPLACED).withRestart(restart));
      }
      case IndexNotReadyException e -> {
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
        answer.write(request, response, Problem.of(ProblemType.NOT_READY));
      }
      case AsyncRequestNotUsableException e -> {
        // The client went away: nobody is there to answer.
      }
      case ErrorResponse e -> {
        e.getHeaders()
            .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        answer.write(
            request, response, Problem.of(ProblemType.ofStatus(e.getStatusCode().value())));
      }
      default -> {
        if (Failures.isUndecodable(failure)) {
          answer.write(request, response, Problem.of(ProblemType.MALFORMED_REQUEST));
          return;
        }
        LOG.error("a request failed: {}", describe(failure));
        answer.write(request, response, Problem.of(ProblemType.INTERNAL_ERROR));
      }
    }
  }

  private static String restart(HttpServletRequest request) {
    return request.getRequestURI() + QueryStrings.without(request.getQueryString(), "cursor");
  }

  /** Types and places only: a message may hold what a person typed. */
  static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      text.append(text.isEmpty() ? "" : " caused by ").append(t.getClass().getName());
      text.append(
          Arrays.stream(t.getStackTrace())
              .limit(FRAMES)
              .map(StackTraceElement::toString)
              .collect(Collectors.joining(" < ", " at ", "")));
    }
    return text.toString();
  }
}
