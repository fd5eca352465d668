package de.landbruecke.search;

/**
 * The numbers of the ranking; where each comes from is told in {@code docs/relevance.md}.
 *
 * @param k1 saturation of BM25, in units of a weighted frequency
 * @param b length normalization of BM25, 0 to 1
 * @param part weight of a part of a typed compound beside the compound itself
 * @param inside weight of a typed word that is a part of a compound there
 * @param insideCoverage how much such a part proves, 0 to 1
 * @param englishCoverage how much a word met only as an English one proves, 0 to 1
 * @param exact extra weight of the spelling as typed
 * @param pair extra weight of two typed words side by side
 * @param whole extra weight of a title or keyword that is the whole query
 * @param synonym weight of a synonym beside the typed word
 * @param correction weight of a correction beside the typed word
 * @param minimumCoverage share of the query's weight that a full hit meets
 * @param weakCoverage share of the query's weight below which an entry only fills up
 * @param longTextCoverage how much a word in a long text proves, 0 to 1
 * @param generic weight of a word that says little, 0 to 1
 * @param unknown weight of a word that no entry has, as a share of the rarest word's
 * @param gram weight of the score by 4-grams
 * @param gramCoverage share of a query's 4-grams that an entry has to have to fill up
 */
record Ranking(
    double k1,
    double b,
    double part,
    double inside,
    double insideCoverage,
    double englishCoverage,
    double exact,
    double pair,
    double whole,
    double synonym,
    double correction,
    double minimumCoverage,
    double weakCoverage,
    double longTextCoverage,
    double generic,
    double unknown,
    double gram,
    double gramCoverage) {

  static final Ranking DEFAULT =
      new Ranking(
          4.0, 0.5, 0.4, 0.4, 0.8, 0.6, 0.2, 0.4, 0.8, 0.9, 0.8, 0.6, 0.4, 0.7, 0.3, 1.0, 0.5,
          0.35);

  /** Inverse document frequency as in BM25. */
  static double idf(long documents, long frequency) {
    return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
  }
}
