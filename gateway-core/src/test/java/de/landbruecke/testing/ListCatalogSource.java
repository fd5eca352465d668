package de.landbruecke.testing;

import de.landbruecke.PortalId;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.source.CatalogBatch;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source in memory: hands on its batches at each reading and remembers what it was asked. */
public final class ListCatalogSource implements CatalogSource {

  private final PortalId portal;
  private final String connector;
  private final List<CatalogBatch> batches;
  private final @Nullable IOException failure;
  private final List<@Nullable String> asked = new ArrayList<>();

  private ListCatalogSource(
      String portal, String connector, List<CatalogBatch> batches, @Nullable IOException failure) {
    this.portal = new PortalId(portal);
    this.connector = connector;
    this.batches = List.copyOf(batches);
    this.failure = failure;
  }

  /** A source of these batches. */
  public static ListCatalogSource of(String portal, String connector, List<CatalogBatch> batches) {
    return new ListCatalogSource(portal, connector, batches, null);
  }

  /** A source of one batch with all that there is. */
  public static ListCatalogSource full(
      String portal,
      String connector,
      String position,
      Collection<? extends CatalogRecord> records) {
    List<CatalogChange> writes = new ArrayList<>();
    records.forEach(record -> writes.add(new CatalogChange.Write(record)));
    return of(portal, connector, List.of(new CatalogBatch(Extent.FULL, writes, position)));
  }

  /** A source of one batch with what changed. */
  public static ListCatalogSource delta(
      String portal, String connector, String position, List<CatalogChange> changes) {
    return of(portal, connector, List.of(new CatalogBatch(Extent.DELTA, changes, position)));
  }

  /** The same source, but reading fails after its batches. */
  public ListCatalogSource failing(String message) {
    return new ListCatalogSource(portal.value(), connector, batches, new IOException(message));
  }

  @Override
  public PortalId portal() {
    return portal;
  }

  @Override
  public String connector() {
    return connector;
  }

  @Override
  public SourceReport read(@Nullable String lastPosition, Sink sink) throws IOException {
    asked.add(lastPosition);
    long written = 0;
    long deleted = 0;
    for (CatalogBatch batch : batches) {
      sink.accept(batch);
      for (CatalogChange change : batch.changes()) {
        if (change instanceof CatalogChange.Write) {
          written++;
        } else {
          deleted++;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new SourceReport(written, deleted, List.of(), 0);
  }

  /** The positions from which it was read, in order; null for a first reading. */
  public List<@Nullable String> asked() {
    return Collections.unmodifiableList(asked);
  }
}
