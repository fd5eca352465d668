package de.landbruecke.server.identity;

import java.util.List;

/** A registry cannot be as it was proposed; nothing of it was taken. */
public final class InvalidRegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  InvalidRegistryException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** All that is wrong, one sentence each. */
  public List<String> faults() {
    return faults;
  }
}
