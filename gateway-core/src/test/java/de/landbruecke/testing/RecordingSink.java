package de.landbruecke.testing;

import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.source.CatalogBatch;
import de.landbruecke.source.CatalogSource;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a source hands on. */
public final class RecordingSink implements CatalogSource.Sink {

  private final List<CatalogBatch> batches = new ArrayList<>();

  @Override
  public void accept(CatalogBatch batch) {
    batches.add(batch);
  }

  /** The batches in order. */
  public List<CatalogBatch> batches() {
    return List.copyOf(batches);
  }

  /** The changes of all batches in order. */
  public List<CatalogChange> changes() {
    return batches.stream().flatMap(batch -> batch.changes().stream()).toList();
  }

  /** The records written, in order. */
  public List<CatalogRecord> records() {
    return changes().stream()
        .filter(CatalogChange.Write.class::isInstance)
        .map(change -> ((CatalogChange.Write) change).record())
        .toList();
  }

  /** The position of the last batch. */
  public String position() {
    return batches.getLast().position();
  }
}
