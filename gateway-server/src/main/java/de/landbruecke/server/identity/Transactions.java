package de.landbruecke.server.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the rooms {@code token} and {@code account} meet. A transaction lives 30 minutes, belongs
 * to one browser, and is used once.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Transactions {

  Transactions() {}

  /** A new secret that a browser keeps as a cookie: 256 random bits. */
  public static String newBrowser() {
    throw new UnsupportedOperationException();
  }

  /** Begins a transaction of the browser that has this cookie. */
  public Transaction create(AuthorizationRequest request, String browserCookie) {
    throw new UnsupportedOperationException();
  }

  /** The running transaction, if it is this browser's. */
  public Optional<Transaction> find(String id, @Nullable String browserCookie) {
    throw new UnsupportedOperationException();
  }

  /**
   * The one transaction that this browser has at the home issuer under this {@code state}. The
   * value must have been given to {@link #atHome}.
   */
  public Optional<Transaction> findByHomeState(
      String issuer, String state, @Nullable String browserCookie) {
    throw new UnsupportedOperationException();
  }

  /** Takes the step to {@code AT_HOME}, to be found again by this {@code state} only. */
  public Optional<Transaction> atHome(Transaction seen, String state, String homeState) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a step if nobody took one since {@code next}'s origin was read, and if it leads onward.
   *
   * @return the transaction after the step; empty if somebody was faster or it has expired
   * @throws IllegalArgumentException if no step leads from the stored state to that of {@code next}
   */
  public Optional<Transaction> advance(Transaction next) {
    throw new UnsupportedOperationException();
  }

  /** Keeps a pushed request (RFC 9126) for 60 seconds; its {@code request_uri}. */
  public String push(AuthorizationRequest request) {
    throw new UnsupportedOperationException();
  }

  /** Takes the pushed request of this client out: once. */
  public Optional<AuthorizationRequest> takePushed(String requestUri, String clientId) {
    throw new UnsupportedOperationException();
  }
}
