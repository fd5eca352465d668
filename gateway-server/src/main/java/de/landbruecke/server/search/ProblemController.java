package de.landbruecke.server.search;

import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Errors of the container as problems, and the pages that explain the problems. */
@Hidden
@RestController
final class ProblemController implements ErrorController {

  private final ProblemAnswer answer;
  private final Pages pages;

  ProblemController(ProblemAnswer answer, Pages pages) {
    this.answer = answer;
    this.pages = pages;
  }

  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    answer.write(
        request,
        response,
        Problem.of(ProblemType.ofStatus(status instanceof Integer code ? code : 404)));
  }

  @GetMapping("/problems/{slug}")
  ResponseEntity<byte[]> page(@PathVariable String slug) {
    ProblemType type =
        ProblemType.ofSlug(slug)
            .orElseThrow(() -> new ProblemException(Problem.of(ProblemType.NOT_FOUND)));
    return pages.ok(
        Page.of(type.title()).language("en").canonical("/problems/" + type.slug()).build(),
        "search/problem.jte",
        type);
  }
}
