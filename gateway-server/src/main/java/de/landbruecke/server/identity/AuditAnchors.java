package de.landbruecke.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import de.landbruecke.server.identity.AuditEvent.Log;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import java.text.ParseException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Signed statements of where the audit log's chains ended, each naming the one before it. What was
 * anchored cannot be taken from the end of a chain any more.
 */
final class AuditAnchors {

  private static final Logger LOG = LoggerFactory.getLogger(AuditAnchors.class);

  private final JdbcClient jdbc;
  private final SecretKeys keys;
  private final Clock clock;

  /** What is signed. Chains by {@link #chain}. */
  private record Statement(
      String log, int day, long number, long madeAt, String previous, Map<String, End> chains) {}

  /** Where a chain ended. */
  private record End(int seq, String hash) {}

  private record Anchor(long number, int day, String signed) {}

  /** The hashes of all rows of one log and day that were found. */
  static final class Hashes {
    private final Map<String, Map<Integer, String>> chains = new HashMap<>();

    void put(String chain, int seq, byte[] hash) {
      chains.computeIfAbsent(chain, name -> new HashMap<>()).put(seq, Digests.base64url(hash));
    }

    private boolean contains(String chain, End end) {
      return end.hash().equals(chains.getOrDefault(chain, Map.of()).get(end.seq()));
    }
  }

  AuditAnchors(JdbcClient jdbc, SecretKeys keys, Clock clock) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.clock = clock;
  }

  static String chain(String node, int lane) {
    return node + "/" + lane;
  }

  /** Signs the ends of a day's chains, unless the newest anchor of that day says the same. */
  void sign(Log log, int day) {
    Map<String, End> ends = ends(log, day);
    if (ends.isEmpty() || newestOf(log, day).filter(ends::equals).isPresent()) {
      return;
    }
    Optional<Anchor> last = last(log);
    long number = last.map(Anchor::number).orElse(0L) + 1;
    String previous = last.map(anchor -> hash(anchor.signed())).orElse("");
    String signed = sign(new Statement(log.name(), day, number, clock.millis(), previous, ends));
    int mine =
        jdbc.sql(
                "insert into audit_anchor (log_name, number, log_day, made_at, signed)"
                    + " values (?, ?, ?, ?, ?) on conflict do nothing")
            .params(log.name(), number, day, clock.millis(), signed)
            .update();
    if (mine == 1) {
      // Whoever collects the logs holds a copy that nobody with the database alone can change.
      LOG.info("Audit anchor {} of log {}: {}", number, log, hash(signed));
    }
  }

  /** Adds what the anchors say against the rows that were found. */
  void verify(Log log, LocalDate day, int number, Hashes found, List<String> faults) {
    List<Anchor> all =
        jdbc.sql(
                "select number, log_day, signed from audit_anchor where log_name = ? order by"
                    + " number")
            .param(log.name())
            .query((row, i) ->
                new Anchor(row.getLong("number"), row.getInt("log_day"), row.getString("signed")))
            .list();
    String previous = "";
    long expected = 1;
    for (Anchor anchor : all) {
      String where = log + " anchor " + anchor.number() + ": ";
      if (anchor.number() != expected) {
        faults.add(where + "anchors from " + expected + " on before it are missing");
      }
      Optional<Statement> statement = anchor.day() == number ? checked(anchor) : unchecked(anchor);
      if (statement.isEmpty()) {
        faults.add(where + "it was changed");
      } else {
        Statement said = statement.get();
        if (said.number() != anchor.number()
            || said.day() != anchor.day()
            || !said.log().equals(log.name())) {
          faults.add(where + "it was moved");
        } else if (anchor.number() == expected && !said.previous().equals(previous)) {
          faults.add(where + "it does not follow the one before it");
        }
        if (anchor.day() == number) {
          said.chains()
              .forEach((chain, end) -> {
                if (!found.contains(chain, end)) {
                  faults.add(
                      log
                          + " "
                          + number
                          + " chain "
                          + chain
                          + ": row "
                          + end.seq()
                          + ", which anchor "
                          + anchor.number()
                          + " names, is missing or another");
                }
              });
        }
      }
      previous = hash(anchor.signed());
      expected = anchor.number() + 1;
    }
  }

  private Map<String, End> ends(Log log, int day) {
    Map<String, End> ends = new TreeMap<>();
    jdbc.sql(
            "select e.node, e.lane, e.seq, e.row_hash from audit_event e join"
                + " (select node, lane, max(seq) as seq from audit_event"
                + " where log_name = ? and log_day = ? group by node, lane) m"
                + " on m.node = e.node and m.lane = e.lane and m.seq = e.seq"
                + " where e.log_name = ? and e.log_day = ?")
        .params(log.name(), day, log.name(), day)
        .query(row -> {
          ends.put(
              chain(row.getString("node"), row.getInt("lane")),
              new End(row.getInt("seq"), Digests.base64url(row.getBytes("row_hash"))));
        });
    return ends;
  }

  private Optional<Map<String, End>> newestOf(Log log, int day) {
    return jdbc.sql(
            "select number, log_day, signed from audit_anchor where log_name = ? and log_day = ?"
                + " order by number desc limit 1")
        .params(log.name(), day)
        .query((row, i) ->
            new Anchor(row.getLong("number"), row.getInt("log_day"), row.getString("signed")))
        .optional()
        .flatMap(AuditAnchors::unchecked)
        .map(Statement::chains)
        .map(TreeMap::new);
  }

  private Optional<Anchor> last(Log log) {
    return jdbc.sql(
            "select number, log_day, signed from audit_anchor where log_name = ?"
                + " order by number desc limit 1")
        .param(log.name())
        .query((row, i) ->
            new Anchor(row.getLong("number"), row.getInt("log_day"), row.getString("signed")))
        .optional();
  }

  private String sign(Statement statement) {
    try {
      JWSObject object =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keys.auditKey().getKeyID()).build(),
              new Payload(Json.text(statement)));
      object.sign(new ECDSASigner(keys.auditKey()));
      return object.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("an anchor cannot be signed", e);
    }
  }

  private Optional<Statement> checked(Anchor anchor) {
    try {
      return JWSObject.parse(anchor.signed())
              .verify(new ECDSAVerifier(keys.auditKey().toPublicJWK()))
          ? unchecked(anchor)
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private static Optional<Statement> unchecked(Anchor anchor) {
    try {
      String payload = JWSObject.parse(anchor.signed()).getPayload().toString();
      return Optional.of(Json.read(payload, Statement.class));
    } catch (ParseException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static String hash(String signed) {
    return Digests.base64url(Digests.sha256(signed));
  }
}
