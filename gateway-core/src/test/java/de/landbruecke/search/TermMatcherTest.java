package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.landbruecke.index.internal.IndexFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SmallFloat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk over postings against its own explanation and against plain arithmetic. */
class TermMatcherTest {

  private static final int ROUNDS = 150;
  private static final Ranking RANKING = Ranking.DEFAULT;

  private record Result(double score, double coverage) {}

  /** An index of random documents in several segments, some of them deleted. */
  private static final class Corpus implements AutoCloseable {
    private final Directory directory = new ByteBuffersDirectory();
    private final List<Map<String, Integer>> documents = new ArrayList<>();
    private final DirectoryReader reader;
    private final String field;

    Corpus(Random random, String field) throws IOException {
      this.field = field;
      IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
          Map<String, Integer> terms = new HashMap<>();
          for (int t = random.nextInt(8); t > 0; t--) {
            terms.put(term(random), 1 + random.nextInt(200));
          }
          documents.add(terms);
          Document document = new Document();
          if (!terms.isEmpty()) {
            document.add(new Field(field, new Frequencies(terms), type()));
          }
          document.add(new StringField("number", String.valueOf(i), Field.Store.NO));
          // One document of each segment stays, so that numbers do not move.
          document.add(new StringField("keep", "yes", Field.Store.NO));
          writer.addDocument(document);
          if (random.nextInt(6) == 0) {
            writer.flush();
          }
        }
        writer.commit();
        for (int i = 0; i < count; i += 1 + random.nextInt(5)) {
          if (random.nextInt(3) == 0 && i + 1 < count) {
            writer.deleteDocuments(new Term("number", String.valueOf(i)));
          }
        }
        writer.commit();
      }
      reader = DirectoryReader.open(directory);
    }

    /** The terms of each live document by its number in the reader. */
    Map<Integer, Map<String, Integer>> live() throws IOException {
      Map<Integer, Map<String, Integer>> live = new TreeMap<>();
      for (var leaf : reader.leaves()) {
        Bits bits = leaf.reader().getLiveDocs();
        for (int i = 0; i < documents.size(); i++) {
          var postings = leaf.reader().postings(new Term("number", String.valueOf(i)));
          if (postings != null) {
            int doc = postings.nextDoc();
            if (bits == null || bits.get(doc)) {
              live.put(leaf.docBase + doc, documents.get(i));
            }
          }
        }
      }
      return live;
    }

    @Override
    public void close() throws IOException {
      reader.close();
      directory.close();
    }
  }

  private static FieldType type() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    return type;
  }

  private static final class Frequencies extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final List<Map.Entry<String, Integer>> entries;
    private int next;

    Frequencies(Map<String, Integer> terms) {
      this.entries = List.copyOf(terms.entrySet());
    }

    @Override
    public boolean incrementToken() {
      if (next == entries.size()) {
        return false;
      }
      clearAttributes();
      term.append(entries.get(next).getKey());
      frequency.setTermFrequency(entries.get(next).getValue());
      next++;
      return true;
    }
  }

  /** Low letters are common, high ones rare; the last ones stand in no document. */
  private static String term(Random random) {
    int letter = random.nextInt(14);
    return String.valueOf((char) ('a' + Math.min(letter, random.nextInt(14))));
  }

  private static QueryPlan plan(Random random) {
    QueryPlan plan = new QueryPlan();
    for (int c = 1 + random.nextInt(3); c > 0; c--) {
      int concept = plan.concept("c" + c, random.nextInt(4) == 0 ? 0 : random.nextDouble() * 5);
      for (int a = 1 + random.nextInt(3); a > 0; a--) {
        int alternative = plan.alternative(concept, null, "a" + a, random.nextBoolean());
        for (int s = 1 + random.nextInt(3); s > 0; s--) {
          int slot = plan.slot(alternative, random.nextBoolean());
          for (int l = 1 + random.nextInt(2); l > 0; l--) {
            String term = random.nextInt(8) == 0 ? "zz" : term(random);
            plan.leaf(term, slot, random.nextDouble(), random.nextInt(4) * 0.34);
          }
        }
      }
    }
    return plan;
  }

  /** What {@link TermMatcher} promises, straight from the definitions in {@link QueryPlan}. */
  private static Result bruteForce(Corpus corpus, QueryPlan plan, Map<String, Integer> document)
      throws IOException {
    boolean words = corpus.field.equals(IndexFields.WORDS);
    long documents = Math.max(1, corpus.reader.getDocCount(corpus.field));
    double average =
        Math.max(1, (double) corpus.reader.getSumTotalTermFreq(corpus.field) / documents);
    int sum = document.values().stream().mapToInt(f -> f).sum();
    double length = SmallFloat.byte4ToInt(SmallFloat.intToByte4(sum));
    double norm =
        IndexFields.UNIT * RANKING.k1() * (1 - RANKING.b() + RANKING.b() * length / average);
    double score = 0;
    double met = 0;
    for (int c = 0; c < plan.concepts.size(); c++) {
      double conceptScore = 0;
      double conceptCoverage = 0;
      for (int a = 0; a < plan.alternatives.size(); a++) {
        if (plan.alternatives.get(a).concept() != c) {
          continue;
        }
        double total = 0;
        double whole = 0;
        double parts = 0;
        int slotsMet = 0;
        int slots = 0;
        for (int s = 0; s < plan.slots.size(); s++) {
          if (plan.slots.get(s).alternative() != a) {
            continue;
          }
          slots++;
          boolean hit = false;
          double coverage = 0;
          for (QueryPlan.Leaf leaf : plan.leaves) {
            Integer frequency = leaf.slot() == s ? document.get(leaf.term()) : null;
            if (frequency != null) {
              hit = true;
              int inDocuments = corpus.reader.docFreq(new Term(corpus.field, leaf.term()));
              total +=
                  leaf.weight()
                      * Ranking.idf(documents, inDocuments)
                      * frequency
                      / (frequency + norm);
              boolean onlyLong = words && frequency < IndexFields.LONG_TEXT_LIMIT;
              coverage =
                  Math.max(coverage, leaf.coverage() * (onlyLong ? RANKING.longTextCoverage() : 1));
            }
          }
          slotsMet += hit ? 1 : 0;
          if (plan.slots.get(s).whole()) {
            whole = Math.max(whole, coverage);
          } else {
            parts += coverage;
          }
        }
        if (slotsMet == 0 || (plan.alternatives.get(a).all() && slotsMet < slots)) {
          continue;
        }
        double proof = parts >= 1 ? 1 : words ? parts * parts : parts;
        conceptScore = Math.max(conceptScore, total);
        conceptCoverage = Math.max(conceptCoverage, Math.max(whole, proof));
      }
      score += conceptScore;
      met += conceptCoverage * plan.concepts.get(c).weight();
    }
    double weight = plan.totalWeight();
    return new Result(score, weight == 0 ? 1 : met / weight);
  }

  private static TermMatcher matcher(Corpus corpus, QueryPlan plan) throws IOException {
    TermLookup lookup = new TermLookup(corpus.reader, corpus.field);
    return new TermMatcher(corpus.reader, corpus.field, lookup, plan, RANKING);
  }

  @ParameterizedTest
  @ValueSource(strings = {IndexFields.WORDS, IndexFields.GRAMS})
  void match_randomPlans_findsExactlyWhatThePlainArithmeticFinds(String field) throws IOException {
    long seed = System.nanoTime();
    System.out.println("match_randomPlans seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String about = "seed " + seed + ", round " + round;
      try (Corpus corpus = new Corpus(random, field)) {
        QueryPlan plan = plan(random);
        double minimum = random.nextInt(4) * 0.3;
        FixedBitSet accepted = random.nextBoolean() ? null : some(random, corpus.reader.maxDoc());
        Map<Integer, Result> expected = new TreeMap<>();
        for (var document : corpus.live().entrySet()) {
          Result result = bruteForce(corpus, plan, document.getValue());
          double met = result.coverage() * plan.totalWeight();
          boolean enough = met >= minimum * plan.totalWeight() - 1e-9;
          boolean in = accepted == null || accepted.get(document.getKey());
          if (enough && in && result.score() > 0) {
            expected.put(document.getKey(), result);
          }
        }

        Map<Integer, Result> found = new TreeMap<>();
        matcher(corpus, plan)
            .match(
                minimum,
                accepted,
                (doc, score, coverage) ->
                    assertThat(found.put(doc, new Result(score, coverage))).as(about).isNull());

        assertThat(found.keySet()).as(about).isEqualTo(expected.keySet());
        int[] ascending = found.keySet().stream().mapToInt(doc -> doc).toArray();
        double[] scores = matcher(corpus, plan).scores(ascending);
        for (int i = 0; i < ascending.length; i++) {
          Result result = Objects.requireNonNull(found.get(ascending[i]));
          assertThat(scores[i]).as(about).isCloseTo(result.score(), within(1e-9));
        }
        List<Integer> order = new ArrayList<>(found.keySet());
        java.util.Collections.shuffle(order, random);
        List<TermMatcher.Match> explained = matcher(corpus, plan).explain(order);
        for (int i = 0; i < order.size(); i++) {
          Result result = Objects.requireNonNull(found.get(order.get(i)));
          Result plain = Objects.requireNonNull(expected.get(order.get(i)));
          assertThat(result.score()).as(about).isCloseTo(plain.score(), within(1e-5));
          assertThat(result.coverage())
              .as(about)
              .isCloseTo(Math.min(1, plain.coverage()), within(1e-9));
          assertThat(explained.get(i).score()).as(about).isCloseTo(result.score(), within(1e-9));
          assertThat(Math.min(1, explained.get(i).coverage()))
              .as(about)
              .isCloseTo(result.coverage(), within(1e-9));
        }
      }
    }
  }

  private static FixedBitSet some(Random random, int documents) {
    FixedBitSet set = new FixedBitSet(Math.max(1, documents));
    for (int i = 0; i < documents; i++) {
      if (random.nextBoolean()) {
        set.set(i);
      }
    }
    return set;
  }

  @org.junit.jupiter.api.Test
  void match_emptyPlan_findsNothing() throws IOException {
    try (Corpus corpus = new Corpus(new Random(1), IndexFields.WORDS)) {
      List<Integer> found = new ArrayList<>();

      matcher(corpus, new QueryPlan()).match(0, null, (doc, score, coverage) -> found.add(doc));

      assertThat(found).isEmpty();
    }
  }
}
