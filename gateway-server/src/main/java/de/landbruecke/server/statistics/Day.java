package de.landbruecke.server.statistics;

import de.landbruecke.server.shared.QueryCount;
import de.landbruecke.server.shared.StatisticsFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What was searched on one day, in memory only. A query waits with the marks of the networks that
 * it came from; with the last mark that is needed it is kept, its marks are gone and all its
 * searches of the day count, those while it waited included.
 *
 * <p>A mark is a hash of query and network under the day's salt, which nobody else knows: it cannot
 * be compared with another day's, nor with another query's. Safe to share between threads; the lock
 * is held for a few steps in memory.
 */
final class Day {

  /** Queries that wait at most: 45 MB when each is long and had nine networks. */
  static final int MAX_WAITING = 100_000;

  private static final String HASH = "HmacSHA256";

  private final LocalDate date;
  private final SecretKeySpec salt;
  private final int minimumSources;
  private final int maxWaiting;
  private final int maxKept;
  private final StatisticsMetrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  // In the order of their last search.
  private final LinkedHashMap<String, Count> waiting = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Count> kept = new HashMap<>();
  private boolean ended;

  Day(LocalDate date, byte[] salt, int minimumSources, StatisticsMetrics metrics) {
    this(date, salt, minimumSources, metrics, MAX_WAITING, StatisticsFiles.MAX_QUERIES);
  }

  Day(
      LocalDate date,
      byte[] salt,
      int minimumSources,
      StatisticsMetrics metrics,
      int maxWaiting,
      int maxKept) {
    this.date = date;
    this.salt = new SecretKeySpec(salt, HASH);
    this.minimumSources = minimumSources;
    this.metrics = metrics;
    this.maxWaiting = maxWaiting;
    this.maxKept = maxKept;
  }

  /** The searches of one query and, while it waits, the marks of its networks. */
  private static final class Count {
    private long searches;
    private long withoutHits;
    private long[] marks = {};

    void add(boolean hits) {
      searches++;
      withoutHits += hits ? 0 : 1;
    }

    /** Whether the mark is a new one. */
    boolean add(long mark) {
      if (Arrays.stream(marks).anyMatch(known -> known == mark)) {
        return false;
      }
      marks = Arrays.copyOf(marks, marks.length + 1);
      marks[marks.length - 1] = mark;
      return true;
    }
  }

  LocalDate date() {
    return date;
  }

  /** Counts one search; nothing once the day has ended. */
  void add(String query, String network, boolean hits) {
    long mark = mark(query, network);
    lock.lock();
    try {
      if (ended) {
        return;
      }
      Count count = kept.get(query);
      if (count != null) {
        count.add(hits);
        return;
      }
      count = waiting.computeIfAbsent(query, q -> new Count());
      count.add(hits);
      count.add(mark);
      if (count.marks.length >= minimumSources) {
        waiting.remove(query);
        keep(query, count);
      } else if (waiting.size() > maxWaiting) {
        waiting.pollFirstEntry();
        metrics.displaced(1);
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(String query, Count count) {
    if (kept.size() >= maxKept) {
      metrics.displaced(1);
      return;
    }
    count.marks = new long[0];
    kept.put(query, count);
    metrics.kept();
  }

  /** The first eight bytes of the hash: enough, since a few marks are compared with each other. */
  long mark(String query, String network) {
    try {
      Mac mac = Mac.getInstance(HASH);
      mac.init(salt);
      mac.update(network.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return ByteBuffer.wrap(mac.doFinal(query.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HASH, e);
    }
  }

  /** Forgets at once what still waits; what is kept can still be taken. */
  void end() {
    lock.lock();
    try {
      ended = true;
      metrics.forgotten(waiting.size());
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  /** What was kept and not yet taken. */
  List<QueryCount> take() {
    lock.lock();
    try {
      List<QueryCount> taken = new ArrayList<>();
      kept.forEach((query, count) -> {
        if (count.searches > 0) {
          taken.add(new QueryCount(query, count.searches, count.withoutHits));
          count.searches = 0;
          count.withoutHits = 0;
        }
      });
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Counts again what was taken but could not be written. */
  void giveBack(List<QueryCount> taken) {
    lock.lock();
    try {
      for (QueryCount each : taken) {
        Count count = kept.computeIfAbsent(each.query(), q -> new Count());
        count.searches += each.searches();
        count.withoutHits += each.withoutHits();
      }
    } finally {
      lock.unlock();
    }
  }
}
