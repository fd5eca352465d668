package de.landbruecke.server.harvest;

import de.landbruecke.server.shared.CatalogProperties;
import de.landbruecke.server.shared.Catalogs;
import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.GatewayProperties;
import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Wires the index that the server answers with. */
@ConditionalOnSearch
@Configuration(proxyBeanMethods = false)
class HarvestConfiguration {

  @Bean
  CatalogEngine luceneEngine(GatewayProperties gateway, CatalogProperties properties)
      throws IOException {
    return new LuceneEngine(gateway.dataDirectory(), Catalogs.load(properties));
  }

  @Bean
  @Primary
  LiveIndex liveIndex(CatalogEngine engine, CatalogProperties properties) {
    return new LiveIndex(engine, properties.interval(), Clock.systemUTC());
  }
}
