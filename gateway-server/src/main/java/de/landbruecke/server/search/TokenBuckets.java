package de.landbruecke.server.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One token bucket for each network.
 *
 * <p>Safe to share between threads. Remembers a bounded number of networks; one that is forgotten
 * starts with a full bucket.
 */
final class TokenBuckets {

  private static final double NANOS = 1e9;

  private final Cache<String, Bucket> buckets;
  private final LongSupplier nanoTime;
  private final double perSecond;
  private final double burst;

  private record Bucket(double tokens, long at) {}

  TokenBuckets(int perSecond, int burst, int networks, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(networks)
            .ticker(nanoTime::getAsLong)
            // A bucket that has had time to fill up again is as good as none.
            .expireAfterAccess(Duration.ofSeconds(burst / perSecond + 60L))
            .build();
  }

  /**
   * Takes a token for this network.
   *
   * @return 0 when there was one, else the seconds after which there will be
   */
  long take(String network) {
    long now = nanoTime.getAsLong();
    double[] left = new double[1];
    buckets
        .asMap()
        .compute(
            network,
            (name, bucket) -> {
              double tokens =
                  bucket == null
                      ? burst
                      : Math.min(
                          burst,
                          bucket.tokens() + Math.max(0, now - bucket.at()) / NANOS * perSecond);
              left[0] = tokens - 1;
              return new Bucket(tokens >= 1 ? tokens - 1 : tokens, now);
            });
    return left[0] >= 0 ? 0 : Math.max(1, (long) Math.ceil(-left[0] / perSecond));
  }
}
