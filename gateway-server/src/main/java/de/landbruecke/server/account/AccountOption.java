package de.landbruecke.server.account;

import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.RegistrySnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An account by which a citizen might sign in for a demand.
 *
 * @param demand what is demanded of a citizen with this account
 * @param obstacle why it cannot be chosen; null: it can
 */
record AccountOption(HomeIssuer issuer, Demand demand, @Nullable Obstacle obstacle) {

  /** Why an account cannot be chosen. */
  enum Obstacle {
    /** No rule lets its citizens use this service. */
    NOT_ALLOWED,
    /** It cannot reach the level. */
    LEVEL,
    /** It answered too low, as often as it may. */
    EXHAUSTED,
    /** Its portal cannot be reached. */
    UNREACHABLE
  }

  /** All accounts in the order of their names, which favours nobody; those to choose first. */
  static List<AccountOption> of(
      RegistrySnapshot registry,
      Demand demand,
      HomeState memory,
      Predicate<HomeIssuer> reachable,
      Instant now) {
    return registry.issuers().values().stream()
        .filter(HomeIssuer::enabled)
        .map(issuer -> of(registry, demand, memory, reachable, now, issuer))
        .sorted(
            Comparator.comparing((AccountOption option) -> !option.isChoosable())
                .thenComparing(option -> option.issuer.label())
                .thenComparing(option -> option.issuer.id()))
        .toList();
  }

  private static AccountOption of(
      RegistrySnapshot registry,
      Demand demand,
      HomeState memory,
      Predicate<HomeIssuer> reachable,
      Instant now,
      HomeIssuer issuer) {
    Optional<Demand> ruled = demand.under(registry, issuer.id(), now);
    if (ruled.isEmpty()) {
      return new AccountOption(issuer, demand, Obstacle.NOT_ALLOWED);
    }
    Demand strict = ruled.get();
    if (!strict.isReachableAt(issuer)) {
      return new AccountOption(issuer, strict, Obstacle.LEVEL);
    }
    if (!memory.mayAsk(issuer.id())) {
      return new AccountOption(issuer, strict, Obstacle.EXHAUSTED);
    }
    return new AccountOption(issuer, strict, reachable.test(issuer) ? null : Obstacle.UNREACHABLE);
  }

  boolean isChoosable() {
    return obstacle == null;
  }
}
