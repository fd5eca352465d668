package de.landbruecke.index;

import de.landbruecke.area.AreaDirectory;
import org.apache.lucene.index.DirectoryReader;

/**
 * One published state of the index, as a whole: it does not change while it is held. Obtained from
 * {@link CatalogIndex#acquire()} and closed after use. Safe to share between threads.
 */
public sealed interface IndexSnapshot extends AutoCloseable permits PublishedGeneration.Snapshot {

  /** The generation, {@code full.increment}. */
  String generation();

  /**
   * The Lucene reader over entries and records, for measuring. Its fields are no part of the API
   * and change with the format of the index.
   */
  DirectoryReader reader();

  /** The places of this generation. */
  AreaDirectory areas();

  @Override
  void close();
}
