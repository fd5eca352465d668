package de.landbruecke.source.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustLevelsTest {

  @Test
  void shipped_hasAVersionAndKnowsTheLowestAndTheHighestCode() {
    TrustLevels levels = TrustLevels.shipped();

    assertThat(levels.version()).isNotBlank();
    assertThat(levels.level("00")).contains(AssuranceLevel.NONE);
    assertThat(levels.level("40")).contains(AssuranceLevel.HIGH);
  }

  @Test
  void level_unmappedCode_isEmpty() {
    assertThat(TrustLevels.shipped().level("15")).isEmpty();
    assertThat(TrustLevels.shipped().level("0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"codes\":{}}",
        "{\"version\":\"1\"}",
        "{\"version\":\"1\",\"codes\":{\"1\":\"medium\"}}"
      })
  void read_otherForm_isRefused(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustLevels.read(new ByteArrayInputStream(bytes)));
  }
}
