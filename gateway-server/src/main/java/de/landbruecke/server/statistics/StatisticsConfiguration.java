package de.landbruecke.server.statistics;

import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.GatewayProperties;
import de.landbruecke.server.shared.QueryListener;
import de.landbruecke.server.shared.StatisticsFiles;
import de.landbruecke.server.shared.StatisticsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the statistics, or nobody who listens where they are switched off. */
@ConditionalOnSearch
@Configuration(proxyBeanMethods = false)
class StatisticsConfiguration {

  @Bean
  QueryListener queryListener(
      StatisticsProperties properties, GatewayProperties gateway, MeterRegistry registry) {
    if (!properties.enabled()) {
      return (query, network, total) -> {};
    }
    return new QueryStatistics(
        properties,
        new StatisticsFiles(gateway.dataDirectory()),
        new StatisticsMetrics(registry),
        Clock.systemUTC(),
        new SecureRandom());
  }
}
