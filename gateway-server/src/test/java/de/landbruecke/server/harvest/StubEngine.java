package de.landbruecke.server.harvest;

import de.landbruecke.search.CatalogSearch;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An engine whose search and failures a test decides. */
public final class StubEngine implements CatalogEngine {

  private volatile @Nullable CatalogSearch search;
  private volatile @Nullable IOException failure;

  private volatile boolean closed;

  public StubEngine(@Nullable CatalogSearch search) {
    this.search = search;
  }

  public void fail(@Nullable IOException next) {
    failure = next;
  }

  public void search(CatalogSearch next) {
    search = next;
  }

  @Override
  public Optional<CatalogSearch> open() {
    return Optional.ofNullable(search);
  }

  @Override
  public void update() throws IOException {
    IOException next = failure;
    if (next != null) {
      throw next;
    }
  }

  @Override
  public long bytes() {
    return 4_711;
  }

  @Override
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }
}
