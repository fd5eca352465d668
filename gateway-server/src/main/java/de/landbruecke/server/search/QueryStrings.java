package de.landbruecke.server.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes raw query strings without decoding the rest. */
final class QueryStrings {

  private QueryStrings() {}

  /** The query string, with its question mark, without this parameter; may be empty. */
  static String without(@Nullable String query, String parameter) {
    if (query == null || query.isEmpty()) {
      return "";
    }
    String rest =
        Arrays.stream(query.split("&"))
            .filter(part -> !part.isEmpty() && !nameOf(part).equals(parameter))
            .collect(Collectors.joining("&"));
    return rest.isEmpty() ? "" : "?" + rest;
  }

  /** The query string, with its question mark, with this parameter set to this one value. */
  static String with(@Nullable String query, String parameter, String value) {
    String rest = without(query, parameter);
    return (rest.isEmpty() ? "?" : rest + "&")
        + parameter
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String nameOf(String part) {
    int equals = part.indexOf('=');
    return equals < 0 ? part : part.substring(0, equals);
  }
}
