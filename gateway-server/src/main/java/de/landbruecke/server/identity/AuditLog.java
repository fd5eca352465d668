package de.landbruecke.server.identity;

import java.time.LocalDate;
import java.util.List;

/**
 * What happened, append-only: each row carries the hash of the one before it, in chains of their
 * own for each node and day, and signed anchors name the ends of all chains.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AuditLog {

  AuditLog() {}

  /** Appends, inside the caller's database transaction if there is one. */
  public void append(AuditEvent event) {
    throw new UnsupportedOperationException();
  }

  /** All that is wrong with a day's rows, one sentence each; empty: nothing is. */
  public List<String> verify(LocalDate day) {
    throw new UnsupportedOperationException();
  }
}
