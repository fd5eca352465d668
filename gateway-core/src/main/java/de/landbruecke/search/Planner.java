package de.landbruecke.search;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.search.SearchHit.FoundBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns typed words into a {@link QueryPlan}. For one query and one thread. */
final class Planner {

  /** More words are not looked up; the first ones say what is meant. */
  private static final int MAX_WORDS = 24;

  /** Of a word so many 4-grams are asked for. */
  private static final int MAX_GRAMS = 10;

  private final TermLookup lookup;
  private final TextAnalyzer analyzer;
  private final Vocabulary vocabulary;
  private final @Nullable Spelling spelling;
  private final Ranking ranking;

  /** Typed words that were read as others, for "did you mean": offsets and the new word. */
  record Correction(int start, int end, String word) {}

  private final List<Correction> corrections = new ArrayList<>();
  private boolean unknown;

  Planner(
      TermLookup lookup,
      TextAnalyzer analyzer,
      Vocabulary vocabulary,
      @Nullable Spelling spelling,
      Ranking ranking) {
    this.lookup = lookup;
    this.analyzer = analyzer;
    this.vocabulary = vocabulary;
    this.spelling = spelling;
    this.ranking = ranking;
  }

  /** Whether a word of the plan is nowhere in the catalogs as it was typed. */
  boolean hasUnknown() {
    return unknown;
  }

  List<Correction> corrections() {
    return corrections;
  }

  /** The words of a query, without those that carry no meaning unless there are no others. */
  List<Token> words(String query) {
    List<Token> tokens = analyzer.analyze(query);
    if (tokens.isEmpty()) {
      tokens = analyzer.analyzeAll(query);
    }
    return tokens.subList(0, Math.min(MAX_WORDS, tokens.size()));
  }

  /** The plan for these words of {@code query}. */
  QueryPlan plan(String query, List<Token> words) throws IOException {
    QueryPlan plan = new QueryPlan();
    Map<Integer, List<Vocabulary.Synonym>> synonyms = synonymsByWord(words);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < words.size(); i++) {
      Token word = words.get(i);
      if (!seen.add(word.folded())) {
        continue;
      }
      addConcept(plan, query, word, synonyms.getOrDefault(i, List.of()));
    }
    addBonuses(plan, words);
    return plan;
  }

  private void addConcept(
      QueryPlan plan, String query, Token word, List<Vocabulary.Synonym> synonyms)
      throws IOException {
    String typed = query.substring(word.start(), word.end());
    boolean known = isKnown(word);
    List<Spelling.Candidate> candidates =
        known || !synonyms.isEmpty() || spelling == null
            ? List.of()
            : spelling.correct(word.folded());
    unknown |= lookup.frequency(word.stem()) == 0 && synonyms.isEmpty();
    int concept = plan.concept(typed, weight(word, known));
    int itself = plan.alternative(concept, null, typed, false);
    addWord(plan, itself, word);
    Set<String> targets = new HashSet<>();
    addTargets(plan, concept, synonyms, targets, ranking.synonym());
    for (Spelling.Candidate candidate : candidates) {
      addCorrection(plan, concept, candidate);
      // A corrected everyday word leads on to the official one.
      List<Token> corrected = analyzer.analyze(candidate.text());
      addTargets(
          plan,
          concept,
          vocabulary.synonyms(corrected.stream().map(Token::stem).toList()),
          targets,
          ranking.synonym() * ranking.correction() * candidate.confidence());
    }
    if (!candidates.isEmpty()) {
      corrections.add(new Correction(word.start(), word.end(), candidates.getFirst().text()));
    }
  }

  private static FoundBy.Kind kind(Vocabulary.Relation relation) {
    return relation == Vocabulary.Relation.TRANSLATION
        ? FoundBy.Kind.TRANSLATION
        : FoundBy.Kind.SYNONYM;
  }

  /** The typed word itself: whole, its parts, its spelling, and as an English word. */
  private void addWord(QueryPlan plan, int alternative, Token word) throws IOException {
    int whole = plan.slot(alternative, true);
    plan.leaf(word.stem(), whole, 1, 1);
    plan.leaf(IndexFields.EXACT + word.folded(), whole, ranking.exact(), 0);
    plan.leaf(
        IndexFields.ENGLISH + analyzer.englishStem(word.folded()),
        whole,
        ranking.synonym(),
        ranking.englishCoverage());
    List<String> parts = word.parts();
    if (parts.isEmpty()) {
      plan.leaf(IndexFields.PART + word.stem(), whole, ranking.inside(), ranking.insideCoverage());
      return;
    }
    addParts(plan, alternative, parts, ranking.part(), 1);
    for (int i = 1; parts.size() > 2 && i < parts.size(); i++) {
      String pair = parts.get(i - 1) + TextAnalyzer.JOIN + parts.get(i);
      plan.leaf(pair, whole, ranking.part(), 0);
    }
  }

  /** The parts of a compound: words of their own in the catalogs, or parts there, too. */
  private void addParts(
      QueryPlan plan, int alternative, List<String> parts, double weight, double coverage)
      throws IOException {
    double[] shares = shares(parts);
    for (int i = 0; i < parts.size(); i++) {
      int slot = plan.slot(alternative, false);
      plan.leaf(parts.get(i), slot, weight, 0.95 * coverage * shares[i]);
      plan.leaf(IndexFields.PART + parts.get(i), slot, weight, 0.95 * coverage * shares[i]);
    }
  }

  /** How much of a compound each part stands for, by what it says. */
  private double[] shares(List<String> parts) throws IOException {
    double[] shares = new double[parts.size()];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = informativeness(parts.get(i));
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = sum == 0 ? 1.0 / shares.length : shares[i] / sum;
    }
    return shares;
  }

  /** What the synonyms lead to, each target once. */
  private void addTargets(
      QueryPlan plan,
      int concept,
      List<Vocabulary.Synonym> synonyms,
      Set<String> seen,
      double weight)
      throws IOException {
    for (Vocabulary.Synonym synonym : synonyms) {
      for (String target : synonym.to()) {
        if (seen.add(target)) {
          addTarget(plan, concept, kind(synonym.relation()), target, weight);
        }
      }
    }
  }

  private void addTarget(
      QueryPlan plan, int concept, FoundBy.Kind kind, String target, double weight)
      throws IOException {
    List<Token> tokens = analyzer.analyze(target);
    if (tokens.isEmpty()) {
      return;
    }
    for (Token token : tokens) {
      if (frequency(token.stem()) == 0) {
        return;
      }
    }
    int alternative = plan.alternative(concept, kind, target, true);
    boolean single = tokens.size() == 1;
    for (Token token : tokens) {
      // All parts are needed, so they may add up to a full proof.
      int slot = plan.slot(alternative, single);
      plan.leaf(token.stem(), slot, weight, single ? 1 : 1.001 / tokens.size());
    }
  }

  private void addCorrection(QueryPlan plan, int concept, Spelling.Candidate candidate)
      throws IOException {
    List<Token> tokens = analyzer.analyze(candidate.text());
    if (tokens.isEmpty()) {
      return;
    }
    int alternative = plan.alternative(concept, FoundBy.Kind.CORRECTION, candidate.text(), false);
    double weight = ranking.correction() * candidate.confidence();
    boolean single = tokens.size() == 1;
    for (Token token : tokens) {
      int slot = plan.slot(alternative, single);
      double coverage = candidate.confidence() / tokens.size();
      plan.leaf(token.stem(), slot, weight, coverage);
      if (token.parts().isEmpty()) {
        plan.leaf(
            IndexFields.PART + token.stem(),
            slot,
            weight * ranking.inside(),
            coverage * ranking.insideCoverage());
      } else {
        addParts(plan, alternative, token.parts(), weight * ranking.part(), coverage);
      }
    }
  }

  /** Neighbours side by side and the query as a whole title or keyword; they prove nothing more. */
  private void addBonuses(QueryPlan plan, List<Token> words) {
    if (words.isEmpty()) {
      return;
    }
    int whole = plan.alternative(plan.concept("", 0), null, "", false);
    plan.leaf(
        IndexFields.WHOLE + analyzer.whole(words), plan.slot(whole, true), ranking.whole(), 0);
    for (int i = 1; i < words.size(); i++) {
      int pair = plan.alternative(plan.concept("", 0), null, "", false);
      plan.leaf(
          words.get(i - 1).tail() + TextAnalyzer.JOIN + words.get(i).head(),
          plan.slot(pair, true),
          ranking.pair(),
          0);
    }
  }

  /** Synonyms by the index of each word that they stand for; split compounds count, too. */
  private Map<Integer, List<Vocabulary.Synonym>> synonymsByWord(List<Token> words) {
    Map<String, List<Integer>> positions = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      positions.computeIfAbsent(words.get(i).stem(), s -> new ArrayList<>()).add(i);
      if (i > 0) {
        String pair = words.get(i - 1).stem() + TextAnalyzer.JOIN + words.get(i).stem();
        positions.computeIfAbsent(pair, s -> new ArrayList<>()).addAll(List.of(i - 1, i));
      }
    }
    Map<Integer, List<Vocabulary.Synonym>> result = new HashMap<>();
    List<Vocabulary.Synonym> found = vocabulary.synonyms(positions.keySet());
    for (Vocabulary.Synonym synonym : found) {
      // "Führerschein verloren" says more than "Führerschein": the longer term wins.
      boolean shadowed =
          found.stream()
              .anyMatch(other ->
                  other.stems().size() > synonym.stems().size()
                      && other.stems().containsAll(synonym.stems()));
      if (shadowed && synonym.relation() == Vocabulary.Relation.IMPLIES) {
        continue;
      }
      for (String stem : synonym.stems()) {
        for (int position : positions.getOrDefault(stem, List.of())) {
          result.computeIfAbsent(position, p -> new ArrayList<>()).add(synonym);
        }
      }
    }
    return result;
  }

  /** Whether the catalogs have the word, or all parts of it. */
  private boolean isKnown(Token word) throws IOException {
    if (anywhere(word.stem()) > 0
        || frequency(IndexFields.ENGLISH + analyzer.englishStem(word.folded())) > 0) {
      return true;
    }
    if (word.parts().isEmpty()) {
      return false;
    }
    for (String part : word.parts()) {
      if (anywhere(part) == 0) {
        return false;
      }
    }
    return true;
  }

  private double weight(Token word, boolean known) throws IOException {
    double rarest = Ranking.idf(lookup.documents(), 1);
    double weight;
    if (known) {
      weight = informativeness(word.stem());
      if (!word.parts().isEmpty() && frequency(word.stem()) == 0) {
        weight = 0;
        for (String part : word.parts()) {
          weight = Math.max(weight, informativeness(part));
        }
      }
    } else {
      weight = ranking.unknown() * rarest;
    }
    return vocabulary.isGeneric(word.stem()) ? weight * ranking.generic() : weight;
  }

  private double informativeness(String stem) throws IOException {
    int frequency = anywhere(stem);
    double idf = Ranking.idf(lookup.documents(), Math.max(1, frequency));
    return vocabulary.isGeneric(stem) ? idf * ranking.generic() : idf;
  }

  /** How many entries have the reduced word, at least; as a word or as a part of one. */
  private int anywhere(String stem) throws IOException {
    return Math.max(frequency(stem), frequency(IndexFields.PART + stem));
  }

  private int frequency(String term) throws IOException {
    return lookup.frequency(term);
  }

  /**
   * The plan by 4-grams of the words: the rarest of each word, since frequent ones tell little and
   * cost most.
   */
  QueryPlan grams(List<Token> words, TermLookup gramLookup) throws IOException {
    QueryPlan plan = new QueryPlan();
    for (Token word : words) {
      if (vocabulary.isGeneric(word.stem())) {
        continue;
      }
      Map<String, Integer> known = new LinkedHashMap<>();
      for (String gram : TextAnalyzer.grams(word.folded())) {
        int frequency = gramLookup.frequency(gram);
        if (frequency > 0) {
          known.put(gram, frequency);
        }
      }
      List<String> rarest =
          known.entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .limit(MAX_GRAMS)
              .map(Map.Entry::getKey)
              .toList();
      int concept = plan.concept(word.folded(), word.folded().length());
      int alternative = plan.alternative(concept, null, word.folded(), false);
      for (String gram : rarest) {
        plan.leaf(gram, plan.slot(alternative, false), 1, 1.0 / rarest.size());
      }
    }
    return plan;
  }
}
