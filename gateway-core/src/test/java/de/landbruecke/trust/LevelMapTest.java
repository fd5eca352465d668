package de.landbruecke.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.LevelMap.Proven;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LevelMapTest {

  /** Regulation (EU) 2015/1502 knows three words; whatever else is sent proves nothing. */
  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "unknown",
        "high",
        "4",
        "HTTP://eidas.europa.eu/LoA/high",
        "http://eidas.europa.eu/LoA/high ",
        "http://eidas.europa.eu/LoA/High",
        "https://eidas.europa.eu/LoA/high"
      })
  void proven_unknownWord_isNothing(String acr) {
    assertThat(LevelMap.EIDAS_ADDRESSES.proven(acr)).isEqualTo(Proven.NOTHING);
    assertThat(LevelMap.NONE.proven(acr)).isEqualTo(Proven.NOTHING);
  }

  @Test
  void proven_aboveTheCeiling_isTheCeiling() {
    LevelMap map =
        new LevelMap(
            "1",
            Map.of(
                "high", new Proven(AssuranceLevel.HIGH, true),
                "low", new Proven(AssuranceLevel.LOW, true)),
            AssuranceLevel.SUBSTANTIAL);
    LevelMap lowest = new LevelMap("1", map.values(), AssuranceLevel.BASIC);

    assertThat(map.proven("high")).isEqualTo(new Proven(AssuranceLevel.SUBSTANTIAL, true));
    assertThat(map.proven("low")).isEqualTo(new Proven(AssuranceLevel.LOW, true));
    assertThat(lowest.proven("high")).isEqualTo(new Proven(AssuranceLevel.BASIC, false));
  }

  /** O12: what was not notified never satisfies a demand for what was. */
  @Test
  void satisfies_notNotified_neverSatisfiesNotified() {
    Proven notNotified =
        LevelMap.EIDAS_ADDRESSES.proven("http://eidas.europa.eu/NotNotified/LoA/high");
    Proven notified = LevelMap.EIDAS_ADDRESSES.proven("http://eidas.europa.eu/LoA/substantial");

    assertThat(notNotified.satisfies(new Proven(AssuranceLevel.HIGH, false))).isTrue();
    assertThat(notNotified.satisfies(new Proven(AssuranceLevel.LOW, true))).isFalse();
    assertThat(notified.satisfies(new Proven(AssuranceLevel.SUBSTANTIAL, true))).isTrue();
    assertThat(notified.satisfies(new Proven(AssuranceLevel.HIGH, false))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void acr_everyLevel_isReadBackAsItself(AssuranceLevel level) {
    LevelMap.acr(level)
        .ifPresentOrElse(
            acr -> assertThat(LevelMap.OWN.proven(acr)).isEqualTo(new Proven(level, false)),
            () -> assertThat(level).isEqualTo(AssuranceLevel.NONE));
    if (level.isAtLeast(AssuranceLevel.LOW)) {
      Proven notified = new Proven(level, true);
      assertThat(LevelMap.OWN.proven(LevelMap.acr(notified).orElseThrow())).isEqualTo(notified);
    }
  }

  @Test
  void proven_notifiedBelowLow_isACallersMistake() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Proven(AssuranceLevel.BASIC, true));
  }
}
