package de.landbruecke.server.identity;

import java.util.function.Supplier;

/**
 * One commit for what several stores write, such as a token, its audit row and its {@code jti}.
 * Calls within each other are one transaction.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class IdentityTransactions {

  IdentityTransactions() {}

  /** Does all of it, or nothing if it throws. */
  public <T> T call(Supplier<T> work) {
    throw new UnsupportedOperationException();
  }

  /** Does all of it, or nothing if it throws. */
  public void run(Runnable work) {
    throw new UnsupportedOperationException();
  }
}
