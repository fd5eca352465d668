package de.landbruecke.server.shared;

/** No generation of the index is published yet: the question can be answered a little later. */
public final class IndexNotReadyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The first generation is still being built, or could not be. */
  public IndexNotReadyException() {
    super("no generation of the index is published yet");
  }
}
