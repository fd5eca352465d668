package de.landbruecke.server.shared;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Counts and times searches with few labels; never with a word that someone typed. */
@ConditionalOnSearch
@Component
public final class SearchMetrics {

  private static final Duration[] STEPS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1)
  };

  private final MeterRegistry registry;
  private final DistributionSummary results;
  private final Counter zeroResults;
  private final Timer suggestions;
  private final DistributionSummary suggested;

  SearchMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.results =
        DistributionSummary.builder("search.results")
            .description("Entries that matched a query with words")
            .serviceLevelObjectives(0.5, 1, 3, 10, 50)
            .register(registry);
    this.zeroResults =
        Counter.builder("search.zero.results")
            .description("Queries with words that no entry matched")
            .register(registry);
    this.suggestions =
        Timer.builder("search.suggest.duration")
            .description("Time to find suggestions")
            .serviceLevelObjectives(STEPS)
            .register(registry);
    this.suggested =
        DistributionSummary.builder("search.suggestions.returned")
            .description("Suggestions in one answer")
            .register(registry);
  }

  /** Times a search. */
  public <T> T timeSearch(String query, String language, Supplier<T> search) {
    return Timer.builder("search.query.duration")
        .description("Time to answer a search")
        .tag("mode", query.isBlank() ? "browse" : "text")
        .tag("language", Languages.KNOWN.contains(language) ? language : "other")
        .serviceLevelObjectives(STEPS)
        .register(registry)
        .record(search);
  }

  /** Counts what a search found; one without words does not count. */
  public void found(String query, long total) {
    if (query.isBlank()) {
      return;
    }
    results.record((double) total);
    if (total == 0) {
      zeroResults.increment();
    }
  }

  /** Times suggestions. */
  public <T> T timeSuggestions(Supplier<T> suggest) {
    return suggestions.record(suggest);
  }

  /** Counts suggestions. */
  public void suggested(int count) {
    suggested.record(count);
  }
}
