package de.landbruecke.search;

import de.landbruecke.PortalId;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.ServiceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one entry.
 *
 * @param id the entry's id; differs from the asked one when that is a former id
 * @param keys all its service keys
 * @param variants every portal's record, those valid at the asked place first, of these the one for
 *     the narrowest area
 * @param offices who is responsible at the asked place, the narrowest area first
 * @param place what the asked place leads to; null when none was asked
 * @param similar entries that are alike, best first
 * @param generation the generation of the index that answered
 */
public record ServiceDetail(
    String id,
    List<ServiceKey> keys,
    List<Variant> variants,
    List<PublicOrganization> offices,
    @Nullable PlaceResolution place,
    List<SimilarService> similar,
    String generation) {

  /**
   * One portal's record.
   *
   * @param portal whose
   * @param connector which way to the portal brought it
   * @param service the record
   * @param onlineServices where it can be used online
   * @param validAtPlace whether it is valid at the asked place; null when none was asked
   */
  public record Variant(
      PortalId portal,
      String connector,
      PublicService service,
      List<OnlineService> onlineServices,
      @Nullable Boolean validAtPlace) {

    /** Copies the list. */
    public Variant {
      onlineServices = List.copyOf(onlineServices);
    }
  }

  /**
   * An entry that is alike.
   *
   * @param id the entry
   * @param title its everyday name in German
   */
  public record SimilarService(String id, String title) {}

  /** Copies the lists. */
  public ServiceDetail {
    keys = List.copyOf(keys);
    variants = List.copyOf(variants);
    offices = List.copyOf(offices);
    similar = List.copyOf(similar);
  }
}
