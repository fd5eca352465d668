package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void decode_encoded_isTheSame() {
    for (int offset : new int[] {1, 10, SearchRequest.MAX_DEPTH}) {
      Cursor cursor = new Cursor("12.3", -4711, offset);

      assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
      assertThat(cursor.encode()).matches("[A-Za-z0-9_-]+");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0 5 0",
        "1.0 5 -1",
        "1.0 5 1001",
        "1.0 5 99999999999",
        "1.0 5",
        "1.0 5 10 1",
        "1.0 +5 10",
        "1.0 5 010",
        "1.0 x 10",
        "",
        " "
      })
  void decode_otherText_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cursor.decode(base64(text)))
        .withMessageContaining("'next'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "ä", "====", "MS4wIDUgMTA=", "MS4wIDUgMTB", "\u0000"})
  void decode_otherEncoding_isRefused(String cursor) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cursor.decode(cursor));
  }
}
