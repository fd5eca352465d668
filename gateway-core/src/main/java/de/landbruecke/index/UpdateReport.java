package de.landbruecke.index;

import de.landbruecke.PortalId;
import de.landbruecke.source.SourceReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an update did. Immutable and safe to share between threads.
 *
 * @param outcome what was published
 * @param generation the generation that serves now; null when there is none
 * @param changed how many records were written or removed
 * @param sources one for each source, in their order
 */
public record UpdateReport(
    Outcome outcome, @Nullable String generation, long changed, List<SourceResult> sources) {

  /** What was published. */
  public enum Outcome {
    /** Nothing: no record changed. */
    UNCHANGED,
    /** An increment of the generation that was there. */
    INCREMENT,
    /** A generation built from the ground. */
    FULL
  }

  /** How it went for one source. */
  public enum Status {
    /** It was read and what it brought is published. */
    ACCEPTED,
    /** It could not be read; its last accepted records stay. */
    FAILED,
    /** Its portal would shrink by more than allowed; its last accepted records stay. */
    REFUSED
  }

  /**
   * How it went for one source.
   *
   * @param portal whose catalog it is
   * @param connector which way to the portal
   * @param status what became of it
   * @param report what was read and skipped; null when reading failed
   * @param servicesBefore how many services the portal had
   * @param servicesAfter how many it would have had, or has
   * @param detail what failed or why it was refused; empty when it was accepted
   */
  public record SourceResult(
      PortalId portal,
      String connector,
      Status status,
      @Nullable SourceReport report,
      long servicesBefore,
      long servicesAfter,
      String detail) {}

  /** Copies the list. */
  public UpdateReport {
    sources = List.copyOf(sources);
  }

  /** Whether every source was accepted. */
  public boolean complete() {
    return sources.stream().allMatch(source -> source.status() == Status.ACCEPTED);
  }
}
