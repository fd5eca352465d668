package de.landbruecke.server.ops;

import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.IndexStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** The index in numbers. A gauge of something that is not there yet is absent (NaN). */
@ConditionalOnSearch
@Component
final class IndexMetrics implements MeterBinder {

  private final IndexStatus status;

  IndexMetrics(IndexStatus status) {
    this.status = status;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "index.documents",
        "Entries of the generation that serves, counted once for each portal that has them",
        served -> served.entries().values().stream().mapToLong(n -> n).sum());
    gauge(registry, "index.bytes", "What the index takes on the disk", IndexStatus.Served::bytes);
    gauge(
        registry,
        "index.generation.timestamp.seconds",
        "Since when the generation serves, seconds since 1970",
        served -> served.since().getEpochSecond());
    Gauge.builder(
            "harvest.last.update.failed",
            status,
            s -> s.lastUpdate().map(u -> u.failure() == null ? 0.0 : 1.0).orElse(Double.NaN))
        .description("1 when the last update failed and the old generation goes on serving")
        .register(registry);
    Gauge.builder(
            "harvest.last.update.timestamp.seconds",
            status,
            s -> s.lastUpdate().map(u -> (double) u.at().getEpochSecond()).orElse(Double.NaN))
        .description("When the last update ended, seconds since 1970")
        .register(registry);
    FunctionCounter.builder("harvest.runs", status, IndexStatus::succeeded)
        .tag("outcome", "good")
        .description("Updates since the start")
        .register(registry);
    FunctionCounter.builder("harvest.runs", status, IndexStatus::failed)
        .tag("outcome", "failed")
        .description("Updates since the start")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<IndexStatus.Served> value) {
    Gauge.builder(name, status, s -> s.served().map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .register(registry);
  }
}
