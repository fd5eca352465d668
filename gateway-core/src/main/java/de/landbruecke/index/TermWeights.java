package de.landbruecke.index;

import java.util.Arrays;

/** Weights of numbered terms. Cleared in the time of the terms that have one. Not thread-safe. */
final class TermWeights {

  /** Takes a term and its weight. */
  @FunctionalInterface
  interface Consumer {
    void accept(int term, double weight);
  }

  private double[] weights = new double[1 << 10];
  private int[] terms = new int[1 << 8];
  private int size;

  /** Adds to a term's weight, which is zero at first. */
  void add(int term, double weight) {
    touch(term);
    weights[term] += weight;
  }

  /** Raises a term's weight to this one, which must be above zero. */
  void atLeast(int term, double weight) {
    touch(term);
    weights[term] = Math.max(weights[term], weight);
  }

  private void touch(int term) {
    if (term >= weights.length) {
      weights = Arrays.copyOf(weights, Math.max(term + 1, weights.length * 2));
    }
    if (weights[term] == 0) {
      if (size == terms.length) {
        terms = Arrays.copyOf(terms, size * 2);
      }
      terms[size++] = term;
    }
  }

  /** Visits the terms that have a weight, in the order in which they got one. */
  void each(Consumer consumer) {
    for (int i = 0; i < size; i++) {
      consumer.accept(terms[i], weights[terms[i]]);
    }
  }

  int size() {
    return size;
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      weights[terms[i]] = 0;
    }
    size = 0;
  }
}
