package de.landbruecke.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.landbruecke.server.identity.AuditEvent.Log;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What happened, append-only: each row carries the hash of the one before it, in chains of their
 * own for each node and day, and signed anchors name the ends of all chains.
 *
 * <p>Transactions that run at the same time write to different lanes, each a chain of its own, so
 * that none waits for another's commit. Personal fields are encrypted under a key of the citizen,
 * whose deletion leaves every hash as it was.
 */
public final class AuditLog {

  /** An erased citizen's key may stay in another node's memory for so long. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final IdentityTransactions transactions;
  private final Clock clock;
  private final String node;
  private final AuditAnchors anchors;
  private final AtomicInteger lanes = new AtomicInteger();
  private final ConcurrentLinkedDeque<Lane> free = new ConcurrentLinkedDeque<>();
  private final Cache<CitizenId, Person> people =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();

  /** The end of a chain. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Head(int day, int seq, byte[] hash) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Person(String id, byte[] key, long createdAt) {}

  /** Chains that one transaction at a time appends to. */
  private static final class Lane {
    final int number;
    final Map<Log, Head> heads = new EnumMap<>(Log.class);

    Lane(int number) {
      this.number = number;
    }
  }

  /** A lane in the hands of one transaction: given back when that ends. */
  private final class Use implements TransactionSynchronization {
    final Lane lane;
    final Map<Log, Head> heads;

    Use(Lane lane) {
      this.lane = lane;
      heads = new EnumMap<>(Log.class);
      heads.putAll(lane.heads);
    }

    boolean isOf(AuditLog log) {
      return AuditLog.this == log;
    }

    @Override
    public void afterCompletion(int status) {
      if (status == STATUS_COMMITTED) {
        lane.heads.putAll(heads);
      } else {
        // Whatever became of it: the database will tell where the chains end.
        lane.heads.clear();
      }
      free.addFirst(lane);
    }
  }

  /**
   * A log in this database.
   *
   * @param node what tells this process from others, the same after a restart
   */
  AuditLog(
      JdbcClient jdbc,
      Envelope envelope,
      IdentityTransactions transactions,
      SecretKeys keys,
      Clock clock,
      String node) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.transactions = transactions;
    this.clock = clock;
    this.node = node;
    anchors = new AuditAnchors(jdbc, keys, clock);
  }

  /** Appends, inside the caller's database transaction if there is one. */
  public void append(AuditEvent event) {
    transactions.run(() -> insert(event));
  }

  /** All that is wrong with a day's rows, one sentence each; empty: nothing is. */
  public List<String> verify(LocalDate day) {
    List<String> faults = new ArrayList<>();
    for (Log log : Log.values()) {
      if (day.isBefore(today().minusDays(days(log)))) {
        continue;
      }
      Chains chains = new Chains(log, number(day), faults);
      jdbc.sql(
              "select * from audit_event where log_name = ? and log_day = ?"
                  + " order by node, lane, seq")
          .params(log.name(), number(day))
          .query(chains::check);
      anchors.verify(log, day, number(day), chains.hashes, faults);
    }
    return faults;
  }

  /** The first rows of a day, for auditors. */
  public List<AuditEntry> entries(Log log, LocalDate day, int most) {
    return jdbc.sql(
            "select e.*, p.sealed as person_key from audit_event e"
                + " left join audit_person p on p.id = e.person"
                + " where e.log_name = ? and e.log_day = ?"
                + " order by e.happened_at, e.node, e.lane, e.seq limit "
                + most)
        .params(log.name(), number(day))
        .query(this::entry)
        .list();
  }

  /**
   * The first rows of a span of time, for auditors.
   *
   * @param until not itself part of it
   * @param transaction only rows of this transaction; null: all
   */
  public List<AuditEntry> search(
      Log log, Instant from, Instant until, @Nullable String transaction, int most) {
    List<Object> values = new ArrayList<>();
    values.add(log.name());
    values.add(number(LocalDate.ofInstant(from, ZoneOffset.UTC)));
    values.add(number(LocalDate.ofInstant(until, ZoneOffset.UTC)));
    values.add(from.toEpochMilli());
    values.add(until.toEpochMilli());
    if (transaction != null) {
      values.add(transaction);
    }
    return jdbc.sql(
            "select e.*, p.sealed as person_key from audit_event e"
                + " left join audit_person p on p.id = e.person"
                + " where e.log_name = ? and e.log_day between ? and ?"
                + " and e.happened_at >= ? and e.happened_at < ?"
                + (transaction == null ? "" : " and e.sign_in_id = ?")
                + " order by e.happened_at, e.node, e.lane, e.seq limit "
                + most)
        .params(values)
        .query(this::entry)
        .list();
  }

  /** The first day of which rows of any log are still kept. */
  public LocalDate firstDay() {
    return today().minusDays(days(Log.AUDIT));
  }

  /** Signs the ends of all chains of today and yesterday that have grown since. */
  void anchor() {
    for (Log log : Log.values()) {
      for (LocalDate day : List.of(today().minusDays(1), today())) {
        anchors.sign(log, number(day));
      }
    }
  }

  /** Deletes whole days that are older than their log is kept; how many rows. */
  int deleteOld() {
    record Old(int day, String node, int lane) {}
    int deleted = 0;
    for (Log log : Log.values()) {
      // Chain by chain: all at once might take longer than a statement may.
      List<Old> chains =
          jdbc.sql(
                  "select distinct log_day, node, lane from audit_event"
                      + " where log_name = ? and log_day < ?")
              .params(log.name(), number(today().minusDays(days(log))))
              .query((row, i) ->
                  new Old(row.getInt("log_day"), row.getString("node"), row.getInt("lane")))
              .list();
      for (Old chain : chains) {
        deleted +=
            jdbc.sql(
                    "delete from audit_event"
                        + " where log_name = ? and log_day = ? and node = ? and lane = ?")
                .params(log.name(), chain.day(), chain.node(), chain.lane())
                .update();
      }
    }
    return deleted;
  }

  static int days(Log log) {
    return switch (log) {
      case AUDIT -> 2 * 365 + 1;
      case SECURITY -> 90;
      case TECHNICAL -> 14;
    };
  }

  /** A day as {@code 20261124}. */
  static int number(LocalDate day) {
    return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
  }

  private void insert(AuditEvent event) {
    Use use = use();
    int day = number(today());
    Head head = use.heads.get(event.log());
    if (head == null || head.day() != day) {
      head = end(event.log(), day, use.lane.number);
    }
    Person person = event.citizen() == null ? null : person(event.citizen());
    byte[] personal =
        person == null || event.personal().isEmpty()
            ? null
            : AesGcm.encrypt(
                person.key(),
                Json.text(event.sortedPersonal()).getBytes(StandardCharsets.UTF_8),
                personalContext(person.id()));
    Row row =
        new Row(
            event.log().name(),
            day,
            node,
            use.lane.number,
            head.seq() + 1,
            clock.millis(),
            event.type(),
            event.outcome(),
            person == null ? null : person.id(),
            event.transaction(),
            event.clientId(),
            event.policyRevision(),
            event.rule(),
            Json.text(event.sortedDetails()),
            personal,
            head.hash());
    byte[] hash = row.hash();
    jdbc.sql(
            "insert into audit_event (log_name, log_day, node, lane, seq, happened_at, event_type,"
                + " outcome, person, sign_in_id, client_id, policy_revision, rule_id, details,"
                + " personal, previous_hash, row_hash)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            Rows.values(
                row.log(),
                row.day(),
                row.node(),
                row.lane(),
                row.seq(),
                row.happenedAt(),
                row.type(),
                row.outcome(),
                row.person(),
                row.signIn(),
                row.clientId(),
                row.revision(),
                row.rule(),
                row.details(),
                row.personal(),
                row.previous(),
                hash))
        .update();
    use.heads.put(event.log(), new Head(day, row.seq(), hash));
  }

  private Use use() {
    for (TransactionSynchronization each :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (each instanceof Use use && use.isOf(this)) {
        return use;
      }
    }
    Lane lane = free.pollFirst();
    Use use = new Use(lane == null ? new Lane(lanes.getAndIncrement()) : lane);
    TransactionSynchronizationManager.registerSynchronization(use);
    return use;
  }

  private Head end(Log log, int day, int lane) {
    return jdbc.sql(
            "select seq, row_hash from audit_event where log_name = ? and log_day = ?"
                + " and node = ? and lane = ? order by seq desc limit 1")
        .params(log.name(), day, node, lane)
        .query((row, number) -> new Head(day, row.getInt("seq"), row.getBytes("row_hash")))
        .optional()
        .orElseGet(() -> new Head(day, 0, start(log.name(), day, node, lane)));
  }

  private Person person(CitizenId citizen) {
    Person known = people.getIfPresent(citizen);
    if (known != null) {
      return known;
    }
    Optional<Person> stored = stored(citizen);
    if (stored.isPresent()) {
      // One that this transaction made a moment ago may still be rolled back.
      if (clock.millis() - stored.get().createdAt() > REMEMBERED.toMillis()) {
        people.put(citizen, stored.get());
      }
      return stored.get();
    }
    String id = Digests.newId();
    jdbc.sql(
            "insert into audit_person (id, citizen_id, sealed, created_at) values (?, ?, ?, ?)"
                + " on conflict do nothing")
        .params(
            id,
            citizen.value(),
            envelope.seal(Digests.random(AesGcm.KEY_BYTES), personContext(id)),
            clock.millis())
        .update();
    return stored(citizen).orElseThrow();
  }

  private Optional<Person> stored(CitizenId citizen) {
    return jdbc.sql("select id, sealed, created_at from audit_person where citizen_id = ?")
        .param(citizen.value())
        .query((row, number) ->
            new Person(
                row.getString("id"),
                envelope.open(row.getBytes("sealed"), personContext(row.getString("id"))),
                row.getLong("created_at")))
        .optional();
  }

  @SuppressWarnings("unchecked")
  private AuditEntry entry(ResultSet row, int number) throws SQLException {
    Map<String, String> personal = Map.of();
    byte[] encrypted = row.getBytes("personal");
    if (encrypted != null) {
      String person = row.getString("person");
      byte[] sealed = row.getBytes("person_key");
      personal =
          sealed == null
              ? null
              : Json.read(
                  new String(
                      AesGcm.decrypt(
                          envelope.open(sealed, personContext(person)),
                          encrypted,
                          personalContext(person)),
                      StandardCharsets.UTF_8),
                  Map.class);
    }
    return new AuditEntry(
        Instant.ofEpochMilli(row.getLong("happened_at")),
        row.getString("event_type"),
        row.getString("outcome"),
        row.getString("person"),
        row.getString("sign_in_id"),
        row.getString("client_id"),
        row.getLong("policy_revision"),
        row.getString("rule_id"),
        Json.read(row.getString("details"), Map.class),
        personal);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static byte[] start(String log, int day, String node, int lane) {
    return Digests.sha256OfParts(
        "landbruecke-audit", log, Integer.toString(day), node, Integer.toString(lane));
  }

  private static String personContext(String id) {
    return "audit-person " + id;
  }

  private static String personalContext(String person) {
    return "audit " + person;
  }

  /** A row as it is hashed. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Row(
      String log,
      int day,
      String node,
      int lane,
      int seq,
      long happenedAt,
      String type,
      String outcome,
      @Nullable String person,
      @Nullable String signIn,
      @Nullable String clientId,
      long revision,
      @Nullable String rule,
      String details,
      byte @Nullable [] personal,
      byte[] previous) {

    byte[] hash() {
      MessageDigest digest = Digests.newSha256();
      digest.update(previous);
      text(digest, log);
      number(digest, day);
      text(digest, node);
      number(digest, lane);
      number(digest, seq);
      number(digest, happenedAt);
      text(digest, type);
      text(digest, outcome);
      text(digest, person);
      text(digest, signIn);
      text(digest, clientId);
      number(digest, revision);
      text(digest, rule);
      text(digest, details);
      bytes(digest, personal);
      return digest.digest();
    }

    private static void number(MessageDigest digest, long value) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    private static void text(MessageDigest digest, @Nullable String text) {
      bytes(digest, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** With the length first; that of nothing is -1. */
    private static void bytes(MessageDigest digest, byte @Nullable [] bytes) {
      number(digest, bytes == null ? -1 : bytes.length);
      if (bytes != null) {
        digest.update(bytes);
      }
    }

    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("log_name"),
          row.getInt("log_day"),
          row.getString("node"),
          row.getInt("lane"),
          row.getInt("seq"),
          row.getLong("happened_at"),
          row.getString("event_type"),
          row.getString("outcome"),
          row.getString("person"),
          row.getString("sign_in_id"),
          row.getString("client_id"),
          row.getLong("policy_revision"),
          row.getString("rule_id"),
          row.getString("details"),
          row.getBytes("personal"),
          row.getBytes("previous_hash"));
    }
  }

  /** Follows the chains of one log and day, row by row in their order. */
  private static final class Chains {
    final Log log;
    final int day;
    final List<String> faults;
    final AuditAnchors.Hashes hashes = new AuditAnchors.Hashes();
    @Nullable String chain;
    int seq;
    byte[] previous = {};

    Chains(Log log, int day, List<String> faults) {
      this.log = log;
      this.day = day;
      this.faults = faults;
    }

    void check(ResultSet result) throws SQLException {
      Row row = Row.of(result);
      byte[] hash = Objects.requireNonNull(result.getBytes("row_hash"));
      String name = AuditAnchors.chain(row.node(), row.lane());
      if (!name.equals(chain)) {
        chain = name;
        seq = 0;
        previous = start(row.log(), row.day(), row.node(), row.lane());
      }
      String where = log + " " + day + " chain " + name + ": ";
      if (row.seq() != seq + 1) {
        faults.add(where + "rows " + (seq + 1) + " to " + (row.seq() - 1) + " are missing");
      } else if (!MessageDigest.isEqual(row.previous(), previous)) {
        faults.add(where + "row " + row.seq() + " does not follow the one before it");
      }
      if (!MessageDigest.isEqual(row.hash(), hash)) {
        faults.add(where + "row " + row.seq() + " was changed");
      }
      hashes.put(name, row.seq(), hash);
      seq = row.seq();
      previous = hash;
    }
  }
}
