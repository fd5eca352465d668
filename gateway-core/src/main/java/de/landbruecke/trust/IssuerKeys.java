package de.landbruecke.trust;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all issuers, fetched when needed and kept. One for the process; revisions of the
 * registry come and go without losing it.
 *
 * <p>For each issuer an unknown key id may cause two fetches, then one in 60 seconds; keys older
 * than five minutes are fetched again, in the background. A key that a successful fetch no longer
 * has is gone at once; a failed fetch keeps what was there, for four hours. However many callers
 * wait, one fetch is under way, and a flood of unknown key ids does not delay the others.
 *
 * <p>Close it to end its threads.
 */
public final class IssuerKeys implements AutoCloseable {

  private static final int BURST = 2;
  private static final Duration REFILL = Duration.ofSeconds(60);
  private static final Duration REFRESH = Duration.ofMinutes(5);

  /**
   * An issuer that nobody asked about for long: its first caller waits, so no removed key counts.
   */
  private static final Duration WAIT_FOR_REFRESH = REFRESH.plusSeconds(30);

  private static final Duration KEEP = Duration.ofHours(4);

  /** A fetch takes a second; what is beyond is the resolving of names. */
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  /** Callers that wait for an unknown key; more would let a flood hold all threads. */
  private static final int MAX_WAITING = 32;

  /** Callers that wait while there are no keys at all, when every token is as good as the next. */
  private static final int MAX_WAITING_FIRST = 256;

  /** Key ids that are remembered as unknown, for each issuer. */
  private static final int MAX_ABSENT = 1_000;

  /**
   * How an issuer's keys stand, for health and metrics.
   *
   * @param keys the last ones that were fetched
   * @param fetchedAt when
   * @param failedAt the last failed fetch, empty when none failed since
   */
  public record Status(KeySet keys, Instant fetchedAt, Optional<Instant> failedAt) {}

  private record Snapshot(KeySet keys, Instant fetchedAt) {}

  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final KeySetFetcher fetcher;
  private final Clock clock;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("issuer-keys-", 0).factory());

  /** Keeps what {@code fetcher} gets. */
  public IssuerKeys(KeySetFetcher fetcher, Clock clock) {
    this.fetcher = Objects.requireNonNull(fetcher);
    this.clock = Objects.requireNonNull(clock);
  }

  /** The key that fits. Waits for a fetch where that may help, for a second and a half at most. */
  VerificationKey find(TrustedIssuer issuer, String keyId, SignatureAlgorithm algorithm)
      throws TokenRejectedException {
    if (issuer.blockedKeys().contains(keyId)) {
      throw new TokenRejectedException(RejectionReason.UNKNOWN_KEY);
    }
    VerificationKey key =
        issuer.keySet().isPresent()
            ? issuer.keySet().get().find(keyId)
            : state(issuer).find(issuer, keyId);
    if (key == null || !key.fits(algorithm)) {
      throw new TokenRejectedException(RejectionReason.UNKNOWN_KEY);
    }
    return key;
  }

  /** How the keys of this issuer stand; empty when none were fetched yet. */
  public Optional<Status> status(TrustedIssuer issuer) {
    State state = states.get(name(issuer));
    return state == null ? Optional.empty() : state.status();
  }

  /** Whether a fetch is under way, for tests that wait for its end. */
  boolean isFetching(TrustedIssuer issuer) {
    State state = states.get(name(issuer));
    return state != null && state.isFetching();
  }

  /** Forgets what is kept of this issuer, so that its next token waits for a fetch. */
  public void forget(TrustedIssuer issuer) {
    states.remove(name(issuer));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private State state(TrustedIssuer issuer) {
    return states.computeIfAbsent(name(issuer), each -> new State());
  }

  /** Another address is another set of keys; another revision of the same issuer is not. */
  private static String name(TrustedIssuer issuer) {
    return issuer.issuer() + ' ' + issuer.keySetAddress().map(Object::toString).orElse("");
  }

  /** What is kept of one issuer. */
  private final class State {

    private final Cache<String, Instant> absent =
        Caffeine.newBuilder().maximumSize(MAX_ABSENT).build();
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final Semaphore waitingFirst = new Semaphore(MAX_WAITING_FIRST);
    private volatile @Nullable Snapshot snapshot;
    private volatile @Nullable Instant failedAt;

    // Below: guarded by this.
    private @Nullable CompletableFuture<Void> flight;
    private int permits = BURST;
    private Instant refilledAt = Instant.MIN;
    private Instant refreshedAt = Instant.MIN;

    @Nullable VerificationKey find(TrustedIssuer issuer, String keyId)
        throws TokenRejectedException {
      Instant now = clock.instant();
      Snapshot known = usable(now);
      if (known != null && isOlder(known, REFRESH, now)) {
        CompletableFuture<Void> refresh = refresh(issuer, now);
        if (refresh != null && isOlder(known, WAIT_FOR_REFRESH, now)) {
          await(refresh, waiting);
          known = usable(now);
        }
      }
      VerificationKey key = known == null ? null : known.keys.find(keyId);
      if (key != null) {
        return key;
      }
      Instant askedAt = absent.getIfPresent(keyId);
      if (known != null && askedAt != null && now.isBefore(askedAt.plus(REFILL))) {
        return null;
      }
      CompletableFuture<Void> fetch = fetchForUnknown(issuer, known, now);
      if (fetch != null) {
        await(fetch, known == null ? waitingFirst : waiting);
        known = usable(now);
        key = known == null ? null : known.keys.find(keyId);
      }
      if (known == null) {
        throw new TokenRejectedException(RejectionReason.KEYS_UNAVAILABLE);
      }
      if (key == null && fetch != null && fetch.isDone()) {
        absent.put(keyId, known.fetchedAt);
      }
      return key;
    }

    Optional<Status> status() {
      Snapshot known = snapshot;
      return known == null
          ? Optional.empty()
          : Optional.of(new Status(known.keys, known.fetchedAt, Optional.ofNullable(failedAt)));
    }

    synchronized boolean isFetching() {
      return flight != null;
    }

    private @Nullable Snapshot usable(Instant now) {
      Snapshot known = snapshot;
      return known == null || isOlder(known, KEEP, now) ? null : known;
    }

    private static boolean isOlder(Snapshot known, Duration age, Instant now) {
      return !now.isBefore(known.fetchedAt.plus(age));
    }

    /** One in five minutes; sooner after a failure, if the unknown keys leave one over. */
    private synchronized @Nullable CompletableFuture<Void> refresh(
        TrustedIssuer issuer, Instant now) {
      if (flight != null) {
        return flight;
      }
      boolean due = !now.isBefore(later(refreshedAt, REFRESH));
      if (!due && (failedAt == null || !take(now))) {
        return null;
      }
      refreshedAt = now;
      return start(issuer, now);
    }

    /** Nothing when a fetch came back since the caller looked: that is as good as a new one. */
    private synchronized @Nullable CompletableFuture<Void> fetchForUnknown(
        TrustedIssuer issuer, @Nullable Snapshot known, Instant now) {
      if (flight != null) {
        return flight;
      }
      if (!Objects.equals(usable(now), known)) {
        return CompletableFuture.completedFuture(null);
      }
      return take(now) ? start(issuer, now) : null;
    }

    /** Takes one of the permits, of which one comes back in 60 seconds. */
    private boolean take(Instant now) {
      while (permits < BURST && !now.isBefore(later(refilledAt, REFILL))) {
        permits++;
        refilledAt = later(refilledAt, REFILL);
      }
      if (permits == 0) {
        return false;
      }
      if (permits == BURST) {
        refilledAt = now;
      }
      permits--;
      return true;
    }

    private static Instant later(Instant start, Duration by) {
      return start.equals(Instant.MIN) ? start : start.plus(by);
    }

    private CompletableFuture<Void> start(TrustedIssuer issuer, Instant now) {
      CompletableFuture<Void> started = new CompletableFuture<>();
      flight = started;
      try {
        threads.execute(() -> fetch(issuer, now, started));
      } catch (RejectedExecutionException e) {
        // Closed: nothing is fetched any more.
        flight = null;
        started.complete(null);
      }
      return started;
    }

    private void fetch(TrustedIssuer issuer, Instant startedAt, CompletableFuture<Void> started) {
      Snapshot fetched = null;
      try {
        fetched = new Snapshot(KeySet.parse(fetcher.fetch(issuer)), startedAt);
      } catch (IOException | RuntimeException e) {
        // Whatever went wrong, the answer is the same: keep what there is, and tell by the status.
        failedAt = clock.instant();
      } finally {
        synchronized (this) {
          if (fetched != null) {
            snapshot = fetched;
            failedAt = null;
            refreshedAt = startedAt;
          }
          flight = null;
        }
        started.complete(null);
      }
    }

    /** Waits for the fetch, unless too many do already. */
    private static void await(CompletableFuture<Void> fetch, Semaphore places) {
      if (!places.tryAcquire()) {
        return;
      }
      try {
        fetch.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        // Not in time: go on with what there is. The fetch itself never fails, see fetch().
      } finally {
        places.release();
      }
    }
  }
}
