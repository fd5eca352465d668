package de.landbruecke.server.account;

import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.DatabaseFailures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells citizens of faults; nothing of the request reaches the log. */
@RestControllerAdvice(assignableTypes = {SignInController.class, KontoController.class})
@ConditionalOnIdentity
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AccountAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(AccountAdvice.class);

  private final AccountPages pages;

  AccountAdvice(AccountPages pages) {
    this.pages = pages;
  }

  /** The container could not decode the parameters: whoever wrote the address is at fault. */
  @ExceptionHandler(InvalidParameterException.class)
  ResponseEntity<byte[]> undecodable(HttpServletResponse response) {
    return pages.trouble(
        response,
        Language.DE,
        TroubleModel.of(Language.DE, Trouble.REQUEST_INVALID, "parameters_undecodable"));
  }

  @ExceptionHandler(RuntimeException.class)
  ResponseEntity<byte[]> answer(
      RuntimeException failure, HttpServletRequest request, HttpServletResponse response) {
    StackTraceElement[] trace = failure.getStackTrace();
    LOG.error(
        "a page failed: {} at {}",
        failure.getClass().getName(),
        trace.length == 0 ? "unknown" : trace[0]);
    boolean away = DatabaseFailures.isAway(failure);
    Language language = Language.choose(request.getParameter(Language.PARAMETER), List.of());
    ResponseEntity<byte[]> page =
        pages.trouble(
            response,
            language,
            TroubleModel.of(language, Trouble.TECHNICAL, away ? "database_away" : "fault_of_ours"));
    return away ? DatabaseFailures.later(page) : page;
  }
}
