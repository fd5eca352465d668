package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dogs that people registered at one portal, by the pseudonym that the portal knows them by.
 * Kept in memory for a day. Safe to share between threads.
 */
final class Dogs {

  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final int MOST = 20;

  private final Cache<String, List<String>> names;

  Dogs(Clock clock) {
    this.names = Memory.of(LIFETIME, clock);
  }

  /** Registers a dog; of very many only the last ones are kept. */
  void register(String subject, String name) {
    names
        .asMap()
        .merge(
            subject,
            List.of(name),
            (known, added) -> {
              List<String> all = Stream.concat(known.stream(), added.stream()).toList();
              return all.subList(Math.max(0, all.size() - MOST), all.size());
            });
  }

  /** The names in the order in which they came. */
  List<String> of(String subject) {
    return Optional.ofNullable(names.getIfPresent(subject)).orElse(List.of());
  }
}
