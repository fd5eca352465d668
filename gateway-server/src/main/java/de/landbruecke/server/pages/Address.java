package de.landbruecke.server.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** An address of this site: a path and parameters, encoded. Never leads to another site. */
final class Address {

  private final String text;

  private Address(String text) {
    this.text = text;
  }

  /** A page without parameters. */
  static Address of(String path) {
    return new Address(path);
  }

  /** The page of an entry. */
  static Address ofService(String id) {
    return new Address("/leistung/" + UriUtils.encode(id, StandardCharsets.UTF_8));
  }

  /** With one parameter more; the same where there is no value. */
  Address with(String name, @Nullable String value) {
    return value == null || value.isEmpty()
        ? this
        : new Address(
            text
                + (text.indexOf('?') < 0 ? '?' : '&')
                + name
                + '='
                + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** With the beginning of a part of the page. */
  String at(String part) {
    return text + '#' + part;
  }

  @Override
  public String toString() {
    return text;
  }
}
