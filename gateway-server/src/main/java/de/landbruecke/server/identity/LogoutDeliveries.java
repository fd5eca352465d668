package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queue of logouts that services have to be told, filled by {@link Sessions#end}. */
public final class LogoutDeliveries {

  /** Nobody is told of a logout that is older. */
  static final Duration LONGEST = Duration.ofDays(1);

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
                    + " where due_at <= ? and ended_at > ? order by due_at, id limit "
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

  /** The service has confirmed it, or will never: forget it. */
  public void done(String id) {
    jdbc.sql("delete from logout_delivery where id = ?").param(id).update();
  }

  /** It did not work: try again after this time. */
  public void retry(String id, Duration after) {
    jdbc.sql("update logout_delivery set due_at = ? where id = ?")
        .params(clock.millis() + after.toMillis(), id)
        .update();
  }

  static String context(String id) {
    return "logout " + id;
  }
}
