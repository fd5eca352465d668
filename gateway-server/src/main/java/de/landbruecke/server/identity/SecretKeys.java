package de.landbruecke.server.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import de.landbruecke.server.shared.Digests;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keys that sign nothing for others: for pseudonyms and look-ups. They never change once made; a
 * rotation adds a version. Open ones stay in memory.
 */
final class SecretKeys {

  /** For HMACs by which rows are found. There is only one version, else nothing would be found. */
  static final String LOOKUP = "lookup";

  /** Signs the anchors of the audit log; a key of its own, whatever happens to the others. */
  private static final String AUDIT = "audit";

  /** For pseudonyms. */
  static final String PSEUDONYM = "pseudonym";

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final Clock clock;
  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
  private volatile @Nullable ECKey auditPair;

  SecretKeys(JdbcClient jdbc, Envelope envelope, Clock clock) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.clock = clock;
  }

  /** HMAC under the look-up key. */
  byte[] lookup(String label, String... parts) {
    return Digests.hmac(key(LOOKUP, 1), label, parts);
  }

  byte[] key(String purpose, int version) {
    return keys.computeIfAbsent(purpose + " " + version, name -> load(purpose, version));
  }

  /** The newest version; makes the first. */
  int version(String purpose) {
    int newest = newest(purpose);
    if (newest == 0) {
      make(purpose, 1);
      return 1;
    }
    return newest;
  }

  /** Adds a version, which is the newest from now on. */
  int rotate(String purpose) {
    int next = version(purpose) + 1;
    make(purpose, next);
    return next;
  }

  /** The key pair for anchors of the audit log (ES256). */
  ECKey auditKey() {
    ECKey pair = auditPair;
    if (pair == null) {
      pair = auditPair().or(this::makeAuditPair).orElseThrow();
      auditPair = pair;
    }
    return pair;
  }

  private Optional<ECKey> makeAuditPair() {
    ECKey made = SigningKeys.generate(JWSAlgorithm.ES256).toECKey();
    insert(AUDIT, 1, made.toJSONString().getBytes(StandardCharsets.UTF_8));
    return auditPair();
  }

  private Optional<ECKey> auditPair() {
    return jdbc.sql("select sealed from secret_key where purpose = ? and version = 1")
        .param(AUDIT)
        .query(byte[].class)
        .optional()
        .map(sealed -> {
          try {
            return ECKey.parse(envelope.openText(sealed, context(AUDIT, 1)));
          } catch (ParseException e) {
            // Without the cause, which may quote the key.
            throw new IllegalStateException("the stored audit key cannot be read");
          }
        });
  }

  private int newest(String purpose) {
    return jdbc.sql("select coalesce(max(version), 0) from secret_key where purpose = ?")
        .param(purpose)
        .query(Integer.class)
        .single();
  }

  private byte[] load(String purpose, int version) {
    if (version == 1 && newest(purpose) == 0) {
      make(purpose, 1);
    }
    byte[] sealed =
        jdbc.sql("select sealed from secret_key where purpose = ? and version = ?")
            .params(purpose, version)
            .query(byte[].class)
            .single();
    return envelope.open(sealed, context(purpose, version));
  }

  private void make(String purpose, int version) {
    insert(purpose, version, Digests.random(AesGcm.KEY_BYTES));
  }

  private void insert(String purpose, int version, byte[] key) {
    // Of several nodes one makes it, the others take that one.
    jdbc.sql(
            "insert into secret_key (purpose, version, sealed, created_at) values (?, ?, ?, ?)"
                + " on conflict do nothing")
        .params(purpose, version, envelope.seal(key, context(purpose, version)), clock.millis())
        .update();
  }

  private static String context(String purpose, int version) {
    return "secret-key " + purpose + " " + version;
  }
}
