package de.landbruecke.source;

import de.landbruecke.PortalId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one portal's catalog as writes and deletes, in the portal's order.
 *
 * <p>Opening a source does no I/O; {@link #read} does. A record that cannot be understood is
 * counted in the report with its reason and position and skipped, so one bad record never hides a
 * portal. Texts are handed on as they will be shown, so what is HTML in a record must have been
 * made harmless: see {@link de.landbruecke.catalog.PublicService}. Implementations are used by one
 * thread at a time. Check yours with {@code CatalogSourceContract}.
 */
public interface CatalogSource {

  /** Takes batches in order. Used by one thread at a time. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes the next batch.
     *
     * @throws IOException when it cannot be kept; the reading then stops
     */
    void accept(CatalogBatch batch) throws IOException;
  }

  /** The portal whose catalog this is. */
  PortalId portal();

  /**
   * The name of this way to the portal, unique among all sources: a delete counts only from the
   * connector that wrote the record.
   */
  String connector();

  /**
   * Reads what is new since {@code lastPosition} and hands it to the sink in batches. A batch is
   * acknowledged only when the index has published it: the index then remembers the batch's
   * position and gives it to the next reading.
   *
   * <p>A reading that finds nothing new hands on no batch. One that fails half-way has handed on
   * what it read before; it has not ended, so nothing is gone because it was missing.
   *
   * @param lastPosition the position of the last published batch; null to read everything
   * @return what was read and skipped
   * @throws CatalogFormatException when nothing can be made of the whole delivery
   * @throws IOException when the portal cannot be read
   */
  SourceReport read(@Nullable String lastPosition, Sink sink) throws IOException;
}
