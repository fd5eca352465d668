package de.landbruecke.analysis;

import java.util.List;

/**
 * One word of a text as the index sees it.
 *
 * @param start offset of its first character in the text
 * @param end offset behind its last character
 * @param folded its spelling in lower case without umlauts and accents
 * @param stem the reduced form; for a compound its parts joined with {@code +}
 * @param parts the reduced parts of a compound, in order; empty for a simple word
 */
public record Token(int start, int end, String folded, String stem, List<String> parts) {

  /** Copies the list. */
  public Token {
    parts = List.copyOf(parts);
  }

  /** The first part of a compound, else the stem: what joins with the word before. */
  public String head() {
    return parts.isEmpty() ? stem : parts.getFirst();
  }

  /** The last part of a compound, else the stem: what joins with the word behind. */
  public String tail() {
    return parts.isEmpty() ? stem : parts.getLast();
  }
}
