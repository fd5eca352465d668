package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The queue of logouts that services have to be told, filled by {@link Sessions#end}, and what
 * became of each.
 */
public final class LogoutDeliveries {

  /** Nobody is told of a logout that is older. */
  static final Duration LONGEST = Duration.ofDays(1);

  /** How long it can be seen what became of it. */
  static final Duration SEEN = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final Clock clock;

  LogoutDeliveries(JdbcClient jdbc, Envelope envelope, Clock clock) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.clock = clock;
  }

  /**
   * Takes at most this many that are due, for this node alone until the lease is over: who crashes
   * meanwhile leaves them to others.
   */
  public List<LogoutDelivery> take(int most, Duration lease) {
    long now = clock.millis();
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Row(String id, String clientId, byte[] sealed, int attempts, long endedAt, long dueAt) {}
    List<Row> due =
        jdbc.sql(
                "select id, client_id, sealed, attempts, ended_at, due_at from logout_delivery"
                    + " where state = 'WAITING' and due_at <= ? and ended_at > ?"
                    + " order by due_at, id limit "
                    + most)
            .params(now, now - LONGEST.toMillis())
            .query((row, number) ->
                new Row(
                    row.getString("id"),
                    row.getString("client_id"),
                    row.getBytes("sealed"),
                    row.getInt("attempts"),
                    row.getLong("ended_at"),
                    row.getLong("due_at")))
            .list();
    List<LogoutDelivery> taken = new ArrayList<>();
    for (Row row : due) {
      int mine =
          jdbc.sql(
                  "update logout_delivery set due_at = ?, attempts = attempts + 1"
                      + " where id = ? and due_at = ? and attempts = ?")
              .params(now + lease.toMillis(), row.id(), row.dueAt(), row.attempts())
              .update();
      if (mine == 1) {
        Sessions.Told told =
            Json.read(envelope.openText(row.sealed(), context(row.id())), Sessions.Told.class);
        taken.add(
            new LogoutDelivery(
                row.id(),
                row.clientId(),
                told.subject(),
                told.sid(),
                row.attempts(),
                Instant.ofEpochMilli(row.endedAt())));
      }
    }
    return taken;
  }

  /** A secret name for a logout, by which {@link #states} tells what became of it. */
  public static String newName() {
    return Digests.newSecret();
  }

  /** What became of telling the services of a logout, by their names. */
  public List<LogoutState> states(String logout) {
    return jdbc.sql(
            "select client_id, state from logout_delivery where logout_hash = ?"
                + " order by client_id, ended_at, id")
        .param(Digests.sha256(logout))
        .query((row, number) ->
            new LogoutState(
                row.getString("client_id"), LogoutState.State.valueOf(row.getString("state"))))
        .list();
  }

  /** The service has confirmed it. */
  public void confirmed(String id) {
    finish(id, LogoutState.State.CONFIRMED);
  }

  /** The service will never confirm it. */
  public void failed(String id) {
    finish(id, LogoutState.State.FAILED);
  }

  /** It did not work: try again after this time. */
  public void retry(String id, Duration after) {
    jdbc.sql("update logout_delivery set due_at = ? where id = ?")
        .params(clock.millis() + after.toMillis(), id)
        .update();
  }

  /** Queues a logout. */
  void add(String logout, String clientId, String told) {
    String id = Digests.newId();
    insert(id, logout, clientId, envelope.sealText(told, context(id)), null);
  }

  /** Notes that a service took part which cannot be told. */
  void addUntold(String logout, String clientId) {
    insert(Digests.newId(), logout, clientId, null, LogoutState.State.UNTOLD);
  }

  /** Deletes those that are finished or over. */
  void deleteOld() {
    jdbc.sql("delete from logout_delivery where ended_at <= ? or finished_at <= ?")
        .params(clock.millis() - LONGEST.toMillis(), clock.millis() - SEEN.toMillis())
        .update();
  }

  private void insert(
      String id,
      String logout,
      String clientId,
      byte @Nullable [] sealed,
      LogoutState.@Nullable State finished) {
    long now = clock.millis();
    jdbc.sql(
            "insert into logout_delivery (id, logout_hash, client_id, sealed, attempts, ended_at,"
                + " due_at, state, finished_at) values (?, ?, ?, ?, 0, ?, ?, ?, ?)")
        .params(
            Rows.values(
                id,
                Digests.sha256(logout),
                clientId,
                sealed,
                now,
                now,
                (finished == null ? LogoutState.State.WAITING : finished).name(),
                finished == null ? null : now))
        .update();
  }

  private void finish(String id, LogoutState.State state) {
    jdbc.sql("update logout_delivery set state = ?, finished_at = ?, sealed = null where id = ?")
        .params(state.name(), clock.millis(), id)
        .update();
  }

  private static String context(String id) {
    return "logout " + id;
  }
}
