package de.landbruecke.server.ops;

import de.landbruecke.server.shared.ConditionalOnSearch;
import de.landbruecke.server.shared.IndexStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up as soon as a generation is served. A failing update is a detail, not a reason to take the
 * server out of service: the old generation still answers.
 */
@ConditionalOnSearch
@Component("indexHealthIndicator")
final class IndexHealthIndicator implements HealthIndicator {

  private final IndexStatus status;

  IndexHealthIndicator(IndexStatus status) {
    this.status = status;
  }

  @Override
  public Health health() {
    Health.Builder health = status.served().isPresent() ? Health.up() : Health.outOfService();
    status
        .served()
        .ifPresent(served ->
            health
                .withDetail("generation", served.generation())
                .withDetail("since", served.since().toString()));
    status
        .lastUpdate()
        .ifPresent(update -> {
          String failure = update.failure();
          health.withDetail("updatedAt", update.at().toString());
          health.withDetail("update", failure == null ? "good" : "failed");
          if (failure != null) {
            health.withDetail("failure", failure);
          }
        });
    return health.build();
  }
}
