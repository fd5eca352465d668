package de.landbruecke.index;

import de.landbruecke.PortalId;
import de.landbruecke.catalog.RecordClass;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one published generation. Immutable and safe to share between threads.
 *
 * @param id {@code full.increment}; never given twice
 * @param publishedAt when
 * @param entries how many entries it has
 * @param records how many records of each portal and class it has
 * @param positions where each connector's next reading goes on
 */
public record IndexGeneration(
    String id,
    Instant publishedAt,
    long entries,
    SortedMap<PortalId, SortedMap<RecordClass, Long>> records,
    Map<String, String> positions) {

  /** Copies the maps. */
  public IndexGeneration {
    SortedMap<PortalId, SortedMap<RecordClass, Long>> copy = new TreeMap<>();
    records.forEach((portal, counts) ->
        copy.put(portal, Collections.unmodifiableSortedMap(new TreeMap<>(counts))));
    records = Collections.unmodifiableSortedMap(copy);
    positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
  }

  /** How many services a portal has; 0 for an unknown one. */
  public long services(PortalId portal) {
    SortedMap<RecordClass, Long> counts = records.get(portal);
    return counts == null ? 0 : counts.getOrDefault(RecordClass.SERVICE, 0L);
  }
}
