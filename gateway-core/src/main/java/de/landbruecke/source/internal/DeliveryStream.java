package de.landbruecke.source.internal;

import de.landbruecke.source.CatalogFormatException;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.StreamOpener;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of one delivery, unpacked, counted, hashed and watched: reading fails as soon as there
 * are more of them, or they take longer, than the limits allow. For authors of a {@link
 * CatalogSource}. Not thread-safe.
 */
public final class DeliveryStream extends FilterInputStream {

  private static final int BUFFER = 1 << 16;

  private final String name;
  private final SourceLimits limits;
  private final Clock clock;
  private final Instant end;
  private final MessageDigest digest;
  private long bytes;
  private long marked;
  private boolean atEnd;

  private DeliveryStream(InputStream in, String name, SourceLimits limits, Clock clock) {
    super(in);
    this.name = name;
    this.limits = limits;
    this.clock = clock;
    this.end = clock.instant().plus(limits.maxDuration());
    this.digest = sha256();
  }

  /**
   * Opens a delivery.
   *
   * @param name how messages call it
   */
  public static DeliveryStream open(
      StreamOpener opener, String name, SourceLimits limits, Clock clock) throws IOException {
    InputStream raw = new BufferedInputStream(opener.open(), BUFFER);
    try {
      raw.mark(2);
      int first = raw.read();
      int second = raw.read();
      raw.reset();
      // RFC 1952, section 2.3.1: ID1 and ID2.
      boolean packed = first == 0x1f && second == 0x8b;
      return new DeliveryStream(
          packed ? new GZIPInputStream(raw, BUFFER) : raw, name, limits, clock);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** The hash of a whole delivery, as {@link #hash} gives it at the end of a reading. */
  public static String hashOf(StreamOpener opener, String name, SourceLimits limits, Clock clock)
      throws IOException {
    try (DeliveryStream stream = open(opener, name, limits, clock)) {
      byte[] buffer = new byte[BUFFER];
      while (stream.read(buffer, 0, buffer.length) >= 0) {
        stream.progress();
      }
      return stream.hash();
    }
  }

  /** Tells that what was read so far has been used: see {@link #read(byte[], int, int)}. */
  public void progress() {
    marked = bytes;
  }

  /** Whether the last byte was read. */
  public boolean atEnd() {
    return atEnd;
  }

  /** The hash of the bytes read so far, such as {@code sha256:…}. Ends the hashing. */
  public String hash() {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads bytes.
   *
   * @throws CatalogFormatException when the delivery is too large or too slow, when more bytes than
   *     two records may have were read without {@link #progress} (a parser is filling memory with
   *     one token), or when the packed form is damaged
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (java.io.EOFException e) {
      throw new CatalogFormatException(
          CatalogFormatException.Reason.TRUNCATED,
          name + ": the packed data ends in the middle",
          e);
    } catch (java.util.zip.ZipException e) {
      throw new CatalogFormatException(
          CatalogFormatException.Reason.TRUNCATED, name + ": the packed data is damaged", e);
    }
    if (count < 0) {
      atEnd = true;
      return count;
    }
    bytes += count;
    digest.update(buffer, offset, count);
    if (bytes > limits.maxBytes()) {
      throw exceeded("larger than " + limits.maxBytes() + " bytes");
    }
    if (bytes - marked > 2L * limits.maxRecordBytes() + BUFFER) {
      throw exceeded("a single token is larger than a record may be");
    }
    if (clock.instant().isAfter(end)) {
      throw exceeded("reading takes longer than " + limits.maxDuration());
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new UnsupportedOperationException("skipped bytes would be missing from the hash");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private CatalogFormatException exceeded(String what) {
    return new CatalogFormatException(
        CatalogFormatException.Reason.LIMIT_EXCEEDED, name + ": not allowed: " + what);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
