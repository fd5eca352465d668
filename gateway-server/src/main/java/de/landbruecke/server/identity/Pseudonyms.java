package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What services of a sector call a citizen: another value in each sector, stored at first use,
 * unaffected by any rotation of keys, never given to anybody else.
 *
 * <p>Of two citizens who became one, each sector keeps the older pseudonym as {@code sub}. Nothing
 * is rewritten for that: rows stay with the citizen for whom they were made, and are found by the
 * common {@code root}, so that an undo has nothing to restore.
 */
public final class Pseudonyms {

  private final JdbcClient jdbc;
  private final Envelope envelope;
  private final SecretKeys keys;
  private final IdentityTransactions transactions;
  private final Clock clock;

  Pseudonyms(
      JdbcClient jdbc,
      Envelope envelope,
      SecretKeys keys,
      IdentityTransactions transactions,
      Clock clock) {
    this.jdbc = jdbc;
    this.envelope = envelope;
    this.keys = keys;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The citizen's {@code sub} in the sector; made now if there is none.
   *
   * @throws IllegalArgumentException if there is no such citizen
   */
  public String subject(CitizenId citizen, String sector) {
    List<String> known = all(citizen, sector);
    return known.isEmpty() ? make(citizen, sector) : known.getFirst();
  }

  /** Pseudonyms that also mean this citizen in the sector, since two citizens became one. */
  public List<String> aliases(CitizenId citizen, String sector) {
    List<String> known = all(citizen, sector);
    return known.isEmpty() ? known : known.subList(1, known.size());
  }

  /** Whose {@code sub} or alias this is. */
  public Optional<CitizenId> resolve(String sector, String subject) {
    return jdbc.sql(
            "select c.root from pseudonym p join citizen c on c.id = p.citizen_id"
                + " where p.sector = ? and p.subject_mac = ?")
        .params(sector, mac(sector, subject))
        .query(String.class)
        .optional()
        .map(CitizenId::new);
  }

  /** Makes a key for pseudonyms that are made from now on; those that exist stay as they are. */
  public void rotateKey() {
    keys.rotate(SecretKeys.PSEUDONYM);
  }

  private List<String> all(CitizenId citizen, String sector) {
    return jdbc.sql(
            "select p.citizen_id, p.sealed from pseudonym p join citizen c on c.id = p.citizen_id"
                + " where c.root = (select root from citizen where id = ?) and p.sector = ?"
                + " order by p.created_at, p.citizen_id")
        .params(citizen.value(), sector)
        .query((row, number) ->
            envelope.openText(row.getBytes("sealed"), context(sector, row.getString("citizen_id"))))
        .list();
  }

  private String make(CitizenId citizen, String sector) {
    return transactions.call(() -> {
      String root =
          jdbc.sql("select root from citizen where id = ?")
              .param(citizen.value())
              .query(String.class)
              .optional()
              .orElseThrow(() -> new IllegalArgumentException("there is no such citizen"));
      // Locked, so that two callers make one pseudonym and not two.
      lock(jdbc, root);
      List<String> known = all(citizen, sector);
      if (!known.isEmpty()) {
        return known.getFirst();
      }
      int version = keys.version(SecretKeys.PSEUDONYM);
      String subject = compute(keys.key(SecretKeys.PSEUDONYM, version), version, sector, root);
      jdbc.sql(
              "insert into pseudonym"
                  + " (sector, subject_mac, citizen_id, sealed, key_version, created_at)"
                  + " values (?, ?, ?, ?, ?, ?)")
          .params(
              sector,
              mac(sector, subject),
              root,
              envelope.sealText(subject, context(sector, root)),
              version,
              clock.millis())
          .update();
      return subject;
    });
  }

  /**
   * Locks a citizen's row until the transaction ends, but not against rows of other tables that
   * refer to it, as {@code for update} would.
   */
  static void lock(JdbcClient jdbc, String citizen) {
    jdbc.sql("update citizen set created_at = created_at where id = ?").param(citizen).update();
  }

  /** All 256 bits, after the key's version, so that two keys never make the same. */
  static String compute(byte[] key, int version, String sector, String citizen) {
    return version + "." + Digests.base64url(Digests.hmac(key, "p1", sector, citizen));
  }

  private byte[] mac(String sector, String subject) {
    return keys.lookup("subject", sector, subject);
  }

  private static String context(String sector, String citizen) {
    return "pseudonym " + sector + " " + citizen;
  }
}
