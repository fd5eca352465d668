package de.landbruecke.search;

import java.util.List;

/**
 * How the score of one entry for one request came about.
 *
 * @param id the entry
 * @param found whether it is a hit at all
 * @param score its score; 0 when it is no hit
 * @param description what this step adds, in words
 * @param parts the steps below
 */
public record Explanation(
    String id, boolean found, double score, String description, List<Part> parts) {

  /**
   * One step.
   *
   * @param value what it adds or multiplies
   * @param description in words
   * @param parts the steps below
   */
  public record Part(double value, String description, List<Part> parts) {
    /** Copies the list. */
    public Part {
      parts = List.copyOf(parts);
    }
  }

  /** Copies the list. */
  public Explanation {
    parts = List.copyOf(parts);
  }
}
