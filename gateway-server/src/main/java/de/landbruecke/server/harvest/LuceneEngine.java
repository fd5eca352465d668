package de.landbruecke.server.harvest;

import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.UpdateReport;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.LuceneCatalogSearch;
import de.landbruecke.server.shared.Catalogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded index, below the data directory. */
final class LuceneEngine implements CatalogEngine {

  private static final Logger LOG = LoggerFactory.getLogger(LuceneEngine.class);

  private final Path directory;
  private final Catalogs catalogs;
  private @Nullable CatalogIndex index;
  private @Nullable LuceneCatalogSearch search;

  LuceneEngine(Path directory, Catalogs catalogs) {
    this.directory = directory;
    this.catalogs = catalogs;
  }

  private synchronized CatalogIndex index() throws IOException {
    CatalogIndex opened = index;
    if (opened == null) {
      Files.createDirectories(directory);
      opened = catalogs.index(directory).open();
      index = opened;
    }
    return opened;
  }

  @Override
  public synchronized Optional<CatalogSearch> open() throws IOException {
    CatalogIndex opened = index();
    LuceneCatalogSearch known = search;
    if (known == null && opened.generation().isPresent()) {
      known = catalogs.search(opened);
      search = known;
    }
    return Optional.ofNullable(known);
  }

  /**
   * Sources whose position has not moved are not read again, so that a start with an unchanged
   * catalog costs little.
   */
  @Override
  public void update() throws IOException {
    CatalogIndex opened = index();
    Optional<String> obstacle = opened.needsRebuild();
    obstacle.ifPresent(reason -> LOG.info("the index is built again: {}", reason));
    UpdateReport report =
        obstacle.isPresent()
            ? opened.rebuild(catalogs.sources())
            : opened.update(catalogs.sources());
    LOG.info("update: {}, {} records changed", report.outcome(), report.changed());
    if (!report.complete()) {
      throw new IOException(
          report.sources().stream()
              .filter(source -> source.status() != UpdateReport.Status.ACCEPTED)
              .map(source -> source.connector() + " " + source.status() + ": " + source.detail())
              .collect(Collectors.joining("; ")));
    }
  }

  @Override
  public long bytes() throws IOException {
    // Only there: what others write beside it comes and goes.
    try (Stream<Path> files = Files.walk(index().directory())) {
      return files.mapToLong(LuceneEngine::size).sum();
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  /** A file that a newer generation has just replaced counts nothing. */
  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (search != null) {
      search.close();
      search = null;
    }
    if (index != null) {
      index.close();
      index = null;
    }
  }
}
