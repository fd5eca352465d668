package de.landbruecke.catalog;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.area.RegionalKey;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a service can be used online ({@code onlinedienst}).
 *
 * @param id unique together with the agency
 * @param title its name
 * @param url where it starts
 * @param level the assurance level that it asks for; null where not known
 * @param services the services that it serves
 * @param areas where it may be used; empty: wherever the service is valid
 */
public record OnlineService(
    RecordId id,
    LocalizedText title,
    URI url,
    @Nullable AssuranceLevel level,
    Set<RecordId> services,
    Set<RegionalKey> areas)
    implements CatalogRecord {

  /** Copies the sets. */
  public OnlineService {
    services = java.util.Collections.unmodifiableSet(new TreeSet<>(services));
    areas = java.util.Collections.unmodifiableSet(new TreeSet<>(areas));
  }
}
