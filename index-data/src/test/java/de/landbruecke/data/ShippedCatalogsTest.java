package de.landbruecke.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the two shipped portal catalogs promise. */
class ShippedCatalogsTest {

  private static final List<String> AGENCIES = List.of("L100022", "amt24");

  @Test
  void validate_shippedCatalogs_findsNothing() throws IOException {
    List<Finding> findings = CatalogValidator.shipped().validate(IndexData.catalogs());

    assertThat(findings).isEmpty();
  }

  @Test
  void read_shippedCatalogs_leavesNothingOut() {
    assertThat(Shipped.REPORTS).containsOnlyKeys("places", "service-bw", "amt24");
    assertThat(Shipped.REPORTS.values()).allSatisfy(r -> assertThat(r.skips()).isEmpty());
  }

  @Test
  void keys_ofTheScope_areDescribedMostlyByBothPortals() throws IOException {
    Map<String, Set<String>> agencies = new HashMap<>();
    for (PublicService service : Shipped.SERVICES) {
      for (ServiceKey key : service.keys()) {
        agencies.computeIfAbsent(key.value(), k -> new TreeSet<>()).add(service.id().agency());
      }
    }

    assertThat(Shipped.scope()).hasSize(155);
    assertThat(agencies.keySet()).containsExactlyInAnyOrderElementsOf(Shipped.scope());
    assertThat(agencies.values()).filteredOn(a -> a.size() == 2).hasSizeGreaterThanOrEqualTo(110);
  }

  @Test
  void languages_ofEachPortal_areEnglishAndEasyOften() {
    for (String agency : AGENCIES) {
      assertThat(count(agency, "en")).isGreaterThanOrEqualTo(40);
      assertThat(count(agency, "de-simple")).isGreaterThanOrEqualTo(20);
    }
  }

  private static long count(String agency, String language) {
    Predicate<PublicService> translated =
        s ->
            s.title().in(language).isPresent()
                && s.text() != null
                && s.text().in(language).isPresent();
    return Shipped.SERVICES.stream()
        .filter(s -> s.id().agency().equals(agency))
        .filter(translated)
        .count();
  }

  @Test
  void onlineServices_ofEachPortal_exist() {
    for (String agency : AGENCIES) {
      assertThat(Shipped.ONLINE)
          .filteredOn(o -> o.id().agency().equals(agency))
          .hasSizeGreaterThanOrEqualTo(20)
          .allSatisfy(o -> assertThat(o.services()).isNotEmpty());
    }
    assertThat(Shipped.ONLINE).anySatisfy(o -> assertThat(o.level()).isNotNull());
  }

  @Test
  void demonstrationOffices_only_haveAddressesAndSayWhatTheyAre() {
    List<PublicOrganization> invented =
        Shipped.ORGANIZATIONS.values().stream().filter(PublicOrganization::demonstration).toList();

    assertThat(invented).hasSizeGreaterThanOrEqualTo(10);
    assertThat(invented)
        .allSatisfy(office -> {
          assertThat(office.title().best("de")).startsWith("Demonstrationsbüro");
          assertThat(office.address()).isNotEmpty();
          assertThat(office.openingHours()).isNotEmpty();
          // The numbers that the regulator keeps for films and examples.
          assertThat(office.phone()).startsWith("+49 30 23125 ");
        });
  }

  /** The narrowest area wins, as the format says. */
  @Test
  void jurisdictions_ofEveryMunicipalityAndService_leadToABodyAtItsLevel() {
    Map<RegionalKey, Map<RecordId, PublicOrganization>> responsible = new HashMap<>();
    for (Jurisdiction jurisdiction : Shipped.JURISDICTIONS) {
      if (jurisdiction.role() == Jurisdiction.Role.RESPONSIBLE) {
        PublicOrganization body = Shipped.organization(jurisdiction.organization());
        for (RegionalKey area : jurisdiction.areas()) {
          Map<RecordId, PublicOrganization> bodies =
              responsible.computeIfAbsent(area, k -> new HashMap<>());
          for (RecordId service : jurisdiction.services()) {
            assertThat(bodies.put(service, body)).as("two bodies for %s", service).isNull();
          }
        }
      }
    }
    Set<String> unresolved = new TreeSet<>();
    Set<String> strange = new TreeSet<>();
    Map<RecordId, Set<AreaLevel>> levels = new HashMap<>();
    for (Place place : municipalities()) {
      List<RegionalKey> chain = place.key().selfAndAncestors();
      for (PublicService service : Shipped.SERVICES) {
        if (service.areas().stream().noneMatch(chain::contains)) {
          continue;
        }
        PublicOrganization body =
            chain.stream()
                .flatMap(area ->
                    Optional.ofNullable(responsible.getOrDefault(area, Map.of()).get(service.id()))
                        .stream())
                .findFirst()
                .orElse(null);
        if (body == null) {
          unresolved.add(service.id() + " in " + place.label());
        } else {
          levels
              .computeIfAbsent(service.id(), s -> EnumSet.noneOf(AreaLevel.class))
              .add(Objects.requireNonNull(body.level()));
          RegionalKey area = body.area();
          if (body.demonstration() || (area != null && !chain.contains(area))) {
            strange.add(body.title().best("de") + " for " + place.label());
          }
        }
      }
    }

    assertThat(unresolved).isEmpty();
    assertThat(strange).isEmpty();
    assertThat(levels).hasSize(Shipped.SERVICES.size());
    assertThat(levels.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            AreaLevel.FEDERATION, AreaLevel.STATE, AreaLevel.DISTRICT, AreaLevel.MUNICIPALITY);
    // A service does not belong to a town here and to the federation there.
    assertThat(levels.values())
        .allSatisfy(found -> assertThat(found).isSubsetOf(neighbours(found.iterator().next())));
  }

  private static Set<AreaLevel> neighbours(AreaLevel level) {
    return level == AreaLevel.DISTRICT || level == AreaLevel.MUNICIPALITY
        ? EnumSet.of(AreaLevel.DISTRICT, AreaLevel.MUNICIPALITY)
        : EnumSet.of(level);
  }

  @Test
  void responsible_forWellKnownServices_isTheBodyOfThatLevel() {
    assertThat(bodies("2020", "081150029029")).containsExactly("Bürgerbüro der Gemeinde Magstadt");
    assertThat(bodies("6019857", "081170000000")).containsExactly("Landratsamt Göppingen");
    assertThat(bodies("6019857", "081110000000")).containsExactly("Stadtverwaltung Stuttgart");
    assertThat(bodies("6000474", "145230000000")).containsExactly("Landratsamt Vogtlandkreis");
    assertThat(bodies("6009311", "080000000000"))
        .containsExactly("Familienkasse der Bundesagentur für Arbeit");
  }

  private static List<String> bodies(String service, String area) {
    return Shipped.JURISDICTIONS.stream()
        .filter(j -> j.role() == Jurisdiction.Role.RESPONSIBLE)
        .filter(j -> j.areas().contains(new RegionalKey(area)))
        .filter(j -> j.services().stream().anyMatch(id -> id.value().equals(service)))
        .map(j -> Shipped.organization(j.organization()).title().best("de"))
        .toList();
  }

  private static List<Place> municipalities() {
    return Shipped.PLACES.stream().filter(p -> p.municipalityKey() != null).toList();
  }
}
