package de.landbruecke.index;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.lucene.util.BytesRefHash;

/** Numbers terms from zero on and keeps them as the index wants them. Not thread-safe. */
final class TermNumbers {

  private final BytesRefHash terms = new BytesRefHash();
  private final BytesRefBuilder term = new BytesRefBuilder();

  /** The number of a term, a new one if it has none. */
  int of(String text) {
    term.copyChars(text);
    int number = terms.add(term.get());
    return number < 0 ? -number - 1 : number;
  }

  /** Lets {@code bytes} be the UTF-8 of a term; not to be changed. */
  void get(int number, BytesRef bytes) {
    terms.get(number, bytes);
  }

  int size() {
    return terms.size();
  }

  void clear() {
    terms.clear();
    terms.reinit();
  }
}
