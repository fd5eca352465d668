package de.landbruecke.server.account;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages of the pages. Both wordings stand beside each other wherever there is text. */
enum Language {
  DE,
  EN;

  /** The parameter that chooses a language on every page. */
  static final String PARAMETER = "sprache";

  /** The wording in this language. */
  String of(String german, String english) {
    return this == DE ? german : english;
  }

  /** The tag of the language (RFC 5646). */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The other of the two. */
  Language other() {
    return this == DE ? EN : DE;
  }

  Locale locale() {
    return this == DE ? Locale.GERMANY : Locale.UK;
  }

  /** What the page's address says, or else the first known of the wished ones, or else German. */
  static Language choose(@Nullable String parameter, List<String> wished) {
    for (Language language : values()) {
      if (language.tag().equals(parameter)) {
        return language;
      }
    }
    for (String wish : wished) {
      for (Language language : values()) {
        if (wish.toLowerCase(Locale.ROOT).split("-", 2)[0].equals(language.tag())) {
          return language;
        }
      }
    }
    return DE;
  }
}
