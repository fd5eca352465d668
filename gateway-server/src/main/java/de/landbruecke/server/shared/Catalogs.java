package de.landbruecke.server.shared;

import de.landbruecke.PortalId;
import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.data.IndexData;
import de.landbruecke.grouping.EditorialDecisions;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.search.LuceneCatalogSearch;
import de.landbruecke.server.shared.CatalogProperties.Format;
import de.landbruecke.server.shared.CatalogProperties.Source;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.json.JsonCatalogSource;
import de.landbruecke.source.xzufi.XzufiCatalogSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is searched and with which words: the same for the server and for the command line.
 * Immutable and safe to share between threads.
 */
public final class Catalogs {

  private final CatalogProperties properties;
  private final TextAnalyzer analyzer;
  private final Vocabulary vocabulary;
  private final EditorialDecisions decisions;

  private Catalogs(
      CatalogProperties properties,
      TextAnalyzer analyzer,
      Vocabulary vocabulary,
      EditorialDecisions decisions) {
    this.properties = properties;
    this.analyzer = analyzer;
    this.vocabulary = vocabulary;
    this.decisions = decisions;
  }

  /**
   * Reads the words and the editors' decisions; catalogs are read only when an index asks for them.
   *
   * @throws IOException when one of the files cannot be read
   */
  public static Catalogs load(CatalogProperties properties) throws IOException {
    IndexData shipped = IndexData.load();
    Path directory = properties.vocabulary();
    TextAnalyzer analyzer = shipped.analyzer();
    Vocabulary vocabulary = shipped.vocabulary();
    if (directory != null) {
      analyzer = analyzer(directory, analyzer);
      vocabulary = vocabulary(directory, analyzer);
    }
    try (Reader reader = IndexData.editorialDecisions().reader()) {
      return new Catalogs(
          properties,
          analyzer,
          vocabulary,
          EditorialDecisions.read(reader, IndexData.editorialDecisions().name()));
    }
  }

  /** The same catalogs, searched without any vocabulary. */
  public Catalogs withoutVocabulary() {
    return new Catalogs(properties, analyzer, Vocabulary.EMPTY, decisions);
  }

  private static TextAnalyzer analyzer(Path directory, TextAnalyzer shipped) throws IOException {
    Path lexicon = directory.resolve("lexicon.txt");
    if (!Files.exists(lexicon)) {
      return shipped;
    }
    try (Reader reader = Files.newBufferedReader(lexicon, StandardCharsets.UTF_8)) {
      return new TextAnalyzer(Lexicon.of(reader));
    }
  }

  private static Vocabulary vocabulary(Path directory, TextAnalyzer analyzer) throws IOException {
    Vocabulary.Builder builder = Vocabulary.builder(analyzer);
    part(directory, "synonyms.tsv", builder::synonyms);
    part(directory, "best-bets.tsv", builder::bestBets);
    part(directory, "generic.txt", builder::generic);
    part(directory, "denied.txt", builder::denied);
    return builder.build();
  }

  private interface Part {
    Vocabulary.Builder add(Reader reader) throws IOException;
  }

  private static void part(Path directory, String name, Part part) throws IOException {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        part.add(reader);
      } catch (IOException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
  }

  /** Starts an index over these catalogs in a directory. */
  public CatalogIndex.Builder index(Path directory) {
    return CatalogIndex.builder(directory, analyzer)
        .precedence(
            properties.sources().stream()
                .sorted(Comparator.comparingInt(Source::precedence).reversed())
                .map(source -> Objects.requireNonNull(source.connector()))
                .toList())
        .decisions(decisions)
        .shrinkLimit(properties.maximumLoss());
  }

  /** The search over an index of these catalogs. */
  public LuceneCatalogSearch search(CatalogIndex index) {
    return LuceneCatalogSearch.open(index, analyzer, vocabulary);
  }

  /**
   * The sources, each for one reading.
   *
   * @throws IOException when a file's header cannot be read
   */
  public List<CatalogSource> sources() throws IOException {
    List<CatalogSource> sources = new ArrayList<>();
    if (properties.shipped()) {
      sources.addAll(IndexData.sources());
    }
    for (Source source : properties.sources()) {
      sources.add(open(source));
    }
    return List.copyOf(sources);
  }

  private static CatalogSource open(Source source) throws IOException {
    Path file = Objects.requireNonNull(source.file());
    String name = file.toString();
    String connector = Objects.requireNonNull(source.connector());
    @Nullable String portal = source.portal();
    if (source.format() == Format.XZUFI) {
      return XzufiCatalogSource.builder(
              () -> Files.newInputStream(file),
              name,
              new PortalId(Objects.requireNonNull(portal)),
              Extent.FULL)
          .connector(connector)
          .build();
    }
    PortalId owner =
        portal == null
            ? JsonCatalogSource.open(() -> Files.newInputStream(file), name).portal()
            : new PortalId(portal);
    return new JsonCatalogSource(
        () -> Files.newInputStream(file),
        name,
        owner,
        connector,
        SourceLimits.DEFAULT,
        Clock.systemUTC());
  }
}
