package de.landbruecke.server.identity;

import static de.landbruecke.server.identity.TransactionState.AT_HOME;
import static de.landbruecke.server.identity.TransactionState.DENIED;
import static de.landbruecke.server.identity.TransactionState.FAILED;
import static de.landbruecke.server.identity.TransactionState.HOME_CHOSEN;
import static de.landbruecke.server.identity.TransactionState.ISSUED;
import static de.landbruecke.server.identity.TransactionState.LINKED;
import static de.landbruecke.server.identity.TransactionState.RELEASED;
import static de.landbruecke.server.identity.TransactionState.REQUESTED;

import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where the rooms {@code token} and {@code account} meet. A transaction lives 30 minutes, belongs
 * to one browser, and is used once.
 */
public final class Transactions {

  /** How long a transaction may take. */
  public static final Duration LIFETIME = Duration.ofMinutes(30);

  /** How long a pushed request is good (RFC 9126, section 2.2). */
  public static final Duration PUSHED_LIFETIME = Duration.ofSeconds(60);

  /** How every {@code request_uri} begins (RFC 9126, section 2.2). */
  public static final String REQUEST_URI = "urn:ietf:params:oauth:request_uri:";

  /** From a state to those that may follow. Going back leads through a new sign-in only. */
  private static final Map<TransactionState, Set<TransactionState>> STEPS =
      Map.of(
          REQUESTED, Set.of(HOME_CHOSEN, AT_HOME, LINKED, RELEASED, DENIED, FAILED),
          HOME_CHOSEN, Set.of(HOME_CHOSEN, AT_HOME, LINKED, DENIED, FAILED),
          AT_HOME, Set.of(HOME_CHOSEN, AT_HOME, LINKED, DENIED, FAILED),
          LINKED, Set.of(HOME_CHOSEN, AT_HOME, LINKED, RELEASED, DENIED, FAILED),
          RELEASED, Set.of(HOME_CHOSEN, FAILED, ISSUED),
          DENIED, Set.of(ISSUED),
          FAILED, Set.of(ISSUED),
          ISSUED, Set.of());

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final Clock clock;

  /** The part that is encrypted. */
  private record Hidden(
      AuthorizationRequest request,
      @Nullable String homeIssuer,
      @Nullable String homeState,
      int attempts,
      @Nullable String session,
      @Nullable String consent,
      Set<String> released,
      @Nullable OauthError error) {}

  Transactions(JdbcClient jdbc, Envelope envelope, Clock clock) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.clock = clock;
  }

  /** A new secret that a browser keeps as a cookie: 256 random bits. */
  public static String newBrowser() {
    return Digests.newSecret();
  }

  /** Begins a transaction of the browser that has this cookie. */
  public Transaction create(AuthorizationRequest request, String browserCookie) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Transaction made =
        new Transaction(
            Digests.newId(),
            1,
            REQUESTED,
            request,
            null,
            null,
            0,
            null,
            null,
            Set.of(),
            null,
            now,
            now.plus(LIFETIME));
    jdbc.sql(
            "insert into sign_in (id, version, state, browser_hash, sealed, created_at, expires_at)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            made.id(),
            made.version(),
            made.state().name(),
            Digests.sha256(browserCookie),
            sealed(made),
            now.toEpochMilli(),
            made.expiresAt().toEpochMilli())
        .update();
    return made;
  }

  /** The running transaction, if it is this browser's. */
  public Optional<Transaction> find(String id, @Nullable String browserCookie) {
    if (browserCookie == null) {
      return Optional.empty();
    }
    return jdbc.sql("select * from sign_in where id = ? and browser_hash = ? and expires_at > ?")
        .params(id, Digests.sha256(browserCookie), clock.millis())
        .query(this::transaction)
        .optional();
  }

  /** The newest transactions of this browser that still live, the last first. */
  public List<Transaction> ofBrowser(String browserCookie, int most) {
    return jdbc.sql(
            "select * from sign_in where browser_hash = ? and expires_at > ?"
                + " order by created_at desc limit "
                + most)
        .params(Digests.sha256(browserCookie), clock.millis())
        .query(this::transaction)
        .list();
  }

  /**
   * The one transaction that this browser has at the home issuer under this {@code state}. The
   * value must have been given to {@link #atHome}; it stays known after the return, so that a
   * second one can be told from a forged one.
   */
  public Optional<Transaction> findByHomeState(
      String issuer, String state, @Nullable String browserCookie) {
    if (browserCookie == null) {
      return Optional.empty();
    }
    return jdbc.sql(
            "select * from sign_in where home_state_hash = ? and browser_hash = ?"
                + " and expires_at > ?")
        .params(stateHash(issuer, state), Digests.sha256(browserCookie), clock.millis())
        .query(this::transaction)
        .optional();
  }

  /**
   * The one transaction that any browser has at the home issuer under this {@code state}: for an
   * answer that comes without cookies. Nothing of it may be shown.
   */
  public Optional<Transaction> findByHomeState(String issuer, String state) {
    return jdbc.sql("select * from sign_in where home_state_hash = ? and expires_at > ?")
        .params(stateHash(issuer, state), clock.millis())
        .query(this::transaction)
        .optional();
  }

  /**
   * Takes the step to {@code AT_HOME}, to be found again by this {@code state} only.
   *
   * @throws IllegalArgumentException if no home issuer was chosen
   */
  public Optional<Transaction> atHome(Transaction seen, String state, String homeState) {
    if (seen.homeIssuer() == null) {
      throw new IllegalArgumentException("no home issuer was chosen");
    }
    return step(seen.atHome(homeState), stateHash(seen.homeIssuer(), state));
  }

  /**
   * Takes a step if nobody took one since {@code next}'s origin was read, and if it leads onward.
   *
   * @return the transaction after the step; empty if somebody was faster or it has expired
   * @throws IllegalArgumentException if no step leads from the stored state to that of {@code next}
   */
  public Optional<Transaction> advance(Transaction next) {
    return step(next, null);
  }

  /** Keeps a pushed request (RFC 9126) for 60 seconds; its {@code request_uri}. */
  public String push(AuthorizationRequest request) {
    String uri = REQUEST_URI + Digests.newSecret();
    jdbc.sql(
            "insert into pushed_request (uri_hash, client_id, sealed, expires_at)"
                + " values (?, ?, ?, ?)")
        .params(
            Digests.sha256(uri),
            request.clientId(),
            envelope.sealText(Json.text(request), pushedContext(uri)),
            clock.millis() + PUSHED_LIFETIME.toMillis())
        .update();
    return uri;
  }

  /** Takes the pushed request of this client out: once. */
  public Optional<AuthorizationRequest> takePushed(String requestUri, String clientId) {
    byte[] hash = Digests.sha256(requestUri);
    Optional<byte[]> sealed =
        jdbc.sql(
                "select sealed from pushed_request"
                    + " where uri_hash = ? and client_id = ? and expires_at > ?")
            .params(hash, clientId, clock.millis())
            .query(byte[].class)
            .optional();
    boolean isMine =
        sealed.isPresent()
            && jdbc.sql("delete from pushed_request where uri_hash = ?").param(hash).update() == 1;
    return isMine
        ? sealed.map(bytes ->
            Json.read(
                envelope.openText(bytes, pushedContext(requestUri)), AuthorizationRequest.class))
        : Optional.empty();
  }

  private Optional<Transaction> step(Transaction next, byte @Nullable [] stateHash) {
    Optional<TransactionState> stored =
        jdbc.sql("select state from sign_in where id = ? and version = ? and expires_at > ?")
            .params(next.id(), next.version(), clock.millis())
            .query(String.class)
            .optional()
            .map(TransactionState::valueOf);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    if (!Objects.requireNonNull(STEPS.get(stored.get())).contains(next.state())) {
      throw new IllegalArgumentException(
          "no step leads from " + stored.get() + " to " + next.state());
    }
    int changed =
        jdbc.sql(
                "update sign_in set version = version + 1, state = ?, sealed = ?,"
                    + " home_state_hash = coalesce(?, home_state_hash)"
                    + " where id = ? and version = ?")
            .params(
                Rows.values(
                    next.state().name(), sealed(next), stateHash, next.id(), next.version()))
            .update();
    return changed == 1 ? Optional.of(next.withVersion(next.version() + 1)) : Optional.empty();
  }

  private byte[] sealed(Transaction made) {
    Hidden hidden =
        new Hidden(
            made.request(),
            made.homeIssuer(),
            made.homeState(),
            made.attempts(),
            made.session(),
            made.consent(),
            made.released(),
            made.error());
    return envelope.sealText(Json.text(hidden), context(made.id()));
  }

  private Transaction transaction(ResultSet row, int number) throws SQLException {
    String id = row.getString("id");
    Hidden hidden = Json.read(envelope.openText(row.getBytes("sealed"), context(id)), Hidden.class);
    return new Transaction(
        id,
        row.getLong("version"),
        TransactionState.valueOf(row.getString("state")),
        hidden.request(),
        hidden.homeIssuer(),
        hidden.homeState(),
        hidden.attempts(),
        hidden.session(),
        hidden.consent(),
        hidden.released(),
        hidden.error(),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")));
  }

  private static byte[] stateHash(String issuer, String state) {
    return Digests.sha256OfParts(issuer, state);
  }

  private static String context(String id) {
    return "sign-in " + id;
  }

  private static String pushedContext(String uri) {
    return "pushed-request " + uri;
  }
}
