package de.landbruecke.server.search;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request, read strictly: whatever is unknown or not allowed is collected and
 * told at once. A parameter without text counts as not given, as forms send it.
 */
final class RequestParameters {

  private static final int SHOWN = 60;

  private final Map<String, String[]> values;
  private final List<Problem.Fault> faults = new ArrayList<>();

  RequestParameters(HttpServletRequest request, Collection<String> allowed) {
    this.values = request.getParameterMap();
    for (String name : values.keySet()) {
      if (!allowed.contains(name)) {
        List<String> names = List.copyOf(new LinkedHashSet<>(allowed));
        faults.add(
            new Problem.Fault(
                shown(name),
                "there is no such parameter; allowed are " + String.join(", ", names),
                names));
      }
    }
  }

  /** The text of a parameter that may stand only once; null when it is not given. */
  @Nullable String text(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      fault(name, "it is given " + given.size() + " times; once is allowed", List.of());
    }
    return given.isEmpty() ? null : given.getFirst();
  }

  /** A whole number within limits. */
  int number(String name, int defaultValue, int least, int most) {
    String text = text(name);
    if (text == null) {
      return defaultValue;
    }
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    fault(
        name,
        "found '" + shown(text) + "'; allowed is a whole number from " + least + " to " + most,
        List.of());
    return defaultValue;
  }

  /** One of the allowed values; null when it is not given. */
  <T> @Nullable T one(String name, Function<String, Optional<T>> parse, List<String> allowed) {
    String text = text(name);
    return text == null ? null : parsed(name, text, parse, allowed);
  }

  /** Any of the allowed values; repeated ones mean or. */
  <T> Set<T> any(String name, Function<String, Optional<T>> parse, List<String> allowed) {
    Set<T> result = new LinkedHashSet<>();
    for (String text : all(name)) {
      T value = parsed(name, text, parse, allowed);
      if (value != null) {
        result.add(value);
      }
    }
    return result;
  }

  private <T> @Nullable T parsed(
      String name, String text, Function<String, Optional<T>> parse, List<String> allowed) {
    Optional<T> value = parse.apply(text);
    if (value.isEmpty()) {
      fault(
          name, "found '" + shown(text) + "'; allowed are " + String.join(", ", allowed), allowed);
    }
    return value.orElse(null);
  }

  void fault(String name, String detail, List<String> allowed) {
    faults.add(new Problem.Fault(name, detail, allowed));
  }

  /** Ends the request with a problem when any fault was found. */
  void check() {
    if (!faults.isEmpty()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_PARAMETER, faults.getFirst().detail()).withErrors(faults));
    }
  }

  private List<String> all(String name) {
    String[] given = values.get(name);
    return given == null
        ? List.of()
        : Arrays.stream(given).map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  /** What was found, cut and without control characters, so that it can be shown anywhere. */
  static String shown(String text) {
    String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
  }
}
