package de.landbruecke.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import de.landbruecke.server.shared.Digests;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The gateway's own signing keys. A key is published before it signs, signs for a while, and stays
 * published until the last token that it signed is over. Private keys are only in memory and,
 * encrypted, in the database.
 */
public final class SigningKeys {

  /** How long a key stays published after it signed for the last time. */
  public static final Duration PUBLISHED_AFTER = Duration.ofDays(1);

  private static final String MARK = "signing-keys";

  /** RS256 is only asked for by clients weakened in the profile {@code conformance}. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256, JWSAlgorithm.EdDSA, JWSAlgorithm.RS256);

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final IdentityTransactions transactions;
  private final Clock clock;
  private final Duration rotation;
  private final Duration lead;
  private final AuditLog audit;
  private final Refreshed<Known> known;

  /** The keys that count, and the names of those that were taken out. */
  private record Known(List<Key> keys, Set<String> removed) {}

  private record Key(SigningKey about, JWK pair, boolean imported) {

    JWSAlgorithm algorithm() {
      return JWSAlgorithm.parse(about.algorithm());
    }

    boolean isPublished(Instant now) {
      return about.publishedUntil() == null || now.isBefore(about.publishedUntil());
    }

    boolean isSigning(Instant now) {
      return !now.isBefore(about.signsFrom())
          && (about.signsUntil() == null || now.isBefore(about.signsUntil()));
    }
  }

  /**
   * Keys in this database.
   *
   * @param rotation how long a key signs
   * @param lead how long it is published before
   */
  SigningKeys(
      JdbcClient jdbc,
      Envelope envelope,
      IdentityTransactions transactions,
      AuditLog audit,
      Clock clock,
      Duration rotation,
      Duration lead) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
    this.rotation = rotation;
    this.lead = lead;
    known = new Refreshed<>(jdbc, MARK, () -> new Known(load(), removed()));
  }

  /** All public keys for the key set; removed ones are gone within five seconds on all nodes. */
  public JWKSet published() {
    Instant now = clock.instant();
    return new JWKSet(
        known.get().keys().stream()
            .filter(key -> key.isPublished(now))
            .map(key -> key.pair().toPublicJWK())
            .toList());
  }

  /**
   * The key pair that signs now; makes the first of its algorithm.
   *
   * @throws IllegalArgumentException for algorithms other than ES256, PS256, EdDSA and RS256
   */
  public JWK current(JWSAlgorithm algorithm) {
    List<Key> all = known.get().keys();
    // None signs yet where a node with a faster clock made the first: that one, not another.
    return signing(all, algorithm)
        .or(() -> first(all, algorithm))
        .orElseGet(() -> makeFirst(algorithm));
  }

  /**
   * Begins a rotation now: publishes a key that will sign after the lead time. Its id; that of the
   * waiting key if a rotation is under way.
   */
  public String rotate(JWSAlgorithm algorithm) {
    check(algorithm);
    return transactions.call(() -> {
      Refreshed.lock(jdbc, MARK);
      return publishNext(algorithm, load());
    });
  }

  /**
   * As {@link #rotate(JWSAlgorithm)}, with a row in the audit log.
   *
   * @param by who wanted it
   */
  public String rotate(JWSAlgorithm algorithm, String reason, String by) {
    return transactions.call(() -> {
      String kid = rotate(algorithm);
      audit.append(
          AuditEvent.audit("key.rotated", "ok")
              .detail("kid", kid)
              .detail("algorithm", algorithm.getName())
              .detail("reason", reason)
              .detail("by", by)
              .build());
      return kid;
    });
  }

  /**
   * Whether this is a JWS of ours of which the key was taken out. Anything else is not, whatever it
   * is.
   */
  boolean isSignedByRemoved(String token) {
    int end = token.indexOf('.');
    Set<String> removed = known.get().removed();
    if (end < 0 || removed.isEmpty()) {
      return false;
    }
    try {
      String kid = JWSHeader.parse(new Base64URL(token.substring(0, end))).getKeyID();
      return kid != null && removed.contains(kid);
    } catch (ParseException e) {
      return false;
    }
  }

  /**
   * Takes a key out at once; another one signs from now on if it was the one that signs. False if
   * there is no such key.
   */
  public boolean remove(String kid) {
    return transactions.call(() -> {
      Refreshed.lock(jdbc, MARK);
      List<Key> all = load();
      Optional<Key> found = all.stream().filter(key -> key.about().kid().equals(kid)).findFirst();
      if (found.isEmpty()) {
        return false;
      }
      Key key = found.get();
      long now = clock.millis();
      jdbc.sql(
              "update signing_key set removed = true, sealed = null, published_until = ?"
                  + " where kid = ?")
          .params(now, kid)
          .update();
      // If it was still waiting, the one that it was to replace goes on.
      jdbc.sql(
              "update signing_key set signs_until = null, published_until = null"
                  + " where algorithm = ? and signs_until = ? and signs_until > ?")
          .params(key.about().algorithm(), key.about().signsFrom().toEpochMilli(), now)
          .update();
      List<Key> left = all.stream().filter(each -> !each.about().kid().equals(kid)).toList();
      if (signing(left, key.algorithm()).isEmpty()) {
        // A waiting key signs early, rather than a new one that nobody has seen.
        Optional<Key> waiting =
            left.stream()
                .filter(each -> each.algorithm().equals(key.algorithm()))
                .filter(each -> each.about().signsFrom().isAfter(clock.instant()))
                .findFirst();
        if (waiting.isPresent()) {
          jdbc.sql("update signing_key set signs_from = ? where kid = ?")
              .params(now, waiting.get().about().kid())
              .update();
        } else {
          insert(generate(key.algorithm()), key.algorithm(), now, false);
        }
      }
      changed();
      return true;
    });
  }

  /** All keys that are kept, for operators. */
  public List<SigningKey> all() {
    return known.get().keys().stream().map(Key::about).toList();
  }

  /**
   * Takes in keys that were made elsewhere. One that is not known yet signs at once if there is no
   * other of its algorithm, else after the lead time. Their rotation is up to whoever makes them.
   *
   * @throws IllegalArgumentException if one has no id, no private part, or an algorithm that is not
   *     allowed
   */
  void take(JWKSet made) {
    transactions.run(() -> {
      Refreshed.lock(jdbc, MARK);
      for (JWK pair : made.getKeys()) {
        JWSAlgorithm algorithm =
            pair.getAlgorithm() == null
                ? JWSAlgorithm.ES256
                : JWSAlgorithm.parse(pair.getAlgorithm().getName());
        check(algorithm);
        if (pair.getKeyID() == null || !pair.isPrivate()) {
          throw new IllegalArgumentException("a key has no id or no private part");
        }
        boolean isKnown =
            jdbc.sql("select count(*) from signing_key where kid = ?")
                    .param(pair.getKeyID())
                    .query(Integer.class)
                    .single()
                > 0;
        if (!isKnown) {
          List<Key> all = load();
          long from =
              signing(all, algorithm).isEmpty() ? clock.millis() : clock.millis() + lead.toMillis();
          retire(all, algorithm, from);
          insert(pair, algorithm, from, true);
          changed();
        }
      }
    });
  }

  /** Does what is due: publishes the next key of each algorithm, deletes those that are over. */
  void maintain() {
    transactions.run(() -> {
      Refreshed.lock(jdbc, MARK);
      Instant now = clock.instant();
      int deleted =
          jdbc.sql("delete from signing_key where not removed and published_until <= ?")
              .param(now.toEpochMilli())
              .update();
      if (deleted > 0) {
        changed();
      }
      List<Key> all = load();
      for (JWSAlgorithm algorithm : ALGORITHMS) {
        all.stream()
            .filter(key -> key.algorithm().equals(algorithm))
            .max(Comparator.comparing(key -> key.about().signsFrom()))
            .filter(key -> !key.imported())
            .filter(key -> !now.isBefore(key.about().signsFrom().plus(rotation).minus(lead)))
            .ifPresent(key -> publishNext(algorithm, all));
      }
    });
  }

  /** Read again rather than from the copy, which a running transaction does not change. */
  private JWK makeFirst(JWSAlgorithm algorithm) {
    check(algorithm);
    return transactions.call(() -> {
      Refreshed.lock(jdbc, MARK);
      Optional<JWK> made = first(load(), algorithm);
      if (made.isPresent()) {
        known.forget();
        return made.get();
      }
      JWK first = generate(algorithm);
      insert(first, algorithm, clock.millis(), false);
      changed();
      return first;
    });
  }

  private static Optional<JWK> first(List<Key> all, JWSAlgorithm algorithm) {
    return all.stream()
        .filter(key -> key.algorithm().equals(algorithm))
        .min(Comparator.comparing(key -> key.about().signsFrom()))
        .map(Key::pair);
  }

  private String publishNext(JWSAlgorithm algorithm, List<Key> all) {
    Optional<Key> waiting =
        all.stream()
            .filter(key -> key.algorithm().equals(algorithm))
            .filter(key -> key.about().signsFrom().isAfter(clock.instant()))
            .findFirst();
    if (waiting.isPresent()) {
      return waiting.get().about().kid();
    }
    long from = clock.millis() + (signing(all, algorithm).isEmpty() ? 0 : lead.toMillis());
    retire(all, algorithm, from);
    JWK next = generate(algorithm);
    insert(next, algorithm, from, false);
    changed();
    return next.getKeyID();
  }

  /** Those that sign now stop at this time, and leave the key set a while later. */
  private void retire(List<Key> all, JWSAlgorithm algorithm, long from) {
    all.stream()
        .filter(key -> key.algorithm().equals(algorithm))
        .filter(key -> key.about().signsUntil() == null)
        .forEach(key ->
            jdbc.sql("update signing_key set signs_until = ?, published_until = ? where kid = ?")
                .params(from, from + PUBLISHED_AFTER.toMillis(), key.about().kid())
                .update());
  }

  private void insert(JWK pair, JWSAlgorithm algorithm, long from, boolean imported) {
    jdbc.sql(
            "insert into signing_key (kid, algorithm, sealed, imported, removed, published_at,"
                + " signs_from) values (?, ?, ?, ?, false, ?, ?)")
        .params(
            pair.getKeyID(),
            algorithm.getName(),
            envelope.sealText(pair.toJSONString(), context(pair.getKeyID())),
            imported,
            clock.millis(),
            from)
        .update();
  }

  private void changed() {
    Refreshed.count(jdbc, MARK);
    known.forget();
  }

  private Optional<JWK> signing(List<Key> all, JWSAlgorithm algorithm) {
    Instant now = clock.instant();
    return all.stream()
        .filter(key -> key.algorithm().equals(algorithm))
        .filter(key -> key.isSigning(now))
        .max(Comparator.comparing(key -> key.about().signsFrom()))
        .map(Key::pair);
  }

  private Set<String> removed() {
    return Set.copyOf(
        jdbc.sql("select kid from signing_key where removed").query(Rows.TEXT).list());
  }

  private List<Key> load() {
    return jdbc.sql("select * from signing_key where not removed order by signs_from, kid")
        .query(this::key)
        .list();
  }

  private Key key(ResultSet row, int number) throws SQLException {
    String kid = row.getString("kid");
    SigningKey about =
        new SigningKey(
            kid,
            row.getString("algorithm"),
            Instant.ofEpochMilli(row.getLong("published_at")),
            Instant.ofEpochMilli(row.getLong("signs_from")),
            instant(row, "signs_until"),
            instant(row, "published_until"));
    try {
      JWK pair = JWK.parse(envelope.openText(row.getBytes("sealed"), context(kid)));
      return new Key(about, pair, row.getBoolean("imported"));
    } catch (ParseException e) {
      // Without the cause, which may quote the key.
      throw new IllegalStateException("a stored signing key cannot be read");
    }
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static void check(JWSAlgorithm algorithm) {
    if (!ALGORITHMS.contains(algorithm)) {
      throw new IllegalArgumentException(
          "found algorithm " + algorithm + ", allowed are ES256, PS256, EdDSA and RS256");
    }
  }

  static JWK generate(JWSAlgorithm algorithm) {
    String kid = Digests.newId();
    try {
      if (algorithm.equals(JWSAlgorithm.ES256)) {
        return new ECKeyGenerator(Curve.P_256)
            .keyID(kid)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(algorithm)
            .generate();
      }
      if (algorithm.equals(JWSAlgorithm.EdDSA)) {
        return ed25519(kid);
      }
      return new RSAKeyGenerator(3072)
          .keyID(kid)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(algorithm)
          .generate();
    } catch (JOSEException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java makes keys for " + algorithm, e);
    }
  }

  /** By the JDK: Nimbus would need another library for it. */
  private static OctetKeyPair ed25519(String kid) throws NoSuchAlgorithmException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return new OctetKeyPair.Builder(Curve.Ed25519, last32(pair.getPublic().getEncoded()))
        .d(last32(pair.getPrivate().getEncoded()))
        .keyID(kid)
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.EdDSA)
        .build();
  }

  /** Both encodings of RFC 8410 end in the 32 bytes of the key. */
  private static Base64URL last32(byte[] encoded) {
    return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  private static String context(String kid) {
    return "signing-key " + kid;
  }
}
