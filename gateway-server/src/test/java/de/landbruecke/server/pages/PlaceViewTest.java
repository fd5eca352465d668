package de.landbruecke.server.pages;

import static de.landbruecke.server.pages.Fixtures.AREAS;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceViewTest {

  private static PlaceView view(@Nullable String query, @Nullable String area) {
    return PlaceView.of(query, area, BackAddress.of("/suche?q=hund"), AREAS);
  }

  @Test
  void of_nothing_offersTheStates() {
    PlaceView view = view(null, null);

    assertThat(view.message()).isNull();
    assertThat(view.found()).isEmpty();
    assertThat(view.areas())
        .extracting(ServiceLink::text)
        .containsExactly("Baden-Württemberg", "Sachsen");
    assertThat(view.areas().getLast().href())
        .isEqualTo("/ort?zurueck=%2Fsuche%3Fq%3Dhund&gebiet=140000000000");
    assertThat(view.whole()).isNull();
  }

  @Test
  void of_state_offersDistrictsAndTownsThatAreOne() {
    PlaceView view = view(null, "14");

    assertThat(view.heading()).isEqualTo("Sachsen");
    assertThat(view.areas())
        .extracting(ServiceLink::text)
        .containsExactly("Landkreis Mittelsachsen");
    assertThat(view.places())
        .containsExactly(
            new Whereabouts.Choice(
                "Leipzig", "Stadt Leipzig, Sachsen", "/suche?q=hund&ort=147130000000"));
    assertThat(view.whole())
        .isEqualTo(new Whereabouts.Choice("Sachsen", "Land", "/suche?q=hund&ort=140000000000"));
  }

  @Test
  void of_district_offersItsMunicipalitiesAndTheWayBack() {
    PlaceView view = view(null, "145220000000");

    assertThat(view.steps()).extracting(ServiceLink::text).containsExactly("Sachsen");
    assertThat(view.areas()).isEmpty();
    assertThat(view.places()).extracting(Whereabouts.Choice::name).containsExactly("Lichtenau");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "147130000000", "x", "<script>"})
  void of_areaThatCannotBeOpened_offersTheStates(String area) {
    assertThat(view(null, area).heading()).isEqualTo("Länder");
  }

  @ParameterizedTest
  @CsvSource({
    "Lichtenau, 2, 2 Orte passen zu „Lichtenau“.",
    "Leip, 1, Ein Ort passt zu „Leip“.",
    "14713000, 1, Ein Ort passt zu „14713000“.",
    "Atlantis, 0, Einen Ort „Atlantis“ kennen wir nicht.",
    "10115, 0, „10115“ liegt außerhalb der Länder"
  })
  void of_query_tellsWhatWasFound(String query, int found, String message) {
    PlaceView view = view(query, null);

    assertThat(view.found()).hasSize(found);
    assertThat(String.valueOf(view.message()).replace('\u00a0', ' ')).startsWith(message);
  }
}
