package de.landbruecke.search;

import static de.landbruecke.testing.TestPlaces.BW;
import static de.landbruecke.testing.TestPlaces.GOEPPINGEN;
import static de.landbruecke.testing.TestPlaces.LEIPZIG;
import static de.landbruecke.testing.TestPlaces.SN;
import static de.landbruecke.testing.TestPlaces.STUTTGART;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.IndexSnapshot;
import de.landbruecke.index.internal.EntryReader;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.testing.ListCatalogSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sets of documents against the rules, spelled out for each offer. */
class FiltersTest {

  private static final List<PortalId> PORTALS = List.of(new PortalId("one"), new PortalId("two"));
  private static final List<AssuranceLevel> LEVELS = List.of(AssuranceLevel.values());
  private static final List<RegionalKey> AREAS =
      List.of(RegionalKey.FEDERATION, BW, SN, GOEPPINGEN, STUTTGART, LEIPZIG);

  @TempDir Path directory = Path.of("");

  /** One portal's offer of the service with a number; its online services' areas and levels. */
  private record TestOffer(
      int service, PortalId portal, List<RegionalKey> areas, List<OnlineService> online) {

    boolean describedAt(@Nullable RegionalKey place) {
      return place == null || areas.stream().anyMatch(area -> area.contains(place));
    }

    boolean onlineAt(@Nullable RegionalKey place, Set<AssuranceLevel> levels) {
      return describedAt(place)
          && online.stream()
              .filter(o -> levels.isEmpty() || levels.contains(o.level()))
              .anyMatch(o ->
                  place == null
                      || o.areas().isEmpty()
                      || o.areas().stream().anyMatch(area -> area.contains(place)));
    }
  }

  @Test
  void offers_randomCatalog_areThoseThatSatisfyEverythingAtOnce() throws IOException {
    long seed = System.nanoTime();
    System.out.println("offers_randomCatalog seed " + seed);
    Random random = new Random(seed);
    List<TestOffer> offers = new ArrayList<>();
    List<CatalogSource> sources = new ArrayList<>();
    for (PortalId portal : PORTALS) {
      List<CatalogRecord> records = new ArrayList<>();
      for (int service = 0; service < 25; service++) {
        if (random.nextInt(3) > 0) {
          TestOffer offer = offer(random, portal, service);
          offers.add(offer);
          records.add(
              PublicService.builder(serviceId(portal, service), LocalizedText.german("Dienst"))
                  .keys(List.of(key(service)))
                  .areas(offer.areas())
                  .build());
          records.addAll(offer.online());
        }
      }
      sources.add(ListCatalogSource.full(portal.value(), portal.value(), "1", records));
    }
    TextAnalyzer analyzer = new TextAnalyzer(Lexicon.general());
    try (CatalogIndex index = CatalogIndex.builder(directory, analyzer).open()) {
      index.update(sources);
      try (IndexSnapshot snapshot = index.acquire()) {
        Filters filters = new Filters(snapshot.reader());
        assertThat(filters.portals()).isEqualTo(PORTALS);
        for (int round = 0; round < 400; round++) {
          RegionalKey place =
              random.nextInt(3) == 0 ? null : AREAS.get(random.nextInt(AREAS.size()));
          List<PortalId> portals = portals(random);
          Boolean online = random.nextInt(3) == 0 ? null : (Boolean) random.nextBoolean();
          EnumSet<AssuranceLevel> levels = EnumSet.noneOf(AssuranceLevel.class);
          for (int n = random.nextInt(3); n > 0; n--) {
            levels.add(LEVELS.get(random.nextInt(LEVELS.size())));
          }

          FixedBitSet found = filters.offers(place, portals, online, levels);

          assertThat(ids(snapshot, found))
              .as(
                  "seed %d: place %s, portals %s, online %s, levels %s",
                  seed, place, portals, online, levels)
              .isEqualTo(expected(offers, place, portals, online, levels));
        }
        assertThat(ids(snapshot, filters.all()))
            .isEqualTo(expected(offers, null, List.of(), null, Set.of()));
        assertThat(ids(snapshot, filters.describedAt(GOEPPINGEN)))
            .isEqualTo(expected(offers, GOEPPINGEN, List.of(), null, Set.of()));
      }
    }
  }

  private static List<PortalId> portals(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> List.of();
      case 1 -> PORTALS;
      default -> List.of(PORTALS.get(random.nextInt(PORTALS.size())));
    };
  }

  private static TestOffer offer(Random random, PortalId portal, int service) {
    List<OnlineService> online = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      online.add(
          new OnlineService(
              new RecordId(portal.value(), RecordClass.ONLINE_SERVICE, service + "-" + n),
              LocalizedText.german("Online"),
              URI.create("https://example.org/" + n),
              random.nextInt(4) == 0 ? null : LEVELS.get(random.nextInt(LEVELS.size())),
              Set.of(serviceId(portal, service)),
              Set.copyOf(some(random, 0))));
    }
    return new TestOffer(service, portal, some(random, 1), online);
  }

  private static List<RegionalKey> some(Random random, int atLeast) {
    Set<RegionalKey> areas = new TreeSet<>();
    for (int n = atLeast + random.nextInt(3); n > 0; n--) {
      areas.add(AREAS.get(random.nextInt(AREAS.size())));
    }
    return List.copyOf(areas);
  }

  private static Set<String> expected(
      List<TestOffer> offers,
      @Nullable RegionalKey place,
      List<PortalId> portals,
      @Nullable Boolean online,
      Set<AssuranceLevel> levels) {
    Set<String> ids = new TreeSet<>();
    for (TestOffer offer : offers) {
      boolean portal = portals.isEmpty() || portals.contains(offer.portal());
      boolean holds =
          Boolean.FALSE.equals(online)
              ? levels.isEmpty() && offer.describedAt(place) && !offer.onlineAt(place, Set.of())
              : (Boolean.TRUE.equals(online) || !levels.isEmpty())
                  ? offer.onlineAt(place, levels)
                  : offer.describedAt(place);
      if (portal && holds) {
        ids.add(key(offer.service()).value());
      }
    }
    return ids;
  }

  private static Set<String> ids(IndexSnapshot snapshot, FixedBitSet documents) {
    Set<String> ids = new TreeSet<>();
    for (int doc = 0; doc < documents.length(); doc++) {
      if (documents.get(doc)) {
        ids.add(((EntryReader) snapshot).card(doc).id());
      }
    }
    return ids;
  }

  private static RecordId serviceId(PortalId portal, int service) {
    return new RecordId(portal.value(), RecordClass.SERVICE, "s" + service);
  }

  private static ServiceKey key(int service) {
    return new ServiceKey("99%012d".formatted(service));
  }
}
