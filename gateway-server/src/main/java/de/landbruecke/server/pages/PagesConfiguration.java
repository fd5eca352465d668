package de.landbruecke.server.pages;

import de.landbruecke.data.DataFile;
import de.landbruecke.data.IndexData;
import de.landbruecke.server.shared.CatalogProperties;
import de.landbruecke.server.shared.ConditionalOnSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what the pages need beside the search. */
@ConditionalOnSearch
@Configuration(proxyBeanMethods = false)
class PagesConfiguration {

  @Bean
  StartPage startPage(CatalogProperties properties) throws IOException {
    return StartPage.read(
        file(properties, "featured.tsv", IndexData.featured()),
        file(properties, "life-situations.tsv", IndexData.lifeSituations()));
  }

  /** As with the other files of a vocabulary: a directory of one's own replaces all of them. */
  private static @Nullable DataFile file(
      CatalogProperties properties, String name, DataFile shipped) {
    Path directory = properties.vocabulary();
    if (directory == null) {
      return shipped;
    }
    Path file = directory.resolve(name);
    return Files.exists(file) ? DataFile.of(file) : null;
  }
}
