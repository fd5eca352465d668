package de.landbruecke.server.identity;

import de.landbruecke.server.shared.SearchCondition;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Conditional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Up while the database answers. Only of a process without the search: another one is of use
 * without its database too, and stays in service.
 */
@Component("identityHealthIndicator")
@ConditionalOnIdentity
@Conditional(SearchCondition.Off.class)
final class IdentityHealthIndicator implements HealthIndicator {

  private final IdentityStores stores;

  IdentityHealthIndicator(IdentityStores stores) {
    this.stores = stores;
  }

  @Override
  public Health health() {
    try {
      stores.jdbc.sql("select count(*) from change_mark").query(Integer.class).single();
      return Health.up().build();
    } catch (DataAccessException e) {
      // Without the message, which may name the host.
      return Health.outOfService().withDetail("failure", e.getClass().getSimpleName()).build();
    }
  }
}
