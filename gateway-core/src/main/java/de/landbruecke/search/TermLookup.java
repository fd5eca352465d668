package de.landbruecke.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds the terms of one field, each only once for planning, weighing and walking. For one request
 * and one thread.
 */
final class TermLookup {

  /** A term and where each segment has it; null where a segment does not. */
  private static final class Found {
    final BytesRef term;
    final @Nullable TermState[] states;
    int frequency;

    Found(BytesRef term, int segments) {
      this.term = term;
      this.states = new @Nullable TermState[segments];
    }
  }

  private final List<LeafReaderContext> leaves;
  private final @Nullable TermsEnum[] iterators;
  private final Map<String, Found> found = new HashMap<>();
  private final long documents;
  private final double averageLength;

  TermLookup(IndexReader reader, String field) throws IOException {
    this.leaves = reader.leaves();
    this.iterators = new @Nullable TermsEnum[leaves.size()];
    for (int i = 0; i < iterators.length; i++) {
      Terms terms = leaves.get(i).reader().terms(field);
      iterators[i] = terms == null ? null : terms.iterator();
    }
    this.documents = Math.max(1, reader.getDocCount(field));
    this.averageLength = Math.max(1, (double) reader.getSumTotalTermFreq(field) / documents);
  }

  /** How many documents have the field; at least 1. */
  long documents() {
    return documents;
  }

  /** The average sum of frequencies of a document; at least 1. */
  double averageLength() {
    return averageLength;
  }

  /** How many documents have the term. */
  int frequency(String term) throws IOException {
    return find(term).frequency;
  }

  /** The documents of one segment that have the term; null when there are none. */
  @Nullable PostingsEnum postings(int leaf, String term) throws IOException {
    Found entry = find(term);
    TermState state = entry.states[leaf];
    TermsEnum iterator = iterators[leaf];
    if (state == null || iterator == null) {
      return null;
    }
    iterator.seekExact(entry.term, state);
    return iterator.postings(null, PostingsEnum.FREQS);
  }

  private Found find(String term) throws IOException {
    Found known = found.get(term);
    if (known == null) {
      known = new Found(new BytesRef(term), iterators.length);
      for (int i = 0; i < iterators.length; i++) {
        TermsEnum iterator = iterators[i];
        if (iterator != null && iterator.seekExact(known.term)) {
          known.states[i] = iterator.termState();
          known.frequency += iterator.docFreq();
        }
      }
      found.put(term, known);
    }
    return known;
  }
}
