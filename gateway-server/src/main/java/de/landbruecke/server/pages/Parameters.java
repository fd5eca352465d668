package de.landbruecke.server.pages;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an address, read as generously as people write them: what is not well encoded
 * is taken as it stands, and what is repeated too often is left out. Immutable.
 */
final class Parameters {

  private static final int MOST = 100;

  /** Longer addresses do not fit into the header of a redirect. */
  private static final int LONGEST_REDIRECT = 4_000;

  private final List<Pair> pairs;

  private record Pair(String name, String value) {}

  private Parameters(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  /** Reads what stands behind the question mark. */
  static Parameters of(@Nullable String query) {
    List<Pair> pairs = new ArrayList<>();
    if (query != null) {
      for (String part : query.split("&", MOST + 1)) {
        int equals = part.indexOf('=');
        if (!part.isEmpty() && pairs.size() < MOST) {
          pairs.add(
              new Pair(
                  decode(equals < 0 ? part : part.substring(0, equals)),
                  equals < 0 ? "" : decode(part.substring(equals + 1))));
        }
      }
    }
    return new Parameters(pairs);
  }

  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
      if (low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The values of a parameter that have text, without blanks around them. */
  List<String> all(String name) {
    return pairs.stream()
        .filter(pair -> pair.name().equals(name))
        .map(pair -> pair.value().strip())
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The first value that has text; null where there is none. */
  @Nullable String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  /** An address with all parameters but these. */
  Address without(String path, Set<String> names) {
    Address address = Address.of(path);
    for (Pair pair : pairs) {
      if (!names.contains(pair.name()) && !pair.value().isBlank()) {
        address =
            address.with(URLEncoder.encode(pair.name(), StandardCharsets.UTF_8), pair.value());
      }
    }
    return address;
  }

  /**
   * The same address without what says nothing, as forms send it: parameters without text and those
   * that say what holds anyway.
   *
   * @param path of the page
   * @param defaults what holds anyway, by parameter
   * @return null where nothing can be left out, or what remains is too long for a redirect
   */
  @Nullable String clean(String path, Map<String, String> defaults) {
    List<Pair> telling =
        pairs.stream()
            .filter(pair ->
                !pair.value().isBlank() && !pair.value().strip().equals(defaults.get(pair.name())))
            .toList();
    if (telling.size() == pairs.size()) {
      return null;
    }
    StringBuilder address = new StringBuilder(path);
    for (Pair pair : telling) {
      address
          .append(address.length() == path.length() ? '?' : '&')
          .append(URLEncoder.encode(pair.name(), StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(pair.value(), StandardCharsets.UTF_8));
    }
    return address.length() > LONGEST_REDIRECT ? null : address.toString();
  }
}
