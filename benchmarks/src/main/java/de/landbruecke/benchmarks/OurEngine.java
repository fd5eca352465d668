package de.landbruecke.benchmarks;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.evaluation.Ranker;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.IndexSnapshot;
import de.landbruecke.index.UpdateReport;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.LuceneCatalogSearch;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.source.CatalogSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** Our search over an index in a temporary directory, without its cache of answers. */
final class OurEngine implements Engine {

  private final String label;
  private final Path path;
  private final CatalogIndex index;
  private final LuceneCatalogSearch search;
  private final Ranker ranker;
  private final long buildNanos;

  /**
   * Builds the index from the sources.
   *
   * @param view how the search ranks what is asked for: entries or records
   */
  OurEngine(
      String label,
      List<CatalogSource> sources,
      TextAnalyzer analyzer,
      Vocabulary vocabulary,
      Function<CatalogSearch, Ranker> view)
      throws IOException {
    this.label = label;
    this.path = Files.createTempDirectory("landbruecke-benchmarks-");
    this.index = CatalogIndex.builder(path, analyzer).open();
    long start = System.nanoTime();
    UpdateReport report = index.update(sources);
    this.buildNanos = System.nanoTime() - start;
    if (!report.complete()) {
      throw new IOException("not every source could be read: " + report);
    }
    this.search = LuceneCatalogSearch.open(index, analyzer, vocabulary, Clock.systemUTC(), 0);
    this.ranker = view.apply(search);
  }

  @Override
  public String label() {
    return label;
  }

  CatalogSearch search() {
    return search;
  }

  /** The ranking alone, as the references give it: ids, as typed. */
  List<Ranked> ids(String query, int depth) {
    return search.rank(SearchRequest.builder(query).limit(depth).build()).stream()
        .map(Ranked::of)
        .toList();
  }

  /** How long reading, merging and indexing took. */
  long buildNanos() {
    return buildNanos;
  }

  @Override
  public List<Ranked> rank(String query, @Nullable String place, String language, int depth) {
    return ranker.rank(query, place, language, depth);
  }

  @Override
  public long indexBytes() {
    try (IndexSnapshot snapshot = index.acquire()) {
      long bytes = 0;
      for (LeafReaderContext leaf : snapshot.reader().leaves()) {
        bytes += bytes(((SegmentReader) leaf.reader()).getSegmentInfo().info);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(SegmentInfo segment) throws IOException {
    if (!segment.getUseCompoundFile()) {
      return bytes(segment.dir, segment.files());
    }
    try (Directory inside =
        segment.getCodec().compoundFormat().getCompoundReader(segment.dir, segment)) {
      return bytes(inside, List.of(inside.listAll()));
    }
  }

  private static long bytes(Directory directory, Iterable<String> files) throws IOException {
    long bytes = 0;
    for (String file : files) {
      // Stored texts: the other engines keep none.
      if (!file.endsWith(".fdt") && !file.endsWith(".fdx") && !file.endsWith(".fdm")) {
        bytes += directory.fileLength(file);
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      search.close();
      index.close();
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
