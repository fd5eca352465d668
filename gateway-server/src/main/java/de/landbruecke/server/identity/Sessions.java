package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.LevelMap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is signed in. A session ends 15 minutes after its last use and 12 hours after its start;
 * attribute values live in it, encrypted, and nowhere else.
 */
public final class Sessions {

  /** How long a session may be unused. */
  public static final Duration IDLE = Duration.ofMinutes(15);

  /** How long a session lasts in all. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /** A use that was noted less than this ago is not noted again: one write for many requests. */
  private static final Duration NOTED = Duration.ofSeconds(10);

  private static final String ALIVE = " s.last_used_at > ? and s.created_at > ?";

  private static final String SELECT =
      "select s.*, c.root from citizen_session s join citizen c on c.id = s.citizen_id where";

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final SecretKeys keys;
  private final IdentityTransactions transactions;
  private final Pseudonyms pseudonyms;
  private final Registry registry;
  private final Tokens tokens;
  private final LogoutDeliveries logouts;
  private final Clock clock;

  /** The part that is encrypted. */
  private record Hidden(
      @Nullable String means, @Nullable String homeSessionId, List<Attribute> attributes) {}

  /** What a service needs to be told of the end. */
  record Told(String subject, String sid) {}

  Sessions(
      JdbcClient jdbc,
      Envelope envelope,
      SecretKeys keys,
      IdentityTransactions transactions,
      Pseudonyms pseudonyms,
      Registry registry,
      Tokens tokens,
      LogoutDeliveries logouts,
      Clock clock) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.keys = keys;
    this.transactions = transactions;
    this.pseudonyms = pseudonyms;
    this.registry = registry;
    this.tokens = tokens;
    this.logouts = logouts;
    this.clock = clock;
  }

  /** Starts a session. */
  public NewSession create(SignIn signIn) {
    String id = Digests.newId();
    String cookie = Digests.newSecret();
    long now = clock.millis();
    jdbc.sql(
            "insert into citizen_session (id, cookie_hash, citizen_id, issuer, assurance,"
                + " notified, authenticated_at, home_sid_mac, sealed, created_at, last_used_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            Rows.values(
                id,
                Digests.sha256(cookie),
                signIn.citizen().value(),
                signIn.issuer(),
                Levels.number(signIn.level()),
                signIn.notified(),
                signIn.authenticatedAt().toEpochMilli(),
                homeSid(signIn.issuer(), signIn.homeSessionId()),
                sealed(id, signIn),
                now,
                now))
        .update();
    return new NewSession(cookie, byId(id).orElseThrow());
  }

  /**
   * Puts a new sign-in of the same citizen into a running session, under a new cookie. The 12 hours
   * are not begun anew.
   *
   * @return empty if the session has ended meanwhile
   * @throws IllegalArgumentException if the sign-in is another citizen's
   */
  public Optional<NewSession> renew(Session session, SignIn signIn) {
    return transactions.call(() -> {
      Optional<Session> now = byId(session.id());
      if (now.isEmpty()) {
        return Optional.empty();
      }
      String root =
          jdbc.sql("select root from citizen where id = ?")
              .param(signIn.citizen().value())
              .query(String.class)
              .optional()
              .orElse("");
      if (!root.equals(now.get().citizen().value())) {
        throw new IllegalArgumentException("the sign-in is another citizen's");
      }
      String cookie = Digests.newSecret();
      int changed =
          jdbc.sql(
                  "update citizen_session set cookie_hash = ?, issuer = ?, assurance = ?, notified"
                      + " = ?, authenticated_at = ?, home_sid_mac = ?, sealed = ?, last_used_at = ?"
                      + " where id = ?")
              .params(
                  Rows.values(
                      Digests.sha256(cookie),
                      signIn.issuer(),
                      Levels.number(signIn.level()),
                      signIn.notified(),
                      signIn.authenticatedAt().toEpochMilli(),
                      homeSid(signIn.issuer(), signIn.homeSessionId()),
                      sealed(session.id(), signIn),
                      clock.millis(),
                      session.id()))
              .update();
      return changed == 0
          ? Optional.empty()
          : byId(session.id()).map(renewed -> new NewSession(cookie, renewed));
    });
  }

  /**
   * The running session under a new cookie, counting for no more than this from now on. Where it
   * counted for more, the tokens that say so end.
   *
   * @return empty if the session has ended meanwhile
   */
  public Optional<NewSession> lower(Session session, LevelMap.Proven most) {
    LevelMap.Proven counted = session.proven().atMost(most);
    return transactions.call(() -> {
      Optional<NewSession> renewed =
          renew(
              session,
              new SignIn(
                  session.citizen(),
                  session.issuer(),
                  counted.level(),
                  counted.notified(),
                  session.authenticatedAt(),
                  session.means(),
                  session.homeSessionId(),
                  session.attributes()));
      if (renewed.isPresent() && !counted.equals(session.proven())) {
        tokens.revokeSession(session.id());
      }
      return renewed;
    });
  }

  /** The running session of this cookie. Does not count as use. */
  public Optional<Session> find(String cookieValue) {
    return jdbc.sql(SELECT + " s.cookie_hash = ? and" + ALIVE)
        .params(Digests.sha256(cookieValue), idleSince(), startedSince())
        .query(this::session)
        .optional();
  }

  /** The running session with this {@link Session#id()}. */
  public Optional<Session> byId(String sessionId) {
    return jdbc.sql(SELECT + " s.id = ? and" + ALIVE)
        .params(sessionId, idleSince(), startedSince())
        .query(this::session)
        .optional();
  }

  /** The session was used: it idles from now on. False if it has ended. */
  public boolean touch(String sessionId) {
    long now = clock.millis();
    int changed =
        jdbc.sql(
                "update citizen_session s set last_used_at = ? where s.id = ?"
                    + " and s.last_used_at <= ? and"
                    + ALIVE)
            .params(now, sessionId, now - NOTED.toMillis(), idleSince(), startedSince())
            .update();
    return changed == 1 || byId(sessionId).isPresent();
  }

  /**
   * Ends a session, the tokens that hang on it, and queues a logout for each service that took part
   * in it. False if it had ended.
   */
  public boolean end(String sessionId) {
    return end(sessionId, LogoutDeliveries.newName());
  }

  /**
   * As {@link #end(String)}.
   *
   * @param logout a secret name by which {@link LogoutDeliveries#states} tells what became of it
   */
  public boolean end(String sessionId, String logout) {
    return transactions.call(() -> {
      boolean isThere =
          jdbc.sql("select id from citizen_session where id = ? for update")
              .param(sessionId)
              .query(String.class)
              .optional()
              .isPresent();
      if (!isThere) {
        return false;
      }
      queueLogouts(sessionId, logout);
      tokens.revokeSession(sessionId);
      jdbc.sql("delete from citizen_session where id = ?").param(sessionId).update();
      return true;
    });
  }

  /** Ends every session that has this {@code sid} at the home issuer; how many. */
  public int endOfHomeSession(String issuer, String homeSessionId) {
    return endEach(
        jdbc.sql("select id from citizen_session where issuer = ? and home_sid_mac = ? order by id")
            .params(issuer, keys.lookup("home-session", issuer, homeSessionId))
            .query(Rows.TEXT)
            .list());
  }

  /** Ends every session of the citizen that this home issuer confirmed; how many. */
  public int endOfHomeAccount(CitizenId citizen, String issuer) {
    return endEach(
        jdbc.sql(
                "select s.id from citizen_session s join citizen c on c.id = s.citizen_id"
                    + " where c.root = (select root from citizen where id = ?) and s.issuer = ?"
                    + " order by s.id")
            .params(citizen.value(), issuer)
            .query(Rows.TEXT)
            .list());
  }

  /** Ends every session that this home issuer confirmed; how many. */
  public int endOfIssuer(String issuer) {
    return endEach(
        jdbc.sql("select id from citizen_session where issuer = ? order by id")
            .param(issuer)
            .query(Rows.TEXT)
            .list());
  }

  /** Ends every session of the citizen; how many. */
  public int endAll(CitizenId citizen) {
    return endEach(
        jdbc.sql(
                "select s.id from citizen_session s join citizen c on c.id = s.citizen_id"
                    + " where c.root = (select root from citizen where id = ?) order by s.id")
            .param(citizen.value())
            .query(Rows.TEXT)
            .list());
  }

  /** Ends every session of the citizen that counts for more than this; how many. */
  int endAbove(CitizenId citizen, LevelMap.Proven most) {
    return endEach(
        jdbc.sql(
                "select s.id from citizen_session s join citizen c on c.id = s.citizen_id"
                    + " where c.root = (select root from citizen where id = ?)"
                    + " and (s.assurance > ? or (s.notified and not ?)) order by s.id")
            .params(citizen.value(), Levels.number(most.level()), most.notified())
            .query(Rows.TEXT)
            .list());
  }

  /** Ends the sessions whose time is over, at most this many. */
  int endExpired(int most) {
    return endEach(
        jdbc.sql(
                "select id from citizen_session where last_used_at <= ? or created_at <= ?"
                    + " order by id limit "
                    + most)
            .params(idleSince(), startedSince())
            .query(Rows.TEXT)
            .list());
  }

  /** All running sessions of the citizen, newest first. */
  public List<Session> ofCitizen(CitizenId citizen) {
    return jdbc.sql(
            SELECT
                + " c.root = (select root from citizen where id = ?) and"
                + ALIVE
                + " order by s.created_at desc, s.id")
        .params(citizen.value(), idleSince(), startedSince())
        .query(this::session)
        .list();
  }

  /** The {@code sid} that a service knows the session by: another one for each client. */
  public String serviceSid(Session session, String clientId) {
    return sid(session.id(), clientId);
  }

  /** The running session behind a {@link #serviceSid}, for logout. */
  public Optional<Session> byServiceSid(String clientId, String serviceSid) {
    return jdbc.sql("select session_id from session_client where client_id = ? and sid_hash = ?")
        .params(clientId, Digests.sha256(serviceSid))
        .query(String.class)
        .optional()
        .flatMap(this::byId);
  }

  /**
   * A service has got tokens in this session and will be told of its end. False if it has ended.
   */
  public boolean join(Session session, String clientId) {
    RelyingService service = registry.current().services().get(clientId);
    if (service == null) {
      return false;
    }
    String subject = pseudonyms.subject(session.citizen(), service.sector());
    return transactions.call(() -> {
      boolean isThere =
          jdbc.sql("select id from citizen_session where id = ? for update")
              .param(session.id())
              .query(String.class)
              .optional()
              .isPresent();
      if (!isThere) {
        return false;
      }
      String sid = sid(session.id(), clientId);
      jdbc.sql(
              "insert into session_client (session_id, client_id, sid_hash, sealed)"
                  + " values (?, ?, ?, ?) on conflict do nothing")
          .params(
              session.id(),
              clientId,
              Digests.sha256(sid),
              envelope.sealText(
                  Json.text(new Told(subject, sid)), toldContext(session.id(), clientId)))
          .update();
      return true;
    });
  }

  /** The clients that took part in the session. */
  public List<String> clients(Session session) {
    return jdbc.sql("select client_id from session_client where session_id = ? order by client_id")
        .param(session.id())
        .query(Rows.TEXT)
        .list();
  }

  private int endEach(List<String> ids) {
    int ended = 0;
    for (String id : ids) {
      if (end(id)) {
        ended++;
      }
    }
    return ended;
  }

  private void queueLogouts(String sessionId, String logout) {
    RegistrySnapshot known = registry.current();
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Joined(String clientId, byte[] sealed) {}
    List<Joined> joined =
        jdbc.sql("select client_id, sealed from session_client where session_id = ?")
            .param(sessionId)
            .query((row, number) -> new Joined(row.getString("client_id"), row.getBytes("sealed")))
            .list();
    for (Joined each : joined) {
      RelyingService service = known.services().get(each.clientId());
      if (service == null || service.backchannelLogoutUri() == null) {
        logouts.addUntold(logout, each.clientId());
      } else {
        logouts.add(
            logout,
            each.clientId(),
            envelope.openText(each.sealed(), toldContext(sessionId, each.clientId())));
      }
    }
  }

  private Session session(ResultSet row, int number) throws SQLException {
    String id = row.getString("id");
    Hidden hidden = Json.read(envelope.openText(row.getBytes("sealed"), context(id)), Hidden.class);
    return new Session(
        id,
        new CitizenId(row.getString("root")),
        row.getString("issuer"),
        Levels.level(row.getInt("assurance")),
        row.getBoolean("notified"),
        Instant.ofEpochMilli(row.getLong("authenticated_at")),
        hidden.means(),
        hidden.homeSessionId(),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("last_used_at")),
        hidden.attributes());
  }

  private byte[] sealed(String id, SignIn signIn) {
    Hidden hidden = new Hidden(signIn.means(), signIn.homeSessionId(), signIn.attributes());
    return envelope.sealText(Json.text(hidden), context(id));
  }

  private byte @Nullable [] homeSid(String issuer, @Nullable String homeSessionId) {
    return homeSessionId == null ? null : keys.lookup("home-session", issuer, homeSessionId);
  }

  private String sid(String sessionId, String clientId) {
    return Digests.base64url(keys.lookup("sid", sessionId, clientId));
  }

  private long idleSince() {
    return clock.millis() - IDLE.toMillis();
  }

  private long startedSince() {
    return clock.millis() - LONGEST.toMillis();
  }

  private static String context(String id) {
    return "session " + id;
  }

  private static String toldContext(String id, String clientId) {
    return "session-client " + id + " " + clientId;
  }
}
