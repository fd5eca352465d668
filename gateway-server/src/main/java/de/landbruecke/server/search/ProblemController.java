package de.landbruecke.server.search;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Errors of the container as problems, and the pages that explain the problems. */
@Hidden
@RestController
final class ProblemController implements ErrorController {

  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    ProblemWriter.write(
        response, Problem.of(ProblemType.ofStatus(status instanceof Integer code ? code : 404)));
  }

  @GetMapping("/problems/{slug}")
  ResponseEntity<byte[]> page(@PathVariable String slug) {
    ProblemType type =
        ProblemType.ofSlug(slug)
            .orElseThrow(() -> new ProblemException(Problem.of(ProblemType.NOT_FOUND)));
    // Only texts of the enum: nothing needs to be escaped.
    String html =
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>%s</title></head>
        <body><main><h1>%s</h1><p>HTTP status %d</p><p>%s</p></main></body></html>
        """
            .formatted(type.title(), type.title(), type.status(), type.explanation());
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .header("Content-Language", "en")
        .header("Cache-Control", "public, max-age=86400")
        .body(html.getBytes(StandardCharsets.UTF_8));
  }
}
