package de.landbruecke.server.identity;

/** How far a sign-in at a service has come. */
public enum TransactionState {
  /** The service has asked, its request is checked. */
  REQUESTED,
  /** The citizen has chosen a home issuer. */
  HOME_CHOSEN,
  /** The browser was sent to the home issuer. */
  AT_HOME,
  /** The home issuer's answer was checked and belongs to a citizen. */
  LINKED,
  /** The citizen, or a standing consent, released the data. */
  RELEASED,
  /** The citizen refused. */
  DENIED,
  /** It cannot go on; the error is in the transaction. */
  FAILED,
  /** The service has its answer. The end. */
  ISSUED;

  /** Whether the service has still to be answered and nothing more will change before. */
  public boolean isAnswer() {
    return this == RELEASED || this == DENIED || this == FAILED;
  }
}
