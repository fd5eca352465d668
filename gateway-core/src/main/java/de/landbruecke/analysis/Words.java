package de.landbruecke.analysis;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits text into words and brings each into the one spelling in which all variants meet: lower
 * case, umlauts and their two-letter spellings as the plain vowel, ß as ss, accents dropped.
 */
final class Words {

  /** Longer words are cut: no language has them, only noise does. */
  static final int MAX_LENGTH = 80;

  /** A word of the text: its place there and its folded spelling. */
  record Word(int start, int end, String folded) {}

  /** Takes the words of a text as they are written. */
  @FunctionalInterface
  interface Visitor {
    /** A word from {@code start} to before {@code end}; {@code section}: after a paragraph sign. */
    void word(int start, int end, boolean section);
  }

  private Words() {}

  /** The words in order; never fails, whatever the text. */
  static List<Word> split(String text) {
    List<Word> words = new ArrayList<>();
    each(
        text,
        (start, end, section) -> {
          String folded = fold(text.substring(start, end), section);
          if (!folded.isEmpty()) {
            words.add(new Word(start, end, folded));
          }
        });
    return words;
  }

  /** Visits the words in order; never fails, whatever the text. */
  static void each(String text, Visitor visitor) {
    int i = 0;
    int n = text.length();
    boolean section = false;
    while (i < n) {
      int c = text.codePointAt(i);
      if (c == '§') {
        section = true;
        i++;
        continue;
      }
      if (!Character.isLetterOrDigit(c)) {
        if (!Character.isWhitespace(c) && c != '\u00a0') {
          section = false;
        }
        i += Character.charCount(c);
        continue;
      }
      int start = i;
      while (i < n && isInside(text, i)) {
        i += Character.charCount(text.codePointAt(i));
      }
      visitor.word(start, i, section);
      section = false;
    }
  }

  private static boolean isInside(String text, int i) {
    int c = text.codePointAt(i);
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  /** Folds and cuts one word; a number after a paragraph sign keeps the sign. Empty: no word. */
  static String fold(String word, boolean section) {
    String folded = fold(word);
    if (folded.length() > MAX_LENGTH) {
      folded = folded.substring(0, MAX_LENGTH);
    }
    return section && !folded.isEmpty() && Character.isDigit(folded.charAt(0))
        ? "§" + folded
        : folded;
  }

  /** Folds one word. "ue" stays after a vowel or q, where it is no umlaut: "neue", "Quelle". */
  static String fold(String word) {
    String lower = word.toLowerCase(Locale.GERMAN);
    if (!isPlain(lower)) {
      lower =
          Normalizer.normalize(lower, Normalizer.Form.NFKD)
              .replaceAll("\\p{M}+", "")
              .toLowerCase(Locale.GERMAN)
              .replace("ß", "ss")
              .replace("ł", "l");
    }
    if (lower.length() <= 2) {
      // "AE" is an abbreviation, no umlaut.
      return lower;
    }
    StringBuilder out = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c == 'e' && i > 0) {
        char before = lower.charAt(i - 1);
        boolean vowelBefore = i > 1 && "aeiouq".indexOf(lower.charAt(i - 2)) >= 0;
        if (before == 'a' || before == 'o' || (before == 'u' && !vowelBefore)) {
          continue;
        }
      }
      out.append(c);
    }
    return out.toString();
  }

  private static boolean isPlain(String lower) {
    for (int i = 0; i < lower.length(); i++) {
      if (lower.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
