package de.landbruecke.index.internal;

import de.landbruecke.PortalId;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a list of hits shows it, kept in the index beside its terms: everything but the long
 * texts.
 *
 * @param id the entry's id
 * @param keys its service keys
 * @param topics topics of all its records
 * @param audience whom its records address
 * @param offers one for each record
 */
public record EntryCard(
    String id,
    List<ServiceKey> keys,
    List<Topic> topics,
    List<Audience> audience,
    List<CardOffer> offers) {

  /** One portal's record without its long texts; see {@link PublicService}. */
  public record CardOffer(
      PortalId portal,
      RecordId id,
      LocalizedText title,
      @Nullable LocalizedText formalName,
      @Nullable LocalizedText summary,
      Map<String, List<String>> keywords,
      @Nullable URI url,
      List<RegionalKey> areas,
      List<Fee> fees,
      @Nullable TimeLimit processingTime,
      int documentCount,
      @Nullable Approval approval,
      List<OnlineService> onlineServices) {}

  /** The card of an entry. */
  public static EntryCard of(MergedEntry entry) {
    TreeSet<Topic> topics = new TreeSet<>();
    TreeSet<Audience> audience = new TreeSet<>();
    List<CardOffer> offers = new ArrayList<>();
    for (MergedEntry.Member member : entry.members()) {
      PublicService service = member.service();
      topics.addAll(service.topics());
      audience.addAll(service.audience());
      offers.add(
          new CardOffer(
              member.portal(),
              service.id(),
              service.title(),
              service.formalName(),
              service.summary(),
              service.keywords(),
              service.origin(),
              List.copyOf(service.areas()),
              service.fees(),
              service.processingTime(),
              service.documents().size(),
              service.approval(),
              member.onlineServices()));
    }
    return new EntryCard(
        entry.id(),
        List.copyOf(entry.keys()),
        List.copyOf(topics),
        List.copyOf(audience),
        List.copyOf(offers));
  }
}
