package de.landbruecke.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionalKeyTest {

  @ParameterizedTest
  @CsvSource({
    "08, 080000000000",
    "081, 081000000000",
    "08117, 081170000000",
    "081170, 081170000000",
    "081175007, 081175007000",
    "081175007026, 081175007026",
    "' 08 ', 080000000000",
    "08117000, 081170000000"
  })
  void parse_knownForm_isPadded(String text, String key) {
    assertThat(RegionalKey.parse(text)).contains(new RegionalKey(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8",
        "0811",
        "0811750",
        "0811750070",
        "08117500702",
        "0811750070266",
        "0x",
        "٠٨",
        "08 11"
      })
  void parse_otherForm_isEmpty(String text) {
    assertThat(RegionalKey.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "08", "08117500702x", "0811750070260", "٠٨١١٧٥٠٠٧٠٢٦"})
  void constructor_otherForm_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RegionalKey(text))
        .withMessageContaining("exactly 12 digits");
  }

  @ParameterizedTest
  @CsvSource({
    "000000000000, FEDERATION",
    "080000000000, STATE",
    "081000000000, REGION",
    "081170000000, DISTRICT",
    "081175007000, ASSOCIATION",
    "081175007026, MUNICIPALITY"
  })
  void level_key_isTheNarrowestThatItNames(String key, AreaLevel level) {
    assertThat(new RegionalKey(key).level()).isEqualTo(level);
  }

  @Test
  void selfAndAncestors_municipality_goesUpToTheFederation() {
    assertThat(new RegionalKey("081175007026").selfAndAncestors())
        .extracting(RegionalKey::value)
        .containsExactly(
            "081175007026",
            "081175007000",
            "081170000000",
            "081000000000",
            "080000000000",
            "000000000000");
    assertThat(RegionalKey.FEDERATION.selfAndAncestors()).containsExactly(RegionalKey.FEDERATION);
  }

  @Test
  void selfAndAncestors_stateWithoutRegions_hasNoRepeats() {
    assertThat(new RegionalKey("130000000000").selfAndAncestors()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "080000000000, 081175007026, true",
    "081175007026, 080000000000, false",
    "081175007026, 081175007026, true",
    "081175007026, 081175007027, false",
    "081170000000, 081180000000, false",
    "000000000000, 145220310310, true",
    "080000000000, 145220310310, false"
  })
  void contains_other_onlyInside(String area, String other, boolean inside) {
    assertThat(new RegionalKey(area).contains(new RegionalKey(other))).isEqualTo(inside);
  }

  @Test
  void at_level_widens() {
    RegionalKey key = new RegionalKey("081175007026");

    assertThat(key.at(AreaLevel.DISTRICT)).isEqualTo(new RegionalKey("081170000000"));
    assertThat(key.at(AreaLevel.MUNICIPALITY)).isEqualTo(key);
    assertThat(key.at(AreaLevel.FEDERATION)).isEqualTo(RegionalKey.FEDERATION);
  }
}
