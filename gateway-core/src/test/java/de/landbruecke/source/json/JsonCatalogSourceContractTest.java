package de.landbruecke.source.json;

import de.landbruecke.PortalId;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.testing.CatalogSourceContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

final class JsonCatalogSourceContractTest extends CatalogSourceContract {

  private static final PortalId PORTAL = new PortalId("example");

  @Override
  protected CatalogSource source(List<String> titles, int broken) {
    StringBuilder file = new StringBuilder("{\"format\":1,\"portal\":\"example\"}\n");
    for (int i = 0; i < titles.size(); i++) {
      file.append("{\"id\":\"").append(i).append("\",\"title\":\"");
      file.append(titles.get(i)).append("\"}\n");
    }
    file.append("{\"id\":\"broken\"}\n".repeat(broken));
    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    return new JsonCatalogSource(() -> new ByteArrayInputStream(bytes), "test.jsonl", PORTAL);
  }

  @Override
  protected CatalogSource unreachable() {
    return new JsonCatalogSource(
        () -> {
          throw new IOException("no such file");
        },
        "missing.jsonl",
        PORTAL);
  }
}
