package de.landbruecke.server.pages;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page of this site that a choice of a place leads back to. What an address asks for counts
 * only where it is one of the pages that know places; anything else leads to the start page.
 */
final class BackAddress {

  private static final int LONGEST = 2_000;

  private static final Pattern PAGES =
      Pattern.compile(
          "/|/suche|/themen(/[a-z_]{1,40})?|/a-z(/[a-z0-9-]{1,5})?|/leistung/[A-Za-z0-9%._~-]{1,900}");

  /** A page of the list for one place says nothing for another. */
  private static final Set<String> NOT_KEPT = Set.of("ort", "seite");

  private final Address address;
  private final String path;

  private BackAddress(String path, Address address) {
    this.path = path;
    this.address = address;
  }

  /** The start page where the text is null or no page that knows places. */
  static BackAddress of(@Nullable String text) {
    if (text != null && text.length() <= LONGEST) {
      int question = text.indexOf('?');
      String path = question < 0 ? text : text.substring(0, question);
      if (PAGES.matcher(path).matches()) {
        return new BackAddress(
            path,
            Parameters.of(question < 0 ? null : text.substring(question + 1))
                .without(path, NOT_KEPT));
      }
    }
    return new BackAddress("/", Address.of("/"));
  }

  /** The page for a place. */
  Address at(String place) {
    return address.with("ort", place);
  }

  /** What is there, for people. */
  String label() {
    if (path.startsWith("/leistung/")) {
      return "Zurück zur Leistung";
    }
    return switch (path) {
      case "/" -> "Zurück zur Startseite";
      case Question.PATH -> "Zurück zu den Ergebnissen";
      default -> "Zurück zur Übersicht";
    };
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
