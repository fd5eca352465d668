package de.landbruecke.server.harvest;

import de.landbruecke.search.CatalogSearch;
import java.io.IOException;
import java.util.Optional;

/**
 * An index on the disk and the search over it, as this room needs them. Used by one thread, but for
 * the search, which is safe to share.
 */
interface CatalogEngine extends AutoCloseable {

  /**
   * The search over the published generation.
   *
   * @return empty when there is none that can be read
   */
  Optional<CatalogSearch> open() throws IOException;

  /**
   * Reads the catalogs and publishes what they changed, if anything.
   *
   * @throws IOException when a catalog cannot be used or nothing can be written; what was published
   *     before stays
   */
  void update() throws IOException;

  /** What the index takes on the disk. */
  long bytes() throws IOException;

  @Override
  void close() throws IOException;
}
