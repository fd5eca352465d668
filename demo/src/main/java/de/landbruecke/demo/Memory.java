package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Bounded places for what a portal remembers for a while. */
final class Memory {

  private static final int MAXIMUM_ENTRIES = 10_000;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Memory() {}

  /** Keeps each value for {@code lifetime} after it was put in. */
  static <V> Cache<String, V> of(Duration lifetime, Clock clock) {
    return Caffeine.newBuilder()
        .expireAfterWrite(lifetime)
        .maximumSize(MAXIMUM_ENTRIES)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .build();
  }

  /** A value that nobody guesses. */
  static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
