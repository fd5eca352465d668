package de.landbruecke.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.landbruecke.index.internal.IndexFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;

/**
 * Reads a word that the catalogs do not have as one that they have, by one or two typing errors.
 * Safe to share between threads.
 */
final class Spelling {

  /**
   * A word of the catalogs.
   *
   * @param text folded
   * @param confidence 0 to 1
   */
  record Candidate(String text, double confidence) {}

  private static final int MIN_LENGTH = 4;
  private static final int MIN_SPLIT = 8;
  private static final int CANDIDATES = 3;

  /** Shorter words with two errors could be anything. */
  private static final int MIN_TWO_ERRORS = 8;

  private static final int KEPT = 10_000;

  private final IndexReader reader;
  private final Cache<String, List<Candidate>> known =
      Caffeine.newBuilder().maximumSize(KEPT).build();
  private final DirectSpellChecker twoErrors = checker(1, 2);
  private final DirectSpellChecker oneError = checker(1, 1);
  private final DirectSpellChecker anyStart = checker(0, 1);

  Spelling(IndexReader reader) {
    this.reader = reader;
  }

  private static DirectSpellChecker checker(int prefix, int edits) {
    DirectSpellChecker checker = new DirectSpellChecker();
    checker.setMinPrefix(prefix);
    checker.setMaxEdits(edits);
    checker.setMinQueryLength(MIN_LENGTH);
    checker.setThresholdFrequency(0);
    checker.setMaxQueryFrequency(1f);
    checker.setAccuracy(0.6f);
    return checker;
  }

  /** The likeliest words, best first; empty when none is near. */
  List<Candidate> correct(String folded) throws IOException {
    if (folded.length() < MIN_LENGTH || folded.chars().anyMatch(Character::isDigit)) {
      return List.of();
    }
    List<Candidate> found = known.getIfPresent(folded);
    if (found == null) {
      found = near(folded);
      if (found.isEmpty() && folded.length() >= MIN_SPLIT) {
        found = correctPart(folded);
      }
      known.put(folded, found);
    }
    return found;
  }

  private List<Candidate> near(String folded) throws IOException {
    List<SuggestWord> words =
        List.of(suggest(folded.length() < MIN_TWO_ERRORS ? oneError : twoErrors, folded));
    if (words.isEmpty()) {
      words = List.of(suggest(anyStart, folded));
    }
    if (words.isEmpty()) {
      return List.of();
    }
    // A word of titles and keywords is likelier meant than one of the long texts.
    List<Candidate> candidates = new ArrayList<>();
    float best = 0;
    for (SuggestWord word : words) {
      float score = word.score;
      if (reader.docFreq(new Term(IndexFields.WORDS, IndexFields.EXACT + word.string)) > 0) {
        score += 0.05f;
      }
      best = Math.max(best, score);
      candidates.add(new Candidate(word.string, score));
    }
    float limit = best - 0.08f;
    return candidates.stream()
        .filter(c -> c.confidence() >= limit)
        .sorted(Comparator.comparingDouble(Candidate::confidence).reversed())
        .limit(CANDIDATES)
        .map(c -> new Candidate(c.text(), Math.min(1, c.confidence())))
        .toList();
  }

  private SuggestWord[] suggest(DirectSpellChecker checker, String word) throws IOException {
    return checker.suggestSimilar(
        new Term(IndexFields.FORMS, word), 6, reader, SuggestMode.SUGGEST_ALWAYS);
  }

  /** A compound that the catalogs do not have, with an error in one of two parts that they have. */
  private List<Candidate> correctPart(String folded) throws IOException {
    for (int split = folded.length() - MIN_LENGTH; split >= MIN_LENGTH; split--) {
      String head = folded.substring(0, split);
      String tail = folded.substring(split);
      boolean headKnown = isForm(head);
      boolean tailKnown = isForm(tail);
      if (headKnown == tailKnown) {
        continue;
      }
      SuggestWord[] words = suggest(oneError, headKnown ? tail : head);
      if (words.length > 0 && words[0].score >= 0.75f) {
        String fixed = words[0].string;
        return List.of(new Candidate(headKnown ? head + " " + fixed : fixed + " " + tail, 0.9));
      }
    }
    return List.of();
  }

  private boolean isForm(String word) throws IOException {
    return reader.docFreq(new Term(IndexFields.FORMS, word)) > 0;
  }
}
