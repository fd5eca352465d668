package de.landbruecke.analysis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words from which German compounds are made, and how a compound falls into them.
 *
 * <p>A compound is split only where every part is a word of the lexicon, so that "Versicherung"
 * stays whole. Among several ways the one with the fewest and longest parts wins. Immutable and
 * safe to share between threads.
 */
public final class Lexicon {

  private static final int MIN_PART = 3;
  private static final int MIN_COMPOUND = 6;
  private static final int MAX_COMPOUND = 60;
  private static final String BASE_WORDS = "/de/danielnaber/jwordsplitter/wordsGerman.txt";

  /** Letters that join parts without meaning ("Hund-e-steuer", "Geburt-s-urkunde"). */
  private static final String[] JOINTS = {"", "s", "es", "n", "en", "e", "er"};

  private static final int LONGEST_JOINT = 2;

  /** So many bits tell of nearly every text that is no word that it is none. */
  private static final int FILTER_BITS = 1 << 22;

  private final Set<String> words;
  private final Set<String> shortWords;
  private final Set<String> whole;
  private final Map<String, List<String>> fixed;
  private final BitSet filter = new BitSet(FILTER_BITS);
  private final int hash;
  private final int longestPart;

  private Lexicon(
      Set<String> words,
      Set<String> shortWords,
      Set<String> whole,
      Map<String, List<String>> fixed) {
    this.words = words;
    this.shortWords = shortWords;
    this.whole = whole;
    this.fixed = fixed;
    words.forEach(word -> filter.set(place(word.hashCode())));
    shortWords.forEach(word -> filter.set(place(word.hashCode())));
    this.longestPart = words.stream().mapToInt(String::length).max().orElse(0) + LONGEST_JOINT;
    this.hash =
        31 * words.hashCode() + 17 * shortWords.hashCode() + whole.hashCode() + fixed.hashCode();
  }

  /** The general German word list alone. */
  public static Lexicon general() {
    return of(Reader.nullReader());
  }

  /**
   * The general German word list and additions, one a line: {@code wort} a word that may be part of
   * a compound (three letters and more; only here may parts have just three), {@code teil|teil} how
   * a compound splits, {@code !wort} never split this one. Lines that start with {@code #} are
   * comments.
   *
   * @throws UncheckedIOException when the additions cannot be read
   */
  public static Lexicon of(Reader additions) {
    Set<String> words = new HashSet<>(1 << 17);
    Set<String> shortWords = new HashSet<>();
    Set<String> whole = new HashSet<>();
    Map<String, List<String>> fixed = new HashMap<>();
    try {
      InputStream base = Lexicon.class.getResourceAsStream(BASE_WORDS);
      if (base == null) {
        throw new IOException("the word list " + BASE_WORDS + " is not on the class path");
      }
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(base, StandardCharsets.UTF_8))) {
        reader
            .lines()
            .map(line -> Words.fold(line.strip()))
            .filter(word -> word.length() >= 4)
            .forEach(words::add);
      }
      try (BufferedReader reader = new BufferedReader(additions)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          String entry = line.strip();
          if (entry.isEmpty() || entry.startsWith("#")) {
            continue;
          }
          if (entry.startsWith("!")) {
            whole.add(Words.fold(entry.substring(1)));
          } else if (entry.indexOf('|') > 0) {
            List<String> parts =
                Arrays.stream(entry.split("\\|")).map(part -> Words.fold(part.strip())).toList();
            fixed.put(String.join("", parts), parts);
          } else {
            String word = Words.fold(entry);
            (word.length() <= MIN_PART ? shortWords : words).add(word);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Not Set.copyOf: its probing is slow for so many words.
    return new Lexicon(words, shortWords, whole, fixed);
  }

  /** A number that differs when the words differ, so that an index knows what it was built with. */
  int fingerprint() {
    return hash;
  }

  /** Whether this folded word is one of the lexicon's. */
  boolean contains(String folded) {
    return words.contains(folded) || shortWords.contains(folded);
  }

  /**
   * The parts of a folded word, each reduced to its base form; empty when it is no compound.
   *
   * <p>Time grows with the square of the length, which is bounded.
   */
  List<String> split(String word) {
    if (word.length() < MIN_COMPOUND || word.length() > MAX_COMPOUND || whole.contains(word)) {
      return List.of();
    }
    List<String> known = fixed.get(word);
    if (known != null) {
      return known.stream().map(Reducer::german).toList();
    }
    int n = word.length();
    double[] cost = new double[n + 1];
    @Nullable String[] part = new String[n + 1];
    int[] from = new int[n + 1];
    Arrays.fill(cost, Double.POSITIVE_INFINITY);
    cost[0] = 0;
    Pieces pieces = new Pieces(word);
    for (int end = MIN_PART; end <= n; end++) {
      if (n - end > 0 && n - end < MIN_PART) {
        continue;
      }
      for (int start = Math.max(0, end - longestPart); start <= end - MIN_PART; start++) {
        if (Double.isInfinite(cost[start])) {
          continue;
        }
        String base = pieces.baseOf(start, end);
        if (base == null) {
          continue;
        }
        double total = cost[start] + costOf(end - start, base);
        if (total < cost[end]) {
          cost[end] = total;
          from[end] = start;
          part[end] = base;
        }
      }
    }
    if (Double.isInfinite(cost[n]) || from[n] == 0) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    for (int end = n; end > 0; end = from[end]) {
      String base = part[end];
      if (base != null) {
        parts.addFirst(Reducer.german(base));
      }
    }
    return List.copyOf(parts);
  }

  private static int place(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed >>> Integer.numberOfLeadingZeros(FILTER_BITS - 1);
  }

  /**
   * The pieces of a word. Few are words, so a piece is made and looked up only if it may be one.
   */
  private final class Pieces {
    private final String word;

    /** The hash code of the word's beginning of each length, and the powers of its base. */
    private final int[] hashes;

    private final int[] powers;

    Pieces(String word) {
      this.word = word;
      this.hashes = new int[word.length() + 1];
      this.powers = new int[word.length() + 1];
      powers[0] = 1;
      for (int i = 0; i < word.length(); i++) {
        hashes[i + 1] = 31 * hashes[i] + word.charAt(i);
        powers[i + 1] = 31 * powers[i];
      }
    }

    /** The word of the lexicon that this piece is, or null; only the last part has no joint. */
    private @Nullable String baseOf(int start, int end) {
      boolean last = end == word.length();
      for (String joint : JOINTS) {
        int baseEnd = end - joint.length();
        if (!joint.isEmpty() && (last || !word.startsWith(joint, baseEnd))) {
          continue;
        }
        if (mayBeWord(hash(start, baseEnd)) && isWord(word.substring(start, baseEnd))) {
          return word.substring(start, baseEnd);
        }
      }
      // "Schul-", "Kirch-": the last letter of the word is dropped before the next part.
      if (!last && end - start > MIN_PART && mayBeWord(31 * hash(start, end) + 'e')) {
        String base = word.substring(start, end) + "e";
        return isWord(base) ? base : null;
      }
      return null;
    }

    /** What {@link String#hashCode()} says of the piece. */
    private int hash(int start, int end) {
      return hashes[end] - hashes[start] * powers[end - start];
    }

    private boolean mayBeWord(int hash) {
      return filter.get(place(hash));
    }
  }

  private boolean isWord(String base) {
    return base.length() <= MIN_PART
        ? base.length() == MIN_PART && shortWords.contains(base)
        : words.contains(base);
  }

  private static double costOf(int length, String base) {
    double shortness = base.length() <= 3 ? 1.2 : base.length() == 4 ? 0.5 : 0.0;
    double joint = length > base.length() ? 0.1 : 0.0;
    return 1.0 + shortness + joint - 0.01 * base.length();
  }
}
