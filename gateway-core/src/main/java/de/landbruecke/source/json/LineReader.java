package de.landbruecke.source.json;

import de.landbruecke.source.internal.DeliveryStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines and keeps none that is longer than allowed. Not thread-safe. */
final class LineReader {

  private static final int BUFFER = 1 << 16;

  private final DeliveryStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private byte[] line = new byte[BUFFER];
  private long number;

  LineReader(DeliveryStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /**
   * A line without its end.
   *
   * @param number counted from 1
   * @param bytes null when there are more than allowed
   * @param terminated whether a line feed followed; only the last line may lack it
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Line(long number, byte @Nullable [] bytes, boolean terminated) {}

  /** The next line, or null behind the last. */
  @Nullable Line next() throws IOException {
    int length = 0;
    boolean tooLong = false;
    boolean any = false;
    while (true) {
      if (start == end) {
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
          return any ? new Line(++number, tooLong ? null : copy(length), false) : null;
        }
        start = 0;
        end = count;
        in.progress();
        continue;
      }
      any = true;
      int feed = start;
      while (feed < end && buffer[feed] != '\n') {
        feed++;
      }
      int count = feed - start;
      tooLong |= length + (long) count > maxBytes;
      if (!tooLong) {
        if (length + count > line.length) {
          line = Arrays.copyOf(line, Math.max(length + count, Math.min(maxBytes, length * 2)));
        }
        System.arraycopy(buffer, start, line, length, count);
        length += count;
      }
      start = feed;
      if (feed < end) {
        start++;
        return new Line(++number, tooLong ? null : copy(length), true);
      }
    }
  }

  private byte[] copy(int length) {
    return Arrays.copyOf(line, length);
  }
}
