package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.PolicyRule;
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
    Demand strict = demand;
    if (demand.service() != null) {
      Optional<PolicyRule> rule = demand.rule(registry, issuer.id(), now);
      if (rule.isEmpty() || !demand.isPossibleUnder(rule.get())) {
        return new AccountOption(issuer, demand, Obstacle.NOT_ALLOWED);
      }
      strict = demand.under(rule.get());
    }
    if (!highest(issuer, strict.notified()).isAtLeast(strict.level())) {
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

  /** The highest level that the portal can ever confirm. */
  static AssuranceLevel highest(HomeIssuer issuer, boolean notified) {
    return issuer.levels().keySet().stream()
        .filter(word -> !notified || issuer.notified().contains(word))
        .map(issuer::level)
        .max(Comparator.naturalOrder())
        .orElse(AssuranceLevel.NONE);
  }
}
