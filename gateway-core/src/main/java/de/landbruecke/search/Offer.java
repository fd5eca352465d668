package de.landbruecke.search;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.catalog.RecordId;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One portal's description of a service, as a hit shows it.
 *
 * @param portal whose
 * @param id the portal's record
 * @param title in {@code language}
 * @param summary in {@code language}; null where the portal gives none
 * @param language the language that the preferred one fell back to
 * @param url the record's page on its portal; null where not given
 * @param areas where the text is valid; empty: everywhere
 * @param validAtPlace whether it is valid at the asked place; null when no place was asked
 * @param fees what it costs
 * @param processingTime how long it takes; null where not given
 * @param documentCount how many documents to bring, the optional ones included
 * @param approval the expert approval; null where not given
 * @param onlineServices where it can be used online, at the asked place if one was asked
 */
public record Offer(
    PortalId portal,
    RecordId id,
    String title,
    @Nullable String summary,
    String language,
    @Nullable URI url,
    List<RegionalKey> areas,
    @Nullable Boolean validAtPlace,
    List<Fee> fees,
    @Nullable TimeLimit processingTime,
    int documentCount,
    @Nullable Approval approval,
    List<OnlineStart> onlineServices) {

  /**
   * Where a service starts online.
   *
   * @param title its name
   * @param url the address
   * @param level what it asks for; null where not known
   */
  public record OnlineStart(String title, URI url, @Nullable AssuranceLevel level) {}

  /** Copies the lists. */
  public Offer {
    areas = List.copyOf(areas);
    fees = List.copyOf(fees);
    onlineServices = List.copyOf(onlineServices);
  }
}
