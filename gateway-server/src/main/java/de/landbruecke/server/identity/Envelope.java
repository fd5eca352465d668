package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Encrypts what the database holds: AES-256-GCM under data keys, which lie in the database
 * encrypted under the one master key, which does not. Open data keys stay in memory.
 */
public final class Envelope {

  /** A data key encrypts for so long: far fewer than 2^32 values (NIST SP 800-38D, 8.3). */
  private static final Duration KEY_LIFETIME = Duration.ofDays(30);

  private static final byte FORMAT = 1;
  private static final int HEADER = 1 + Integer.BYTES;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final byte[] master;
  private final Map<Integer, byte[]> keys = new ConcurrentHashMap<>();
  private volatile DataKey current;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record DataKey(int id, byte[] key, long createdAt) {}

  private Envelope(JdbcClient jdbc, Clock clock, byte[] master, DataKey current) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.master = master;
    this.current = current;
    keys.put(current.id(), current.key());
  }

  /** Opens the newest data key, and makes one, and the master key, where nothing is there yet. */
  static Envelope open(JdbcClient jdbc, Clock clock, Path masterKeyFile) {
    boolean isEmpty = jdbc.sql("select count(*) from data_key").query(Integer.class).single() == 0;
    byte[] master = MasterKey.read(masterKeyFile, isEmpty);
    if (isEmpty) {
      make(jdbc, clock, master, 1);
    }
    return new Envelope(jdbc, clock, master, newest(jdbc, master));
  }

  /**
   * Encrypts.
   *
   * @param context where the value lies; it opens only there
   */
  public byte[] seal(byte[] plain, String context) {
    DataKey key = fresh();
    byte[] encrypted = AesGcm.encrypt(key.key(), plain, context);
    return ByteBuffer.allocate(HEADER + encrypted.length)
        .put(FORMAT)
        .putInt(key.id())
        .put(encrypted)
        .array();
  }

  /**
   * Decrypts.
   *
   * @throws IllegalStateException if the value was changed, moved, or sealed under another master
   *     key
   */
  public byte[] open(byte[] sealed, String context) {
    if (sealed.length < HEADER || sealed[0] != FORMAT) {
      throw new IllegalStateException("a sealed value has an unknown format");
    }
    int id = ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt();
    byte[] key = keys.computeIfAbsent(id, this::load);
    return AesGcm.decrypt(key, Arrays.copyOfRange(sealed, HEADER, sealed.length), context);
  }

  byte[] sealText(String plain, String context) {
    return seal(plain.getBytes(StandardCharsets.UTF_8), context);
  }

  byte @Nullable [] sealNullable(@Nullable String plain, String context) {
    return plain == null ? null : sealText(plain, context);
  }

  String openText(byte[] sealed, String context) {
    return new String(open(sealed, context), StandardCharsets.UTF_8);
  }

  @Nullable String openNullable(byte @Nullable [] sealed, String context) {
    return sealed == null ? null : openText(sealed, context);
  }

  private DataKey fresh() {
    DataKey key = current;
    if (clock.millis() - key.createdAt() < KEY_LIFETIME.toMillis()) {
      return key;
    }
    synchronized (keys) {
      if (current.id() == key.id()) {
        DataKey newest = newest(jdbc, master);
        if (clock.millis() - newest.createdAt() >= KEY_LIFETIME.toMillis()) {
          make(jdbc, clock, master, newest.id() + 1);
          newest = newest(jdbc, master);
        }
        keys.put(newest.id(), newest.key());
        current = newest;
      }
      return current;
    }
  }

  private byte[] load(int id) {
    byte[] sealed =
        jdbc.sql("select sealed from data_key where id = ?")
            .param(id)
            .query(byte[].class)
            .optional()
            .orElseThrow(() -> new IllegalStateException("there is no data key " + id));
    return unwrap(master, id, sealed);
  }

  private static void make(JdbcClient jdbc, Clock clock, byte[] master, int id) {
    // Of several nodes one makes it, the others take that one.
    jdbc.sql(
            "insert into data_key (id, sealed, created_at) values (?, ?, ?)"
                + " on conflict do nothing")
        .params(
            id, AesGcm.encrypt(master, Digests.random(AesGcm.KEY_BYTES), wrap(id)), clock.millis())
        .update();
  }

  private static DataKey newest(JdbcClient jdbc, byte[] master) {
    return jdbc.sql("select id, sealed, created_at from data_key order by id desc limit 1")
        .query((row, number) ->
            new DataKey(
                row.getInt("id"),
                unwrap(master, row.getInt("id"), row.getBytes("sealed")),
                row.getLong("created_at")))
        .single();
  }

  private static byte[] unwrap(byte[] master, int id, byte[] sealed) {
    try {
      return AesGcm.decrypt(master, sealed, wrap(id));
    } catch (IllegalStateException e) {
      throw MasterKey.invalid("found another key than the database was made with");
    }
  }

  private static String wrap(int id) {
    return "data-key " + id;
  }
}
