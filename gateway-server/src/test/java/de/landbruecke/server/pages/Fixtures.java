package de.landbruecke.server.pages;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.ServiceDetail;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Places, offers and hits of a small world. */
final class Fixtures {

  static final RegionalKey WEST = new RegionalKey("080000000000");
  static final RegionalKey EAST = new RegionalKey("140000000000");
  static final RegionalKey LEIPZIG = new RegionalKey("147130000000");
  static final RegionalKey LICHTENAU_WEST = new RegionalKey("082165000029");
  static final RegionalKey LICHTENAU_EAST = new RegionalKey("145220310310");
  static final RegionalKey DISTRICT = new RegionalKey("145220000000");

  static final AreaDirectory AREAS =
      new AreaDirectory(
          List.of(
              place(WEST, "Baden-Württemberg", "Land", null, null, "Baden-Württemberg"),
              place(EAST, "Sachsen", "Land", null, null, "Sachsen"),
              place(DISTRICT, "Landkreis Mittelsachsen", "Landkreis", null, null, "Sachsen"),
              place(LEIPZIG, "Leipzig", "Kreisfreie Stadt", "14713000", "Stadt Leipzig", "Sachsen"),
              place(
                  LICHTENAU_EAST,
                  "Lichtenau",
                  "Gemeinde",
                  "14522310",
                  "Landkreis Mittelsachsen",
                  "Sachsen"),
              place(
                  LICHTENAU_WEST,
                  "Lichtenau",
                  "Stadt",
                  "08216029",
                  "Landkreis Rastatt",
                  "Baden-Württemberg")));

  private Fixtures() {}

  private static Place place(
      RegionalKey key,
      String name,
      String kind,
      @Nullable String municipalityKey,
      @Nullable String district,
      String state) {
    return new Place(
        key,
        name,
        kind,
        municipalityKey,
        district,
        state,
        municipalityKey == null ? List.of() : List.of("0" + municipalityKey.substring(0, 4)),
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  static LocalizedText german(String text) {
    return LocalizedText.german(text);
  }

  static Fee fee(String amount) {
    return new Fee(new BigDecimal(amount), null, "EUR", null);
  }

  static RecordId id(String agency, String value) {
    return new RecordId(agency, RecordClass.SERVICE, value);
  }

  /** An offer of a portal; all else is unknown. */
  static Offer offer(
      String portal, RegionalKey area, @Nullable Boolean valid, List<Fee> fees, int documents) {
    return new Offer(
        new PortalId(portal),
        id(portal, "1"),
        "Hund anmelden",
        null,
        "de",
        null,
        List.of(area),
        valid,
        fees,
        null,
        documents,
        null,
        List.of());
  }

  static Offer online(Offer offer, @Nullable AssuranceLevel... levels) {
    return new Offer(
        offer.portal(),
        offer.id(),
        offer.title(),
        offer.summary(),
        offer.language(),
        offer.url(),
        offer.areas(),
        offer.validAtPlace(),
        offer.fees(),
        offer.processingTime(),
        offer.documentCount(),
        offer.approval(),
        java.util.Arrays.stream(levels)
            .map(level ->
                new Offer.OnlineStart("Online", URI.create("https://example.org/start"), level))
            .toList());
  }

  static SearchHit hit(@Nullable Boolean valid, Offer... offers) {
    return new SearchHit(
        "99000000000001",
        List.of(),
        "Hund anmelden",
        "Hundesteuer Anmeldung",
        "Wer einen Hund hat, meldet ihn an.",
        List.of(),
        List.of(),
        Map.of(),
        SearchHit.Match.FULL,
        List.of(offers),
        valid,
        null,
        List.of(),
        1);
  }

  static ServiceDetail.Variant variant(
      PublicService service, @Nullable Boolean valid, OnlineService... online) {
    return new ServiceDetail.Variant(
        new PortalId(service.id().agency()), "test", service, List.of(online), valid);
  }

  static OnlineService online(PublicService service, String url, @Nullable AssuranceLevel level) {
    return new OnlineService(
        new RecordId(service.id().agency(), RecordClass.ONLINE_SERVICE, "1"),
        german("Online anmelden"),
        URI.create(url),
        level,
        Set.of(service.id()),
        Set.of());
  }

  static PublicService.Builder service(String portal, String title, RegionalKey area) {
    return PublicService.builder(id(portal, "1"), german(title)).areas(List.of(area));
  }

  static Whereabouts nowhere() {
    return Whereabouts.of(null, null, AREAS, key -> Address.of("/x").with("ort", key));
  }

  static Whereabouts at(String place) {
    return Whereabouts.of(
        place, AREAS.resolve(place), AREAS, key -> Address.of("/x").with("ort", key));
  }

  static String plain(List<Text> texts) {
    return String.join(" | ", texts.stream().map(Text::value).toList()).replace('\u00a0', ' ');
  }
}
