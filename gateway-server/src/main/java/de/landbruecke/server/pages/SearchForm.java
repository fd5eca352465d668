package de.landbruecke.server.pages;

import org.jspecify.annotations.Nullable;

/**
 * The form of the search, with what its fields show.
 *
 * @param query the words
 * @param place the place
 * @param language preferred language of the texts
 */
record SearchForm(String query, String place, String language) {

  /** What the form carries on as {@code sprache}; null for nothing. */
  @Nullable String hiddenLanguage() {
    return language.equals("de") ? null : language;
  }
}
