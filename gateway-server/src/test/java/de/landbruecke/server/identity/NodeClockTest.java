package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.server.shared.InvalidConfigurationException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine whose clock is off by more than a minute does not start. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class NodeClockTest {

  private final IdentityFixture fixture;

  NodeClockTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, NodeClockTest.class);
  }

  private NodeClock off(int seconds) {
    return new NodeClock(
        fixture.stores.jdbc, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-50, 0, 50})
  void require_lessThanAMinute_isFine(int seconds) {
    assertThatCode(() -> off(seconds).require()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {-70, 70, 600})
  void require_more_saysByHowMuch(int seconds) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> off(seconds).require())
        .withMessageContaining(seconds < 0 ? "behind" : "ahead of")
        .withMessageContaining("allowed are 60");
  }

  @ParameterizedTest
  @ValueSource(longs = {-60_000, 60_000})
  void isOff_exactlyAMinute_isNot(long millis) {
    assertThat(NodeClock.isOff(Duration.ofMillis(millis))).isFalse();
    assertThat(NodeClock.isOff(Duration.ofMillis(millis + Long.signum(millis)))).isTrue();
  }
}
