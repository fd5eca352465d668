package de.landbruecke.source;

import java.io.IOException;

/** Takes batches in order. Used by one thread at a time. */
@FunctionalInterface
public interface CatalogSink {

  /**
   * Takes the next batch.
   *
   * @throws IOException when it cannot be kept; the reading then stops
   */
  void accept(CatalogBatch batch) throws IOException;
}
