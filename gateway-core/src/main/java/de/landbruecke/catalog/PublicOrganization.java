package de.landbruecke.catalog;

import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.RegionalKey;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body of the administration ({@code organisationseinheit}).
 *
 * @param id unique together with the agency
 * @param title its name
 * @param level the level of the administration it belongs to; null where not known
 * @param area where it sits or what it covers; null where not known
 * @param url its page; null where not known
 * @param address lines of the postal address; empty where not known
 * @param phone null where not known
 * @param email null where not known
 * @param openingHours lines such as {@code Mo 8–12 Uhr}; empty where not known
 * @param demonstration whether it is invented and only shows how an office looks
 */
public record PublicOrganization(
    RecordId id,
    LocalizedText title,
    @Nullable AreaLevel level,
    @Nullable RegionalKey area,
    @Nullable URI url,
    List<String> address,
    @Nullable String phone,
    @Nullable String email,
    List<String> openingHours,
    boolean demonstration)
    implements CatalogRecord {

  /** Copies the lists. */
  public PublicOrganization {
    address = List.copyOf(address);
    openingHours = List.copyOf(openingHours);
  }
}
