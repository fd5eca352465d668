package de.landbruecke.index;

import static de.landbruecke.index.IndexTesting.ANALYZER;
import static de.landbruecke.index.IndexTesting.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import de.landbruecke.PortalId;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCodecTest {

  private static final FieldType FREQUENCIES = type(IndexOptions.DOCS_AND_FREQS, false);
  private static final FieldType DOCUMENTS = type(IndexOptions.DOCS, true);
  private static final List<String> FIELDS =
      List.of(IndexFields.WORDS, IndexFields.GRAMS, IndexFields.FORMS);

  private static FieldType type(IndexOptions options, boolean omitNorms) {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(options);
    type.setOmitNorms(omitNorms);
    type.freeze();
    return type;
  }

  /** Terms with frequencies, as Lucene's own writer takes them. */
  private static final class Plain extends TokenStream {
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final List<Map.Entry<String, Integer>> terms;
    private int next;

    Plain(SortedMap<String, Integer> terms) {
      this.terms = List.copyOf(terms.entrySet());
    }

    @Override
    public boolean incrementToken() {
      if (next == terms.size()) {
        return false;
      }
      clearAttributes();
      term.setBytesRef(new BytesRef(terms.get(next).getKey()));
      frequency.setTermFrequency(terms.get(next).getValue());
      next++;
      return true;
    }
  }

  private static IndexWriter writer(Directory directory, Codec codec) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig(new KeywordAnalyzer())
            .setCodec(codec)
            .setMergePolicy(NoMergePolicy.INSTANCE));
  }

  private static EntryCodec codec() {
    return new EntryCodec(Long.MAX_VALUE);
  }

  private static FieldPostings postings(EntryCodec codec, String field) {
    return switch (field) {
      case IndexFields.WORDS -> codec.words();
      case IndexFields.GRAMS -> codec.grams();
      default -> codec.forms();
    };
  }

  private static Document gathered(
      EntryCodec codec, Map<String, SortedMap<String, Integer>> terms) {
    Document document = new Document();
    for (String field : FIELDS) {
      FieldPostings its = postings(codec, field);
      TermWeights weights = new TermWeights();
      terms
          .getOrDefault(field, new TreeMap<>())
          .forEach((term, frequency) -> weights.add(its.number(term), frequency));
      int length = its.add(weights, 1);
      document.add(
          field.equals(IndexFields.FORMS)
              ? new Field(field, new LengthStream().of(Math.min(1, length)), DOCUMENTS)
              : new Field(field, new LengthStream().of(length), FREQUENCIES));
    }
    return document;
  }

  private static Document plain(Map<String, SortedMap<String, Integer>> terms) {
    Document document = new Document();
    for (String field : FIELDS) {
      document.add(
          new Field(
              field,
              new Plain(terms.getOrDefault(field, new TreeMap<>())),
              field.equals(IndexFields.FORMS) ? DOCUMENTS : FREQUENCIES));
    }
    return document;
  }

  /** Few and many terms with letters of one to four bytes; now and then a field without any. */
  private static Map<String, SortedMap<String, Integer>> random(RandomGenerator random) {
    Map<String, SortedMap<String, Integer>> terms = new TreeMap<>();
    for (String field : FIELDS) {
      SortedMap<String, Integer> its = new TreeMap<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        String letter = List.of("a", "-", "ß", "€", "😀").get(random.nextInt(5));
        its.put(
            letter + random.nextInt(1 << random.nextInt(1, 12)),
            field.equals(IndexFields.FORMS) ? 1 : random.nextInt(1, 70_000) % 400 + 1);
      }
      terms.put(field, its);
    }
    return terms;
  }

  /** All that a reader can see of the fields, after Lucene's own checks. */
  private static List<String> content(Directory directory) throws IOException {
    try (CheckIndex check =
        new CheckIndex(directory, NoLockFactory.INSTANCE.obtainLock(directory, "check"))) {
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      check.setInfoStream(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      assertThat(check.checkIndex().clean).isTrue();
    }
    List<String> lines = new ArrayList<>();
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        for (String field : FIELDS) {
          Terms terms = leaf.reader().terms(field);
          if (terms != null) {
            lines.add(
                "%s: %d documents, %d postings, %d in all"
                    .formatted(
                        field,
                        terms.getDocCount(),
                        terms.getSumDocFreq(),
                        terms.getSumTotalTermFreq()));
            lines(terms.iterator(), lines);
          }
          NumericDocValues norms = leaf.reader().getNormValues(field);
          while (norms != null && norms.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            lines.add(norms.docID() + " is " + norms.longValue() + " long");
          }
        }
      }
    }
    return lines;
  }

  private static void lines(TermsEnum terms, List<String> lines) throws IOException {
    for (BytesRef term = terms.next(); term != null; term = terms.next()) {
      StringBuilder line = new StringBuilder(term.utf8ToString());
      PostingsEnum postings = terms.postings(null, PostingsEnum.FREQS);
      while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        line.append(' ').append(postings.docID()).append('*').append(postings.freq());
      }
      lines.add(line.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20261101, 424242})
  void write_randomTerms_segmentsAreThoseOfLucene(long seed) throws IOException {
    System.out.println("seed " + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    EntryCodec codec = codec();

    try (Directory ours = new ByteBuffersDirectory();
        Directory theirs = new ByteBuffersDirectory();
        IndexWriter gathering = writer(ours, codec);
        IndexWriter plain = writer(theirs, Codec.getDefault())) {
      for (int segment = 0; segment < 3; segment++) {
        for (int i = 1 + random.nextInt(400); i > 0; i--) {
          Map<String, SortedMap<String, Integer>> terms = random(random);
          gathering.addDocument(gathered(codec, terms));
          plain.addDocument(plain(terms));
        }
        gathering.commit();
        plain.commit();
      }

      assertThat(content(ours)).isEqualTo(content(theirs)).hasSizeGreaterThan(1_000);
      assertThat(codec.segments()).isEqualTo(3);

      gathering.getConfig().setMergePolicy(new LogDocMergePolicy());
      gathering.forceMerge(1);
      gathering.commit();
      plain.getConfig().setMergePolicy(new LogDocMergePolicy());
      plain.forceMerge(1);
      plain.commit();

      assertThat(content(ours)).isEqualTo(content(theirs)).hasSizeGreaterThan(1_000);
      assertThat(codec.segments()).isEqualTo(3);
    }
  }

  @Test
  void write_segmentWithoutEntries_isLeftToLucene() throws IOException {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer = writer(directory, codec())) {
      Document other = new Document();
      other.add(new StringField("r", "A.LB.1", Field.Store.NO));

      writer.addDocument(other);
      writer.commit();

      assertThat(content(directory)).isEmpty();
      assertThat(EntryCodec.of(writer).segments()).isZero();
    }
  }

  @Test
  void write_otherDocumentBesideEntries_fails() throws IOException {
    EntryCodec codec = codec();
    try (Directory directory = new ByteBuffersDirectory()) {
      IndexWriter writer = writer(directory, codec);
      Document other = new Document();
      other.add(new StringField("r", "A.LB.1", Field.Store.NO));
      writer.addDocument(other);
      writer.addDocument(gathered(codec, Map.of(IndexFields.WORDS, new TreeMap<>(Map.of("a", 1)))));

      assertThatIllegalStateException()
          .isThrownBy(writer::commit)
          .withMessageContaining("2 documents cannot take the terms of 1 entries");
      writer.rollback();
    }
  }

  @Test
  void isFull_termsBeyondLimit_untilTheSegmentIsWritten() throws IOException {
    EntryCodec measured = codec();
    gathered(measured, Map.of());
    long empty = measured.words().bytes() + measured.grams().bytes() + measured.forms().bytes();
    EntryCodec codec = new EntryCodec(empty);
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer = writer(directory, codec)) {
      writer.addDocument(gathered(codec, Map.of()));
      assertThat(codec.isFull()).isFalse();

      writer.addDocument(gathered(codec, Map.of(IndexFields.WORDS, new TreeMap<>(Map.of("a", 1)))));
      assertThat(codec.isFull()).isTrue();

      writer.flush();
      assertThat(codec.isFull()).isFalse();
    }
  }

  @Test
  void entryDocument_segmentWrittenBetweenEntries_sameTermsAsInOne() throws IOException {
    List<String> titles =
        List.of("Hund anmelden", "Hundesteuer anmelden", "Hund abmelden", "Anmelden, Hundesteuer");
    EntryCodec one = codec();
    EntryCodec many = codec();
    try (Directory inOne = new ByteBuffersDirectory();
        Directory inMany = new ByteBuffersDirectory();
        IndexWriter writerOfOne = writer(inOne, one);
        IndexWriter writerOfMany = writer(inMany, many)) {
      EntryDocument documentsOfOne = new EntryDocument(ANALYZER, one);
      EntryDocument documentsOfMany = new EntryDocument(ANALYZER, many);
      for (String title : titles) {
        MergedEntry entry =
            new MergedEntry(
                "A.LB." + title.length(),
                new TreeSet<>(),
                List.of(
                    new MergedEntry.Member(
                        new PortalId("n"), "n-main", service("1", title), List.of())));

        writerOfOne.addDocument(documentsOfOne.of(entry, Set.of()));
        writerOfMany.addDocument(documentsOfMany.of(entry, Set.of()));
        writerOfMany.flush();
      }
      writerOfOne.commit();
      writerOfMany.getConfig().setMergePolicy(new LogDocMergePolicy());
      writerOfMany.forceMerge(1);
      writerOfMany.commit();

      assertThat(many.segments()).isEqualTo(titles.size());
      assertThat(content(inMany)).isEqualTo(content(inOne)).contains("hund 0*96 2*96");
    }
  }
}
