package de.landbruecke.data;

import de.landbruecke.PortalId;
import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.json.JsonCatalogSource;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

/**
 * The data that comes with the search: two portals' catalogs, places, vocabulary and judgements.
 * Immutable and safe to share between threads.
 */
public final class IndexData {

  private final TextAnalyzer analyzer;
  private final Vocabulary vocabulary;

  private IndexData(TextAnalyzer analyzer, Vocabulary vocabulary) {
    this.analyzer = analyzer;
    this.vocabulary = vocabulary;
  }

  /**
   * Reads the lexicon and the vocabulary; everything else is read when it is opened.
   *
   * @throws IOException when the module's resources are missing or damaged
   */
  public static IndexData load() throws IOException {
    TextAnalyzer analyzer;
    try (Reader lexicon = DataFile.shipped("lexicon.txt").reader()) {
      analyzer = new TextAnalyzer(Lexicon.of(lexicon));
    }
    try (Reader synonyms = DataFile.shipped("synonyms.tsv").reader();
        Reader bestBets = DataFile.shipped("best-bets.tsv").reader();
        Reader generic = DataFile.shipped("generic.txt").reader();
        Reader denied = DataFile.shipped("denied.txt").reader()) {
      return new IndexData(
          analyzer,
          Vocabulary.builder(analyzer)
              .synonyms(synonyms)
              .bestBets(bestBets)
              .generic(generic)
              .denied(denied)
              .build());
    }
  }

  /** The analyzer with the shipped lexicon. */
  public TextAnalyzer analyzer() {
    return analyzer;
  }

  /** The shipped vocabulary, its words reduced by {@link #analyzer}. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The shipped catalogs, the places first: one source a portal, each for one reader. */
  public static List<CatalogSource> sources() {
    return List.of(
        source("places", "places.jsonl"),
        source("service-bw", "service-bw.jsonl"),
        source("amt24", "amt24.jsonl"));
  }

  private static CatalogSource source(String portal, String file) {
    return new JsonCatalogSource(DataFile.shipped(file), file, new PortalId(portal));
  }

  /** The shipped catalog files: the places, then one file for each portal. */
  public static List<DataFile> catalogs() {
    return List.of(
        DataFile.shipped("places.jsonl"),
        DataFile.shipped("service-bw.jsonl"),
        DataFile.shipped("amt24.jsonl"));
  }

  /**
   * Graded queries, tab-separated after a header line: {@code query, place, lang, class, part,
   * serviceKey, grade, reason}. Of the part {@code locked} only figures may be shown.
   */
  public static DataFile judgements() {
    return DataFile.shipped("judgements.tsv");
  }

  /** Queries that no shipped service answers: {@code query, place, lang, part, reason}. */
  public static DataFile noAnswers() {
    return DataFile.shipped("no-answer.tsv");
  }

  /** What must never get worse: {@code query, place, serviceKey, maxRank}. */
  public static DataFile invariants() {
    return DataFile.shipped("invariants.tsv");
  }

  /**
   * Services that editors put on the start page: {@code id, title, owner, until, state}, the last
   * two digits or empty.
   */
  public static DataFile featured() {
    return DataFile.shipped("featured.tsv");
  }

  /** Life situations, with the words that find their services: {@code name, query}. */
  public static DataFile lifeSituations() {
    return DataFile.shipped("life-situations.tsv");
  }

  /** Decisions of editors that split or join entries, one JSON object a line; may be empty. */
  public static DataFile editorialDecisions() {
    return DataFile.shipped("editorial-decisions.jsonl");
  }
}
