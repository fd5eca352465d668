package de.landbruecke.index;

/** Stub for development; replaced by the real one. */
public class CatalogIndex {
  private final java.util.function.Supplier<IndexSnapshot> snapshots;

  /** Stub. */
  public CatalogIndex(java.util.function.Supplier<IndexSnapshot> snapshots) {
    this.snapshots = snapshots;
  }

  /** Stub. */
  public IndexSnapshot acquire() {
    return snapshots.get();
  }

  /** Stub. */
  public String generation() {
    return "1.0";
  }
}
