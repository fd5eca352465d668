package de.landbruecke.analysis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns text into {@link Token tokens}, the same for catalogs and queries, so that they meet.
 *
 * <p>Safe to share between threads. Never fails, whatever the text.
 */
public final class TextAnalyzer {

  /** Joins the parts of a compound and neighbouring words: "hund+steu". */
  public static final String JOIN = "+";

  private static final int GRAM = 4;
  private static final int MAX_WHOLE = 200;

  private final Lexicon lexicon;
  private final Set<String> stopWords;
  private final Set<String> actions;
  private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(100_000).build();

  /** A word as it is written: what it is, and whether it carries no meaning of its own. */
  private record Known(Token token, boolean stop) {}

  /** An analyzer with this lexicon. */
  public TextAnalyzer(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.stopWords = readWords("stop-words.txt");
    this.actions = readWords("actions.txt");
  }

  private static Set<String> readWords(String resource) {
    Set<String> words = new HashSet<>();
    try (InputStream in = TextAnalyzer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is not on the class path");
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .forEach(line -> Words.split(line).forEach(word -> words.add(word.folded())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Set.copyOf(words);
  }

  /** The words of a German text; words that carry no meaning are left out. */
  public List<Token> analyze(String text) {
    return tokens(text, false);
  }

  /** The words of a German text, meaningless ones included. */
  public List<Token> analyzeAll(String text) {
    return tokens(text, true);
  }

  /** The reduced words of an English text; words that carry no meaning are left out. */
  public List<Token> analyzeEnglish(String text) {
    List<Token> result = new ArrayList<>();
    for (Words.Word word : Words.split(text)) {
      if (!stopWords.contains(word.folded())) {
        result.add(
            new Token(
                word.start(), word.end(), word.folded(), englishStem(word.folded()), List.of()));
      }
    }
    return result;
  }

  /** The reduced form of one folded word by English rules. */
  public String englishStem(String folded) {
    return Reducer.english(folded);
  }

  private List<Token> tokens(String text, boolean all) {
    List<Token> result = new ArrayList<>();
    Words.each(
        text,
        (start, end, section) -> {
          String written = text.substring(start, end);
          Known word =
              section || written.length() > Words.MAX_LENGTH
                  ? know(written, section)
                  : known.get(written, w -> know(w, false));
          Token token = word.token();
          if (!token.folded().isEmpty() && (all || !word.stop())) {
            result.add(new Token(start, end, token.folded(), token.stem(), token.parts()));
          }
        });
    return result;
  }

  /**
   * Visits what was made of each word of a German text that carries meaning, in order. It is made
   * once for each spelling: who indexes many texts need not look at a word again and again.
   *
   * @param made what was made so far by spelling, empty for words without meaning; the caller keeps
   *     it from text to text and bounds it
   */
  public <T> void analyze(
      String text, Map<String, Optional<T>> made, Function<Token, T> make, Consumer<T> visitor) {
    Words.each(
        text,
        (start, end, section) -> {
          String written = (section ? "§" : "") + text.substring(start, end);
          Optional<T> it = made.get(written);
          if (it == null) {
            Known word = know(text.substring(start, end), section);
            it =
                word.stop() || word.token().folded().isEmpty()
                    ? Optional.empty()
                    : Optional.of(make.apply(word.token()));
            made.put(written, it);
          }
          it.ifPresent(visitor);
        });
  }

  private Known know(String written, boolean section) {
    String folded = Words.fold(written, section);
    List<String> parts = lexicon.split(folded);
    String stem = parts.isEmpty() ? Reducer.german(folded) : String.join(JOIN, parts);
    return new Known(
        new Token(0, folded.length(), folded, stem, parts), stopWords.contains(folded));
  }

  /**
   * These words as one term, by which a whole title or keyword is found that says just this. Words
   * that only say that something is applied for or issued do not count, unless there are no others.
   */
  public String whole(List<Token> tokens) {
    List<Token> telling = tokens.stream().filter(t -> !actions.contains(t.folded())).toList();
    StringBuilder term = new StringBuilder();
    for (Token token : telling.isEmpty() ? tokens : telling) {
      term.append(term.isEmpty() ? "" : JOIN).append(token.stem());
    }
    return term.substring(0, Math.min(term.length(), MAX_WHOLE));
  }

  /** Whether the folded word carries no meaning of its own ("ich", "wo", "bitte"). */
  public boolean isStopWord(String folded) {
    return stopWords.contains(folded);
  }

  /** Whether the folded word is an ordinary word of the language, not a name. */
  public boolean isCommonWord(String folded) {
    return lexicon.contains(folded);
  }

  /** The folded words of a text, in order, meaningless ones included. */
  public List<String> fold(String text) {
    return Words.split(text).stream().map(Words.Word::folded).toList();
  }

  /**
   * The overlapping pieces of four letters of a folded word; shorter words are one piece.
   *
   * <p>Source: McNamee and Mayfield, Character N-Gram Tokenization for European Language Text
   * Retrieval, Information Retrieval 7 (2004).
   */
  public static List<String> grams(String folded) {
    if (folded.length() <= GRAM) {
      return List.of(folded);
    }
    List<String> grams = new ArrayList<>(folded.length() - GRAM + 1);
    for (int i = 0; i + GRAM <= folded.length(); i++) {
      grams.add(folded.substring(i, i + GRAM));
    }
    return grams;
  }

  /** A number that differs when texts would be analyzed differently. */
  public int fingerprint() {
    return lexicon.fingerprint() + 31 * stopWords.hashCode() + 17 * actions.hashCode();
  }
}
