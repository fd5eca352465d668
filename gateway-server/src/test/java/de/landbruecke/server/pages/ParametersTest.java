package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

  @ParameterizedTest
  @CsvSource({
    "q=hund+anmelden, hund anmelden",
    "q=hund%20anmelden, hund anmelden",
    "q=M%C3%BCll, Müll",
    "q=100%, 100%",
    "q=100%25, 100%",
    "q=%zz%4, %zz%4",
    "q=%FF, \ufffd",
    "q=Müll, Müll",
    "q=a%2Bb, a+b",
    "q=a=b, a=b",
    "q=&q=+&q=b, b",
    "x=1&&q=a&, a"
  })
  void first_asPeopleWriteIt_isRead(String query, String expected) {
    assertThat(Parameters.of(query).first("q")).isEqualTo(expected);
  }

  @Test
  void first_missingOrBlank_isNone() {
    assertThat(Parameters.of(null).first("q")).isNull();
    assertThat(Parameters.of("").first("q")).isNull();
    assertThat(Parameters.of("q").first("q")).isNull();
    assertThat(Parameters.of("q=%20%09").first("q")).isNull();
  }

  @Test
  void all_repeated_areInOrderAndNotEndless() {
    assertThat(Parameters.of("a=1&b=2&a=3").all("a")).containsExactly("1", "3");
    assertThat(Parameters.of("a=1&".repeat(5_000)).all("a")).hasSize(100);
  }

  @ParameterizedTest
  @CsvSource({
    "q=hund&ort=, /suche?q=hund",
    "q=&ort=&seite=, /suche",
    "q=hund&seite=1, /suche?q=hund",
    "seite=1&q=hund&seite=2, /suche?q=hund&seite=2",
    "ort=%20&q=M%C3%BCll+%26+Abfall, /suche?q=M%C3%BCll+%26+Abfall",
    "portal=a&portal=&portal=b, /suche?portal=a&portal=b",
    "utm=x&ort=, /suche?utm=x",
    "niveau=falsch&ort=, /suche?niveau=falsch"
  })
  void clean_whatSaysNothing_isLeftOutOnce(String query, String expected) {
    String clean = Parameters.of(query).clean("/suche", Map.of("seite", "1"));

    assertThat(clean).isEqualTo(expected);
    assertThat(again(clean)).as("no loop").isNull();
  }

  private static @Nullable String again(@Nullable String address) {
    String text = String.valueOf(address);
    int question = text.indexOf('?');
    return Parameters.of(question < 0 ? null : text.substring(question + 1))
        .clean("/suche", Map.of("seite", "1"));
  }

  @ParameterizedTest
  @CsvSource({"q=hund", "q=hund&seite=2", "x=1", "q=100%"})
  void clean_nothingToLeaveOut_isNone(String query) {
    assertThat(Parameters.of(query).clean("/suche", Map.of("seite", "1"))).isNull();
    assertThat(Parameters.of(null).clean("/suche", Map.of())).isNull();
  }

  @Test
  void clean_tooLongForAHeader_isNone() {
    assertThat(Parameters.of("ort=&q=" + "a".repeat(3_980)).clean("/suche", Map.of())).isNotNull();
    assertThat(Parameters.of("ort=&q=" + "a".repeat(4_000)).clean("/suche", Map.of())).isNull();
  }

  @Test
  void clean_strangePairs_endAfterOneRound() {
    for (String query :
        new String[] {
          "ort=&=x", "ort=&%ED%A0%80=1", "ort=&q=%00", "ort=&q=%C2%85", "&ort=&a;b=c"
        }) {
      String clean = Parameters.of(query).clean("/suche", Map.of());
      assertThat(clean).as(query).isNotNull();
      assertThat(again(clean)).as(query).isNull();
    }
  }

  @Test
  void without_names_leavesThemOut() {
    assertThat(Parameters.of("q=a+b&ort=x&seite=2&%22=1").without("/suche", Set.of("ort", "seite")))
        .hasToString("/suche?q=a+b&%22=1");
  }
}
