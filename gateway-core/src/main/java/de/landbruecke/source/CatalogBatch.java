package de.landbruecke.source;

import de.landbruecke.catalog.CatalogChange;
import java.util.List;

/**
 * Some steps of a catalog's change log and the position behind them.
 *
 * <p>A reading that is {@link Extent#FULL} may come in several batches, all of them full; when the
 * reading ends, records of its connector that none of them wrote are gone.
 *
 * @param extent the same for all batches of one reading
 * @param changes in the portal's order
 * @param position opaque; where the next reading goes on once this batch is published
 */
public record CatalogBatch(Extent extent, List<CatalogChange> changes, String position) {

  /** Whether a reading tells everything or only what changed. */
  public enum Extent {
    /** Everything: what is missing is gone. */
    FULL,
    /** Only what changed since the last position. */
    DELTA
  }

  /** Copies the list. */
  public CatalogBatch {
    changes = List.copyOf(changes);
  }
}
