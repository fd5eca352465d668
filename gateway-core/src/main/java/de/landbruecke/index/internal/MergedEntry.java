package de.landbruecke.index.internal;

import de.landbruecke.PortalId;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.ServiceKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One public service with every portal's records, before it becomes a document of the index.
 *
 * @param id its smallest key, else the composite id of its only record
 * @param keys its service keys; empty for an entry without one
 * @param members its records, by portal, then by id
 */
public record MergedEntry(String id, SortedSet<ServiceKey> keys, List<Member> members) {

  /**
   * One portal's record in the entry.
   *
   * @param portal whose
   * @param connector which way to the portal brought it
   * @param service the record
   * @param onlineServices where it can be used online
   */
  public record Member(
      PortalId portal,
      String connector,
      PublicService service,
      List<OnlineService> onlineServices) {

    /** Copies the list. */
    public Member {
      onlineServices = List.copyOf(onlineServices);
    }
  }

  /** Copies the collections. */
  public MergedEntry {
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    members = List.copyOf(members);
  }
}
