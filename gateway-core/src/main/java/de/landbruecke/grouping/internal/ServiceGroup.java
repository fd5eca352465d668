package de.landbruecke.grouping.internal;

import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The records that are one entry.
 *
 * @param id the smallest key, else the composite id of the smallest record
 * @param keys the entry's service keys; empty for records without a key and for split ones
 * @param members the records in the order of their ids; never empty
 */
public record ServiceGroup(String id, SortedSet<ServiceKey> keys, List<RecordId> members) {

  /** Copies the collections. */
  public ServiceGroup {
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    members = List.copyOf(members);
  }
}
