package de.landbruecke.index;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.util.BytesRef;

/** The empty term, as often as a field is long; nothing for an empty field. Not thread-safe. */
final class LengthStream extends TokenStream {

  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
  private int length;
  private boolean read;

  /** The same stream for the field of the next document. */
  LengthStream of(int newLength) {
    length = newLength;
    return this;
  }

  @Override
  public boolean incrementToken() {
    if (read || length == 0) {
      return false;
    }
    clearAttributes();
    term.setBytesRef(new BytesRef());
    frequency.setTermFrequency(length);
    read = true;
    return true;
  }

  @Override
  public void reset() {
    read = false;
  }
}
