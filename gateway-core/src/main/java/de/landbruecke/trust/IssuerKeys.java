package de.landbruecke.trust;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

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

  /**
   * How an issuer's keys stand, for health and metrics.
   *
   * @param keys the last ones that were fetched
   * @param fetchedAt when
   * @param failedAt the last failed fetch, empty when none failed since
   */
  public record Status(KeySet keys, Instant fetchedAt, Optional<Instant> failedAt) {}

  /** Keeps what {@code fetcher} gets. */
  public IssuerKeys(KeySetFetcher fetcher, Clock clock) {
    Objects.requireNonNull(fetcher);
    Objects.requireNonNull(clock);
  }

  /** How the keys of this issuer stand; empty when none were fetched yet. */
  public Optional<Status> status(TrustedIssuer issuer) {
    return Optional.empty();
  }

  /** Forgets what is kept of this issuer, so that its next token waits for a fetch. */
  public void forget(TrustedIssuer issuer) {}

  @Override
  public void close() {}
}
