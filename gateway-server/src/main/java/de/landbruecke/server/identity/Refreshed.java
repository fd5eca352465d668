package de.landbruecke.server.identity;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A copy in memory of something in the database that seldom changes. It is at most {@link #OLDEST}
 * behind, and not at all behind changes of this process; while the database is away it stays as it
 * was. Safe to share between threads.
 */
final class Refreshed<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Refreshed.class);

  /** From then on one caller looks for changes, and the others go on with the copy. */
  private static final Duration OLD = Duration.ofSeconds(1);

  /** From then on every caller waits until somebody has looked: half of the promised 5 seconds. */
  private static final Duration OLDEST = Duration.ofMillis(2_500);

  private final JdbcClient jdbc;
  private final String mark;
  private final Supplier<T> load;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Copy<T> copy;

  private record Copy<T>(T value, long changes, long nanos) {}

  /**
   * A copy of what {@code load} reads.
   *
   * @param mark the row of {@code change_mark} that counts changes
   */
  Refreshed(JdbcClient jdbc, String mark, Supplier<T> load) {
    this.jdbc = jdbc;
    this.mark = mark;
    this.load = load;
  }

  T get() {
    Copy<T> seen = copy;
    if (seen != null) {
      long age = System.nanoTime() - seen.nanos();
      if (age < OLD.toNanos()) {
        return seen.value();
      }
      if (age < OLDEST.toNanos()) {
        if (lock.tryLock()) {
          try {
            return look(seen);
          } finally {
            lock.unlock();
          }
        }
        return seen.value();
      }
    }
    lock.lock();
    try {
      Copy<T> newer = copy;
      return newer != null && (seen == null || newer.nanos() != seen.nanos())
          ? newer.value()
          : look(newer);
    } finally {
      lock.unlock();
    }
  }

  /** This process changed it: once that is committed the next caller reads it anew. */
  void forget() {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              drop();
            }
          });
    } else {
      drop();
    }
  }

  private void drop() {
    lock.lock();
    try {
      copy = null;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a change, for others to see; inside the transaction that makes it. */
  static void count(JdbcClient jdbc, String mark) {
    jdbc.sql("update change_mark set changes = changes + 1 where name = ?").param(mark).update();
  }

  /** Lets nobody else change it until the running transaction ends. */
  static void lock(JdbcClient jdbc, String mark) {
    jdbc.sql("select changes from change_mark where name = ? for update")
        .param(mark)
        .query(Long.class)
        .single();
  }

  private T look(@Nullable Copy<T> seen) {
    // The time before the question: what changes during it is found by the next one.
    long nanos = System.nanoTime();
    try {
      long changes =
          jdbc.sql("select changes from change_mark where name = ?")
              .param(mark)
              .query(Long.class)
              .single();
      T value = seen != null && seen.changes() == changes ? seen.value() : load.get();
      copy = new Copy<>(value, changes, nanos);
      return value;
    } catch (DataAccessException | CannotCreateTransactionException e) {
      if (seen == null) {
        throw e;
      }
      LOG.warn("The database is away; {} stays as it was", mark);
      // The time after the question, which waited for a connection: else every caller would wait.
      copy = new Copy<>(seen.value(), seen.changes(), System.nanoTime());
      return seen.value();
    } catch (InvalidRegistryException e) {
      if (seen == null) {
        throw e;
      }
      // Good for the node that made it, but not for this one, such as for want of a key file.
      LOG.error("{} cannot be taken over here and stays as it was: {}", mark, e.getMessage());
      copy = new Copy<>(seen.value(), seen.changes(), nanos);
      return seen.value();
    }
  }
}
