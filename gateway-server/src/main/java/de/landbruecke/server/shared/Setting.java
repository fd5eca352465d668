package de.landbruecke.server.shared;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;

/**
 * A configuration property: what it is called, what it is without being set, what is allowed.
 *
 * @param name in full, in Spring's canonical form
 * @param type as what it is read
 * @param defaultValue as a configuration file would give it; empty for nothing
 * @param allowed what is allowed, in words that complete "allowed is"
 * @param check whether a value that could be read is allowed
 * @param members names inside the elements of a list or map; empty for any other property
 * @param keyed whether it is a map, so that its name is followed by a key of the operator's choice
 */
record Setting<T>(
    String name,
    Bindable<T> type,
    String defaultValue,
    String allowed,
    Predicate<T> check,
    List<String> members,
    boolean keyed) {

  Setting {
    members = List.copyOf(members);
  }

  static <T> Setting<T> of(
      String name, Class<T> type, String defaultValue, String allowed, Predicate<T> check) {
    return new Setting<>(name, Bindable.of(type), defaultValue, allowed, check, List.of(), false);
  }

  static <T> Setting<List<T>> list(
      String name,
      Class<T> element,
      String defaultValue,
      String allowed,
      Predicate<T> check,
      String... members) {
    return new Setting<>(
        name,
        Bindable.listOf(element),
        defaultValue,
        allowed,
        all -> all.stream().allMatch(check),
        List.of(members),
        false);
  }

  /** A list or map whose values another check reads; here only its names are known. */
  static Setting<String> group(String name, boolean keyed, String allowed, String... members) {
    return new Setting<>(
        name, Bindable.of(String.class), "", allowed, value -> false, List.of(members), keyed);
  }

  /** What is wrong with a value that could be read; null when nothing is. */
  @Nullable String faultOf(T value) {
    return check.test(value) ? null : "found " + value + ", allowed is " + allowed;
  }
}
