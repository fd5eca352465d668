package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
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
 * All tokens of services, by their hash. A token is good while it is found here and its session
 * runs; what is revoked takes what was issued from it along. What was signed by a key that was
 * taken out is not good any more.
 *
 * <p>{@link #redeem} and {@link #rotate} revoke what a second use betrays. That has to be
 * committed, so a caller with a transaction of its own must not roll it back for such an answer.
 */
public final class Tokens {

  /** How long a used refresh token still yields the same successor. */
  public static final Duration REPEATABLE = Duration.ofSeconds(10);

  private static final String RUNNING =
      " (g.session_id is null or (s.last_used_at > ? and s.created_at > ?))";

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final IdentityTransactions transactions;
  private final SigningKeys keys;
  private final Clock clock;

  Tokens(
      JdbcClient jdbc,
      Envelope envelope,
      IdentityTransactions transactions,
      SigningKeys keys,
      Clock clock) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.transactions = transactions;
    this.keys = keys;
    this.clock = clock;
  }

  /** The hash by which a token is kept. */
  public static TokenHash hash(String token) {
    return TokenHash.of(token);
  }

  /** An id for a new {@link Grant}. */
  public static String newId() {
    return Digests.newId();
  }

  /**
   * Keeps a grant with its first tokens.
   *
   * @return false, and nothing is kept, if its session, consent or parent is over
   */
  public boolean save(Grant grant, List<StoredToken> tokens) {
    return transactions.call(() -> {
      // Locked in the order in which everybody locks: nothing of it can end before we commit.
      if (!isConsentStanding(grant.consent())
          || !isSessionRunning(grant.session())
          || (grant.parent() != null && !lock(grant.parent()))) {
        return false;
      }
      jdbc.sql(
              "insert into token_grant (id, client_id, citizen_id, session_id, consent_id,"
                  + " parent_id, sealed, created_at, expires_at, issuer)"
                  + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
          .params(
              Rows.values(
                  grant.id(),
                  grant.clientId(),
                  grant.citizen() == null ? null : grant.citizen().value(),
                  grant.session(),
                  grant.consent(),
                  grant.parent(),
                  envelope.sealNullable(grant.content(), grantContext(grant.id())),
                  grant.createdAt().toEpochMilli(),
                  grant.expiresAt().toEpochMilli(),
                  grant.issuer()))
          .update();
      tokens.forEach(token -> insert(grant.id(), token));
      return true;
    });
  }

  /** Keeps more tokens of a grant. False, and nothing kept, if the grant was revoked meanwhile. */
  public boolean add(String grantId, List<StoredToken> tokens) {
    return transactions.call(() -> {
      if (!lock(grantId)) {
        return false;
      }
      tokens.forEach(token -> insert(grantId, token));
      return true;
    });
  }

  /** Replaces what the token room keeps with the grant. False if the grant is over. */
  public boolean replaceContent(String grantId, String content) {
    return jdbc.sql("update token_grant set sealed = ? where id = ?")
            .params(envelope.sealText(content, grantContext(grantId)), grantId)
            .update()
        == 1;
  }

  /** A running grant. */
  public Optional<Grant> grant(String id) {
    return jdbc.sql(
            "select g.*, c.root from token_grant g"
                + " left join citizen_session s on s.id = g.session_id"
                + " left join citizen c on c.id = g.citizen_id"
                + " where g.id = ? and g.expires_at > ? and"
                + RUNNING)
        .params(id, clock.millis(), idleSince(), startedSince())
        .query(this::grantOf)
        .optional();
  }

  /** The running grant of the good token of this kind with this text. */
  public Optional<Grant> grantOf(TokenKind kind, String token) {
    return find(token)
        .filter(stored -> stored.kind() == kind)
        .map(StoredToken::grant)
        .flatMap(this::grant);
  }

  /** The good token of this kind with this hash; used codes and refresh tokens are not good. */
  public Optional<StoredToken> findByHash(TokenKind kind, TokenHash hash) {
    return good(hash).filter(token -> token.kind() == kind);
  }

  /** The good token with this text, of whatever kind. */
  public Optional<StoredToken> find(String token) {
    return keys.isSignedByRemoved(token) ? Optional.empty() : good(hash(token));
  }

  /** Redeems a code: only the first of all callers on all nodes succeeds. */
  public CodeResult redeem(String code, String clientId) {
    TokenHash hash = hash(code);
    return transactions.call(() -> {
      if (!lockGrantOf(hash)) {
        return new CodeResult.Unknown();
      }
      boolean isFirst =
          jdbc.sql(
                      "update token set used_at = ? where token_hash = ? and kind = 'CODE'"
                          + " and used_at is null and expires_at > ? and grant_id in"
                          + " (select id from token_grant where client_id = ?)")
                  .params(clock.millis(), hash.bytes(), clock.millis(), clientId)
                  .update()
              == 1;
      Optional<Found> found = used(TokenKind.CODE, hash, clientId);
      if (found.isEmpty()) {
        return new CodeResult.Unknown();
      }
      Grant grant = grant(found.get().token().grant()).orElseThrow();
      if (isFirst) {
        return new CodeResult.Redeemed(grant, found.get().token());
      }
      revoke(grant.id());
      return new CodeResult.Reused(grant);
    });
  }

  /**
   * Replaces a refresh token by a successor, and counts as a use of the session. The first caller's
   * successor counts; for ten seconds others get that one, later use revokes the family.
   *
   * @param successor the new refresh token's text
   * @param stored the same as it is to be kept
   */
  public RefreshResult rotate(
      String refreshToken, String clientId, String successor, StoredToken stored) {
    if (stored.kind() != TokenKind.REFRESH || !stored.hash().equals(hash(successor))) {
      throw new IllegalArgumentException("the successor is not what is to be kept");
    }
    TokenHash hash = hash(refreshToken);
    return transactions.call(() -> {
      if (!lockGrantOf(hash)) {
        return new RefreshResult.Unknown();
      }
      long now = clock.millis();
      boolean isFirst =
          jdbc.sql(
                      "update token set used_at = ?, successor_hash = ?, successor_sealed = ?"
                          + " where token_hash = ? and kind = 'REFRESH' and used_at is null"
                          + " and expires_at > ? and grant_id in"
                          + " (select id from token_grant where client_id = ?)")
                  .params(
                      now,
                      stored.hash().bytes(),
                      envelope.sealText(successor, successorContext(hash)),
                      hash.bytes(),
                      now,
                      clientId)
                  .update()
              == 1;
      Optional<Found> found = used(TokenKind.REFRESH, hash, clientId);
      if (found.isEmpty()) {
        return new RefreshResult.Unknown();
      }
      Grant grant = grant(found.get().token().grant()).orElseThrow();
      if (isFirst) {
        insert(grant.id(), stored);
        touch(grant.session());
        return new RefreshResult.Rotated(grant);
      }
      Optional<RefreshResult> repeated = repeated(grant, found.get(), now);
      if (repeated.isPresent()) {
        return repeated.get();
      }
      revoke(grant.id());
      return new RefreshResult.Reused(grant);
    });
  }

  /**
   * Ends a single token, and everything that was exchanged for a token of its grant. False if there
   * was none.
   */
  public boolean revokeToken(TokenHash hash) {
    return transactions.call(() -> {
      Optional<String> grant =
          jdbc.sql("select grant_id from token where token_hash = ?")
              .param(hash.bytes())
              .query(String.class)
              .optional();
      grant.ifPresent(id -> {
        lock(id);
        jdbc.sql("delete from token where token_hash = ?").param(hash.bytes()).update();
        delete("parent_id = ?", id);
      });
      return grant.isPresent();
    });
  }

  /** Ends a grant and every grant below it. False if there was none. */
  public boolean revoke(String grantId) {
    return delete("id = ?", grantId) > 0;
  }

  /** Ends everything issued in the session; how many grants, without those below them. */
  public int revokeSession(String sessionId) {
    return delete("session_id = ?", sessionId);
  }

  /** Ends everything issued to the client; how many grants, without those below them. */
  public int revokeService(String clientId) {
    return delete("client_id = ?", clientId);
  }

  /** Ends everything issued under the consent; how many grants, without those below them. */
  public int revokeConsent(String consentId) {
    return delete("consent_id = ?", consentId);
  }

  /** Ends everything that this home issuer stands behind; how many, without those below them. */
  public int revokeIssuer(String issuer) {
    return delete("issuer = ?", issuer);
  }

  /** Ends everything issued for the citizen; how many grants, without those below them. */
  public int revokeCitizen(CitizenId citizen) {
    return delete(
        "citizen_id in (select id from citizen"
            + " where root = (select root from citizen where id = ?))",
        citizen.value());
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Found(
      StoredToken token, byte @Nullable [] successorHash, byte @Nullable [] successorSealed) {}

  private record Locked(String id, @Nullable String session) {}

  /**
   * Deletes grants, and by the foreign keys' cascade what is below them. All are locked first,
   * level by level: what somebody adds to one of them meanwhile would be missed by a running
   * cascade of H2.
   */
  private int delete(String condition, Object value) {
    return transactions.call(() -> {
      String wanted = "select id from token_grant where " + condition;
      String level = wanted;
      while (isLocked(level, value)) {
        level = "select id from token_grant where parent_id in (" + level + ")";
      }
      return jdbc.sql("delete from token_grant where " + condition).param(value).update();
    });
  }

  private boolean isLocked(String grants, Object value) {
    return !jdbc.sql(
            "select id from token_grant where id in (" + grants + ") order by id for update")
        .param(value)
        .query(Rows.TEXT)
        .list()
        .isEmpty();
  }

  private Optional<RefreshResult> repeated(Grant grant, Found found, long now) {
    Instant usedAt = found.token().usedAt();
    if (usedAt == null
        || found.successorHash() == null
        || found.successorSealed() == null
        || now - usedAt.toEpochMilli() > REPEATABLE.toMillis()) {
      return Optional.empty();
    }
    String successor =
        envelope.openText(found.successorSealed(), successorContext(found.token().hash()));
    return good(new TokenHash(found.successorHash()))
        .map(stored -> new RefreshResult.Repeated(grant, successor, stored));
  }

  private Optional<StoredToken> good(TokenHash hash) {
    return jdbc.sql(
            "select t.* from token t join token_grant g on g.id = t.grant_id"
                + " left join citizen_session s on s.id = g.session_id"
                + " where t.token_hash = ? and t.used_at is null and t.expires_at > ?"
                + " and g.expires_at > ? and"
                + RUNNING)
        .params(hash.bytes(), clock.millis(), clock.millis(), idleSince(), startedSince())
        .query(this::tokenOf)
        .optional();
  }

  /** The client's token whose use was noted, with its grant if that still runs. */
  private Optional<Found> used(TokenKind kind, TokenHash hash, String clientId) {
    return jdbc.sql("select * from token where token_hash = ? and kind = ? and used_at is not null")
        .params(hash.bytes(), kind.name())
        .query((row, number) ->
            new Found(
                tokenOf(row, number),
                row.getBytes("successor_hash"),
                row.getBytes("successor_sealed")))
        .optional()
        .filter(found ->
            grant(found.token().grant())
                .filter(grant -> grant.clientId().equals(clientId))
                .isPresent());
  }

  private void insert(String grantId, StoredToken token) {
    jdbc.sql(
            "insert into token (token_hash, kind, grant_id, sealed, issued_at, expires_at)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(
            Rows.values(
                token.hash().bytes(),
                token.kind().name(),
                grantId,
                envelope.sealNullable(token.content(), tokenContext(token.hash())),
                token.issuedAt().toEpochMilli(),
                token.expiresAt().toEpochMilli()))
        .update();
  }

  /** Locks the session of a token's grant, then the grant: the order in which they are deleted. */
  private boolean lockGrantOf(TokenHash hash) {
    Optional<Locked> found =
        jdbc.sql(
                "select g.id, g.session_id from token t join token_grant g on g.id = t.grant_id"
                    + " where t.token_hash = ?")
            .param(hash.bytes())
            .query((row, number) -> new Locked(row.getString("id"), row.getString("session_id")))
            .optional();
    return found
        .filter(grant -> isSessionRunning(grant.session()))
        .filter(grant -> lock(grant.id()))
        .isPresent();
  }

  private boolean lock(String grantId) {
    return jdbc.sql("select id from token_grant where id = ? and expires_at > ? for update")
        .params(grantId, clock.millis())
        .query(String.class)
        .optional()
        .isPresent();
  }

  private boolean isSessionRunning(@Nullable String session) {
    return session == null
        || jdbc.sql(
                "select id from citizen_session where id = ? and last_used_at > ?"
                    + " and created_at > ? for update")
            .params(session, idleSince(), startedSince())
            .query(String.class)
            .optional()
            .isPresent();
  }

  private boolean isConsentStanding(@Nullable String consent) {
    return consent == null
        || jdbc.sql(
                "select id from consent where id = ? and granted and withdrawn_at is null"
                    + " and expires_at > ? for update")
            .params(consent, clock.millis())
            .query(String.class)
            .optional()
            .isPresent();
  }

  private void touch(@Nullable String session) {
    if (session != null) {
      jdbc.sql("update citizen_session set last_used_at = ? where id = ?")
          .params(clock.millis(), session)
          .update();
    }
  }

  private Grant grantOf(ResultSet row, int number) throws SQLException {
    String id = row.getString("id");
    String root = row.getString("root");
    return new Grant(
        id,
        row.getString("client_id"),
        root == null ? null : new CitizenId(root),
        row.getString("session_id"),
        row.getString("consent_id"),
        row.getString("parent_id"),
        envelope.openNullable(row.getBytes("sealed"), grantContext(id)),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")),
        row.getString("issuer"));
  }

  private StoredToken tokenOf(ResultSet row, int number) throws SQLException {
    TokenHash hash = new TokenHash(row.getBytes("token_hash"));
    long usedAt = row.getLong("used_at");
    return new StoredToken(
        TokenKind.valueOf(row.getString("kind")),
        hash,
        row.getString("grant_id"),
        envelope.openNullable(row.getBytes("sealed"), tokenContext(hash)),
        Instant.ofEpochMilli(row.getLong("issued_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")),
        usedAt == 0 ? null : Instant.ofEpochMilli(usedAt));
  }

  private long idleSince() {
    return clock.millis() - Sessions.IDLE.toMillis();
  }

  private long startedSince() {
    return clock.millis() - Sessions.LONGEST.toMillis();
  }

  private static String grantContext(String id) {
    return "grant " + id;
  }

  private static String tokenContext(TokenHash hash) {
    return "token " + Digests.base64url(hash.bytes());
  }

  private static String successorContext(TokenHash hash) {
    return "successor " + Digests.base64url(hash.bytes());
  }
}
