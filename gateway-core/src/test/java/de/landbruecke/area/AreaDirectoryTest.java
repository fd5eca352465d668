package de.landbruecke.area;

import static de.landbruecke.testing.TestPlaces.BOERTLINGEN;
import static de.landbruecke.testing.TestPlaces.BW;
import static de.landbruecke.testing.TestPlaces.GOEPPINGEN;
import static de.landbruecke.testing.TestPlaces.GOEPPINGEN_DISTRICT;
import static de.landbruecke.testing.TestPlaces.LEIPZIG;
import static de.landbruecke.testing.TestPlaces.LICHTENAU_BW;
import static de.landbruecke.testing.TestPlaces.LICHTENAU_SN;
import static de.landbruecke.testing.TestPlaces.STUTTGART;
import static de.landbruecke.testing.TestPlaces.WAESCHENBEUREN;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.testing.TestPlaces;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AreaDirectoryTest {

  private static final AreaDirectory AREAS = new AreaDirectory(TestPlaces.all());

  private static List<RegionalKey> keys(PlaceResolution resolution) {
    return switch (resolution) {
      case PlaceResolution.Resolved resolved -> List.of(resolved.place().key());
      case PlaceResolution.Ambiguous several ->
          several.candidates().stream().map(Place::key).toList();
      case PlaceResolution.Unknown unknown -> List.of();
      case PlaceResolution.Outside outside -> List.of();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "081175007026, 081175007026",
    "08117026, 081175007026",
    "73033, 081175007026",
    " 73033 , 081175007026",
    "Göppingen, 081175007026",
    "goeppingen, 081175007026",
    "GÖPPINGEN, 081175007026",
    "Jebenhausen, 081175007026",
    "bad-cannstatt, 081110000000",
    "Lipsk, 147130000000",
    "08117, 081170000000",
    "08, 080000000000",
    "080000000000, 080000000000",
    "Baden Württemberg, 080000000000",
    "73033 Göppingen, 081175007026",
    "73116  Börtlingen, 081175010011",
    "'Lichtenau (Rastatt, Baden-Württemberg)', 082165000028",
    "'lichtenau (rastatt, baden-wuerttemberg)', 082165000028",
    "'Stuttgart (Stuttgart, Baden-Württemberg)', 081110000000"
  })
  void resolve_oneMeant_isResolved(String text, String key) {
    assertThat(AREAS.resolve(text))
        .isInstanceOfSatisfying(
            PlaceResolution.Resolved.class,
            r -> assertThat(r.place().key().value()).isEqualTo(key));
  }

  @Test
  void resolve_namesakes_areAmbiguousLargestFirst() {
    PlaceResolution resolution = AREAS.resolve("Lichtenau");

    assertThat(resolution).isInstanceOf(PlaceResolution.Ambiguous.class);
    assertThat(keys(resolution)).containsExactly(LICHTENAU_SN, LICHTENAU_BW);
    assertThat(AREAS.place(LICHTENAU_BW).orElseThrow().label())
        .isEqualTo("Lichtenau (Rastatt, Baden-Württemberg)");
  }

  /** Else a city of its own would be doubled: "Leipzig (Kreisfreie Stadt Leipzig, Sachsen)". */
  @Test
  void label_placeThatIsItsDistrict_namesOnlyTheState() {
    Place leipzig = AREAS.place(LEIPZIG).orElseThrow();
    Place city =
        new Place(
            leipzig.key(),
            "Leipzig",
            "Kreisfreie Stadt",
            "14713000",
            "Kreisfreie Stadt Leipzig",
            "Sachsen",
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of());

    assertThat(city.detail()).isEqualTo("Sachsen");
    assertThat(city.label()).isEqualTo("Leipzig (Sachsen)");
    assertThat(new AreaDirectory(List.of(city)).resolve("leipzig (sachsen)"))
        .isEqualTo(new PlaceResolution.Resolved(city));
    assertThat(AREAS.place(BW).orElseThrow().label()).isEqualTo("Baden-Württemberg");
    assertThat(AREAS.place(BW).orElseThrow().detail()).isNull();
  }

  @Test
  void resolve_postalCodes_areManyToMany() {
    assertThat(keys(AREAS.resolve("73116"))).containsExactly(WAESCHENBEUREN, BOERTLINGEN);
    assertThat(keys(AREAS.resolve("73104"))).containsExactly(BOERTLINGEN);
    assertThat(keys(AREAS.resolve("73035"))).containsExactly(GOEPPINGEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "73033 Leipzig",
        "73033 Atlantis",
        "Lichtenau (Rastatt)",
        " (",
        "",
        " ",
        "Atlantis",
        "00999",
        "1",
        "0811702",
        "081179999999",
        "-",
        "99999x"
      })
  void resolve_nothingMeant_isUnknown(String text) {
    assertThat(AREAS.resolve(text)).isInstanceOf(PlaceResolution.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10115", "01000", "99999", "110000000000", "11"})
  void resolve_elsewhereInGermany_isOutside(String text) {
    assertThat(AREAS.resolve(text)).isEqualTo(new PlaceResolution.Outside(text));
  }

  @Test
  void resolve_townAndDistrictOfOneName_isTheTown() {
    assertThat(keys(AREAS.resolve("Göppingen"))).containsExactly(GOEPPINGEN);
    assertThat(AREAS.place(GOEPPINGEN_DISTRICT)).isPresent();
  }

  @Test
  void resolve_townThatIsADistrict_isPreferredLikeAnyOther() {
    List<Place> places = new ArrayList<>(TestPlaces.all());
    places.add(
        new Place(
            new RegionalKey("147290000000"),
            "Leipzig",
            "Landkreis",
            null,
            null,
            "Sachsen",
            List.of(),
            250_000,
            null,
            null,
            List.of(),
            List.of()));

    assertThat(keys(new AreaDirectory(places).resolve("Leipzig"))).containsExactly(LEIPZIG);
  }

  @Test
  void resolve_nameOfOneIsAliasOfAnother_isTheNamed() {
    List<Place> places = new ArrayList<>(TestPlaces.all());
    places.add(village("081175007099", "Neudorf", List.of("Leipzig"), List.of()));

    assertThat(keys(new AreaDirectory(places).resolve("Leipzig"))).containsExactly(LEIPZIG);
  }

  @ParameterizedTest
  @CsvSource({
    "Leipzig/Sa., Leipzig, 2",
    "Leipzig am See, Leipzig, 2",
    "Leipzig-Land, Leipzig, 1",
    "Leipziger Land, Leipzig, 1"
  })
  void resolve_shortFormOfAName_countsAsItsName(String name, String alias, int meant) {
    List<Place> places = new ArrayList<>(TestPlaces.all());
    places.add(village("081175007099", name, List.of(alias), List.of()));

    assertThat(keys(new AreaDirectory(places).resolve(alias))).hasSize(meant).contains(LEIPZIG);
  }

  @Test
  void resolve_formerKey_leadsToTodaysPlace() {
    AreaDirectory areas =
        new AreaDirectory(
            List.of(
                village(
                    "081175007099",
                    "Neudorf",
                    List.of("Altdorf"),
                    List.of("08117001", "081175007001"))));

    for (String former : List.of("08117001", "081175007001", "Altdorf")) {
      assertThat(keys(areas.resolve(former)))
          .as(former)
          .containsExactly(new RegionalKey("081175007099"));
    }
  }

  private static Place village(
      String key, String name, List<String> aliases, List<String> formerKeys) {
    return new Place(
        new RegionalKey(key),
        name,
        "Gemeinde",
        "08117099",
        "Göppingen",
        "Baden-Württemberg",
        List.of(),
        null,
        null,
        null,
        aliases,
        formerKeys);
  }

  @Test
  void startingWith_prefix_givesNamesPostalCodesAndKeys() {
    assertThat(AREAS.startingWith("licht", 9))
        .extracting(Place::key)
        .containsExactly(LICHTENAU_SN, LICHTENAU_BW);
    assertThat(AREAS.startingWith("bad cann", 9)).extracting(Place::key).containsExactly(STUTTGART);
    assertThat(AREAS.startingWith("7310", 9)).extracting(Place::key).containsExactly(BOERTLINGEN);
    assertThat(AREAS.startingWith("0811", 9))
        .extracting(Place::key)
        .contains(STUTTGART, GOEPPINGEN)
        .doesNotContain(BW, LEIPZIG);
    assertThat(AREAS.startingWith("licht", 1)).hasSize(1);
    assertThat(AREAS.startingWith("licht", 0)).isEmpty();
    assertThat(AREAS.startingWith("", 9)).isEmpty();
    assertThat(AREAS.startingWith("xyzq", 9)).isEmpty();
  }

  @Test
  void emptyDirectory_knowsNothing() {
    assertThat(AreaDirectory.EMPTY.places()).isEmpty();
    assertThat(AreaDirectory.EMPTY.states()).isEmpty();
    assertThat(AreaDirectory.EMPTY.longestName()).isZero();
    assertThat(AreaDirectory.EMPTY.resolve("Leipzig"))
        .isEqualTo(new PlaceResolution.Unknown("Leipzig"));
    assertThat(AreaDirectory.EMPTY.startingWith("Lei", 5)).isEmpty();
  }

  @Test
  void directory_places_areInTheOrderOfTheirKeys() {
    assertThat(AREAS.places()).extracting(Place::key).isSorted().hasSize(10);
    assertThat(AREAS.states()).containsExactlyInAnyOrder("08", "14");
    assertThat(AREAS.longestName()).isEqualTo(2);
    assertThat(AREAS.knowsName("leipzig")).isTrue();
    assertThat(AREAS.knowsName("atlantis")).isFalse();
  }

  @Test
  void directory_sameKeyTwice_keepsTheLater() {
    AreaDirectory areas =
        new AreaDirectory(
            List.of(
                village("081175007099", "Alt", List.of(), List.of()),
                village("081175007099", "Neu", List.of(), List.of())));

    assertThat(areas.places()).extracting(Place::name).containsExactly("Neu");
    assertThat(areas.knowsName("Alt")).isFalse();
  }
}
