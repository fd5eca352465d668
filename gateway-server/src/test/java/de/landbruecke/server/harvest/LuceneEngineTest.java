package de.landbruecke.server.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.shared.CatalogProperties;
import de.landbruecke.server.shared.CatalogProperties.Format;
import de.landbruecke.server.shared.CatalogProperties.Source;
import de.landbruecke.server.shared.Catalogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded index over a small catalog. */
class LuceneEngineTest {

  @TempDir private Path folder;

  @Test
  void bytes_otherFilesInTheDataDirectory_doNotCount() throws Exception {
    Path catalog =
        Files.writeString(
            folder.resolve("city.jsonl"),
            """
            {"format":1,"portal":"city","agency":"city"}
            {"id":"1","title":{"de":"Hund anmelden"}}
            """);
    CatalogProperties properties =
        new CatalogProperties(
            false,
            List.of(new Source("city", Format.LANDBRUECKE, catalog, null, 0)),
            null,
            0.05,
            Duration.ofMinutes(15));
    Path data = folder.resolve("data");
    try (LuceneEngine engine = new LuceneEngine(data, Catalogs.load(properties))) {
      engine.update();
      long before = engine.bytes();

      Files.writeString(data.resolve("statistics.tsv"), "x".repeat(10_000));

      assertThat(before).isPositive();
      assertThat(engine.bytes()).isEqualTo(before);
    }
  }
}
