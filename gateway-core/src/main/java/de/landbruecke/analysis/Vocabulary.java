package de.landbruecke.analysis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words that mean the same to citizens and offices, best bets, words that say little, and words
 * that are never suggested. Data, replaceable by whoever embeds the search.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Vocabulary {

  /** Nothing in it. */
  public static final Vocabulary EMPTY = new Vocabulary(Map.of(), Map.of(), Set.of(), Set.of(), 0);

  /** How the two sides of a group relate. */
  public enum Relation {
    /** The same, both ways. */
    EQUAL,
    /** The first leads to the second, not back. */
    IMPLIES,
    /** An old name and today's, both ways. */
    FORMER,
    /** A short form and the full one, both ways. */
    ABBREVIATION,
    /** A word of another language and the German one, one way. */
    TRANSLATION
  }

  /**
   * One way from a term to others.
   *
   * @param from the term as written
   * @param stems its reduced words; all must stand in the query
   * @param to the terms that are meant, never empty
   * @param relation how they relate
   */
  public record Synonym(String from, List<String> stems, List<String> to, Relation relation) {
    /** Copies the lists. */
    public Synonym {
      stems = List.copyOf(stems);
      to = List.copyOf(to);
    }
  }

  /**
   * An entry that editors put first for a query.
   *
   * @param id a service key or another id of an entry
   * @param owner who answers for it
   * @param until the last day on which it counts
   */
  public record BestBet(String id, String owner, LocalDate until) {}

  private final Map<String, List<Synonym>> byStem;
  private final Map<String, List<BestBet>> bestBets;
  private final Set<String> generic;
  private final Set<String> denied;
  private final int groups;

  private Vocabulary(
      Map<String, List<Synonym>> byStem,
      Map<String, List<BestBet>> bestBets,
      Set<String> generic,
      Set<String> denied,
      int groups) {
    this.byStem = byStem;
    this.bestBets = bestBets;
    this.generic = generic;
    this.denied = denied;
    this.groups = groups;
  }

  /** Starts a vocabulary whose terms are reduced by {@code analyzer}. */
  public static Builder builder(TextAnalyzer analyzer) {
    return new Builder(analyzer);
  }

  /** How many synonym groups there are. */
  public int groups() {
    return groups;
  }

  /** The synonyms all of whose words are among these reduced words. */
  public List<Synonym> synonyms(Collection<String> stems) {
    Set<String> present = new LinkedHashSet<>(stems);
    List<Synonym> found = new ArrayList<>();
    for (String stem : present) {
      for (Synonym synonym : byStem.getOrDefault(stem, List.of())) {
        if (present.containsAll(synonym.stems())) {
          found.add(synonym);
        }
      }
    }
    return found;
  }

  /** The best bets for a query, given as its folded words joined with blanks, on a day. */
  public List<BestBet> bestBets(String foldedQuery, LocalDate today) {
    return bestBets.getOrDefault(foldedQuery, List.of()).stream()
        .filter(bet -> !bet.until().isBefore(today))
        .toList();
  }

  /** Whether the reduced word says little about which service is meant ("Antrag", "Formular"). */
  public boolean isGeneric(String stem) {
    return generic.contains(stem);
  }

  /** Whether a text, given as its folded words joined with blanks, must not be suggested. */
  public boolean isDenied(String folded) {
    return denied.contains(folded) || Arrays.stream(folded.split(" ")).anyMatch(denied::contains);
  }

  /** Collects a vocabulary from its files. Not thread-safe. */
  public static final class Builder {
    private final TextAnalyzer analyzer;
    private final Map<String, List<Synonym>> byStem = new HashMap<>();
    private final Map<String, List<BestBet>> bestBets = new HashMap<>();
    private final Set<String> generic = new HashSet<>();
    private final Set<String> denied = new HashSet<>();
    private int groups;

    private Builder(TextAnalyzer analyzer) {
      this.analyzer = analyzer;
    }

    /**
     * Adds synonym groups: lines of {@code type, from, to, lang, note}, tab-separated after a
     * header line; terms of one cell are separated by {@code |}; types are those of {@link
     * Relation} in lower case.
     *
     * @throws IOException when the reader fails, or with the line when one is not of this form
     */
    public Builder synonyms(Reader tsv) throws IOException {
      for (String[] cells : rows(tsv, "type\tfrom\tto\tlang\tnote", 2)) {
        Relation relation;
        try {
          relation = Relation.valueOf(cells[0].toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              "a synonym group of type '"
                  + cells[0]
                  + "': equal, implies, former, abbreviation or translation is allowed",
              e);
        }
        List<String> from = terms(cells[1]);
        List<String> to = cells.length > 2 ? terms(cells[2]) : List.of();
        group(relation, from, to);
        groups++;
      }
      return this;
    }

    private void group(Relation relation, List<String> from, List<String> to) {
      if (relation == Relation.EQUAL) {
        List<String> all = new ArrayList<>(from);
        all.addAll(to);
        for (String term : all) {
          add(term, all.stream().filter(other -> !other.equals(term)).toList(), relation);
        }
        return;
      }
      for (String term : from) {
        add(term, to, relation);
      }
      if (relation == Relation.FORMER || relation == Relation.ABBREVIATION) {
        for (String term : to) {
          List<String> others = new ArrayList<>(from);
          to.stream().filter(other -> !other.equals(term)).forEach(others::add);
          add(term, others, relation);
        }
      }
    }

    private void add(String term, List<String> to, Relation relation) {
      List<String> stems = analyzer.analyze(term).stream().map(Token::stem).toList();
      if (stems.isEmpty()) {
        stems = analyzer.analyzeAll(term).stream().map(Token::stem).toList();
      }
      if (stems.isEmpty() || to.isEmpty()) {
        return;
      }
      // The longest word is the rarest: few queries meet it by chance.
      String anchor =
          stems.stream().max(java.util.Comparator.comparingInt(String::length)).orElseThrow();
      byStem
          .computeIfAbsent(anchor, s -> new ArrayList<>())
          .add(new Synonym(term, stems, to, relation));
    }

    /**
     * Adds best bets: lines of {@code query, id, owner, until}, tab-separated after a header line;
     * {@code until} is the last day, ISO 8601.
     *
     * @throws IOException when the reader fails, or with the line when one is not of this form
     */
    public Builder bestBets(Reader tsv) throws IOException {
      for (String[] cells : rows(tsv, "query\tid\towner\tuntil", 4)) {
        LocalDate until;
        try {
          until = LocalDate.parse(cells[3]);
        } catch (java.time.DateTimeException e) {
          throw new IOException(
              "a best bet until '" + cells[3] + "': a day such as 2027-12-31 is allowed", e);
        }
        bestBets
            .computeIfAbsent(String.join(" ", analyzer.fold(cells[0])), q -> new ArrayList<>())
            .add(new BestBet(cells[1], cells[2], until));
      }
      return this;
    }

    /** Adds words that say little, one a line. */
    public Builder generic(Reader lines) throws IOException {
      for (String line : lines(lines)) {
        analyzer.analyzeAll(line).forEach(token -> generic.add(token.stem()));
      }
      return this;
    }

    /** Adds words and phrases that are never suggested, one a line. */
    public Builder denied(Reader lines) throws IOException {
      lines(lines).forEach(line -> denied.add(String.join(" ", analyzer.fold(line))));
      return this;
    }

    /** The vocabulary. */
    public Vocabulary build() {
      return new Vocabulary(
          Map.copyOf(byStem),
          Map.copyOf(bestBets),
          Set.copyOf(generic),
          Set.copyOf(denied),
          groups);
    }

    private static List<String> terms(String cell) {
      return Arrays.stream(cell.split("\\|"))
          .map(String::strip)
          .filter(term -> !term.isEmpty())
          .distinct()
          .toList();
    }

    private static List<String> lines(Reader reader) throws IOException {
      try (BufferedReader buffered = new BufferedReader(reader)) {
        return buffered.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
      }
    }

    private static List<String[]> rows(Reader reader, String header, int columns)
        throws IOException {
      List<String> lines = lines(reader);
      if (lines.isEmpty() || !lines.getFirst().equals(header)) {
        throw new IOException(
            "the first line is '"
                + (lines.isEmpty() ? "" : lines.getFirst())
                + "': the header '"
                + header.replace('\t', ' ')
                + "', tab-separated, is needed");
      }
      List<String[]> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split("\t", -1);
        if (cells.length < columns || cells[0].isBlank() || cells[1].isBlank()) {
          throw new IOException(
              "the line '" + line + "' has " + cells.length + " columns, " + columns + " needed");
        }
        rows.add(cells);
      }
      return rows;
    }
  }
}
