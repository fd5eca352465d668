package de.landbruecke.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the shipped places promise. */
class PlacesTest {

  /** Areas without a municipality, where nobody lives. */
  private static final Set<String> UNINHABITED = Set.of("084159971971", "083179971971");

  @Test
  void places_shipped_areAllMunicipalitiesAndWhatContainsThem() {
    assertThat(municipalities()).hasSize(1521);
    assertThat(municipalities())
        .filteredOn(p -> !p.kind().startsWith("Gemeindefreies"))
        .hasSizeGreaterThanOrEqualTo(1519);
    assertThat(keys("08")).filteredOn(k -> k.level() == AreaLevel.DISTRICT).hasSize(44);
    assertThat(keys("14")).filteredOn(k -> k.level() == AreaLevel.DISTRICT).hasSize(13);
    assertThat(Shipped.PLACES).filteredOn(p -> p.key().level() == AreaLevel.REGION).hasSize(7);
    assertThat(Shipped.PLACES).filteredOn(p -> p.key().level() == AreaLevel.STATE).hasSize(2);
  }

  @Test
  void municipality_shipped_hasItsFacts() {
    assertThat(municipalities())
        .filteredOn(p -> !p.kind().startsWith("Gemeindefreies"))
        .allSatisfy(p -> {
          assertThat(p.postalCodes()).as(p.label()).isNotEmpty();
          assertThat(p.latitude()).isBetween(47.0, 52.0);
          assertThat(p.longitude()).isBetween(7.0, 15.1);
          assertThat(p.district()).isNotNull();
          assertThat(p.kind()).isNotEmpty();
          assertThat(p.key().value().substring(0, 5) + p.key().value().substring(9))
              .isEqualTo(p.municipalityKey());
        });
    assertThat(municipalities())
        .filteredOn(p -> p.population() == null)
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void ancestors_ofEveryMunicipality_arePlaces() {
    Set<RegionalKey> known = Shipped.PLACES.stream().map(Place::key).collect(Collectors.toSet());

    for (Place place : municipalities()) {
      List<RegionalKey> chain = place.key().selfAndAncestors();
      for (AreaLevel level : List.of(AreaLevel.DISTRICT, AreaLevel.REGION, AreaLevel.STATE)) {
        assertThat(known).as(place.label()).contains(place.key().at(level));
      }
      // Associations of a single municipality repeat its number and are no area of their own.
      if (place.key().value().charAt(5) == '5') {
        assertThat(known).containsAll(chain.subList(0, chain.size() - 1));
      }
    }
  }

  @Test
  void labels_ofNamesakes_differ() {
    Set<String> labels = new HashSet<>();

    assertThat(Shipped.PLACES)
        .allSatisfy(p -> assertThat(labels.add(p.label())).as(p.label()).isTrue());
  }

  @Test
  void aliases_shipped_areManyAndLeadToTheirTown() {
    assertThat(Shipped.PLACES.stream().mapToLong(p -> p.aliases().size()).sum())
        .isGreaterThanOrEqualTo(700);
    assertThat(resolved("Bad Cannstatt")).isEqualTo("Stuttgart");
    assertThat(resolved("gohlis")).isEqualTo("Leipzig");
    assertThat(resolved("Blasewitz")).isEqualTo("Dresden");
    assertThat(resolved("Durlach")).isEqualTo("Karlsruhe");
    assertThat(resolved("Budyšin")).isEqualTo("Bautzen");
    assertThat(resolved("Chrósćicy")).isEqualTo("Crostwitz");
    assertThat(resolved("Bad Schlema")).isEqualTo("Aue-Bad Schlema");
    assertThat(resolved("Zschaitz-Ottewig")).isEqualTo("Jahnatal");
    assertThat(resolved("14365000")).isEqualTo("Leipzig");
  }

  @Test
  void resolve_ofSharedNames_isNeverAGuess() {
    assertThat(Shipped.AREAS.resolve("Lichtenau")).isInstanceOf(PlaceResolution.Ambiguous.class);
    assertThat(Shipped.AREAS.resolve("Waldenburg")).isInstanceOf(PlaceResolution.Ambiguous.class);
    assertThat(Shipped.AREAS.resolve("Oelsnitz")).isInstanceOf(PlaceResolution.Ambiguous.class);
    assertThat(Shipped.AREAS.resolve("Biberach")).isInstanceOf(PlaceResolution.Ambiguous.class);
    assertThat(Shipped.AREAS.resolve("Lindenau")).isInstanceOf(PlaceResolution.Ambiguous.class);
    assertThat(Shipped.AREAS.resolve("10115")).isInstanceOf(PlaceResolution.Outside.class);
    assertThat(resolved("Leipzig")).isEqualTo("Leipzig");
    assertThat(resolved("Landkreis Leipzig")).isEqualTo("Landkreis Leipzig");
    assertThat(resolved("Esslingen")).isEqualTo("Esslingen am Neckar");
  }

  @Test
  void municipalities_withoutPostalCode_areTheUninhabitedAreas() {
    assertThat(municipalities())
        .filteredOn(p -> p.postalCodes().isEmpty())
        .allSatisfy(p -> assertThat(UNINHABITED).contains(p.key().value()));
  }

  private static String resolved(String text) {
    PlaceResolution resolution = Shipped.AREAS.resolve(text);
    assertThat(resolution).as(text).isInstanceOf(PlaceResolution.Resolved.class);
    return ((PlaceResolution.Resolved) resolution).place().name();
  }

  private static List<RegionalKey> keys(String state) {
    return Shipped.PLACES.stream()
        .map(Place::key)
        .filter(key -> key.value().startsWith(state))
        .toList();
  }

  private static List<Place> municipalities() {
    return Shipped.PLACES.stream().filter(p -> p.municipalityKey() != null).toList();
  }
}
