package de.landbruecke.grouping;

import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Groups the records of all portals into entries: one for each service key; a record with several
 * keys stands in each; entries of exactly the same records are one with several keys; a record
 * without a key is an entry of its own. A service, its actions and their details have different
 * keys and stay apart. Editors' decisions join and split.
 *
 * <p>A pure function of records and decisions: the order of the records does not matter.
 */
public final class ServiceGrouping {

  private static final String SPLIT = "s:";

  private final EditorialDecisions decisions;

  /** A grouping under these decisions. */
  public ServiceGrouping(EditorialDecisions decisions) {
    this.decisions = decisions;
  }

  static String slot(ServiceKey key) {
    return "k:" + key;
  }

  static String slot(RecordId id) {
    return "r:" + id;
  }

  /**
   * Where a record stands: records that share a slot share an entry, and slots with exactly the
   * same records are one entry. By them an index finds what a change touches.
   *
   * @return names that mean something only to this grouping; never empty
   */
  public SortedSet<String> slots(RecordId id, Collection<ServiceKey> keys) {
    SortedSet<String> slots = new TreeSet<>();
    for (ServiceKey key : keys) {
      slots.add(slot(id, key));
    }
    EditorialDecisions.Decision split = decisions.split(id);
    if (split != null && split.keys().isEmpty()) {
      slots.add(splitSlot(split));
    } else if (keys.isEmpty() || decisions.joins(id)) {
      slots.add(decisions.canonical(slot(id)));
    }
    return slots;
  }

  private String slot(RecordId id, ServiceKey key) {
    EditorialDecisions.Decision split = decisions.split(id);
    return split != null && (split.keys().isEmpty() || split.keys().contains(key))
        ? splitSlot(split)
        : decisions.canonical(slot(key));
  }

  private static String splitSlot(EditorialDecisions.Decision split) {
    return SPLIT + split.records().first();
  }

  /**
   * The entries of these services, in the order of their ids.
   *
   * @param services each service's keys
   */
  public List<ServiceGroup> group(Map<RecordId, ? extends Collection<ServiceKey>> services) {
    Map<String, SortedSet<RecordId>> members = new TreeMap<>();
    Map<String, SortedSet<ServiceKey>> keys = new HashMap<>();
    services.forEach((id, its) -> {
      slots(id, its).forEach(slot -> members.computeIfAbsent(slot, s -> new TreeSet<>()).add(id));
      for (ServiceKey key : its) {
        keys.computeIfAbsent(slot(id, key), s -> new TreeSet<>()).add(key);
      }
    });
    List<ServiceGroup> groups = new ArrayList<>();
    Map<SortedSet<RecordId>, SortedSet<ServiceKey>> merged = new HashMap<>();
    members.forEach((slot, records) -> {
      if (slot.startsWith(SPLIT)) {
        // The key stays with the entry that the records left.
        groups.add(group(new TreeSet<>(), records));
      } else {
        merged
            .computeIfAbsent(records, r -> new TreeSet<>())
            .addAll(keys.getOrDefault(slot, new TreeSet<>()));
      }
    });
    merged.forEach((records, its) -> groups.add(group(its, records)));
    groups.sort(Comparator.comparing(ServiceGroup::id));
    return List.copyOf(groups);
  }

  private static ServiceGroup group(SortedSet<ServiceKey> keys, SortedSet<RecordId> records) {
    String id = keys.isEmpty() ? records.first().toString() : keys.first().value();
    return new ServiceGroup(id, keys, List.copyOf(records));
  }
}
