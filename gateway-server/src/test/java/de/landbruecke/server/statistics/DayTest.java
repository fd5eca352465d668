package de.landbruecke.server.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.shared.QueryCount;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.LocalDate;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From how many networks a query must come, and what there is room for. */
class DayTest {

  private static final LocalDate DATE = LocalDate.of(2026, 11, 24);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StatisticsMetrics metrics = new StatisticsMetrics(registry);
  private final Day day = new Day(DATE, new byte[32], 10, metrics);

  @Test
  void add_fromNineNetworks_keepsNothing() {
    search("hund", 1, 9);

    assertThat(day.take()).isEmpty();
    assertThat(queries("kept")).isZero();
  }

  @Test
  void add_fromTheTenthNetwork_keepsAllSearchesOfTheDay() {
    search("hund", 1, 9);
    search("hund", 1, 9);
    day.add("hund", "n10", false);

    assertThat(day.take()).containsExactly(new QueryCount("hund", 19, 1));
    assertThat(queries("kept")).isOne();
  }

  @Test
  void add_fromOneNetworkManyTimes_keepsNothing() {
    for (int i = 0; i < 1_000; i++) {
      day.add("hund", "n1", true);
    }

    assertThat(day.take()).isEmpty();
  }

  /** Else marks would tell what one network searched, today or on other days. */
  @Test
  void mark_otherQueryNetworkOrSalt_isAnother() {
    Day other = new Day(DATE, new byte[] {1}, 10, metrics);

    assertThat(day.mark("hund", "n1"))
        .isEqualTo(day.mark("hund", "n1"))
        .isNotEqualTo(day.mark("katze", "n1"))
        .isNotEqualTo(day.mark("hund", "n2"))
        .isNotEqualTo(other.mark("hund", "n1"));
  }

  @Test
  void add_tenNetworksOfTenQueries_keepsNone() {
    IntStream.rangeClosed(1, 10).forEach(i -> day.add("hund " + i, "n" + i, true));

    assertThat(day.take()).isEmpty();
  }

  @Test
  void take_again_givesOnlyWhatIsNew() {
    search("hund", 1, 10);

    assertThat(day.take()).containsExactly(new QueryCount("hund", 10, 0));
    assertThat(day.take()).isEmpty();
    day.add("hund", "n1", false);
    assertThat(day.take()).containsExactly(new QueryCount("hund", 1, 1));
  }

  @Test
  void giveBack_takenCounts_areTakenAgain() {
    search("hund", 1, 10);
    var taken = day.take();
    day.add("hund", "n1", false);

    day.giveBack(taken);

    assertThat(day.take()).containsExactly(new QueryCount("hund", 11, 1));
  }

  @Test
  void end_forgetsWhatWaitsAndCountsNoMore() {
    search("hund", 1, 10);
    search("katze", 1, 9);

    day.end();
    day.add("katze", "n10", true);
    day.add("hund", "n10", true);

    assertThat(day.take()).containsExactly(new QueryCount("hund", 10, 0));
    assertThat(queries("forgotten")).isOne();
  }

  @Test
  void add_moreQueriesThanThereIsRoomFor_displacesTheOneNotSearchedForLongest() {
    Day small = new Day(DATE, new byte[32], 10, metrics, 2, 100);
    search(small, "hund", 1, 9);
    search(small, "katze", 1, 9);
    small.add("hund", "n1", true);

    small.add("maus", "n1", true);
    small.add("katze", "n10", true);
    small.add("maus", "n2", true);

    // The cat made room for the mouse, and then began again in the place of the dog.
    assertThat(small.take()).isEmpty();
    assertThat(queries("displaced")).isEqualTo(2);
    search(small, "maus", 3, 10);
    assertThat(small.take()).containsExactly(new QueryCount("maus", 10, 0));
  }

  @Test
  void add_moreKeptQueriesThanThereIsRoomFor_keepsTheFirst() {
    Day small = new Day(DATE, new byte[32], 10, metrics, 100, 1);

    search(small, "hund", 1, 10);
    search(small, "katze", 1, 10);

    assertThat(small.take()).containsExactly(new QueryCount("hund", 10, 0));
    assertThat(queries("displaced")).isOne();
  }

  @Test
  void add_fromManyThreads_losesNothing() throws Exception {
    int threads = 64;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          IntStream.range(0, threads)
              .mapToObj(thread ->
                  executor.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                      day.add("query " + i % 5, "n" + thread, i % 2 == 0);
                    }
                  }))
              .toList();
      for (Future<?> task : tasks) {
        task.get();
      }
    }

    assertThat(day.take())
        .hasSize(5)
        .allSatisfy(count -> {
          assertThat(count.searches()).isEqualTo(threads * 100L);
          assertThat(count.withoutHits()).isEqualTo(threads * 50L);
        });
  }

  private void search(String query, int first, int last) {
    search(day, query, first, last);
  }

  private static void search(Day day, String query, int first, int last) {
    IntStream.rangeClosed(first, last).forEach(i -> day.add(query, "n" + i, true));
  }

  private double queries(String outcome) {
    return registry.counter("statistics.queries", "outcome", outcome).count();
  }
}
