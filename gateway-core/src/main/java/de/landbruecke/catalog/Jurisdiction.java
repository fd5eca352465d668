package de.landbruecke.catalog;

import de.landbruecke.area.RegionalKey;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which body is responsible for which services in which areas ({@code zustaendigkeit}). It holds
 * for every place inside an area unless a narrower area names another body.
 *
 * @param id unique together with the agency
 * @param organization the body
 * @param services what it is responsible for
 * @param areas where; never empty
 * @param role whether the body decides or only advises
 */
public record Jurisdiction(
    RecordId id, RecordId organization, Set<RecordId> services, Set<RegionalKey> areas, Role role)
    implements CatalogRecord {

  /** What the body does. */
  public enum Role {
    /** It decides ({@code rolle} 01 and 02). */
    RESPONSIBLE,
    /** It advises and takes applications ({@code rolle} 03). */
    CONTACT
  }

  /** Copies the sets. */
  public Jurisdiction {
    services = java.util.Collections.unmodifiableSet(new TreeSet<>(services));
    areas = java.util.Collections.unmodifiableSet(new TreeSet<>(areas));
    if (areas.isEmpty()) {
      throw new IllegalArgumentException("a jurisdiction needs at least one area");
    }
  }
}
