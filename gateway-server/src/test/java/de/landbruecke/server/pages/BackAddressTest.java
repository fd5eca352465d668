package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackAddressTest {

  @ParameterizedTest
  @CsvSource({
    "/, /?ort=14",
    "/suche?q=hund, /suche?q=hund&ort=14",
    "/suche?q=hund&ort=08&seite=3&thema=umwelt, /suche?q=hund&thema=umwelt&ort=14",
    "/leistung/99102013104000?sprache=en, /leistung/99102013104000?sprache=en&ort=14",
    "/leistung/L1.LB.a%2Fb, /leistung/L1.LB.a%2Fb?ort=14",
    "/themen, /themen?ort=14",
    "/themen/bauen_wohnen?seite=2, /themen/bauen_wohnen?ort=14",
    "/a-z/0-9, /a-z/0-9?ort=14"
  })
  void at_pageThatKnowsPlaces_isThatPageForThePlace(String back, String expected) {
    assertThat(BackAddress.of(back).at("14")).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//example.org",
        "https://example.org/suche",
        "/\\example.org",
        "\\\\example.org",
        "/suche/../../x",
        "/suche\r\nSet-Cookie: a=b",
        "/suche#x",
        "javascript:alert(1)",
        " /suche",
        "/%2f%2fexample.org",
        "/leistung/",
        "/leistung/a/b",
        "/api/v1/services",
        "suche",
        "@example.org",
        ""
      })
  void of_anythingElse_leadsToTheStart(String back) {
    assertThat(BackAddress.of(back)).hasToString("/");
  }

  @Test
  void of_nothingOrTooMuch_leadsToTheStart() {
    assertThat(BackAddress.of(null)).hasToString("/");
    assertThat(BackAddress.of("/suche?q=" + "a".repeat(1_991)))
        .hasToString("/suche?q=" + "a".repeat(1_991));
    assertThat(BackAddress.of("/suche?q=" + "a".repeat(1_992))).hasToString("/");
  }

  @Test
  void of_brokenParameters_areEncodedAgain() {
    assertThat(BackAddress.of("/suche?q=%0d%0aX:<\">")).hasToString("/suche?q=%0D%0AX%3A%3C%22%3E");
  }

  @Test
  void label_page_saysWhatIsThere() {
    assertThat(BackAddress.of("/suche").label()).isEqualTo("Zurück zu den Ergebnissen");
    assertThat(BackAddress.of("/leistung/x").label()).isEqualTo("Zurück zur Leistung");
    assertThat(BackAddress.of("/a-z").label()).isEqualTo("Zurück zur Übersicht");
    assertThat(BackAddress.of(null).label()).isEqualTo("Zurück zur Startseite");
  }
}
