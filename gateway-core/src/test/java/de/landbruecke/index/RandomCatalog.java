package de.landbruecke.index;

import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.testing.ListCatalogSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A portal whose catalog changes at random. Few ids and few keys, so that records of two portals
 * and two connectors often meet.
 */
final class RandomCatalog {

  private static final String[] WORDS = {"Hund", "Katze", "Ausweis", "Bau", "Steuer", "Kind"};

  private final String portal;
  private final String connector;
  private final RandomGenerator random;
  private final int size;
  private final Map<RecordId, CatalogRecord> records = new TreeMap<>();
  private int position;

  RandomCatalog(String portal, String connector, int size, RandomGenerator random) {
    this.portal = portal;
    this.connector = connector;
    this.size = size;
    this.random = random;
  }

  private CatalogRecord record() {
    if (random.nextInt(4) == 0) {
      Set<String> services = new HashSet<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        services.add(portal + random.nextInt(size));
      }
      return IndexTesting.online(portal + random.nextInt(size), services.toArray(String[]::new));
    }
    Set<Integer> keys = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      keys.add(random.nextInt(size));
    }
    return IndexTesting.service(
        portal + random.nextInt(size),
        WORDS[random.nextInt(WORDS.length)] + " " + connector + " " + random.nextInt(3),
        keys.toArray(Integer[]::new));
  }

  private RecordId any() {
    CatalogRecord record = record();
    return record instanceof OnlineService online ? online.id() : record.id();
  }

  /** The catalog after some changes, told as changes. */
  ListCatalogSource delta(int changes) {
    List<CatalogChange> steps = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      if (random.nextInt(3) == 0) {
        RecordId id = any();
        records.remove(id);
        steps.add(new CatalogChange.Delete(id));
      } else {
        CatalogRecord record = record();
        records.put(record.id(), record);
        steps.add(new CatalogChange.Write(record));
      }
    }
    position++;
    return ListCatalogSource.delta(portal, connector, "p" + position, steps);
  }

  /** The catalog as it is, told as a whole. */
  ListCatalogSource full() {
    return ListCatalogSource.full(portal, connector, "p" + position, records.values());
  }
}
