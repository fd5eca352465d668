package de.landbruecke.demo;

import com.nimbusds.oauth2.sdk.id.ClientID;
import de.landbruecke.AssuranceLevel;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One sign-in at a portal's provider, in one browser.
 *
 * @param clients who was told of the sign-in and has to be told of its end; grows
 * @param ended shared with the same session at a higher level
 */
record LoginSession(
    String id,
    Person person,
    AssuranceLevel level,
    Instant authenticatedAt,
    Set<ClientID> clients,
    AtomicBoolean ended) {

  static LoginSession start(Person person, Instant now) {
    return new LoginSession(
        Memory.secret(),
        person,
        person.level(),
        now,
        ConcurrentHashMap.newKeySet(),
        new AtomicBoolean());
  }

  /** The same after the online ID card was shown. */
  LoginSession raised(Instant now) {
    return new LoginSession(id, person, person.reachable(), now, clients, ended);
  }

  /** The session's name towards a client; no two clients see the same. */
  String idFor(ClientID client) {
    return Person.digest("sid", id, client.getValue());
  }
}
