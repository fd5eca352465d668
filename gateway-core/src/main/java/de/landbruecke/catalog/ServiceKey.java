package de.landbruecke.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The nationwide 14-digit key of a service (<i>LeiKa-Schlüssel</i>): {@code 99}, group, object,
 * action and detail with three digits each. A service, its actions and their details are different
 * keys. Unknown keys are welcome: the national catalog grows.
 *
 * @param value {@code 99} and twelve more digits
 */
public record ServiceKey(String value) implements Comparable<ServiceKey> {

  private static final Pattern FORM = Pattern.compile("99\\d{12}");

  /** Checks the form. */
  public ServiceKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is no service key: 99 and twelve more digits are allowed");
    }
  }

  /** The key, or empty when the text (white space stripped) has another form. */
  public static Optional<ServiceKey> parse(String text) {
    String stripped = text.strip();
    return FORM.matcher(stripped).matches()
        ? Optional.of(new ServiceKey(stripped))
        : Optional.empty();
  }

  @Override
  public int compareTo(ServiceKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
