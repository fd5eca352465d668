package de.landbruecke.benchmarks.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes accounts, consents and tokens into the gateway's database as its stores do, but many at
 * once: with the look-up hashes and the encryption that docs/reference/identity-data.md describes.
 */
final class IdentityRows {

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final int BATCH = 5_000;
  private static final int TOKENS_OF_GRANT = 10;

  /** 770,000 accounts with 6.5 each are five million. */
  private static final int CONSENTS_OF_TWO = 13;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final long YEAR_MILLIS = 365L * 24 * 3600 * 1000;

  private final Connection database;
  private final SecureRandom random = new SecureRandom();
  private final int dataKeyId;
  private final byte[] dataKey;
  private final byte[] lookupKey;

  /**
   * Opens the keys of a database that the gateway has made.
   *
   * @param masterKey the gateway's file
   */
  IdentityRows(Connection database, Path masterKey) throws SQLException, IOException {
    this.database = database;
    byte[] master = Base64.getDecoder().decode(Files.readString(masterKey).strip());
    try (Statement statement = database.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("select id, sealed from data_key order by id desc limit 1")) {
        row.next();
        dataKeyId = row.getInt(1);
        dataKey = decrypt(master, row.getBytes(2), 0, "data-key " + dataKeyId);
      }
      try (ResultSet row =
          statement.executeQuery(
              "select sealed from secret_key where purpose = 'lookup' and version = 1")) {
        row.next();
        lookupKey = decrypt(dataKey, row.getBytes(1), 1 + Integer.BYTES, "secret-key lookup 1");
      }
    }
  }

  /** Citizens of the issuer, named by the prefix and a number, each with a consent. */
  void citizens(String issuer, String prefix, int count, String service) throws SQLException {
    citizens(issuer, prefix, 0, count, service, 2);
  }

  /**
   * So many more that each has six or seven consents; indexes are made anew afterwards, as whoever
   * restores a database does. Of PostgreSQL only.
   */
  void many(String issuer, String prefix, int first, int end, String service) throws SQLException {
    try (Statement statement = database.createStatement()) {
      // The rows fit together by themselves, and this is no time to wait for the disk.
      statement.execute("set session_replication_role = replica");
      statement.execute("set synchronous_commit = off");
      statement.execute("drop index consent_citizen");
      statement.execute("drop index consent_end");
      citizens(issuer, prefix, first, end, service, CONSENTS_OF_TWO);
      statement.execute("create index consent_citizen on consent (citizen_id, client_id)");
      statement.execute("create index consent_end on consent (ends_at)");
      statement.execute("analyze");
    }
  }

  static String count(Connection database, String table) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + table)) {
      row.next();
      return row.getString(1);
    }
  }

  private void citizens(
      String issuer, String prefix, int first, int end, String service, int consentsOfTwo)
      throws SQLException {
    database.setAutoCommit(false);
    long now = System.currentTimeMillis();
    try (PreparedStatement citizen =
            database.prepareStatement(
                "insert into citizen (id, root, created_at) values (?, ?, ?)");
        PreparedStatement link =
            database.prepareStatement(
                "insert into home_link (id, citizen_id, issuer, subject_mac, assurance, means,"
                    + " created_at, last_used_at) values (?, ?, ?, ?, 3, 'pwd', ?, ?)");
        PreparedStatement consent =
            database.prepareStatement(
                "insert into consent (id, citizen_id, client_id, purpose, attributes, assurance,"
                    + " text_version, portal_to_portal, granted, decided_at, expires_at, ends_at)"
                    + " values (?, ?, ?, ?, 'family_name given_name', 3, '1', true, true, ?, ?,"
                    + " ?)")) {
      for (int i = first; i < end; i++) {
        String id = newId();
        set(citizen, id, id, now);
        set(link, newId(), id, issuer, mac("link", issuer, prefix + i), now, now);
        for (int each = 0; each < (consentsOfTwo + i % 2) / 2; each++) {
          // Only the first is for the service: a citizen deals with many.
          String client = each == 0 ? service : "service-" + each;
          long until = now + YEAR_MILLIS;
          set(consent, newId(), id, client, Gateway.PURPOSE, now, until, until);
        }
        if (i % BATCH == BATCH - 1 || i == end - 1) {
          citizen.executeBatch();
          link.executeBatch();
          consent.executeBatch();
          database.commit();
        }
      }
    }
    database.setAutoCommit(true);
  }

  /**
   * Tokens {@code first} up to, not including, {@code end} for the interface of the service, ten of
   * each grant. Their texts are {@link #token}.
   */
  void tokens(int first, int end, String client, String citizen) throws SQLException {
    database.setAutoCommit(false);
    long now = System.currentTimeMillis();
    long until = now + YEAR_MILLIS / 365;
    try (PreparedStatement grant =
            database.prepareStatement(
                "insert into token_grant (id, client_id, citizen_id, sealed, created_at,"
                    + " expires_at, issuer) values (?, ?, ?, ?, ?, ?, 'home-bw')");
        PreparedStatement token =
            database.prepareStatement(
                "insert into token (token_hash, kind, grant_id, sealed, issued_at, expires_at)"
                    + " values (?, 'EXCHANGED', ?, ?, ?, ?)")) {
      String id = "";
      for (int i = first; i < end; i++) {
        if (i % TOKENS_OF_GRANT == 0 || id.isEmpty()) {
          id = newId();
          set(grant, id, client, citizen, seal("{}", "grant " + id), now, until);
        }
        byte[] hash = sha256(token(i));
        byte[] content =
            seal(claims(client, now / 1000), "token " + BASE64URL.encodeToString(hash));
        set(token, hash, id, content, now, until);
        if (i % BATCH == BATCH - 1 || i == end - 1) {
          grant.executeBatch();
          token.executeBatch();
          database.commit();
        }
      }
    }
    database.setAutoCommit(true);
  }

  /** The text of a token that {@link #tokens} made. */
  static String token(int number) {
    return "token-of-the-measurement-" + number;
  }

  private static String claims(String client, long now) {
    return "{\"iss\":\"http://localhost\",\"sub\":\"1.kOXyvM3pqB7mfb1Q0uS2v5JrD8tWc4nZyE6hLgAxNwI\","
               + "\"aud\":\""
        + Gateway.SN_API
        + "\",\"client_id\":\""
        + client
        + "\",\"scope\":\"read\",\"acr\":\"http://bsi.bund.de/eID/LoA/substantiell\",\"iat\":"
        + now
        + ",\"exp\":"
        + (now + 86_400)
        + ",\"jti\":\"kOXyvM3pqB7mfb1Q0uS2v5\"}";
  }

  /** Any citizen. */
  String anybody() throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select id from citizen limit 1")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }

  private String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return BASE64URL.encodeToString(bytes);
  }

  private byte[] mac(String label, String... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(lookupKey, "HmacSHA256"));
      mac.update(label.getBytes(StandardCharsets.UTF_8));
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private byte[] seal(String plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, dataKey, nonce, context);
      byte[] encrypted = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + Integer.BYTES + NONCE_BYTES + encrypted.length)
          .put((byte) 1)
          .putInt(dataKeyId)
          .put(nonce)
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-256-GCM", e);
    }
  }

  private static byte[] decrypt(byte[] key, byte[] sealed, int from, String context) {
    try {
      byte[] nonce = Arrays.copyOfRange(sealed, from, from + NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, context)
          .doFinal(sealed, from + NONCE_BYTES, sealed.length - from - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the database belongs to another master key", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
