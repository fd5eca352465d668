package de.landbruecke.server.harvest;

import de.landbruecke.server.StubCatalogSearch;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The server over a search in memory: for the tests of the web, which need no index. */
@TestConfiguration(proxyBeanMethods = false)
public class StubIndexConfiguration {

  @Bean
  StubCatalogSearch stub() {
    return new StubCatalogSearch();
  }

  @Bean
  @Primary
  StubEngine stubEngine(StubCatalogSearch search) {
    return new StubEngine(search);
  }
}
