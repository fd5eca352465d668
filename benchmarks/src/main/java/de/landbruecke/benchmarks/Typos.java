package de.landbruecke.benchmarks;

import java.util.List;
import java.util.SplittableRandom;

/** Typing errors as people make them. */
final class Typos {

  private static final List<String> ROWS = List.of("qwertzuiopü", "asdfghjklöä", "yxcvbnm");
  private static final int MIN_WORD = 4;

  private Typos() {}

  /**
   * The text with one error in one of its longer words: a letter left out, doubled, swapped with
   * the next, or the neighbour on the keyboard; the first letter stays. A text of short words is
   * returned as it is.
   */
  static String one(String text, SplittableRandom random) {
    String[] words = text.split(" ", -1);
    int[] candidates =
        java.util.stream.IntStream.range(0, words.length)
            .filter(i -> words[i].length() >= MIN_WORD)
            .toArray();
    if (candidates.length == 0) {
      return text;
    }
    int chosen = candidates[random.nextInt(candidates.length)];
    words[chosen] = inWord(words[chosen], random);
    return String.join(" ", words);
  }

  private static String inWord(String word, SplittableRandom random) {
    while (true) {
      int at = 1 + random.nextInt(word.length() - 1);
      StringBuilder out = new StringBuilder(word);
      switch (random.nextInt(4)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, word.charAt(at));
        case 2 -> {
          int other = at + 1 < word.length() ? at + 1 : at - 1;
          out.setCharAt(at, word.charAt(other));
          out.setCharAt(other, word.charAt(at));
        }
        default -> out.setCharAt(at, neighbour(word.charAt(at), random));
      }
      if (!out.toString().equals(word)) {
        return out.toString();
      }
    }
  }

  private static char neighbour(char letter, SplittableRandom random) {
    for (String row : ROWS) {
      int i = row.indexOf(Character.toLowerCase(letter));
      if (i >= 0) {
        int step = i == 0 ? 1 : i == row.length() - 1 || random.nextBoolean() ? -1 : 1;
        return row.charAt(i + step);
      }
    }
    return 'e';
  }
}
