package de.landbruecke.server.statistics;

import de.landbruecke.server.shared.QueryCount;
import de.landbruecke.server.shared.QueryListener;
import de.landbruecke.server.shared.StatisticsFiles;
import de.landbruecke.server.shared.StatisticsProperties;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Counts queries in memory and writes down those that came from enough networks on one day.
 *
 * <p>Days are of UTC, so none is longer than 24 hours. With a day ends its salt and all that still
 * waits. A stop writes what is kept and forgets the rest, as a crash does: a query that waited
 * starts again. One thread writes; searches are counted from any number of threads and never wait
 * for the disk.
 */
final class QueryStatistics implements QueryListener, SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(QueryStatistics.class);

  /** What a crash can lose of the kept counts. */
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SALT_BYTES = 32;

  /** Days that wait for a disk that fails; older ones are lost. */
  private static final int MAX_UNWRITTEN = 3;

  private final StatisticsProperties properties;
  private final StatisticsFiles files;
  private final StatisticsMetrics metrics;
  private final Clock clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  // Days that ended and may have counts to write.
  private final Deque<Day> unwritten = new ArrayDeque<>();
  private volatile Day today;
  private @Nullable LocalDate cleaned;
  private @Nullable ScheduledExecutorService worker;

  QueryStatistics(
      StatisticsProperties properties,
      StatisticsFiles files,
      StatisticsMetrics metrics,
      Clock clock,
      SecureRandom random) {
    this.properties = properties;
    this.files = files;
    this.metrics = metrics;
    this.clock = clock;
    this.random = random;
    this.today = day(date(clock.instant()));
  }

  private Day day(LocalDate date) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Day(date, salt, properties.minimumSources(), metrics);
  }

  private static LocalDate date(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  @Override
  public void searched(String query, String network, long total) {
    try {
      String counted = PersonalData.removedFrom(query);
      if (!counted.isEmpty()) {
        today().add(counted, network, total > 0);
      }
    } catch (RuntimeException e) {
      metrics.failed();
      // Its message may hold what was typed.
      LOG.warn("a search was not counted: {}", e.getClass().getName());
    }
  }

  private Day today() {
    LocalDate date = date(clock.instant());
    Day day = today;
    return day.date().equals(date) ? day : begin(date);
  }

  private Day begin(LocalDate date) {
    lock.lock();
    try {
      Day before = today;
      if (before.date().equals(date)) {
        return before;
      }
      before.end();
      unwritten.addLast(before);
      Day day = day(date);
      today = day;
      return day;
    } finally {
      lock.unlock();
    }
  }

  /** One round: ends the day if it is over, writes what is kept, deletes what is old. */
  void write() {
    Day current = today();
    boolean good = true;
    for (Day day : ended()) {
      if (write(day)) {
        written(day);
      } else {
        good = false;
      }
    }
    good &= write(current);
    if (good && !current.date().equals(cleaned)) {
      try {
        files.deleteBefore(current.date().minusDays(properties.retention().toDays()));
        cleaned = current.date();
      } catch (IOException | RuntimeException e) {
        metrics.failed();
        LOG.error("old query statistics could not be deleted", e);
      }
    }
  }

  private List<Day> ended() {
    lock.lock();
    try {
      while (unwritten.size() > MAX_UNWRITTEN) {
        Day lost = unwritten.removeFirst();
        metrics.displaced(lost.take().size());
        LOG.error("the query statistics of {} are lost: they could not be written", lost.date());
      }
      return new ArrayList<>(unwritten);
    } finally {
      lock.unlock();
    }
  }

  private void written(Day day) {
    lock.lock();
    try {
      unwritten.remove(day);
    } finally {
      lock.unlock();
    }
  }

  private boolean write(Day day) {
    List<QueryCount> counts = day.take();
    if (counts.isEmpty()) {
      return true;
    }
    try {
      metrics.displaced(files.add(day.date(), counts));
      return true;
    } catch (IOException | RuntimeException e) {
      day.giveBack(counts);
      metrics.failed();
      LOG.error("query statistics could not be written; the next round tries again", e);
      return false;
    }
  }

  /** When the next round is due: soon, and at midnight at the latest. */
  static Duration untilNext(Instant now) {
    Instant midnight = date(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Duration left = Duration.between(now, midnight);
    return left.compareTo(INTERVAL) < 0 ? left : INTERVAL;
  }

  @Override
  public synchronized void start() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("statistics").daemon(true).factory());
    // Else a stop would wait for the next round.
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    worker = executor;
    executor.execute(() -> round(executor));
  }

  private void round(ScheduledExecutorService executor) {
    try {
      write();
    } catch (RuntimeException e) {
      // Without a next round nothing would ever be forgotten.
      metrics.failed();
      LOG.error("a round of the query statistics failed: {}", e.getClass().getName());
    }
    if (!executor.isShutdown()) {
      // Rounded up, or the day would still be the old one.
      long wait = untilNext(clock.instant()).toMillis() + 1;
      var next = executor.schedule(() -> round(executor), wait, TimeUnit.MILLISECONDS);
      if (next.isCancelled()) {
        LOG.debug("no further round: the server stops");
      }
    }
  }

  /** Stops after the requests have ended: the web server's phases are higher. */
  @Override
  public synchronized void stop() {
    ScheduledExecutorService executor = worker;
    if (executor == null) {
      return;
    }
    worker = null;
    executor.shutdown();
    try {
      if (executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        write();
      } else {
        LOG.warn("query statistics are still being written; what came since is lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }

  @Override
  public int getPhase() {
    return 0;
  }
}
