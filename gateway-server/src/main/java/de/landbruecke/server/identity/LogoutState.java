package de.landbruecke.server.identity;

/**
 * What became of telling one service of a logout.
 *
 * @param clientId of the service
 */
public record LogoutState(String clientId, State state) {

  /** Whether there may be an answer yet. */
  public boolean isWaiting() {
    return state == State.WAITING;
  }

  /** How far it is. */
  public enum State {
    /** It is tried, or will be tried again. */
    WAITING,
    /** The service has confirmed it. */
    CONFIRMED,
    /** The service did not confirm it in time, or is no longer registered. */
    FAILED,
    /** The service cannot be told. */
    UNTOLD
  }
}
