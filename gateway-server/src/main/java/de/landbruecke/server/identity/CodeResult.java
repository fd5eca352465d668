package de.landbruecke.server.identity;

/** What came of redeeming an authorization code. */
public sealed interface CodeResult {

  /** The code is redeemed by this call, the only one that ever gets this answer. */
  record Redeemed(Grant grant, StoredToken code) implements CodeResult {}

  /** The code was redeemed before: everything issued for it is revoked. */
  record Reused(Grant grant) implements CodeResult {}

  /** There is no such code, or it is over, or it is another client's. */
  record Unknown() implements CodeResult {}
}
