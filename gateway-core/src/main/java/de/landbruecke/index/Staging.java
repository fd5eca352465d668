package de.landbruecke.index;

import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.CatalogBatch;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.CatalogSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one source brought and differs from what the index holds of its connector, in memory until
 * it is published as a whole.
 */
final class Staging implements CatalogSource.Sink {

  private final CatalogSource source;
  private final IndexView published;
  private final boolean everything;
  private final Map<RecordId, @Nullable StoredRecord> changes = new LinkedHashMap<>();
  private final Set<RecordId> seen = new HashSet<>();
  private @Nullable Extent extent;
  private @Nullable String position;

  /** Staging for a source; {@code everything}: what it does not bring is gone, whatever it says. */
  Staging(CatalogSource source, IndexView published, boolean everything) {
    this.source = source;
    this.published = published;
    this.everything = everything;
  }

  @Override
  public void accept(CatalogBatch batch) throws IOException {
    if (extent != null && extent != batch.extent()) {
      throw new IOException(
          "a batch is " + batch.extent() + " after one that was " + extent + ": one is allowed");
    }
    extent = batch.extent();
    for (CatalogChange change : batch.changes()) {
      switch (change) {
        case CatalogChange.Write write ->
            put(write.id(), StoredRecord.of(write.record(), source.connector(), source.portal()));
        case CatalogChange.Delete delete -> put(delete.id(), null);
      }
    }
    position = batch.position();
  }

  private void put(RecordId id, @Nullable StoredRecord record) throws IOException {
    if (record == null) {
      seen.remove(id);
    } else {
      seen.add(id);
    }
    StoredRecord old = null;
    for (StoredRecord version : published.versions(id)) {
      if (version.connector().equals(source.connector())) {
        old = version;
      }
    }
    boolean same =
        (record == null && old == null)
            || (record != null && old != null && record.hash() == old.hash());
    if (same) {
      changes.remove(id);
    } else {
      changes.put(id, record);
    }
  }

  /** To be called when the reading is over. */
  void finish() throws IOException {
    if (everything || extent == Extent.FULL) {
      for (RecordId id : published.ofConnector(source.connector())) {
        if (!seen.contains(id)) {
          changes.put(id, null);
        }
      }
    }
    seen.clear();
  }

  CatalogSource source() {
    return source;
  }

  /** New versions by record; null where the connector's version goes. */
  Map<RecordId, @Nullable StoredRecord> changes() {
    return changes;
  }

  /** Where the next reading goes on; null when the source brought no batch. */
  @Nullable String position() {
    return position;
  }
}
