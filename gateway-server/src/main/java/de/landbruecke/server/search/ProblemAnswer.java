package de.landbruecke.server.search;

import de.landbruecke.server.web.ErrorPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Answers a request with a problem: a person gets a page, a program gets JSON. */
@Component
final class ProblemAnswer {

  private final ErrorPages pages;

  ProblemAnswer(ErrorPages pages) {
    this.pages = pages;
  }

  /** Does nothing when an answer is already on its way. */
  void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    if (pages.isWanted(request)) {
      pages.write(request, response, problem.status());
    } else {
      ProblemWriter.write(response, problem);
    }
  }
}
