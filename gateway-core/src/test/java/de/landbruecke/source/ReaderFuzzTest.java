package de.landbruecke.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import de.landbruecke.PortalId;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.json.JsonCatalogSource;
import de.landbruecke.source.xzufi.XzufiCatalogSource;
import de.landbruecke.testing.RecordingSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Fuzz targets of the readers. In the build they only repeat the inputs kept in the resources; with
 * {@code JAZZER_FUZZ=1} they search for new ones.
 */
final class ReaderFuzzTest {

  private static final PortalId PORTAL = new PortalId("example");

  @FuzzTest(maxDuration = "60s")
  void json(byte[] data) throws IOException {
    read(new JsonCatalogSource(() -> new ByteArrayInputStream(data), "fuzz", PORTAL));
  }

  @FuzzTest(maxDuration = "60s")
  void xzufi(byte[] data) throws IOException {
    read(
        XzufiCatalogSource.builder(
                () -> new ByteArrayInputStream(data), "fuzz", PORTAL, Extent.FULL)
            .build());
  }

  private static void read(CatalogSource source) throws IOException {
    RecordingSink sink = new RecordingSink();
    try {
      SourceReport report = source.read(null, sink);
      if (report.written() + report.deleted() != sink.changes().size()) {
        throw new AssertionError("the report does not count what was handed on");
      }
    } catch (CatalogFormatException e) {
      // The documented answer to what is no catalog; anything else is a finding.
    }
  }
}
