package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.testing.TestPlaces;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceFinderTest {

  private static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());
  private static final AreaDirectory AREAS = directory();

  private static AreaDirectory directory() {
    List<Place> places = new ArrayList<>(TestPlaces.all());
    places.add(
        new Place(
            new RegionalKey("081175007099"),
            "Wald",
            "Gemeinde",
            "08117099",
            "Göppingen",
            "Baden-Württemberg",
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of()));
    return new AreaDirectory(places);
  }

  private static PlaceFinder.Found find(String query) {
    return PlaceFinder.find(query, AREAS, ANALYZER, "wald"::equals);
  }

  @ParameterizedTest
  @CsvSource({
    "reisepass leipzig, reisepass, 147130000000",
    "Leipzig Reisepass, Reisepass, 147130000000",
    "hund anmelden in bad cannstatt, hund anmelden, 081110000000",
    "Hund anmelden Stadt Leipzig, Hund anmelden, 147130000000",
    "pass 73033, pass, 081175007026",
    "pass plz 73033, pass, 081175007026",
    "pass 147130000000, pass, 147130000000",
    "pass 14713000, pass, 147130000000",
    "Leipzig, '', 147130000000",
    "Stuttgart Bad Cannstatt pass, pass, 081110000000",
    "pass 04109 leipzig, pass, 147130000000",
    "holz aus wald, holz, 081175007099",
    "pass in Lichtenau 77839, pass, 082165000028",
    "pass 77839 Lichtenau, pass, 082165000028",
    "pass 73116 Börtlingen, pass, 081175010011",
    "pass Börtlingen 73116, pass, 081175010011"
  })
  void find_place_isTakenOutOfTheQuery(String query, String rest, String key) {
    PlaceFinder.Found found = find(query);

    assertThat(found.place())
        .isInstanceOfSatisfying(
            PlaceResolution.Resolved.class,
            r -> assertThat(r.place().key().value()).isEqualTo(key));
    assertThat(found.query().strip().replaceAll(" +", " ")).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "reisepass",
        "holz wald",
        "§ 34a",
        "pass 1234",
        "pass 123456789012",
        "99008001012000"
      })
  void find_noPlace_leavesTheQuery(String query) {
    assertThat(find(query)).isEqualTo(new PlaceFinder.Found(query, null));
  }

  @Test
  void find_ambiguousPlace_isNotGuessed() {
    assertThat(find("pass lichtenau").place()).isInstanceOf(PlaceResolution.Ambiguous.class);
    assertThat(find("pass lichtenau").query()).isEqualTo("pass");
  }

  @Test
  void find_postalCodeOutside_isTold() {
    assertThat(find("pass 10115"))
        .isEqualTo(new PlaceFinder.Found("pass", new PlaceResolution.Outside("10115")));
  }

  @Test
  void find_withoutPlaces_leavesTheQuery() {
    assertThat(PlaceFinder.find("pass leipzig", AreaDirectory.EMPTY, ANALYZER, w -> false))
        .isEqualTo(new PlaceFinder.Found("pass leipzig", null));
  }

  @ParameterizedTest
  @CsvSource({
    "08, false", "081, false", "08117, false", "081170, false", "08117026, false",
    "081175007, false", "081175007026, false", "' 08117 ', false", "Leipzig, false", "'', false",
    "1, true", "0811, true", "0811750, true", "0811750070, true", "0811750070261, true"
  })
  void isMalformed_digits_byTheirNumber(String place, boolean malformed) {
    assertThat(PlaceFinder.isMalformed(place)).isEqualTo(malformed);
  }
}
