package de.landbruecke.search;

import de.landbruecke.analysis.Token;
import de.landbruecke.index.internal.IndexFields;
import java.util.List;
import java.util.Set;

/** Marks the words of a text that matched. The result is HTML; every character is escaped. */
final class Highlighter {

  private Highlighter() {}

  /**
   * The text with {@code <mark>} around matched words.
   *
   * @param tokens its words
   * @param english whether they were reduced by English rules
   * @param stems reduced words that matched, parts of compounds included
   */
  static String mark(String text, List<Token> tokens, boolean english, Set<String> stems) {
    StringBuilder html = new StringBuilder(text.length() + 64);
    int done = 0;
    for (Token token : tokens) {
      String stem = english ? IndexFields.ENGLISH + token.stem() : token.stem();
      if (stems.contains(stem)
          || token.parts().stream()
              .anyMatch(part -> stems.contains(IndexFields.PART + part) || stems.contains(part))) {
        escape(text, done, token.start(), html);
        html.append("<mark>");
        escape(text, token.start(), token.end(), html);
        html.append("</mark>");
        done = token.end();
      }
    }
    escape(text, done, text.length(), html);
    return html.toString();
  }

  private static void escape(String text, int from, int to, StringBuilder html) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '&' -> html.append("&amp;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
  }
}
