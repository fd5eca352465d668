package de.landbruecke.server.shared;

import java.util.List;

/** The configuration is not allowed; nothing is started. */
public final class InvalidConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  /** All faults, one sentence each that names the property and what is allowed. */
  public InvalidConfigurationException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  List<String> faults() {
    return faults;
  }
}
