package de.landbruecke.area;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An area with a name: a municipality, a district, a region or a state.
 *
 * @param key its regional key
 * @param name the short name, such as {@code Göppingen}
 * @param kind what the register calls it, such as {@code Große Kreisstadt}; empty when unknown
 * @param municipalityKey the 8-digit municipality key (AGS); null for wider areas
 * @param district the district's name; null for wider areas
 * @param state the state's name
 * @param postalCodes five digits each; a postal code may belong to several municipalities
 * @param population inhabitants; null when unknown
 * @param latitude degrees north (WGS 84); null when unknown
 * @param longitude degrees east (WGS 84); null when unknown
 * @param aliases other names: parts of the town, former municipalities, names in other languages
 * @param formerKeys regional or municipality keys that this place had before
 */
public record Place(
    RegionalKey key,
    String name,
    String kind,
    @Nullable String municipalityKey,
    @Nullable String district,
    String state,
    List<String> postalCodes,
    @Nullable Integer population,
    @Nullable Double latitude,
    @Nullable Double longitude,
    List<String> aliases,
    List<String> formerKeys) {

  /** Copies the lists. */
  public Place {
    postalCodes = List.copyOf(postalCodes);
    aliases = List.copyOf(aliases);
    formerKeys = List.copyOf(formerKeys);
  }

  /**
   * What tells it from namesakes: {@code Rastatt, Baden-Württemberg}, or only the state where the
   * district is the place itself; null for wider areas.
   */
  public @Nullable String detail() {
    if (district == null) {
      return null;
    }
    return district.equals(kind + " " + name) ? state : district + ", " + state;
  }

  /** The name with its {@link #detail}: {@code Lichtenau (Rastatt, Baden-Württemberg)}. */
  public String label() {
    String detail = detail();
    return detail == null ? name : name + " (" + detail + ")";
  }
}
