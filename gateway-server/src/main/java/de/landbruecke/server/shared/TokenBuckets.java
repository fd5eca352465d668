package de.landbruecke.server.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One token bucket for each name, such as that of a network.
 *
 * <p>Safe to share between threads. Remembers a bounded number of names; one that is forgotten
 * starts with a full bucket.
 */
public final class TokenBuckets {

  private static final double NANOS = 1e9;

  private final Cache<String, Bucket> buckets;
  private final LongSupplier nanoTime;
  private final double perSecond;
  private final double burst;

  private record Bucket(double tokens, long at) {}

  /**
   * Full buckets.
   *
   * @param perSecond tokens that come back
   * @param burst how many a bucket holds
   * @param names how many are remembered at most
   */
  public TokenBuckets(int perSecond, int burst, int names, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(names)
            .ticker(nanoTime::getAsLong)
            // A bucket that has had time to fill up again is as good as none.
            .expireAfterAccess(Duration.ofSeconds(burst / perSecond + 60L))
            .build();
  }

  /**
   * Takes a token of this name.
   *
   * @return 0 when there was one, else the seconds after which there will be
   */
  public long take(String name) {
    long now = nanoTime.getAsLong();
    double[] left = new double[1];
    buckets
        .asMap()
        .compute(
            name,
            (key, bucket) -> {
              double tokens = tokens(bucket, now);
              left[0] = tokens - 1;
              return new Bucket(tokens >= 1 ? tokens - 1 : tokens, now);
            });
    return seconds(left[0]);
  }

  /** What {@link #take} would answer; takes nothing. */
  public long look(String name) {
    return seconds(tokens(buckets.getIfPresent(name), nanoTime.getAsLong()) - 1);
  }

  private double tokens(@Nullable Bucket bucket, long now) {
    return bucket == null
        ? burst
        : Math.min(burst, bucket.tokens() + Math.max(0, now - bucket.at()) / NANOS * perSecond);
  }

  private long seconds(double left) {
    return left >= 0 ? 0 : Math.max(1, (long) Math.ceil(-left / perSecond));
  }
}
