package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.trust.LevelMap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The citizens known here and their accounts at home issuers.
 *
 * <p>The subject of a home issuer is only kept as HMAC under a lookup key, so the database alone
 * does not tell whose account a link is.
 */
public final class Citizens {

  /** How long a link may be unused before it goes. */
  public static final Duration UNUSED = Duration.ofDays(3 * 365 + 1);

  /** How long before that the citizen is told, at least. */
  public static final Duration NOTICE = Duration.ofDays(30);

  private final JdbcClient jdbc;
  private final IdentityTransactions transactions;
  private final SecretKeys keys;
  private final Sessions sessions;
  private final Tokens tokens;
  private final Clock clock;

  Citizens(
      JdbcClient jdbc,
      IdentityTransactions transactions,
      SecretKeys keys,
      Sessions sessions,
      Tokens tokens,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.keys = keys;
    this.sessions = sessions;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Whose account this is. */
  public Optional<CitizenId> find(String issuer, String homeSubject) {
    return jdbc.sql(
            "select c.root from home_link l join citizen c on c.id = l.citizen_id"
                + " where l.issuer = ? and l.subject_mac = ?")
        .params(issuer, mac(issuer, homeSubject))
        .query(String.class)
        .optional()
        .map(CitizenId::new);
  }

  /**
   * Whose account this is; a new citizen for an account never seen. Marks the link as used.
   *
   * @param level of this sign-in; kept with a new link
   * @param means how the citizen signed in, in the issuer's words; null where it told none
   */
  public CitizenId findOrCreate(
      String issuer, String homeSubject, AssuranceLevel level, @Nullable String means) {
    return transactions.call(() -> {
      int used =
          jdbc.sql(
                  "update home_link set last_used_at = ?, noticed_at = null"
                      + " where issuer = ? and subject_mac = ?")
              .params(clock.millis(), issuer, mac(issuer, homeSubject))
              .update();
      if (used == 0) {
        String citizen = Digests.newId();
        jdbc.sql("insert into citizen (id, root, created_at) values (?, ?, ?)")
            .params(citizen, citizen, clock.millis())
            .update();
        if (!insertLink(citizen, issuer, homeSubject, level, means)) {
          // Somebody signed in with the same account at the same time: that citizen counts.
          jdbc.sql("delete from citizen where id = ?").param(citizen).update();
        }
      }
      return find(issuer, homeSubject).orElseThrow();
    });
  }

  /**
   * Gives another account to the citizen. Each account stays a citizen of its own underneath, so
   * that nothing has to be rewritten, now or at an undo: each sector goes on with the older
   * pseudonym, the other stays as an alias. Sessions of the account end, and those of the citizen
   * that count for more than the two were proven with; so do the account's tokens.
   *
   * @param proven how surely both were proven; sign-ins by either count for no more from now on
   * @return the citizen that both are from now on
   * @throws IllegalArgumentException if the account is already the citizen's
   */
  public CitizenId link(
      CitizenId citizen,
      String issuer,
      String homeSubject,
      LevelMap.Proven proven,
      @Nullable String means) {
    return transactions.call(() -> {
      String root = lock(citizen);
      boolean isNew = find(issuer, homeSubject).isEmpty();
      String other = lock(findOrCreate(issuer, homeSubject, proven.level(), means));
      if (other.equals(root)) {
        throw new IllegalArgumentException("the account is already the citizen's");
      }
      LevelMap.Proven counted =
          Stream.of(root, other)
              .flatMap(each -> ceiling(new CitizenId(each)).stream())
              .reduce(proven, LevelMap.Proven::atMost);
      sessions.endAll(new CitizenId(other));
      tokens.revokeCitizen(new CitizenId(other));
      // All of them, so that it holds whoever of them leaves first.
      jdbc.sql(
              "update citizen set root = ?, joined_assurance = ?, joined_notified = ?,"
                  + " joined_at = coalesce(joined_at, ?), by_link = by_link or ? where root = ?")
          .params(
              root,
              Levels.number(counted.level()),
              counted.notified(),
              clock.millis(),
              isNew,
              other)
          .update();
      sessions.endAbove(new CitizenId(root), counted);
      return new CitizenId(root);
    });
  }

  /**
   * What a sign-in by this account counts for at most: no more than the weakest at which it and
   * others were joined, or whoever stole the weakest got further by a strong account of his own.
   * Empty if it was never joined to another, or nobody knows it.
   */
  public Optional<LevelMap.Proven> ceiling(String issuer, String homeSubject) {
    return weakestIn(
        "(select c.root from home_link l join citizen c on c.id = l.citizen_id"
            + " where l.issuer = ? and l.subject_mac = ?)",
        issuer,
        mac(issuer, homeSubject));
  }

  /** The same of all accounts of a citizen. */
  public Optional<LevelMap.Proven> ceiling(CitizenId citizen) {
    return weakestIn("(select root from citizen where id = ?)", citizen.value());
  }

  private Optional<LevelMap.Proven> weakestIn(String root, Object... parameters) {
    return jdbc
        .sql(
            "select joined_assurance, joined_notified from citizen where joined_at is not null"
                + " and root = "
                + root)
        .params(parameters)
        .query(Citizens::joined)
        .list()
        .stream()
        .reduce(LevelMap.Proven::atMost);
  }

  /**
   * Takes an account from the citizen: from now on each is the person again that it was, with the
   * pseudonyms that it had. All tokens end, and the sessions that hang on the account. A citizen
   * without any other account is erased.
   *
   * @return whether there was such a link of this citizen
   */
  public boolean unlink(CitizenId citizen, String linkId) {
    return transactions.call(() -> {
      String root = lock(citizen);
      record Owned(String citizen, String issuer) {}
      Optional<Owned> found =
          jdbc.sql(
                  "select l.citizen_id, l.issuer from home_link l"
                      + " join citizen c on c.id = l.citizen_id where l.id = ? and c.root = ?")
              .params(linkId, root)
              .query(
                  (row, number) -> new Owned(row.getString("citizen_id"), row.getString("issuer")))
              .optional();
      if (found.isEmpty()) {
        return false;
      }
      Owned owned = found.get();
      if (accounts(root) == 1) {
        eraseGroup(root);
        return true;
      }
      List<String> leaving =
          jdbc.sql("select id from citizen where root = ? and (id = ? or keeper = ?)")
              .params(root, owned.citizen(), owned.citizen())
              .query(Rows.TEXT)
              .list();
      if (leaving.contains(root)) {
        // What was done since the accounts were joined was done as this one.
        sessions.endAll(citizen);
      } else {
        sessions.endOfHomeAccount(citizen, owned.issuer());
      }
      tokens.revokeCitizen(citizen);
      split(owned.citizen(), leaving, root);
      return true;
    });
  }

  /** All accounts of the citizen, oldest first. */
  public List<Link> links(CitizenId citizen) {
    return jdbc.sql(
            "select l.*, c.joined_assurance, c.joined_notified, c.joined_at"
                + " from home_link l join citizen c on c.id = l.citizen_id"
                + " where c.root = (select root from citizen where id = ?)"
                + " order by l.created_at, l.id")
        .param(citizen.value())
        .query(Citizens::link)
        .list();
  }

  /**
   * Deletes everything about the citizen: links, consents, pseudonyms, sessions, tokens, and the
   * key that makes personal fields of the audit log readable.
   */
  public void erase(CitizenId citizen) {
    transactions.run(() -> {
      eraseGroup(lock(citizen));
    });
  }

  /** The link of an account, and whose it is. */
  Optional<Linked> linkOf(String issuer, String homeSubject) {
    return jdbc.sql(
            "select l.id, c.root from home_link l join citizen c on c.id = l.citizen_id"
                + " where l.issuer = ? and l.subject_mac = ?")
        .params(issuer, mac(issuer, homeSubject))
        .query(
            (row, number) -> new Linked(new CitizenId(row.getString("root")), row.getString("id")))
        .optional();
  }

  /** A citizen and one link. */
  record Linked(CitizenId citizen, String linkId) {}

  /** The citizen that this one is now, after citizens became one or two. */
  Optional<CitizenId> root(CitizenId citizen) {
    return jdbc.sql("select root from citizen where id = ?")
        .param(citizen.value())
        .query(String.class)
        .optional()
        .map(CitizenId::new);
  }

  /**
   * Notes that unused links will go, and deletes those of which that was noted long ago. What
   * services call the person stays with the account that it was joined to, as after a move from an
   * old account to a new one; without one, the citizen is erased.
   */
  int removeUnused() {
    long now = clock.millis();
    jdbc.sql("update home_link set noticed_at = ? where noticed_at is null and last_used_at < ?")
        .params(now, now - UNUSED.minus(NOTICE).toMillis())
        .update();
    record Unused(String id, CitizenId citizen) {}
    List<Unused> unused =
        jdbc.sql(
                "select l.id, c.root from home_link l join citizen c on c.id = l.citizen_id"
                    + " where l.last_used_at < ? and l.noticed_at < ? order by l.id limit 1000")
            .params(now - UNUSED.toMillis(), now - NOTICE.toMillis())
            .query((row, number) ->
                new Unused(row.getString("id"), new CitizenId(row.getString("root"))))
            .list();
    int removed = 0;
    for (Unused each : unused) {
      // A citizen who is gone with an earlier link of this list is no failure.
      if (root(each.citizen()).isPresent()
          && transactions.call(() -> drop(each.citizen(), each.id()))) {
        removed++;
      }
    }
    return removed;
  }

  /** Deletes a link; what was the account's stays with the oldest other account. */
  private boolean drop(CitizenId citizen, String linkId) {
    String root = lock(citizen);
    if (accounts(root) == 1) {
      return unlink(citizen, linkId);
    }
    Optional<String> owner =
        jdbc.sql(
                "select c.id from citizen c join home_link l on l.citizen_id = c.id"
                    + " where c.root = ? and l.id = ?")
            .params(root, linkId)
            .query(String.class)
            .optional();
    owner.ifPresent(id -> {
      String keeper = oldestAccount(root, id);
      jdbc.sql("update citizen set keeper = ? where id = ? or keeper = ?")
          .params(keeper, id, id)
          .update();
      jdbc.sql("delete from home_link where id = ?").param(linkId).update();
    });
    return owner.isPresent();
  }

  private boolean insertLink(
      String citizen,
      String issuer,
      String homeSubject,
      AssuranceLevel level,
      @Nullable String means) {
    return jdbc.sql(
                "insert into home_link (id, citizen_id, issuer, subject_mac, assurance, means,"
                    + " created_at, last_used_at) values (?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict do nothing")
            .params(
                Rows.values(
                    Digests.newId(),
                    citizen,
                    issuer,
                    mac(issuer, homeSubject),
                    Levels.number(level),
                    means,
                    clock.millis(),
                    clock.millis()))
            .update()
        == 1;
  }

  /** Locks the citizen that this one is now, so that nobody joins or splits it meanwhile. */
  private String lock(CitizenId citizen) {
    while (true) {
      String root =
          root(citizen)
              .map(CitizenId::value)
              .orElseThrow(() -> new IllegalArgumentException("there is no such citizen"));
      Pseudonyms.lock(jdbc, root);
      // While we waited for the lock, it may have become another's.
      if (root(citizen).filter(now -> now.value().equals(root)).isPresent()) {
        return root;
      }
    }
  }

  private int accounts(String root) {
    return jdbc.sql(
            "select count(*) from home_link l join citizen c on c.id = l.citizen_id"
                + " where c.root = ?")
        .param(root)
        .query(Integer.class)
        .single();
  }

  /**
   * Takes one citizen out of a group, with those that it keeps; the others stay together, under the
   * oldest that has an account if need be.
   */
  private void split(String citizen, List<String> leaving, String root) {
    String rest = root;
    if (leaving.contains(root)) {
      rest = oldestAccount(root, citizen);
      jdbc.sql(
              "update citizen set root = ? where root = ? and id <> ?"
                  + " and (keeper is null or keeper <> ?)")
          .params(rest, root, citizen, citizen)
          .update();
    }
    jdbc.sql("update citizen set root = ? where root = ? and (id = ? or keeper = ?)")
        .params(citizen, root, citizen, citizen)
        .update();
    alone(citizen);
    alone(rest);
    // An account that was never seen but to be linked leaves nothing behind.
    jdbc.sql(
            "delete from citizen where id = ? and by_link"
                + " and not exists (select 1 from citizen kept where kept.keeper = citizen.id)"
                + " and not exists (select 1 from pseudonym p where p.citizen_id = citizen.id)"
                + " and not exists (select 1 from consent k where k.citizen_id = citizen.id)")
        .param(citizen)
        .update();
  }

  /** The first of those in the group that have an account, but for one. */
  private String oldestAccount(String root, String except) {
    return jdbc.sql(
            "select c.id from citizen c join home_link l on l.citizen_id = c.id"
                + " where c.root = ? and c.id <> ? order by c.created_at, c.id limit 1")
        .params(root, except)
        .query(String.class)
        .single();
  }

  /** Where nothing is joined to this one any more, it counts for itself. */
  private void alone(String root) {
    jdbc.sql(
            "update citizen set joined_assurance = null, joined_notified = false,"
                + " joined_at = null where root = ?"
                + " and not exists (select 1 from citizen o where o.root = ? and o.id <> ?)")
        .params(root, root, root)
        .update();
  }

  private void eraseGroup(String root) {
    // Consents, then sessions with their grants: the order in which everybody locks.
    jdbc.sql("delete from consent where citizen_id in (select id from citizen where root = ?)")
        .param(root)
        .update();
    sessions.endAll(new CitizenId(root));
    tokens.revokeCitizen(new CitizenId(root));
    jdbc.sql("delete from citizen where root = ?").param(root).update();
  }

  private byte[] mac(String issuer, String homeSubject) {
    return keys.lookup("link", issuer, homeSubject);
  }

  private static Link link(ResultSet row, int number) throws SQLException {
    long joined = row.getLong("joined_at");
    long noticed = row.getLong("noticed_at");
    return new Link(
        row.getString("id"),
        row.getString("issuer"),
        Levels.level(row.getInt("assurance")),
        row.getString("means"),
        joined == 0 ? null : joined(row, number),
        joined == 0 ? null : Instant.ofEpochMilli(joined),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("last_used_at")),
        noticed == 0 ? null : Instant.ofEpochMilli(noticed));
  }

  private static LevelMap.Proven joined(ResultSet row, int number) throws SQLException {
    return new LevelMap.Proven(
        Levels.level(row.getInt("joined_assurance")), row.getBoolean("joined_notified"));
  }
}
