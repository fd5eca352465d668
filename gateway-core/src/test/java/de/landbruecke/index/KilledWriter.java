package de.landbruecke.index;

import static de.landbruecke.index.IndexTesting.ANALYZER;

import de.landbruecke.source.CatalogSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The process that {@link KillTest} kills: publishes without end and tells each generation with a
 * hash of its content. Lines end with a full stop, so that a torn one shows.
 */
final class KilledWriter {

  private KilledWriter() {}

  /** Arguments: data directory and seed. */
  @SuppressWarnings("InfiniteLoop") // Ended from outside, as a crash would.
  public static void main(String[] arguments) throws IOException {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.parseLong(arguments[1]));
    RandomCatalog north = new RandomCatalog("n", "north", 60, random);
    RandomCatalog south = new RandomCatalog("s", "south", 60, random);
    System.out.println("started .");
    try (CatalogIndex index =
        CatalogIndex.builder(Path.of(arguments[0]), ANALYZER)
            .shrinkLimit(1)
            .threads(2)
            .leastInPart(20)
            .open()) {
      while (true) {
        List<CatalogSource> deltas = List.of(north.delta(20), south.delta(20));
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> index.rebuild(List.of(north.full(), south.full()));
          case 3 -> {
            if (index.generations().size() > 1) {
              index.rollback();
            }
          }
          default -> index.update(deltas);
        }
        if (index.generation().isPresent()) {
          System.out.println(
              "published "
                  + index.generationId()
                  + " "
                  + IndexTesting.cards(index).hashCode()
                  + " .");
        }
      }
    }
  }
}
