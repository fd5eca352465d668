package de.landbruecke.source.xzufi;

import de.landbruecke.PortalId;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.testing.CatalogSourceContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

final class XzufiCatalogSourceContractTest extends CatalogSourceContract {

  private static final PortalId PORTAL = new PortalId("example");

  @Override
  protected CatalogSource source(List<String> titles, int broken) {
    StringBuilder file = new StringBuilder("<t xmlns='http://xoev.de/schemata/xzufi/2_2_0'>");
    for (int i = 0; i < titles.size(); i++) {
      file.append("<schreibe><leistung><id schemeAgencyID='L1'>").append(i).append("</id>");
      file.append("<modulText><leikaTextmodul><code>03</code></leikaTextmodul><inhalt>");
      file.append(titles.get(i)).append("</inhalt></modulText></leistung></schreibe>");
    }
    file.append("<schreibe><leistung><id>broken</id></leistung></schreibe>".repeat(broken));
    byte[] bytes = file.append("</t>").toString().getBytes(StandardCharsets.UTF_8);
    return XzufiCatalogSource.builder(
            () -> new ByteArrayInputStream(bytes), "test.xml", PORTAL, Extent.FULL)
        .build();
  }

  @Override
  protected CatalogSource unreachable() {
    return XzufiCatalogSource.builder(
            () -> {
              throw new IOException("no such file");
            },
            "missing.xml",
            PORTAL,
            Extent.DELTA)
        .build();
  }
}
