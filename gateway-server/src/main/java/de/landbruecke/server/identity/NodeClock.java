package de.landbruecke.server.identity;

import de.landbruecke.server.shared.InvalidConfigurationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * This node's clock beside the database's, which is the one that all nodes share. What one node
 * lets expire the others rely on, so a node that is far off must not serve, and must not delete.
 */
final class NodeClock {

  /** As far as clocks of other issuers and of services may be off. */
  static final Duration MOST = Duration.ofSeconds(60);

  private final JdbcClient jdbc;
  private final Clock clock;

  NodeClock(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** How far this node is ahead of the database; negative: behind. */
  Duration ahead() {
    Instant before = clock.instant();
    Instant there =
        jdbc.sql("select current_timestamp").query(OffsetDateTime.class).single().toInstant();
    // In the middle of the question, as near as can be told.
    return Duration.between(
        there, before.plus(Duration.between(before, clock.instant()).dividedBy(2)));
  }

  static boolean isOff(Duration ahead) {
    return ahead.abs().compareTo(MOST) > 0;
  }

  /**
   * At the start.
   *
   * @throws InvalidConfigurationException if the clock is far off
   */
  void require() {
    Duration ahead = ahead();
    if (isOff(ahead)) {
      throw new InvalidConfigurationException(
          List.of(
              "the clock of this machine: found "
                  + ahead.abs().toSeconds()
                  + " seconds "
                  + (ahead.isNegative() ? "behind" : "ahead of")
                  + " the database's, allowed are "
                  + MOST.toSeconds()));
    }
  }
}
