package de.landbruecke.server.pages;

import static de.landbruecke.server.pages.Fixtures.AREAS;
import static de.landbruecke.server.pages.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.pages.Whereabouts.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereaboutsTest {

  @ParameterizedTest
  @CsvSource({
    "Leipzig, RESOLVED, Leipzig, 147130000000",
    "14713000, RESOLVED, Leipzig, 147130000000",
    "147130000000, RESOLVED, Leipzig, 147130000000",
    "082165000029, RESOLVED, 'Lichtenau (Landkreis Rastatt, Baden-Württemberg)', 082165000029",
    "14, RESOLVED, Sachsen, 140000000000",
    "Lichtenau, AMBIGUOUS, Lichtenau,",
    "Atlantis, UNKNOWN, Atlantis,",
    "10115, OUTSIDE, 10115,"
  })
  void of_typedPlace_fieldLeadsBackToIt(String typed, Status status, String field, String key) {
    Whereabouts where = at(typed);

    assertThat(where.status()).isEqualTo(status);
    assertThat(where.field()).isEqualTo(field);
    assertThat(where.key()).isEqualTo(key);
    assertThat(where.isUnclear()).isEqualTo(status != Status.RESOLVED);
    assertThat(at(field).key()).isEqualTo(key);
  }

  @Test
  void of_namesakes_areToldApart() {
    assertThat(at("lichtenau").choices())
        .containsExactlyInAnyOrder(
            new Whereabouts.Choice(
                "Lichtenau", "Landkreis Mittelsachsen, Sachsen", "/x?ort=145220310310"),
            new Whereabouts.Choice(
                "Lichtenau", "Landkreis Rastatt, Baden-Württemberg", "/x?ort=082165000029"));
  }

  @Test
  void of_placeInTheQuery_isToldButNotInTheField() {
    Whereabouts where =
        Whereabouts.of(
            null,
            AREAS.resolve("Leipzig"),
            AREAS,
            key -> Address.of("/suche").with("q", "reisepass leipzig").with("ort", key));

    assertThat(where.fromQuery()).isTrue();
    assertThat(where.field()).isEmpty();
    assertThat(where.asked()).isEqualTo("Leipzig");
    assertThat(where.change()).isEqualTo("/ort?zurueck=%2Fsuche%3Fq%3Dreisepass%2Bleipzig");
  }

  @Test
  void of_nothing_saysNothing() {
    Whereabouts where = Fixtures.nowhere();

    assertThat(where.status()).isEqualTo(Status.NONE);
    assertThat(where.isUnclear()).isFalse();
    assertThat(where.location()).isNull();
  }
}
