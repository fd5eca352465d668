package de.landbruecke.server.statistics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of queries, never which. Safe to share between threads. */
final class StatisticsMetrics {

  private final Counter kept;
  private final Counter forgotten;
  private final Counter displaced;
  private final Counter failures;

  StatisticsMetrics(MeterRegistry registry) {
    this.kept = queries(registry, "kept");
    this.forgotten = queries(registry, "forgotten");
    this.displaced = queries(registry, "displaced");
    this.failures =
        Counter.builder("statistics.failures")
            .description("Failures to count a search or to write counts")
            .register(registry);
  }

  private static Counter queries(MeterRegistry registry, String outcome) {
    return Counter.builder("statistics.queries")
        .description("Different queries of a day, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A query came from enough networks. */
  void kept() {
    kept.increment();
  }

  /** The day ended and these queries had come from too few. */
  void forgotten(int queries) {
    forgotten.increment(queries);
  }

  /** There was no room for these. */
  void displaced(int queries) {
    displaced.increment(queries);
  }

  void failed() {
    failures.increment();
  }
}
