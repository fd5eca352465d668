package de.landbruecke.server.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of one request with every value of each. A parameter without a value counts as
 * absent (RFC 6749, section 3.1).
 */
record Parameters(Map<String, List<String>> values) {

  /** Longer than any value that is of use; a token has 8 KiB at most. */
  static final int MAX_LENGTH = 8_192;

  /** More than any request needs. */
  private static final int MAX_COUNT = 64;

  Parameters {
    values = Map.copyOf(values);
  }

  /**
   * Those of a form (RFC 6749, section 3.2). Secrets in an address would end in logs, so none is
   * read from there, and a request that has some is refused.
   */
  static Parameters ofForm(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query != null && !query.isEmpty()) {
      throw Refusal.of("invalid_request", "parameters belong into the body");
    }
    String type = request.getContentType();
    if (type == null
        || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/x-www-form-urlencoded")) {
      throw Refusal.of("invalid_request", "the body must be application/x-www-form-urlencoded");
    }
    return of(request);
  }

  /** Those of an address, or of a form. */
  static Parameters of(HttpServletRequest request) {
    Map<String, String[]> all;
    try {
      all = request.getParameterMap();
    } catch (IllegalStateException e) {
      // The container could not decode them.
      throw Refusal.of("invalid_request", "the parameters cannot be decoded");
    }
    if (all.size() > MAX_COUNT) {
      throw Refusal.of("invalid_request", "too many parameters");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    all.forEach((name, each) -> {
      List<String> present = Arrays.stream(each).filter(value -> !value.isEmpty()).toList();
      // Empty and full together is twice, too: whoever reads it may take the other one.
      if (each.length > 1 && present.size() < each.length) {
        throw Refusal.of("invalid_request", "a parameter was sent twice");
      }
      if (present.stream().anyMatch(value -> value.length() > MAX_LENGTH)) {
        throw Refusal.of("invalid_request", "a parameter is too long");
      }
      if (!present.isEmpty()) {
        values.put(name, present);
      }
    });
    return new Parameters(values);
  }

  /** Refuses what was sent twice (RFC 6749, section 3.1), but for these. */
  Parameters requireSingle(Set<String> repeatable) {
    values.forEach((name, each) -> {
      if (each.size() > 1 && !repeatable.contains(name)) {
        throw Refusal.of("invalid_request", "a parameter was sent twice");
      }
    });
    return this;
  }

  /** The only value; empty when it is absent. */
  Optional<String> one(String name) {
    List<String> each = values.getOrDefault(name, List.of());
    if (each.size() > 1) {
      throw Refusal.malformed(name);
    }
    return each.stream().findFirst();
  }

  /** The only value, which must be there. */
  String required(String name) {
    return one(name).orElseThrow(() -> Refusal.malformed(name));
  }

  /** Every value. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "Parameters" + values.keySet();
  }
}
