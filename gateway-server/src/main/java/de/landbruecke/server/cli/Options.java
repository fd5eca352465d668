package de.landbruecke.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options and operands of one command: {@code --name value}, {@code --name=value}, flags. */
final class Options {

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Options() {}

  /**
   * Reads them.
   *
   * @param valued options that take a value
   * @param flags options that take none
   * @throws UsageException when an option is neither, or lacks its value
   */
  static Options read(List<String> arguments, Set<String> valued, Set<String> flags)
      throws UsageException {
    Options options = new Options();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        options.operands.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (flags.contains(name) && equals < 0) {
        options.values.put(name, List.of());
      } else if (valued.contains(name)) {
        if (equals < 0 && i + 1 == arguments.size()) {
          throw new UsageException("the option " + name + " needs a value");
        }
        String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
        options.values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      } else {
        List<String> allowed = new ArrayList<>(valued.stream().sorted().toList());
        allowed.addAll(flags.stream().sorted().toList());
        throw new UsageException(
            "there is no option " + argument + " here; allowed are " + String.join(", ", allowed));
      }
    }
    return options;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<String> one(String name) throws UsageException {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw new UsageException("the option " + name + " is allowed once");
    }
    return given.stream().findFirst();
  }

  String required(String name) throws UsageException {
    return one(name).orElseThrow(() -> new UsageException("the option " + name + " is needed"));
  }

  int number(String name, int defaultValue, int least, int most) throws UsageException {
    Optional<String> text = one(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    if (text.get().matches("\\d{1,9}")) {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new UsageException(
        "the option "
            + name
            + " is '"
            + text.get()
            + "'; allowed is a whole number from "
            + least
            + " to "
            + most);
  }

  List<String> operands() {
    return List.copyOf(operands);
  }

  void noOperands() throws UsageException {
    if (!operands.isEmpty()) {
      throw new UsageException("'" + operands.getFirst() + "' is not allowed here");
    }
  }
}
