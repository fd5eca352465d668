package de.landbruecke.server.shared;

import de.landbruecke.trust.HttpKeySetFetcher;
import de.landbruecke.trust.TrustedIssuer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the home portals' endpoints are, from their discovery documents.
 *
 * <p>A document is fetched in the background when it is asked for and older than ten minutes; a
 * fetch that fails keeps what was there and is tried again after 30 seconds at the earliest. Only
 * who asks for a portal that was never reached waits, a second at most; while that fetch is failing
 * others get their answer at once. Safe to share between threads. Close it to end its threads.
 */
public final class HomeDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HomeDirectory.class);
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private final Fetcher fetcher;
  private final Clock clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("home-directory-", 0).factory());

  /** Gets a document from a registered host. */
  @FunctionalInterface
  interface Fetcher {
    String fetch(URI address, TrustedIssuer.Network network) throws IOException;
  }

  /** One portal: what it said last, and whether it is being asked now. */
  private static final class Entry {
    private @Nullable HomeMetadata metadata;
    private boolean failed;
    private Instant askedAt = Instant.EPOCH;
    private CountDownLatch answered = new CountDownLatch(0);
  }

  /** Fetches by {@code fetcher}. */
  public HomeDirectory(HttpKeySetFetcher fetcher, Clock clock) {
    this(fetcher::fetch, clock);
  }

  HomeDirectory(Fetcher fetcher, Clock clock) {
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /**
   * What the portal says of itself; empty while it could never be reached or what it says is wrong.
   *
   * @param issuer its exact issuer identifier
   */
  public Optional<HomeMetadata> find(String issuer, TrustedIssuer.Network network) {
    Entry entry = entry(issuer, network);
    CountDownLatch waitFor;
    synchronized (entry) {
      if (entry.metadata != null) {
        return Optional.of(entry.metadata);
      }
      waitFor = entry.answered;
    }
    try {
      if (!waitFor.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    synchronized (entry) {
      return Optional.ofNullable(entry.metadata);
    }
  }

  /**
   * Whether the portal was asked, and asking it failed, without an older document being kept. Never
   * waits.
   */
  public boolean isDown(String issuer, TrustedIssuer.Network network) {
    Entry entry = entry(issuer, network);
    synchronized (entry) {
      return entry.metadata == null && entry.failed;
    }
  }

  /** What is known of the portal, after having it asked in the background if it is time. */
  private Entry entry(String issuer, TrustedIssuer.Network network) {
    Entry entry = entries.computeIfAbsent(issuer, key -> new Entry());
    synchronized (entry) {
      Duration age = Duration.between(entry.askedAt, clock.instant());
      if (age.compareTo(entry.metadata == null ? PAUSE : FRESH) >= 0
          && entry.answered.getCount() == 0) {
        entry.askedAt = clock.instant();
        entry.answered = new CountDownLatch(1);
        threads.execute(() -> ask(entry, issuer, network));
      }
    }
    return entry;
  }

  private void ask(Entry entry, String issuer, TrustedIssuer.Network network) {
    HomeMetadata found = null;
    try {
      found = HomeMetadata.parse(fetcher.fetch(HomeMetadata.address(issuer), network), issuer);
    } catch (IOException e) {
      LOG.warn("the discovery document of {} could not be had: {}", issuer, e.getClass().getName());
    } catch (IllegalArgumentException e) {
      LOG.warn("the discovery document of {} is refused: {}", issuer, e.getMessage());
    } finally {
      synchronized (entry) {
        entry.failed = found == null;
        if (found != null) {
          entry.metadata = found;
        } else {
          // Tried again after the pause, also where an older document is kept.
          entry.askedAt =
              entry.metadata == null ? clock.instant() : clock.instant().minus(FRESH).plus(PAUSE);
        }
        entry.answered.countDown();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
