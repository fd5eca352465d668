package de.landbruecke.benchmarks;

import de.danielnaber.jwordsplitter.GermanWordSplitter;
import de.landbruecke.analysis.TextAnalyzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CombinedFieldQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Lucene as others set it up. Titles, official names and keywords count three times, the rest once;
 * BM25F over the two; only documents and frequencies are indexed; one segment; no cache.
 */
final class LuceneEngine implements Engine {

  /** A set-up. */
  enum Setup {
    /** Lucene's default analyzer, every text in one field. */
    STANDARD("Lucene StandardAnalyzer"),
    /** Lucene's German analyzer, BM25F. */
    GERMAN("Lucene GermanAnalyzer, BM25F"),
    /**
     * The best set-up that was measured on foreign texts: stemmed words and the parts of compounds
     * as BM25F, character 4-grams as BM25F, two searches for the best 100 each, scores added.
     */
    REFERENCE("Lucene words + compounds + 4-grams");

    private final String label;

    Setup(String label) {
      this.label = label;
    }
  }

  private static final String HEAD = "head";
  private static final String BODY = "body";
  private static final String HEAD_GRAMS = "headGrams";
  private static final String BODY_GRAMS = "bodyGrams";
  private static final String NUMBER = "number";
  private static final float HEAD_WEIGHT = 3;
  private static final int CANDIDATES = 100;

  private static final FieldType FREQUENCIES = new FieldType();

  static {
    FREQUENCIES.setTokenized(true);
    FREQUENCIES.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    FREQUENCIES.freeze();
  }

  private final Setup setup;
  private final Analyzer words;
  private final Analyzer grams = new GramAnalyzer();
  private final Path path;
  private final FSDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final List<List<String>> ids = new ArrayList<>();
  private final long buildNanos;

  /** Indexes the documents in a temporary directory. */
  LuceneEngine(Setup setup, Iterable<Document> documents) throws IOException {
    this.setup = setup;
    this.words =
        switch (setup) {
          case STANDARD -> new StandardAnalyzer();
          case GERMAN -> new GermanAnalyzer();
          case REFERENCE -> new CompoundAnalyzer();
        };
    this.path = Files.createTempDirectory("landbruecke-benchmarks-");
    this.directory = FSDirectory.open(path);
    long nanos = 0;
    try (IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig(words).setRAMBufferSizeMB(256))) {
      // Documents may be made while they are read: only the index's own time counts.
      for (Document document : documents) {
        long start = System.nanoTime();
        writer.addDocument(lucene(document, ids.size()));
        nanos += System.nanoTime() - start;
        ids.add(document.ids());
      }
      long start = System.nanoTime();
      writer.forceMerge(1);
      writer.commit();
      nanos += System.nanoTime() - start;
    }
    this.buildNanos = nanos;
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
  }

  private org.apache.lucene.document.Document lucene(Document document, int number) {
    var lucene = new org.apache.lucene.document.Document();
    lucene.add(new NumericDocValuesField(NUMBER, number));
    if (setup == Setup.STANDARD) {
      lucene.add(new Field(BODY, document.head() + "\n" + document.body(), FREQUENCIES));
      return lucene;
    }
    lucene.add(new Field(HEAD, document.head(), FREQUENCIES));
    lucene.add(new Field(BODY, document.body(), FREQUENCIES));
    if (setup == Setup.REFERENCE) {
      lucene.add(
          new Field(HEAD_GRAMS, grams.tokenStream(HEAD_GRAMS, document.head()), FREQUENCIES));
      // A thread's analyzer gives one stream a field at a time, so the name tells them apart.
      lucene.add(
          new Field(BODY_GRAMS, grams.tokenStream(BODY_GRAMS, document.body()), FREQUENCIES));
    }
    return lucene;
  }

  @Override
  public String label() {
    return setup.label;
  }

  @Override
  public long indexBytes() {
    try (Stream<Path> files = Files.list(path)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long indexing took. */
  long buildNanos() {
    return buildNanos;
  }

  @Override
  public List<Ranked> rank(String query, @Nullable String place, String language, int depth) {
    try {
      if (setup != Setup.REFERENCE) {
        List<Ranked> ranking = new ArrayList<>();
        for (ScoreDoc hit : search(words(query), depth)) {
          ranking.add(new Ranked(ids(hit.doc), false));
        }
        return ranking;
      }
      Map<Integer, Float> scores = new HashMap<>();
      int candidates = Math.max(CANDIDATES, depth);
      for (ScoreDoc hit : search(words(query), candidates)) {
        scores.put(hit.doc, hit.score);
      }
      for (ScoreDoc hit : search(combined(grams, query, HEAD_GRAMS, BODY_GRAMS), candidates)) {
        scores.merge(hit.doc, hit.score, Float::sum);
      }
      List<Map.Entry<Integer, Float>> order = new ArrayList<>(scores.entrySet());
      order.sort(
          Map.Entry.<Integer, Float>comparingByValue(Comparator.reverseOrder())
              .thenComparing(Map.Entry.comparingByKey()));
      List<Ranked> ranking = new ArrayList<>();
      for (Map.Entry<Integer, Float> hit : order.subList(0, Math.min(depth, order.size()))) {
        ranking.add(new Ranked(ids(hit.getKey()), false));
      }
      return ranking;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ScoreDoc[] search(Query query, int count) throws IOException {
    return searcher.search(query, count).scoreDocs;
  }

  private List<String> ids(int document) throws IOException {
    var leaf = reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
    NumericDocValues numbers = leaf.reader().getNumericDocValues(NUMBER);
    if (!numbers.advanceExact(document - leaf.docBase)) {
      throw new IllegalStateException("document " + document + " has no number");
    }
    return ids.get((int) numbers.longValue());
  }

  private Query words(String query) throws IOException {
    if (setup == Setup.STANDARD) {
      return disjunction(words, query, term -> new TermQuery(new Term(BODY, term)));
    }
    return combined(words, query, HEAD, BODY);
  }

  private static Query combined(Analyzer analyzer, String query, String head, String body)
      throws IOException {
    return disjunction(
        analyzer,
        query,
        term ->
            new CombinedFieldQuery.Builder(term)
                .addField(head, HEAD_WEIGHT)
                .addField(body, 1)
                .build());
  }

  private static Query disjunction(
      Analyzer analyzer, String query, Function<BytesRef, Query> clause) throws IOException {
    Set<BytesRef> terms = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream("query", query)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken() && terms.size() < IndexSearcher.getMaxClauseCount() / 2) {
        terms.add(new BytesRef(term));
      }
    }
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    terms.forEach(term -> builder.add(clause.apply(term), BooleanClause.Occur.SHOULD));
    return builder.build();
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words with the parts of compounds, German spelling and stems. */
  private static final class CompoundAnalyzer extends Analyzer {
    private final GermanWordSplitter splitter;

    CompoundAnalyzer() throws IOException {
      splitter = new GermanWordSplitter(true);
      splitter.setStrictMode(true);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer source = new StandardTokenizer();
      TokenStream stream = new LowerCaseFilter(source);
      stream = new StopFilter(stream, GermanAnalyzer.getDefaultStopSet());
      stream = new PartFilter(stream, splitter);
      stream = new GermanNormalizationFilter(stream);
      return new TokenStreamComponents(source, new GermanLightStemFilter(stream));
    }
  }

  /** Character 4-grams of words in German spelling. */
  private static final class GramAnalyzer extends Analyzer {
    GramAnalyzer() {
      super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer source = new StandardTokenizer();
      TokenStream stream = new LowerCaseFilter(source);
      stream = new StopFilter(stream, GermanAnalyzer.getDefaultStopSet());
      stream = new GermanNormalizationFilter(stream);
      return new TokenStreamComponents(source, new GramFilter(stream));
    }
  }

  /** Gives some terms more for each term; the term itself is given by whoever extends. */
  private abstract static class MoreTermsFilter extends TokenFilter {
    final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Deque<String> waiting = new ArrayDeque<>();

    MoreTermsFilter(TokenStream input) {
      super(input);
    }

    abstract List<String> terms(String word);

    @Override
    public final boolean incrementToken() throws IOException {
      if (waiting.isEmpty()) {
        if (!input.incrementToken()) {
          return false;
        }
        waiting.addAll(terms(term.toString()));
      }
      term.setEmpty().append(waiting.removeFirst());
      return true;
    }

    @Override
    public void reset() throws IOException {
      super.reset();
      waiting.clear();
    }
  }

  private static final class PartFilter extends MoreTermsFilter {
    private final GermanWordSplitter splitter;

    PartFilter(TokenStream input, GermanWordSplitter splitter) {
      super(input);
      this.splitter = splitter;
    }

    @Override
    List<String> terms(String word) {
      List<String> terms = new ArrayList<>();
      terms.add(word);
      List<String> parts = splitter.splitWord(word);
      if (parts.size() > 1) {
        parts.forEach(part -> terms.add(part.toLowerCase(java.util.Locale.GERMAN)));
      }
      return terms;
    }
  }

  private static final class GramFilter extends MoreTermsFilter {
    GramFilter(TokenStream input) {
      super(input);
    }

    @Override
    List<String> terms(String word) {
      return TextAnalyzer.grams(word);
    }
  }
}
