package de.landbruecke.benchmarks;

import de.landbruecke.evaluation.Ranker;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Asks several engines the same queries in turn, in one thread, no query twice, and measures each
 * answer. In turn, so that whatever else the machine does hits all alike.
 */
final class Speed {

  private static final int BLOCK = 10;
  private static final int HITS = 10;

  private final Map<String, Ranker> engines = new LinkedHashMap<>();
  private final LongSupplier clock;

  /**
   * Measures by a clock in nanoseconds: that on the wall, or the one of the thread's processor
   * time, which other work on the machine disturbs less but which does not see waiting.
   */
  Speed(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * What was measured of one engine.
   *
   * @param perSecond queries a second
   * @param median nanoseconds
   * @param p99 nanoseconds that 99 of 100 queries stay below
   */
  record Result(double perSecond, long median, long p99) {

    static Result of(long[] nanos) {
      long[] sorted = nanos.clone();
      Arrays.sort(sorted);
      double seconds = Arrays.stream(sorted).sum() / 1e9;
      return new Result(
          sorted.length / seconds,
          sorted[sorted.length / 2],
          sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * 0.99) - 1)]);
    }
  }

  void add(String label, Ranker engine) {
    engines.put(label, engine);
  }

  /** Asks the first {@code warmUp} queries without measuring, the others with. */
  Map<String, Result> run(List<String> queries, int warmUp) {
    List<String> labels = List.copyOf(engines.keySet());
    Map<String, long[]> nanos = new LinkedHashMap<>();
    labels.forEach(label -> nanos.put(label, new long[queries.size() - warmUp]));
    for (int block = 0; block * BLOCK < queries.size(); block++) {
      for (int turn = 0; turn < labels.size(); turn++) {
        // Another engine begins each block: whoever is first warms the caches of the processor.
        String label = labels.get((block + turn) % labels.size());
        Ranker engine = java.util.Objects.requireNonNull(engines.get(label));
        long[] own = java.util.Objects.requireNonNull(nanos.get(label));
        int end = Math.min(queries.size(), (block + 1) * BLOCK);
        for (int i = block * BLOCK; i < end; i++) {
          long start = clock.getAsLong();
          List<Ranker.Ranked> ranking = engine.rank(queries.get(i), null, "de", HITS);
          long time = clock.getAsLong() - start;
          if (ranking.size() > HITS) {
            throw new IllegalStateException(label + " gave more than was asked for");
          }
          if (i >= warmUp) {
            own[i - warmUp] = time;
          }
        }
      }
    }
    Map<String, Result> results = new LinkedHashMap<>();
    nanos.forEach((label, times) -> results.put(label, Result.of(times)));
    return results;
  }
}
