package de.landbruecke.index;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.util.BytesRef;

/** Terms with the frequencies that were computed for them, once each. */
final class TermStream extends TokenStream {

  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
  private final BytesRef bytes = new BytesRef();
  private final TermNumbers numbers;
  private final int[] terms;
  private final int[] frequencies;
  private int size;
  private int next;

  /** A stream to which {@code size} terms are added, to be read before they are forgotten. */
  TermStream(TermNumbers numbers, int size) {
    this.numbers = numbers;
    this.terms = new int[size];
    this.frequencies = new int[size];
  }

  void add(int number, int times) {
    terms[size] = number;
    frequencies[size] = times;
    size++;
  }

  @Override
  public boolean incrementToken() {
    if (next == size) {
      return false;
    }
    // Only these two attributes are used, and both are set: nothing is left to clear.
    numbers.get(terms[next], bytes);
    term.setBytesRef(bytes);
    frequency.setTermFrequency(frequencies[next]);
    next++;
    return true;
  }

  @Override
  public void reset() {
    next = 0;
  }
}
