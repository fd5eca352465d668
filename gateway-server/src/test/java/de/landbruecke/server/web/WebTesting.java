package de.landbruecke.server.web;

import de.landbruecke.server.shared.CatalogProperties;
import de.landbruecke.server.shared.GatewayProperties;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.WebProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the pages share, without a server. */
public final class WebTesting {

  private WebTesting() {}

  /** Pages as they are without configuration. */
  public static Pages pages() {
    return pages(Map.of());
  }

  /** Pages with these properties. */
  public static Pages pages(Map<String, String> properties) {
    Binder binder = new Binder(new MapConfigurationPropertySource(properties));
    WebConfiguration configuration = new WebConfiguration();
    try {
      return configuration.pages(
          binder.bindOrCreate("landbruecke.web", WebProperties.class),
          binder.bindOrCreate("landbruecke.catalogs", CatalogProperties.class),
          binder.bindOrCreate("landbruecke", GatewayProperties.class),
          binder.bindOrCreate("landbruecke.identity", IdentityProperties.class),
          Assets.load());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Error pages as they are without configuration. */
  public static ErrorPages errorPages() {
    return new ErrorPages(pages());
  }
}
