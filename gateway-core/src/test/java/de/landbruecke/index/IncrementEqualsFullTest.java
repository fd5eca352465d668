package de.landbruecke.index;

import static de.landbruecke.index.IndexTesting.ANALYZER;
import static de.landbruecke.index.IndexTesting.cards;
import static de.landbruecke.index.IndexTesting.key;
import static de.landbruecke.index.IndexTesting.leadsTo;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.grouping.EditorialDecisions;
import de.landbruecke.source.CatalogSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a catalog came to be as it is, the index holds the same. */
class IncrementEqualsFullTest {

  private static final int STEPS = 25;

  @TempDir Path data;

  private static EditorialDecisions decisions() throws IOException {
    String owner = ",\"reason\":\"r\",\"owner\":\"o\",\"date\":\"2026-11-01\"}\n";
    return EditorialDecisions.read(
        new StringReader(
            "{\"decision\":\"join\",\"keys\":[\"%s\",\"%s\"]".formatted(key(0), key(1))
                + owner
                + "{\"decision\":\"join\",\"keys\":[\"%s\"],\"records\":[\"A.LB.n3\"]"
                    .formatted(key(2))
                + owner
                + "{\"decision\":\"split\",\"keys\":[\"%s\"],\"records\":[\"A.LB.n1\"]"
                    .formatted(key(1))
                + owner
                + "{\"decision\":\"split\",\"records\":[\"A.LB.s1\",\"A.LB.n2\"]"
                + owner),
        "test");
  }

  private CatalogIndex open(String name) throws IOException {
    return CatalogIndex.builder(data.resolve(name), ANALYZER)
        .precedence(List.of("n-main"))
        .decisions(decisions())
        .shrinkLimit(1)
        .open();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20261101, 424242})
  void update_randomChanges_equalFreshBuildAfterEachStep(long seed) throws IOException {
    System.out.println("seed " + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<RandomCatalog> catalogs =
        List.of(
            new RandomCatalog("n", "n-main", 8, random),
            new RandomCatalog("n", "n-other", 8, random),
            new RandomCatalog("s", "s-main", 8, random));
    Set<String> everSeen = new HashSet<>();
    int redirects = 0;

    try (CatalogIndex index = open("grown")) {
      for (int step = 0; step < STEPS; step++) {
        List<CatalogSource> deltas = new ArrayList<>();
        List<CatalogSource> all = new ArrayList<>();
        for (RandomCatalog catalog : catalogs) {
          deltas.add(catalog.delta(1 + random.nextInt(4)));
          all.add(catalog.full());
        }
        if (step % 7 == 6) {
          index.rebuild(all);
        } else {
          index.update(deltas);
        }

        SortedMap<String, String> grown = cards(index);
        try (CatalogIndex fresh = open("fresh-" + seed + "-" + step)) {
          fresh.update(all);
          assertThat(grown).as("step %s", step).isEqualTo(cards(fresh));
        }
        assertThat(index.verify().findings()).as("step %s", step).isEmpty();
        everSeen.addAll(grown.keySet());
        for (String id : everSeen) {
          String entry = leadsTo(index, id);
          if (grown.containsKey(id)) {
            assertThat(entry).as("step %s", step).isEqualTo(id);
          } else if (!entry.isEmpty()) {
            redirects++;
          }
        }
        // One former id leads to one entry, however it came there.
        try (IndexSnapshot snapshot = index.acquire()) {
          IndexView view = new IndexView(snapshot.reader());
          Set<String> formerIds = new HashSet<>();
          for (int document : view.entries()) {
            for (String former : view.entry(document).formerIds()) {
              assertThat(formerIds.add(former)).as("%s in step %s", former, step).isTrue();
              assertThat(grown).as("step %s", step).doesNotContainKey(former);
            }
          }
        }
      }
    }
    assertThat(redirects).isPositive();
  }
}
