package de.landbruecke.search;

/** The cursor belongs to a generation of the index that is no longer served: start again. */
public final class StaleCursorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String generation;

  /** A cursor of {@code generation} was given. */
  public StaleCursorException(String generation) {
    super("the cursor belongs to generation " + generation + ", which was replaced");
    this.generation = generation;
  }

  /** The generation of the cursor. */
  public String generation() {
    return generation;
  }
}
