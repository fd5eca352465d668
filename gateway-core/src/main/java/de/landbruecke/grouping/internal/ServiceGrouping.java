package de.landbruecke.grouping.internal;

import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.grouping.EditorialDecisions;
import de.landbruecke.grouping.EditorialDecisions.Decision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Groups the records of all portals into entries: one for each service key; a record with several
 * keys stands in each; entries of exactly the same records are one with several keys; a record
 * without a key is an entry of its own. A service, its actions and their details have different
 * keys and stay apart. Editors' decisions join and split.
 *
 * <p>A pure function of records and decisions: the order of the records does not matter. Immutable
 * and safe to share between threads.
 */
public final class ServiceGrouping {

  private static final String SPLIT = "s:";

  private final Map<RecordId, Decision> splits = new HashMap<>();
  private final Set<RecordId> joinedRecords = new HashSet<>();

  /** What stands together, by union: each slot leads to a smaller one, at last itself. */
  private final Map<String, String> joined = new HashMap<>();

  /** A grouping under these decisions. */
  public ServiceGrouping(EditorialDecisions decisions) {
    for (Decision decision : decisions.all()) {
      if (decision.kind() == EditorialDecisions.Kind.SPLIT) {
        decision.records().forEach(id -> splits.put(id, decision));
      } else {
        List<String> slots = new ArrayList<>();
        decision.keys().forEach(key -> slots.add(slot(key)));
        decision.records().forEach(id -> slots.add(slot(id)));
        slots.forEach(slot -> union(slots.getFirst(), slot));
        joinedRecords.addAll(decision.records());
      }
    }
  }

  private static String slot(ServiceKey key) {
    return "k:" + key;
  }

  private static String slot(RecordId id) {
    return "r:" + id;
  }

  /** The smallest slot that joins make one with this. */
  private String canonical(String slot) {
    String root = slot;
    for (String next = joined.get(root); next != null; next = joined.get(root)) {
      root = next;
    }
    return root;
  }

  private void union(String one, String other) {
    String a = canonical(one);
    String b = canonical(other);
    if (!a.equals(b)) {
      joined.put(a.compareTo(b) < 0 ? b : a, a.compareTo(b) < 0 ? a : b);
    }
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
    Decision split = splits.get(id);
    if (split != null && split.keys().isEmpty()) {
      slots.add(splitSlot(split));
    } else if (keys.isEmpty() || joinedRecords.contains(id)) {
      slots.add(canonical(slot(id)));
    }
    return slots;
  }

  private String slot(RecordId id, ServiceKey key) {
    Decision split = splits.get(id);
    return split != null && (split.keys().isEmpty() || split.keys().contains(key))
        ? splitSlot(split)
        : canonical(slot(key));
  }

  private static String splitSlot(Decision split) {
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
