package de.landbruecke.server.identity;

import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes what is over; {@code docs/reference/identity-data.md} says what and when. */
final class Retention {

  /** How long a used code or refresh token is known after its end, to tell theft from nonsense. */
  static final Duration TOKENS = Duration.ofDays(1);

  /**
   * What was used once is remembered for so much longer: each of two nodes may be off by as much as
   * {@link NodeClock#MOST}.
   */
  static final Duration USES = NodeClock.MOST.multipliedBy(2);

  private static final int BATCH = 1_000;

  private final JdbcClient jdbc;
  private final Registry registry;
  private final Citizens citizens;
  private final Sessions sessions;
  private final LogoutDeliveries logouts;
  private final Erasures erasures;
  private final AuditLog audit;
  private final Clock clock;

  Retention(
      JdbcClient jdbc,
      Registry registry,
      Citizens citizens,
      Sessions sessions,
      LogoutDeliveries logouts,
      Erasures erasures,
      AuditLog audit,
      Clock clock) {
    this.jdbc = jdbc;
    this.registry = registry;
    this.citizens = citizens;
    this.sessions = sessions;
    this.logouts = logouts;
    this.erasures = erasures;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is over within hours. */
  void deleteShortLived() {
    long now = clock.millis();
    while (sessions.endExpired(BATCH) == BATCH) {
      // The next thousand.
    }
    delete("delete from sign_in where expires_at <= ?", now);
    delete("delete from pushed_request where expires_at <= ?", now);
    delete("delete from one_use where expires_at <= ?", now - USES.toMillis());
    delete("delete from token where expires_at <= ?", now - TOKENS.toMillis());
    delete("delete from token_grant where expires_at <= ?", now - TOKENS.toMillis());
    logouts.deleteOld();
  }

  /** What is over after weeks and years. */
  void deleteLongLived() {
    delete("delete from consent where ends_at <= ?", clock.millis() - Consents.HISTORY.toMillis());
    registry.deleteOldProposals();
    erasures.deleteOld();
    removeUnusedLinks();
    audit.deleteOld();
  }

  private void removeUnusedLinks() {
    int removed = citizens.removeUnused();
    if (removed > 0) {
      // Not whose: a citizen whose last link it was is gone.
      audit.append(
          AuditEvent.audit("links.expired", "ok")
              .detail("links", Integer.toString(removed))
              .build());
    }
  }

  private void delete(String sql, long until) {
    jdbc.sql(sql).param(until).update();
  }
}
