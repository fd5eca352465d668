package de.landbruecke.search;

import de.landbruecke.index.internal.IndexFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SmallFloat;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link QueryPlan} over the index, a document at a time.
 *
 * <p>Scores are BM25 (Robertson and Zaragoza, 2009) over weighted frequencies. An entry is a hit
 * when the concepts it meets carry enough of the query's weight. Postings lists that together
 * cannot make a hit are only looked into, never walked: the idea of MaxScore (Turtle and Flood,
 * 1995), applied to coverage instead of scores.
 *
 * <p>For one plan and one thread.
 */
final class TermMatcher {

  /** Gets each hit. */
  @FunctionalInterface
  interface Collector {
    /**
     * Takes a hit.
     *
     * @param document global document number
     * @param score its score
     * @param coverage the share of the query's weight it meets, 0 to 1
     */
    void collect(int document, double score, double coverage);
  }

  /** What an entry met, for explanations. */
  record Match(double score, double coverage, List<ConceptMatch> concepts) {}

  /**
   * What an entry met of one concept.
   *
   * @param alternative the one that scores most
   * @param plain whether the typed word itself is there as a whole
   */
  record ConceptMatch(
      QueryPlan.Concept concept,
      QueryPlan.Alternative alternative,
      boolean plain,
      double score,
      double coverage,
      List<LeafMatch> leaves) {}

  /** A term that an entry has. */
  record LeafMatch(QueryPlan.Leaf leaf, int frequency, double idf, double score) {}

  private final IndexReader reader;
  private final String field;
  private final TermLookup lookup;
  private final QueryPlan plan;
  private final Ranking ranking;
  private final double[] idf;
  private final float[] norms = new float[256];
  private final double totalWeight;
  private final boolean longTexts;
  private final double[] alternativeScore;
  private final double[] alternativeWhole;
  private final double[] alternativeParts;
  private final int[] alternativeMissing;
  private final int[] alternativeSlots;
  private final double[] slotCoverage;
  private final boolean[] slotHit;
  private final int[] hitSlots;
  private int hits;
  private final double[] conceptScore;
  private final double[] conceptCoverage;

  /** A plan over the field of a reader. */
  TermMatcher(IndexReader reader, String field, TermLookup lookup, QueryPlan plan, Ranking ranking)
      throws IOException {
    this.lookup = lookup;
    this.reader = reader;
    this.field = field;
    this.plan = plan;
    this.ranking = ranking;
    this.totalWeight = plan.totalWeight();
    this.longTexts = field.equals(IndexFields.WORDS);
    this.idf = new double[plan.leaves.size()];
    for (int i = 0; i < idf.length; i++) {
      int frequency = lookup.frequency(plan.leaves.get(i).term());
      idf[i] = frequency == 0 ? 0 : Ranking.idf(lookup.documents(), frequency);
    }
    for (int i = 0; i < norms.length; i++) {
      double length = SmallFloat.byte4ToInt((byte) i);
      norms[i] =
          (float)
              (IndexFields.UNIT
                  * ranking.k1()
                  * (1 - ranking.b() + ranking.b() * length / lookup.averageLength()));
    }
    int alternatives = plan.alternatives.size();
    this.alternativeScore = new double[alternatives];
    this.alternativeWhole = new double[alternatives];
    this.alternativeParts = new double[alternatives];
    this.alternativeMissing = new int[alternatives];
    this.alternativeSlots = new int[alternatives];
    plan.slots.forEach(slot -> alternativeSlots[slot.alternative()]++);
    this.slotCoverage = new double[plan.slots.size()];
    this.slotHit = new boolean[plan.slots.size()];
    this.hitSlots = new int[plan.slots.size()];
    this.conceptScore = new double[plan.concepts.size()];
    this.conceptCoverage = new double[plan.concepts.size()];
  }

  /** The walk through one postings list of one segment. */
  private static final class Cursor {
    final int leaf;
    final PostingsEnum postings;

    /** Most that this list can add to the met weight. */
    final double maxCoverage;

    int doc = -1;

    Cursor(int leaf, PostingsEnum postings, double maxCoverage) {
      this.leaf = leaf;
      this.postings = postings;
      this.maxCoverage = maxCoverage;
    }
  }

  /**
   * Walks all entries.
   *
   * @param minimumCoverage entries that meet less of the query's weight are no hits, 0 to 1
   * @param accepted only these documents; null: all
   */
  void match(double minimumCoverage, @Nullable FixedBitSet accepted, Collector collector)
      throws IOException {
    for (LeafReaderContext context : reader.leaves()) {
      matchSegment(context, minimumCoverage, accepted, collector);
    }
  }

  private void matchSegment(
      LeafReaderContext context,
      double minimumCoverage,
      @Nullable FixedBitSet accepted,
      Collector collector)
      throws IOException {
    LeafReader segment = context.reader();
    List<Cursor> list = cursors(context.ord);
    if (list.isEmpty()) {
      return;
    }
    // Lists that add least come first, among them the longest; a prefix of them is never walked.
    list.sort(
        Comparator.comparingDouble((Cursor c) -> c.maxCoverage)
            .thenComparing(Comparator.comparingLong((Cursor c) -> c.postings.cost()).reversed()));
    Cursor[] cursors = list.toArray(new Cursor[0]);
    int n = cursors.length;
    double needed = minimumCoverage * totalWeight - 1e-9;
    int from = 0;
    double sum = 0;
    while (from < n - 1) {
      sum += cursors[from].maxCoverage;
      if (sum >= needed || needed <= 0) {
        break;
      }
      from++;
    }
    Bits live = segment.getLiveDocs();
    NumericDocValues lengths = segment.getNormValues(field);
    int base = context.docBase;
    for (int i = from; i < n; i++) {
      cursors[i].doc = cursors[i].postings.nextDoc();
    }
    while (true) {
      int candidate = DocIdSetIterator.NO_MORE_DOCS;
      for (int i = from; i < n; i++) {
        candidate = Math.min(candidate, cursors[i].doc);
      }
      if (candidate == DocIdSetIterator.NO_MORE_DOCS) {
        return;
      }
      boolean wanted =
          (live == null || live.get(candidate))
              && (accepted == null || accepted.get(base + candidate));
      if (wanted) {
        for (int i = 0; i < from; i++) {
          if (cursors[i].doc < candidate) {
            cursors[i].doc = cursors[i].postings.advance(candidate);
          }
        }
        float norm = norm(lengths, candidate);
        for (Cursor cursor : cursors) {
          if (cursor.doc == candidate) {
            add(cursor.leaf, cursor.postings.freq(), norm);
          }
        }
        double coverage = finish();
        if (coverage >= needed && score > 0) {
          double share = totalWeight == 0 ? 1 : Math.min(1, coverage / totalWeight);
          collector.collect(base + candidate, score, share);
        }
      }
      for (int i = from; i < n; i++) {
        if (cursors[i].doc == candidate) {
          cursors[i].doc = cursors[i].postings.nextDoc();
        }
      }
    }
  }

  private double score;

  private void add(int index, int frequency, float norm) {
    QueryPlan.Leaf leaf = plan.leaves.get(index);
    int slot = leaf.slot();
    alternativeScore[plan.slots.get(slot).alternative()] += scoreOf(index, leaf, frequency, norm);
    if (!slotHit[slot]) {
      slotHit[slot] = true;
      hitSlots[hits++] = slot;
    }
    slotCoverage[slot] = Math.max(slotCoverage[slot], coverageOf(leaf, frequency));
  }

  private double scoreOf(int index, QueryPlan.Leaf leaf, int frequency, float norm) {
    return leaf.weight() * idf[index] * frequency / (frequency + norm);
  }

  private double coverageOf(QueryPlan.Leaf leaf, int frequency) {
    // In long texts words stand for many reasons; there they prove less.
    return longTexts && frequency < IndexFields.LONG_TEXT_LIMIT
        ? leaf.coverage() * ranking.longTextCoverage()
        : leaf.coverage();
  }

  /** Sums up what {@link #add} gathered into {@link #score}, clears it, returns the met weight. */
  private double finish() {
    System.arraycopy(alternativeSlots, 0, alternativeMissing, 0, alternativeMissing.length);
    for (int i = 0; i < hits; i++) {
      int hit = hitSlots[i];
      QueryPlan.Slot slot = plan.slots.get(hit);
      int a = slot.alternative();
      alternativeMissing[a]--;
      if (slot.whole()) {
        alternativeWhole[a] = Math.max(alternativeWhole[a], slotCoverage[hit]);
      } else {
        alternativeParts[a] += slotCoverage[hit];
      }
      slotHit[hit] = false;
      slotCoverage[hit] = 0;
    }
    hits = 0;
    for (int a = 0; a < alternativeMissing.length; a++) {
      if (alternativeMissing[a] == alternativeSlots[a]) {
        continue;
      }
      QueryPlan.Alternative alternative = plan.alternatives.get(a);
      if (!alternative.all() || alternativeMissing[a] == 0) {
        int concept = alternative.concept();
        conceptScore[concept] = Math.max(conceptScore[concept], alternativeScore[a]);
        conceptCoverage[concept] =
            Math.max(
                conceptCoverage[concept],
                Math.max(alternativeWhole[a], proof(alternativeParts[a])));
      }
      alternativeScore[a] = 0;
      alternativeWhole[a] = 0;
      alternativeParts[a] = 0;
    }
    score = 0;
    double met = 0;
    for (int c = 0; c < conceptScore.length; c++) {
      score += conceptScore[c];
      met += conceptCoverage[c] * plan.concepts.get(c).weight();
      conceptScore[c] = 0;
      conceptCoverage[c] = 0;
    }
    return met;
  }

  /** Half of a compound proves less than half of it: "Ausweis" is in too many. */
  private double proof(double coverage) {
    return coverage >= 1 ? 1 : longTexts ? coverage * coverage : coverage;
  }

  private List<Cursor> cursors(int segment) throws IOException {
    List<Cursor> cursors = new ArrayList<>();
    for (int i = 0; i < idf.length; i++) {
      if (idf[i] > 0) {
        QueryPlan.Leaf leaf = plan.leaves.get(i);
        PostingsEnum postings = lookup.postings(segment, leaf.term());
        if (postings != null) {
          cursors.add(new Cursor(i, postings, leaf.coverage() * plan.conceptOf(leaf).weight()));
        }
      }
    }
    return cursors;
  }

  private float norm(@Nullable NumericDocValues lengths, int document) throws IOException {
    return lengths != null && lengths.advanceExact(document)
        ? norms[(int) (lengths.longValue() & 0xFF)]
        : norms[0];
  }

  /**
   * The scores of some entries, without walking the others.
   *
   * @param ascending documents in ascending order
   */
  double[] scores(int[] ascending) throws IOException {
    double[] scores = new double[ascending.length];
    int next = 0;
    for (LeafReaderContext context : reader.leaves()) {
      int end = context.docBase + context.reader().maxDoc();
      if (next == ascending.length || ascending[next] >= end) {
        continue;
      }
      List<Cursor> cursors = cursors(context.ord);
      NumericDocValues lengths = context.reader().getNormValues(field);
      for (; next < ascending.length && ascending[next] < end; next++) {
        int local = ascending[next] - context.docBase;
        float norm = norm(lengths, local);
        for (Cursor cursor : cursors) {
          if (cursor.doc < local) {
            cursor.doc = cursor.postings.advance(local);
          }
          if (cursor.doc == local) {
            add(cursor.leaf, cursor.postings.freq(), norm);
          }
        }
        finish();
        scores[next] = score;
      }
    }
    return scores;
  }

  /**
   * What entries meet, in detail; with the same arithmetic as {@link #match}.
   *
   * @return one for each document, in the given order
   */
  List<Match> explain(List<Integer> documents) throws IOException {
    Map<Integer, Match> matches = new HashMap<>();
    List<Integer> ascending = documents.stream().sorted().toList();
    for (LeafReaderContext context : reader.leaves()) {
      int end = context.docBase + context.reader().maxDoc();
      List<Integer> here = ascending.stream().filter(d -> d >= context.docBase && d < end).toList();
      if (!here.isEmpty()) {
        List<Cursor> cursors = cursors(context.ord);
        NumericDocValues lengths = context.reader().getNormValues(field);
        for (int document : here) {
          int local = document - context.docBase;
          matches.put(document, explain(cursors, local, norm(lengths, local)));
        }
      }
    }
    return documents.stream()
        .map(document -> Objects.requireNonNull(matches.get(document)))
        .toList();
  }

  private Match explain(List<Cursor> cursors, int local, float norm) throws IOException {
    List<List<LeafMatch>> byAlternative = new ArrayList<>();
    plan.alternatives.forEach(a -> byAlternative.add(new ArrayList<>()));
    for (Cursor cursor : cursors) {
      if (cursor.doc < local) {
        cursor.doc = cursor.postings.advance(local);
      }
      if (cursor.doc == local) {
        int frequency = cursor.postings.freq();
        QueryPlan.Leaf leaf = plan.leaves.get(cursor.leaf);
        double leafScore = scoreOf(cursor.leaf, leaf, frequency, norm);
        byAlternative
            .get(plan.slots.get(leaf.slot()).alternative())
            .add(new LeafMatch(leaf, frequency, idf[cursor.leaf], leafScore));
      }
    }
    ConceptMatch[] best = new ConceptMatch[plan.concepts.size()];
    double[] covered = new double[plan.concepts.size()];
    boolean[] plain = new boolean[plan.concepts.size()];
    for (int a = 0; a < byAlternative.size(); a++) {
      List<LeafMatch> leaves = byAlternative.get(a);
      QueryPlan.Alternative alternative = plan.alternatives.get(a);
      long slots = leaves.stream().mapToInt(m -> m.leaf().slot()).distinct().count();
      if (leaves.isEmpty() || (alternative.all() && slots < alternativeSlots[a])) {
        continue;
      }
      double sum = leaves.stream().mapToDouble(LeafMatch::score).sum();
      int c = alternative.concept();
      covered[c] = Math.max(covered[c], coverageOf(leaves));
      plain[c] |= alternative.kind() == null && leaves.stream().anyMatch(this::isWholeWord);
      if (best[c] == null || best[c].score() < sum) {
        best[c] = new ConceptMatch(plan.concepts.get(c), alternative, false, sum, 0, leaves);
      }
    }
    for (int c = 0; c < best.length; c++) {
      ConceptMatch match = best[c];
      if (match != null) {
        best[c] =
            new ConceptMatch(
                match.concept(),
                match.alternative(),
                plain[c],
                match.score(),
                covered[c],
                match.leaves());
      }
    }
    List<ConceptMatch> concepts = Arrays.stream(best).filter(c -> c != null).toList();
    double met = concepts.stream().mapToDouble(c -> c.coverage() * c.concept().weight()).sum();
    return new Match(
        concepts.stream().mapToDouble(ConceptMatch::score).sum(),
        totalWeight == 0 ? 1 : met / totalWeight,
        concepts);
  }

  private boolean isWholeWord(LeafMatch match) {
    return plan.slots.get(match.leaf().slot()).whole() && match.leaf().coverage() == 1;
  }

  private double coverageOf(List<LeafMatch> leaves) {
    double[] slots = new double[plan.slots.size()];
    leaves.forEach(m ->
        slots[m.leaf().slot()] =
            Math.max(slots[m.leaf().slot()], coverageOf(m.leaf(), m.frequency())));
    double whole = 0;
    double parts = 0;
    for (int s = 0; s < slots.length; s++) {
      if (plan.slots.get(s).whole()) {
        whole = Math.max(whole, slots[s]);
      } else {
        parts += slots[s];
      }
    }
    return Math.max(whole, proof(parts));
  }
}
