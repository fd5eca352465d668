package de.landbruecke.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** What is counted of a search; browsing without words is none. */
class SearchMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SearchMetrics metrics = new SearchMetrics(registry);

  @Test
  void found_nothing_isASearchWithoutResults() {
    metrics.found("hund", 0);

    assertThat(registry.counter("search.zero.results").count()).isOne();
    assertThat(registry.summary("search.results").count()).isOne();
  }

  @Test
  void found_something_isNot() {
    metrics.found("hund", 1);
    metrics.found("katze", 7);

    assertThat(registry.counter("search.zero.results").count()).isZero();
    assertThat(registry.summary("search.results").count()).isEqualTo(2);
    assertThat(registry.summary("search.results").totalAmount()).isEqualTo(8);
  }

  @Test
  void found_withoutWords_isNotCounted() {
    metrics.found(" ", 0);

    assertThat(registry.counter("search.zero.results").count()).isZero();
    assertThat(registry.summary("search.results").count()).isZero();
  }
}
