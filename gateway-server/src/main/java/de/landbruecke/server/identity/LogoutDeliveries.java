package de.landbruecke.server.identity;

import java.time.Duration;
import java.util.List;

/** The queue of logouts that services have to be told, filled by {@link Sessions#end}. */
@SuppressWarnings("DoNotCallSuggester")
public final class LogoutDeliveries {

  LogoutDeliveries() {}

  /**
   * Takes at most this many that are due, for this node alone until the lease is over: who crashes
   * meanwhile leaves them to others.
   */
  public List<LogoutDelivery> take(int most, Duration lease) {
    throw new UnsupportedOperationException();
  }

  /** The service has confirmed it, or will never: forget it. */
  public void done(String id) {
    throw new UnsupportedOperationException();
  }

  /** It did not work: try again after this time. */
  public void retry(String id, Duration after) {
    throw new UnsupportedOperationException();
  }
}
