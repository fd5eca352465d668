package de.landbruecke.source.xzufi;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The table of XZuFi's names and codes, {@code xzufi-names.properties}. Immutable. */
final class Names {

  private final Map<Name, Set<String>> names = new EnumMap<>(Name.class);
  private final Map<String, String> codes = new HashMap<>();

  private Names(Properties table) {
    for (Name name : Name.values()) {
      String value = table.getProperty(name.name());
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException("the table of XZuFi's names has no " + name);
      }
      names.put(name, Set.of(value.strip().split("\\s+")));
    }
    for (String key : table.stringPropertyNames()) {
      if (key.indexOf('.') > 0) {
        codes.put(key, table.getProperty(key).strip());
      }
    }
  }

  /** The shipped table with these entries replaced or added. */
  static Names shippedWith(Properties changes) {
    Properties table = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(
                Names.class.getResourceAsStream("xzufi-names.properties"),
                "xzufi-names.properties is missing from the library"),
            StandardCharsets.UTF_8)) {
      table.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    changes.stringPropertyNames().forEach(key -> table.put(key, changes.getProperty(key)));
    return new Names(table);
  }

  /** Whether XZuFi may call the thing so. */
  boolean is(Name name, String text) {
    return Objects.requireNonNull(names.get(name)).contains(text);
  }

  /** The names that XZuFi has for the thing. */
  Set<String> of(Name name) {
    return Objects.requireNonNull(names.get(name));
  }

  /** What a code of this list means, or empty when the table does not know it. */
  Optional<String> code(String list, String code) {
    return Optional.ofNullable(codes.get(list + "." + code));
  }
}
