package de.landbruecke.testing;

import de.landbruecke.area.Place;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handful of places in two states, with namesakes and a shared postal code. */
public final class TestPlaces {

  /** The state of Baden-Württemberg. */
  public static final RegionalKey BW = new RegionalKey("080000000000");

  /** The state of Sachsen. */
  public static final RegionalKey SN = new RegionalKey("140000000000");

  /** A district of Baden-Württemberg. */
  public static final RegionalKey GOEPPINGEN_DISTRICT = new RegionalKey("081170000000");

  /** A town in it. */
  public static final RegionalKey GOEPPINGEN = new RegionalKey("081175007026");

  /** A municipality in it that shares its postal code with {@link #BOERTLINGEN}. */
  public static final RegionalKey WAESCHENBEUREN = new RegionalKey("081175010055");

  /** A municipality in it. */
  public static final RegionalKey BOERTLINGEN = new RegionalKey("081175010011");

  /** A town that is a district of its own. */
  public static final RegionalKey STUTTGART = new RegionalKey("081110000000");

  /** A town that is a district of its own, in the other state. */
  public static final RegionalKey LEIPZIG = new RegionalKey("147130000000");

  /** A town with a namesake in the other state. */
  public static final RegionalKey LICHTENAU_BW = new RegionalKey("082165000028");

  /** Its namesake, the larger one. */
  public static final RegionalKey LICHTENAU_SN = new RegionalKey("145220310310");

  private TestPlaces() {}

  /** All of them. */
  public static List<Place> all() {
    return List.of(
        place(BW, "Baden-Württemberg", null, null, 11_000_000, List.of(), List.of()),
        place(SN, "Sachsen", null, null, 4_000_000, List.of(), List.of()),
        place(GOEPPINGEN_DISTRICT, "Göppingen", null, null, 260_000, List.of(), List.of()),
        place(
            GOEPPINGEN,
            "Göppingen",
            "08117026",
            "Göppingen",
            58_000,
            List.of("73033", "73035"),
            List.of("Jebenhausen")),
        place(
            WAESCHENBEUREN,
            "Wäschenbeuren",
            "08117055",
            "Göppingen",
            4_000,
            List.of("73116"),
            List.of()),
        place(
            BOERTLINGEN,
            "Börtlingen",
            "08117011",
            "Göppingen",
            1_700,
            List.of("73104", "73116"),
            List.of()),
        place(
            STUTTGART,
            "Stuttgart",
            "08111000",
            "Stuttgart",
            630_000,
            List.of("70173", "70372"),
            List.of("Bad Cannstatt")),
        place(
            LEIPZIG,
            "Leipzig",
            "14713000",
            "Leipzig",
            600_000,
            List.of("04109"),
            List.of("Gohlis", "Lipsk")),
        place(LICHTENAU_BW, "Lichtenau", "08216028", "Rastatt", 5_000, List.of("77839"), List.of()),
        place(
            LICHTENAU_SN,
            "Lichtenau",
            "14522310",
            "Mittelsachsen",
            7_000,
            List.of("09244"),
            List.of()));
  }

  /** All of them as records. */
  public static List<PlaceRecord> records() {
    return all().stream()
        .map(place ->
            new PlaceRecord(new RecordId("DE", RecordClass.PLACE, place.key().value()), place))
        .toList();
  }

  private static Place place(
      RegionalKey key,
      String name,
      @Nullable String municipalityKey,
      @Nullable String district,
      int population,
      List<String> postalCodes,
      List<String> aliases) {
    boolean west = key.value().startsWith("08");
    return new Place(
        key,
        name,
        municipalityKey == null ? "" : "Gemeinde",
        municipalityKey,
        district,
        west ? "Baden-Württemberg" : "Sachsen",
        postalCodes,
        population,
        null,
        null,
        aliases,
        List.of());
  }
}
