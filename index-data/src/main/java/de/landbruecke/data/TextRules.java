package de.landbruecke.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How texts are counted and compared for the rules of shipped catalogs. */
final class TextRules {

  /** Words that the full text of a shipped service has at least. */
  static final int MIN_WORDS = 120;

  /** From so many words on a sentence counts as one that could be a template's. */
  static final int SENTENCE_WORDS = 8;

  /** In so many records a sentence may stand. */
  static final int MAX_RECORDS = 3;

  /** Share of word 4-grams that two portals' texts for one key must stay under. */
  static final double MAX_SHARED = 0.30;

  private static final int GRAM = 4;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern BLOCK = Pattern.compile("</?(?:p|li|ul|ol|br|h[1-6])\\b[^>]*>");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:])\\s+|\n");

  private TextRules() {}

  /** The words of a text or an HTML fragment, lower case. */
  static List<String> words(String html) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(TAG.matcher(html).replaceAll(" ").toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** The sentences with at least {@value #SENTENCE_WORDS} words, as their words joined. */
  static Set<String> sentences(String html) {
    Set<String> sentences = new HashSet<>();
    for (String sentence : SENTENCE_END.split(BLOCK.matcher(html).replaceAll("\n"), -1)) {
      List<String> words = words(sentence);
      if (words.size() >= SENTENCE_WORDS) {
        sentences.add(String.join(" ", words));
      }
    }
    return sentences;
  }

  /** All runs of four neighbouring words. */
  static Set<String> grams(String html) {
    List<String> words = words(html);
    Set<String> grams = new HashSet<>();
    for (int i = 0; i + GRAM <= words.size(); i++) {
      grams.add(String.join(" ", words.subList(i, i + GRAM)));
    }
    return grams;
  }

  /** Which share of the smaller set is in the other one, too; 0 when one is empty. */
  static double shared(Set<String> one, Set<String> other) {
    Set<String> small = one.size() <= other.size() ? one : other;
    Set<String> large = one.size() <= other.size() ? other : one;
    return small.isEmpty()
        ? 0
        : (double) small.stream().filter(large::contains).count() / small.size();
  }
}
