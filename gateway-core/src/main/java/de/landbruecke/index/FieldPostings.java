package de.landbruecke.index;

import java.util.Arrays;
import org.apache.lucene.index.BaseTermsEnum;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.lucene.util.BytesRefHash;
import org.jspecify.annotations.Nullable;

/**
 * The terms of one field for the documents of one segment. Terms are numbered once and then known
 * by their numbers only: the pairs of document and term are counted into order when the segment is
 * written, which is several times as fast as looking each term of each document up. Not
 * thread-safe.
 */
final class FieldPostings {

  private static final int FIRST_DOCUMENTS = 1 << 8;
  private static final int FIRST_POSTINGS = 1 << 12;

  /**
   * What a term takes beside its letters: its number and place, and its share of the word that
   * {@link EntryTerms} remembers for the same time.
   */
  private static final int BYTES_OF_TERM = 96;

  private final boolean withFrequencies;
  private final BytesRefHash numbers = new BytesRefHash();
  private final BytesRefBuilder bytes = new BytesRefBuilder();
  private long letters;

  /** Where the postings of each document end. */
  private int[] ends = new int[FIRST_DOCUMENTS];

  private int[] terms = new int[FIRST_POSTINGS];
  private char[] frequencies;
  private int documents;
  private int size;
  private int documentsWithTerms;
  private long sumOfFrequencies;

  /** No postings yet; without frequencies each counts as one. */
  FieldPostings(boolean withFrequencies) {
    this.withFrequencies = withFrequencies;
    this.frequencies = new char[withFrequencies ? FIRST_POSTINGS : 0];
  }

  /** The number of a term, a new one if it has none. */
  int number(String text) {
    bytes.copyChars(text);
    int number = numbers.add(bytes.get());
    if (number >= 0) {
      letters += bytes.length();
      return number;
    }
    return -number - 1;
  }

  /**
   * Adds the next document.
   *
   * @param unit a weight of one is this frequency; frequencies are from 1 to 65,535
   * @return the sum of the document's frequencies
   */
  int add(TermWeights weights, int unit) {
    int before = size;
    int needed = size + weights.size();
    if (needed > terms.length) {
      terms = Arrays.copyOf(terms, Math.max(needed, terms.length + terms.length / 2));
      frequencies = withFrequencies ? Arrays.copyOf(frequencies, terms.length) : frequencies;
    }
    long sum = sumOfFrequencies;
    weights.each((term, weight) -> {
      int frequency = (int) Math.clamp(Math.round(weight * unit), 1, Character.MAX_VALUE);
      terms[size] = term;
      if (withFrequencies) {
        frequencies[size] = (char) frequency;
      }
      size++;
      sumOfFrequencies += frequency;
    });
    if (documents == ends.length) {
      ends = Arrays.copyOf(ends, documents * 2);
    }
    ends[documents++] = size;
    documentsWithTerms += size > before ? 1 : 0;
    return Math.toIntExact(sumOfFrequencies - sum);
  }

  /** How many documents were added. */
  int documents() {
    return documents;
  }

  /** How much memory all this takes, about. */
  long bytes() {
    int each = Integer.BYTES + (withFrequencies ? Character.BYTES : 0);
    return letters + (long) numbers.size() * BYTES_OF_TERM + (long) terms.length * each;
  }

  void clear() {
    numbers.clear();
    numbers.reinit();
    letters = 0;
    ends = new int[FIRST_DOCUMENTS];
    terms = new int[FIRST_POSTINGS];
    frequencies = new char[withFrequencies ? FIRST_POSTINGS : 0];
    documents = 0;
    size = 0;
    documentsWithTerms = 0;
    sumOfFrequencies = 0;
  }

  /** The terms in order, to be read once before all is {@link #clear() cleared}. */
  Terms sorted() {
    return new Sorted();
  }

  /** The postings by term, and by document within one. */
  private final class Sorted extends Terms {
    private final int[] order = numbers.sort();

    /** Where the postings of each number end; they start where those of the one before end. */
    private final int[] termEnds = new int[numbers.size()];

    private final int[] docs = new int[size];
    private final char[] freqs = new char[withFrequencies ? size : 0];

    Sorted() {
      for (int i = 0; i < size; i++) {
        termEnds[terms[i]]++;
      }
      int start = 0;
      for (int number = 0; number < termEnds.length; number++) {
        int count = termEnds[number];
        termEnds[number] = start;
        start += count;
      }
      int i = 0;
      for (int document = 0; document < documents; document++) {
        for (; i < ends[document]; i++) {
          int place = termEnds[terms[i]]++;
          docs[place] = document;
          if (withFrequencies) {
            freqs[place] = frequencies[i];
          }
        }
      }
    }

    @Override
    public TermsEnum iterator() {
      return new InOrder(this);
    }

    @Override
    public long size() {
      return termEnds.length;
    }

    @Override
    public long getSumTotalTermFreq() {
      return sumOfFrequencies;
    }

    @Override
    public long getSumDocFreq() {
      return size;
    }

    @Override
    public int getDocCount() {
      return documentsWithTerms;
    }

    @Override
    public boolean hasFreqs() {
      return withFrequencies;
    }

    @Override
    public boolean hasOffsets() {
      return false;
    }

    @Override
    public boolean hasPositions() {
      return false;
    }

    @Override
    public boolean hasPayloads() {
      return false;
    }
  }

  /** One way through all terms; a segment is written without looking for one. */
  private final class InOrder extends BaseTermsEnum {
    private final Sorted sorted;
    private final Documents documents;
    private final BytesRef term = new BytesRef();
    private int next;
    private int start;
    private int end;

    InOrder(Sorted sorted) {
      this.sorted = sorted;
      this.documents = new Documents(sorted.docs, sorted.freqs);
    }

    @Override
    public @Nullable BytesRef next() {
      while (next < sorted.termEnds.length) {
        int number = sorted.order[next++];
        start = number == 0 ? 0 : sorted.termEnds[number - 1];
        end = sorted.termEnds[number];
        // A term of a document that failed has none.
        if (start < end) {
          return numbers.get(number, term);
        }
      }
      return null;
    }

    @Override
    public BytesRef term() {
      return term;
    }

    @Override
    public int docFreq() {
      return end - start;
    }

    @Override
    public long totalTermFreq() {
      throw new UnsupportedOperationException();
    }

    @Override
    public PostingsEnum postings(@Nullable PostingsEnum reuse, int flags) {
      documents.restart(start, end);
      return documents;
    }

    @Override
    public SeekStatus seekCeil(BytesRef text) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekExact(long ord) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long ord() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ImpactsEnum impacts(int flags) {
      throw new UnsupportedOperationException();
    }
  }

  /** The documents of a term. */
  private static final class Documents extends PostingsEnum {
    private final int[] docs;
    private final char[] freqs;
    private int start;
    private int next;
    private int end;

    Documents(int[] docs, char[] freqs) {
      this.docs = docs;
      this.freqs = freqs;
    }

    void restart(int from, int to) {
      start = from;
      next = from;
      end = to;
    }

    @Override
    public int docID() {
      if (next == start) {
        return -1;
      }
      return next > end ? NO_MORE_DOCS : docs[next - 1];
    }

    @Override
    public int nextDoc() {
      return next++ < end ? docs[next - 1] : NO_MORE_DOCS;
    }

    @Override
    public int advance(int target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long cost() {
      return (long) end - start;
    }

    @Override
    public int freq() {
      return freqs.length == 0 ? 1 : freqs[next - 1];
    }

    @Override
    public int nextPosition() {
      return -1;
    }

    @Override
    public int startOffset() {
      return -1;
    }

    @Override
    public int endOffset() {
      return -1;
    }

    @Override
    public @Nullable BytesRef getPayload() {
      return null;
    }
  }
}
