package de.landbruecke.server.cli;

import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.UpdateReport;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.LuceneCatalogSearch;
import de.landbruecke.server.shared.Catalogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An index of some catalogs that lives as long as one command. */
final class TemporaryIndex implements AutoCloseable {

  private final Path directory;
  private final CatalogIndex index;
  private final LuceneCatalogSearch search;

  private TemporaryIndex(Path directory, CatalogIndex index, LuceneCatalogSearch search) {
    this.directory = directory;
    this.index = index;
    this.search = search;
  }

  /**
   * Builds it.
   *
   * @throws IOException when a catalog cannot be read or nothing can be written
   */
  static TemporaryIndex build(Catalogs catalogs) throws IOException {
    Path directory = Files.createTempDirectory("landbruecke");
    try {
      CatalogIndex index = catalogs.index(directory).open();
      UpdateReport report = index.rebuild(catalogs.sources());
      if (!report.complete()) {
        index.close();
        throw new IOException(
            report.sources().stream()
                .filter(source -> source.status() != UpdateReport.Status.ACCEPTED)
                .map(source -> source.connector() + ": " + source.detail())
                .collect(Collectors.joining("; ")));
      }
      return new TemporaryIndex(directory, index, catalogs.search(index));
    } catch (IOException | RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  CatalogSearch search() {
    return search;
  }

  @Override
  public void close() throws IOException {
    search.close();
    index.close();
    delete(directory);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
