package de.landbruecke.server.identity;

import java.util.List;
import java.util.Optional;

/**
 * Who is signed in. A session ends 15 minutes after its last use and 12 hours after its start;
 * attribute values live in it, encrypted, and nowhere else.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Sessions {

  Sessions() {}

  /** Starts a session. */
  public NewSession create(SignIn signIn) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts a new sign-in of the same citizen into a running session, under a new cookie. The 12 hours
   * are not begun anew.
   *
   * @return empty if the session has ended meanwhile
   * @throws IllegalArgumentException if the sign-in is another citizen's
   */
  public Optional<NewSession> renew(Session session, SignIn signIn) {
    throw new UnsupportedOperationException();
  }

  /** The running session of this cookie. Does not count as use. */
  public Optional<Session> find(String cookieValue) {
    throw new UnsupportedOperationException();
  }

  /** The running session with this {@link Session#id()}. */
  public Optional<Session> byId(String sessionId) {
    throw new UnsupportedOperationException();
  }

  /** The session was used: it idles from now on. False if it has ended. */
  public boolean touch(String sessionId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends a session, the tokens that hang on it, and queues a logout for each service that took part
   * in it. False if it had ended.
   */
  public boolean end(String sessionId) {
    throw new UnsupportedOperationException();
  }

  /** Ends every session that has this {@code sid} at the home issuer; how many. */
  public int endOfHomeSession(String issuer, String homeSessionId) {
    throw new UnsupportedOperationException();
  }

  /** Ends every session of the citizen that this home issuer confirmed; how many. */
  public int endOfHomeAccount(CitizenId citizen, String issuer) {
    throw new UnsupportedOperationException();
  }

  /** Ends every session of the citizen; how many. */
  public int endAll(CitizenId citizen) {
    throw new UnsupportedOperationException();
  }

  /** All running sessions of the citizen, newest first. */
  public List<Session> ofCitizen(CitizenId citizen) {
    throw new UnsupportedOperationException();
  }

  /** The {@code sid} that a service knows the session by: another one for each client. */
  public String serviceSid(Session session, String clientId) {
    throw new UnsupportedOperationException();
  }

  /** The running session behind a {@link #serviceSid}, for logout. */
  public Optional<Session> byServiceSid(String clientId, String serviceSid) {
    throw new UnsupportedOperationException();
  }

  /** A service has got tokens in this session and will be told of its end. */
  public void join(Session session, String clientId) {
    throw new UnsupportedOperationException();
  }

  /** The clients that took part in the session. */
  public List<String> clients(Session session) {
    throw new UnsupportedOperationException();
  }
}
