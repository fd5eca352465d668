package de.landbruecke.server.token;

import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.DatabaseFailures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells of faults that are ours: citizens by a page, programs in words of OAuth. */
final class FaultAdvice {

  private FaultAdvice() {}

  /** Where browsers come. */
  @RestControllerAdvice(assignableTypes = {AuthorizationController.class, LogoutController.class})
  @ConditionalOnIdentity
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class OfPages {

    private final Notices notices;

    OfPages(Notices notices) {
      this.notices = notices;
    }

    @ExceptionHandler(RuntimeException.class)
    ResponseEntity<byte[]> answer(RuntimeException fault, HttpServletRequest request) {
      boolean away = DatabaseFailures.isAway(fault);
      ResponseEntity<byte[]> page =
          notices.failed(
              Notices.locale(request),
              away ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR,
              fault.getClass().getName());
      return away ? DatabaseFailures.later(page) : page;
    }
  }

  /** Where services and portals come. */
  @RestControllerAdvice(
      assignableTypes = {PushController.class, UserinfoController.class, MetadataController.class})
  @ConditionalOnIdentity
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class OfPrograms {

    @ExceptionHandler(RuntimeException.class)
    void answer(RuntimeException fault, HttpServletResponse response) throws IOException {
      RefusalWriter.writeFault(response, fault);
    }
  }
}
