package de.landbruecke.server.shared;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and how queries are counted for the editors.
 *
 * @param enabled whether they are counted at all
 * @param minimumSources from how many networks a query must come on one day before it is kept
 * @param retention how long kept counts stay, in whole days
 */
@ConfigurationProperties("landbruecke.statistics")
public record StatisticsProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10") int minimumSources,
    @DefaultValue("400d") Duration retention) {

  /** From fewer networks a query is never kept, whatever is configured. */
  public static final int LEAST_SOURCES = 10;

  /** The largest number of networks that can be asked for. */
  public static final int MOST_SOURCES = 100;

  /** Checks the number of networks once more: nothing else here protects people as much. */
  public StatisticsProperties {
    if (minimumSources < LEAST_SOURCES || minimumSources > MOST_SOURCES) {
      throw new IllegalArgumentException(
          minimumSources + " networks are not allowed: " + LEAST_SOURCES + " to " + MOST_SOURCES);
    }
  }
}
