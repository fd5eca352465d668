package de.landbruecke.server.admin;

import java.util.List;
import java.util.Map;

/** A call that is refused, with what to answer and what to note. */
final class AdminProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String outcome;
  private final transient List<String> faults;
  private final transient Map<String, String> headers;

  private AdminProblem(
      int status, String outcome, String detail, List<String> faults, Map<String, String> headers) {
    super(detail);
    this.status = status;
    this.outcome = outcome;
    this.faults = List.copyOf(faults);
    this.headers = Map.copyOf(headers);
  }

  /** Refused for this reason. */
  static AdminProblem of(int status, String outcome, String detail) {
    return new AdminProblem(status, outcome, detail, List.of(), Map.of());
  }

  /** A request that is not allowed in itself. */
  static AdminProblem badRequest(String detail) {
    return of(400, "bad-request", detail);
  }

  /** Nothing of that name. */
  static AdminProblem notFound(String detail) {
    return of(404, "not-found", detail);
  }

  /** A document with all that is wrong with it. */
  AdminProblem withFaults(List<String> all) {
    return new AdminProblem(status, outcome, detail(), all, headers);
  }

  AdminProblem withHeader(String name, String value) {
    return new AdminProblem(status, outcome, detail(), faults, Map.of(name, value));
  }

  int status() {
    return status;
  }

  /** For the audit log. */
  String outcome() {
    return outcome;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  List<String> faults() {
    return faults;
  }

  Map<String, String> headers() {
    return headers;
  }
}
