package de.landbruecke.server.admin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One call: who, and with what. Values that are not allowed are {@link AdminProblem}s. */
final class AdminCall {

  /** What the database takes of a reason. */
  private static final int MAX_REASON = 2_000;

  private final StaffMember member;
  private final @Nullable String id;
  private final Map<String, String> parameters;
  private final JsonNode body;

  AdminCall(
      StaffMember member, @Nullable String id, Map<String, String> parameters, JsonNode body) {
    this.member = member;
    this.id = id;
    this.parameters = Map.copyOf(parameters);
    this.body = body;
  }

  /** As whom the call is noted. */
  String by() {
    return member.subject();
  }

  /** What stands in the address where the operation has a blank. */
  String id() {
    return Objects.requireNonNull(id);
  }

  /** Refuses everything in the address and the body but these. */
  void allow(String... names) {
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.addAll(new HashSet<>(body.propertyNames()));
    unknown.removeAll(Set.of(names));
    if (!unknown.isEmpty()) {
      throw AdminProblem.badRequest(
          "there is no "
              + String.join(", ", unknown)
              + " here; allowed: "
              + (names.length == 0 ? "nothing" : String.join(", ", names)));
    }
  }

  JsonNode object(String name) {
    JsonNode value = body.path(name);
    if (!value.isObject()) {
      throw AdminProblem.badRequest(name + ": needed is an object");
    }
    return value;
  }

  boolean has(String name) {
    return body.has(name);
  }

  String text(String name, int most) {
    JsonNode value = body.path(name);
    if (!value.isString() || value.asString().isBlank() || value.asString().length() > most) {
      throw AdminProblem.badRequest(name + ": needed is a text of 1 to " + most + " characters");
    }
    return value.asString();
  }

  String reason() {
    return text("reason", MAX_REASON);
  }

  long revision() {
    JsonNode value = body.path("revision");
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw AdminProblem.badRequest("revision: needed is a whole number");
    }
    return value.asLong();
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  Optional<Instant> time(String name) {
    return parsed(name, Instant::parse, "a time such as 2027-01-31T00:00:00Z");
  }

  Optional<LocalDate> day(String name) {
    return parsed(name, LocalDate::parse, "a day such as 2027-01-31");
  }

  boolean flag(String name) {
    return parsed(
            name,
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw new DateTimeException(text);
              }
              return text.equals("true");
            },
            "true or false")
        .orElse(false);
  }

  int number(String name, int byDefault, int most) {
    String text = parameters.get(name);
    if (text == null) {
      return byDefault;
    }
    int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > most) {
      throw AdminProblem.badRequest(name + ": allowed is a whole number from 1 to " + most);
    }
    return number;
  }

  private <T> Optional<T> parsed(String name, Function<String, T> parse, String allowed) {
    try {
      return parameter(name).map(parse);
    } catch (DateTimeException e) {
      throw AdminProblem.badRequest(name + ": allowed is " + allowed);
    }
  }
}
