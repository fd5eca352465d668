package de.landbruecke.server.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due every minute and every hour. Several nodes may do the same at the same time. A
 * failure of one part is logged and hinders no other.
 */
final class Maintenance implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final Duration LONG_WORK = Duration.ofHours(1);

  private final Retention retention;
  private final SigningKeys keys;
  private final AuditLog audit;
  private final NodeClock nodeClock;
  private final Clock clock;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "identity-maintenance");
        thread.setDaemon(true);
        return thread;
      });
  private long lastLongWork;

  Maintenance(
      Retention retention, SigningKeys keys, AuditLog audit, NodeClock nodeClock, Clock clock) {
    this.retention = retention;
    this.keys = keys;
    this.audit = audit;
    this.nodeClock = nodeClock;
    this.clock = clock;
  }

  void start() {
    var unused = executor.scheduleWithFixedDelay(this::run, 10, 60, TimeUnit.SECONDS);
  }

  private void run() {
    attempt("signing keys", keys::maintain);
    if (!isClockGood()) {
      return;
    }
    attempt("short-lived data", retention::deleteShortLived);
    if (clock.millis() - lastLongWork >= LONG_WORK.toMillis()) {
      lastLongWork = clock.millis();
      attempt("long-lived data", retention::deleteLongLived);
      attempt("audit anchors", audit::anchor);
    }
  }

  /** A node that believes in another time must not delete what others still rely on. */
  private boolean isClockGood() {
    try {
      Duration ahead = nodeClock.ahead();
      if (NodeClock.isOff(ahead)) {
        LOG.error(
            "The clock of this machine is {} seconds ahead of the database's: set it right. Nothing"
                + " is deleted until then",
            ahead.toSeconds());
        return false;
      }
      return true;
    } catch (RuntimeException e) {
      LOG.error("The database's clock cannot be asked: {}", e.getClass().getName());
      return false;
    }
  }

  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // Without the message, which may quote a row.
      LOG.error("Maintenance of {} failed: {}", what, e.getClass().getName());
    }
  }

  /** Anchors what was written last, so that a planned stop leaves nothing open. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
    attempt("audit anchors", audit::anchor);
  }
}
