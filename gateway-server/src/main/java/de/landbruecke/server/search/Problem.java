package de.landbruecke.server.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param type the page that explains this kind of problem
 * @param title the kind of problem in words
 * @param status the HTTP status
 * @param detail what is wrong this time; null where the title says it all
 * @param errors each fault of the request
 * @param restart where to start again; only for a replaced cursor
 */
@Schema(description = "An error as RFC 9457 has it")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    List<Fault> errors,
    @Nullable String restart) {

  Problem {
    errors = List.copyOf(errors);
  }

  /**
   * One fault of a request.
   *
   * @param parameter the parameter; null where the fault is elsewhere
   * @param detail what was found and what is allowed
   * @param allowed the allowed names or values; empty where there are too many to list
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Fault(@Nullable String parameter, String detail, List<String> allowed) {
    Fault {
      allowed = List.copyOf(allowed);
    }
  }

  static Problem of(ProblemType type) {
    return of(type, type.explanation());
  }

  static Problem of(ProblemType type, @Nullable String detail) {
    return new Problem(
        "/problems/" + type.slug(), type.title(), type.status(), detail, List.of(), null);
  }

  Problem withErrors(List<Fault> faults) {
    return new Problem(type, title, status, detail, faults, restart);
  }

  Problem withRestart(String address) {
    return new Problem(type, title, status, detail, errors, address);
  }
}
