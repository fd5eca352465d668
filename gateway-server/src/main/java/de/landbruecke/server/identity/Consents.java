package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What citizens released to services or refused to: never a value, only names of attributes. Seen
 * for two years after it ended.
 */
public final class Consents {

  /** The longest that a consent may stand. */
  public static final Duration LONGEST = Duration.ofDays(365);

  /** How long a release for once stands, so that the data can be fetched at all. */
  public static final Duration ONCE = Duration.ofMinutes(10);

  /** How long it is seen after it ended. */
  public static final Duration HISTORY = Duration.ofDays(2 * 365);

  private static final String SELECT =
      "select k.* from consent k join citizen c on c.id = k.citizen_id"
          + " where c.root = (select root from citizen where id = ?)";

  private final JdbcClient jdbc;
  private final IdentityTransactions transactions;
  private final Tokens tokens;
  private final Clock clock;

  Consents(JdbcClient jdbc, IdentityTransactions transactions, Tokens tokens, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** All standing consents of the citizen to the service, newest first. */
  public List<Consent> find(CitizenId citizen, String clientId) {
    return jdbc.sql(
            SELECT
                + " and k.client_id = ? and k.granted and k.withdrawn_at is null"
                + " and k.expires_at > ? order by k.decided_at desc, k.id")
        .params(citizen.value(), clientId, clock.millis())
        .query(Consents::consent)
        .list();
  }

  /**
   * A standing consent in which nothing of the release is missing, and which the citizen wanted to
   * be remembered: what was released {@link #ONCE} never saves asking again.
   */
  public Optional<Consent> remembered(Release release) {
    return find(release.citizen(), release.clientId()).stream()
        .filter(consent -> consent.isRemembered() && consent.covers(release))
        .findFirst();
  }

  /** The consent with this id, standing or not. */
  public Optional<Consent> byId(String id) {
    return jdbc.sql("select k.* from consent k where k.id = ?")
        .param(id)
        .query(Consents::consent)
        .optional();
  }

  /**
   * The citizen releases.
   *
   * @param remembered how long it stands, at most {@link #LONGEST}, or {@link #ONCE}
   * @throws IllegalArgumentException if it shall stand longer, or not at all
   */
  public Consent grant(Release release, Duration remembered) {
    if (remembered.compareTo(Duration.ZERO) <= 0 || remembered.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a consent stands for at most " + LONGEST + ", found " + remembered);
    }
    return insert(release, clock.millis() + remembered.toMillis());
  }

  /** The citizen refuses. */
  public Consent refuse(Release release) {
    return insert(release, null);
  }

  /** Ends a consent of the citizen and every token under it. False if there is none standing. */
  public boolean withdraw(CitizenId citizen, String consentId) {
    return transactions.call(() -> {
      long now = clock.millis();
      int withdrawn =
          jdbc.sql(
                  "update consent set withdrawn_at = ?, ends_at = ? where id = ?"
                      + " and citizen_id in (select id from citizen"
                      + " where root = (select root from citizen where id = ?))"
                      + " and granted and withdrawn_at is null and expires_at > ?")
              .params(now, now, consentId, citizen.value(), now)
              .update();
      if (withdrawn == 1) {
        tokens.revokeConsent(consentId);
      }
      return withdrawn == 1;
    });
  }

  /** Everything decided at this level or below, newest first. */
  public List<Consent> history(CitizenId citizen, AssuranceLevel seenAt) {
    return jdbc.sql(
            SELECT + " and k.assurance <= ? and k.ends_at > ? order by k.decided_at desc, k.id")
        .params(citizen.value(), Levels.number(seenAt), clock.millis() - HISTORY.toMillis())
        .query(Consents::consent)
        .list();
  }

  /** The {@link #history} as JSON, for the citizen to keep. */
  public String export(CitizenId citizen, AssuranceLevel seenAt) {
    return Json.text(history(citizen, seenAt).stream().map(Consents::exported).toList());
  }

  private static Map<String, Object> exported(Consent consent) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("service", consent.clientId());
    row.put("purpose", consent.purpose());
    row.put("attributes", new TreeSet<>(consent.attributes()));
    row.put("level", consent.level().label());
    row.put("textVersion", consent.textVersion());
    row.put("portalToPortal", consent.portalToPortal());
    row.put("outcome", consent.outcome().name());
    row.put("decidedAt", consent.decidedAt().toString());
    if (consent.expiresAt() != null) {
      row.put("expiresAt", consent.expiresAt().toString());
    }
    if (consent.withdrawnAt() != null) {
      row.put("withdrawnAt", consent.withdrawnAt().toString());
    }
    return row;
  }

  private Consent insert(Release release, @Nullable Long expiresAt) {
    String id = Digests.newId();
    long now = clock.millis();
    jdbc.sql(
            "insert into consent (id, citizen_id, client_id, purpose, attributes, shown, assurance,"
                + " text_version, portal_to_portal, granted, decided_at, expires_at, ends_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            Rows.values(
                id,
                release.citizen().value(),
                release.clientId(),
                release.purpose(),
                String.join(" ", new TreeSet<>(release.attributes())),
                String.join(" ", new TreeSet<>(release.shown())),
                Levels.number(release.level()),
                release.textVersion(),
                release.portalToPortal(),
                expiresAt != null,
                now,
                expiresAt,
                expiresAt == null ? now : expiresAt))
        .update();
    return byId(id).orElseThrow();
  }

  private static Consent consent(ResultSet row, int number) throws SQLException {
    return new Consent(
        row.getString("id"),
        row.getString("client_id"),
        row.getString("purpose"),
        names(row.getString("attributes")),
        names(row.getString("shown")),
        Levels.level(row.getInt("assurance")),
        row.getString("text_version"),
        row.getBoolean("portal_to_portal"),
        row.getBoolean("granted") ? Consent.Outcome.GRANTED : Consent.Outcome.REFUSED,
        Instant.ofEpochMilli(row.getLong("decided_at")),
        instant(row, "expires_at"),
        instant(row, "withdrawn_at"));
  }

  private static Set<String> names(String text) {
    return text.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(text.split(" ", -1)));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
