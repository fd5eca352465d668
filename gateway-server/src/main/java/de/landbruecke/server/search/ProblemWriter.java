package de.landbruecke.server.search;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as the answer, whatever the request accepts (RFC 9110, section 12.5.1). */
final class ProblemWriter {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ProblemWriter() {}

  static byte[] json(Problem problem) {
    return MAPPER.writeValueAsBytes(problem);
  }

  /** Does nothing when an answer is already on its way. */
  static void write(HttpServletResponse response, Problem problem) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = json(problem);
    response.resetBuffer();
    response.setStatus(problem.status());
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("ETag", null);
    response.setHeader("Content-Language", "en");
    response.getOutputStream().write(body);
  }
}
