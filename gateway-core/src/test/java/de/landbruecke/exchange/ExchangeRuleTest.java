package de.landbruecke.exchange;

import static de.landbruecke.testing.TestClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.exchange.ExchangeRule.Output;
import de.landbruecke.trust.LevelMap.Proven;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExchangeRuleTest {

  private static ExchangeRule rule(Output output, int uses, Duration lifetime, Instant until) {
    return new ExchangeRule(
        "rule",
        "a",
        "b",
        "service",
        "https://api.example",
        output,
        Proven.NOTHING,
        null,
        Set.of(),
        Set.of(),
        uses,
        lifetime,
        false,
        NOON,
        until,
        "approver");
  }

  private static void assertRefused(Output output, int uses, Duration lifetime, Instant until) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule(output, uses, lifetime, until))
        .withMessageContaining("rule");
  }

  @Test
  void rule_limits_bothSides() {
    Instant later = NOON.plusSeconds(1);
    Duration quarter = Duration.ofMinutes(15);
    Duration minute = Duration.ofMinutes(1);

    assertThat(rule(Output.ACCESS_TOKEN, 1, quarter, later).uses()).isEqualTo(1);
    assertThat(rule(Output.ACCESS_TOKEN, 1000, quarter, later).lifetime()).isEqualTo(quarter);
    assertThat(rule(Output.AUTHORIZATION_GRANT, 1, minute, later).lifetime()).isEqualTo(minute);
    for (int uses : List.of(0, 1001)) {
      assertRefused(Output.ACCESS_TOKEN, uses, quarter, later);
    }
    for (Duration lifetime : List.of(Duration.ZERO, quarter.plusNanos(1))) {
      assertRefused(Output.ACCESS_TOKEN, 1, lifetime, later);
    }
    assertRefused(Output.AUTHORIZATION_GRANT, 1, minute.plusNanos(1), later);
    assertRefused(Output.ACCESS_TOKEN, 1, quarter, NOON);
  }
}
