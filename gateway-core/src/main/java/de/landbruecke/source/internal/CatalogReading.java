package de.landbruecke.source.internal;

import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.CatalogBatch;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.CatalogSource.Sink;
import de.landbruecke.source.SourceReport;
import de.landbruecke.source.SourceReport.SkipReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One reading in progress: gathers changes into batches, hands them on and counts what was left
 * out. For authors of a {@link CatalogSource}. Not thread-safe.
 */
public final class CatalogReading {

  /** How many changes a batch holds at most. */
  public static final int BATCH_SIZE = 1_000;

  private static final int MAX_DETAIL = 300;

  private final CatalogBatch.Extent extent;
  private final Sink sink;
  private final List<CatalogChange> changes = new ArrayList<>();
  private final List<SourceReport.Skip> skips = new ArrayList<>();
  private long written;
  private long deleted;
  private long skipped;
  private long batches;

  /** Starts a reading that hands its batches to {@code sink}. */
  public CatalogReading(CatalogBatch.Extent extent, Sink sink) {
    this.extent = extent;
    this.sink = sink;
  }

  /** Adds a record. */
  public void write(CatalogRecord record) throws IOException {
    add(new CatalogChange.Write(record));
    written++;
  }

  /** Adds a delete. */
  public void delete(RecordId id) throws IOException {
    add(new CatalogChange.Delete(id));
    deleted++;
  }

  /** Counts something that was left out. */
  public void skip(SkipReason reason, String position, String detail) {
    skipped++;
    if (skips.size() < SourceReport.MAX_SKIPS) {
      skips.add(new SourceReport.Skip(reason, position, excerpt(detail, MAX_DETAIL)));
    }
  }

  /**
   * Hands on what is left and ends the reading. Even an empty delivery brings one batch, so that a
   * full one can say that everything is gone.
   *
   * @param position where the next reading goes on
   */
  public SourceReport finish(String position) throws IOException {
    flush(position);
    return report();
  }

  /**
   * Hands on what was read before a delivery broke. The position is one at which no delivery ends,
   * so the next reading starts again.
   */
  public void interrupt() throws IOException {
    if (!changes.isEmpty()) {
      flush(unfinished());
    }
  }

  /** What was read so far. */
  public SourceReport report() {
    return new SourceReport(written, deleted, skips, skipped);
  }

  private void add(CatalogChange change) throws IOException {
    if (changes.size() >= BATCH_SIZE) {
      flush(unfinished());
    }
    changes.add(change);
  }

  private String unfinished() {
    return "unfinished:" + (batches + 1);
  }

  private void flush(String position) throws IOException {
    CatalogBatch batch = new CatalogBatch(extent, changes, position);
    changes.clear();
    batches++;
    sink.accept(batch);
  }

  /**
   * Untrusted text as it may stand in a message: control characters replaced, cut at {@code length}
   * characters.
   */
  public static String excerpt(String text, int length) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), length) + 1);
    for (int i = 0; i < text.length() && i < length; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return text.length() > length ? out.append('…').toString() : out.toString();
  }
}
