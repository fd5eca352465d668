package de.landbruecke.server.cli;

import de.landbruecke.server.shared.CatalogProperties;
import de.landbruecke.server.shared.CatalogProperties.Format;
import de.landbruecke.server.shared.CatalogProperties.Source;
import de.landbruecke.server.shared.Catalogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which catalogs and words a command works on. */
final class CatalogOptions {

  static final Set<String> VALUED = Set.of("--catalog", "--vocabulary");
  static final Set<String> FLAGS = Set.of("--no-vocabulary", "--json");

  private CatalogOptions() {}

  static Catalogs catalogs(Options options) throws UsageException, IOException {
    List<Source> sources = new ArrayList<>();
    for (String name : options.all("--catalog")) {
      Path file = Path.of(name);
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new IOException(name + " is no file that can be read");
      }
      sources.add(new Source("file:" + sources.size(), Format.LANDBRUECKE, file, null, 0));
    }
    Path vocabulary = options.one("--vocabulary").map(Path::of).orElse(null);
    if (vocabulary != null && !Files.isDirectory(vocabulary)) {
      throw new IOException(vocabulary + " is no directory");
    }
    if (vocabulary != null && options.has("--no-vocabulary")) {
      throw new UsageException("--vocabulary and --no-vocabulary are not allowed together");
    }
    Catalogs catalogs =
        Catalogs.load(
            new CatalogProperties(
                sources.isEmpty(), sources, vocabulary, 0.05, Duration.ofMinutes(15)));
    return options.has("--no-vocabulary") ? catalogs.withoutVocabulary() : catalogs;
  }
}
