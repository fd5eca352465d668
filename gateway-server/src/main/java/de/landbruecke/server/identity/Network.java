package de.landbruecke.server.identity;

/** Where a registered host may be. */
public enum Network {
  /** Only public addresses, only https. */
  PUBLIC,
  /** Loopback, where also http is allowed, or an address of a private network, by https. */
  PRIVATE
}
