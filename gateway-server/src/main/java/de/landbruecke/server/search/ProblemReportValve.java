package de.landbruecke.server.search;

import de.landbruecke.server.web.ErrorPages;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What Tomcat refuses before any application sees it is answered as a problem, too. */
final class ProblemReportValve extends ErrorReportValve {

  private final Supplier<ErrorPages> pages;

  ProblemReportValve(Supplier<ErrorPages> pages) {
    this.pages = pages;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    byte[] body = ProblemWriter.json(Problem.of(ProblemType.ofStatus(status)));
    try {
      if (pages.get().isWanted(request)) {
        pages.get().write(request, response, status);
        response.finishResponse();
        return;
      }
      response.setContentType(ProblemWriter.MEDIA_TYPE);
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Cache-Control", "no-store");
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("the client went away", e);
    }
  }
}
