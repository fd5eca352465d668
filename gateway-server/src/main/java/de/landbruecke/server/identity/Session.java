package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.LevelMap;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A citizen signed in at the gateway in one browser.
 *
 * @param id internal and stable through step-ups; never in a token, see {@link Sessions#serviceSid}
 * @param issuer the home issuer that confirmed the citizen
 * @param level of that login, after mapping and ceiling
 * @param notified whether its means were notified under the eIDAS regulation
 * @param authenticatedAt when the citizen proved to be there, as the home issuer says
 * @param means how, in the issuer's words; null where it told none
 * @param homeSessionId the {@code sid} of the home issuer; null where it told none
 */
public record Session(
    String id,
    CitizenId citizen,
    String issuer,
    AssuranceLevel level,
    boolean notified,
    Instant authenticatedAt,
    @Nullable String means,
    @Nullable String homeSessionId,
    Instant createdAt,
    Instant lastUsedAt,
    List<Attribute> attributes) {

  /** Copies the list. */
  public Session {
    attributes = List.copyOf(attributes);
  }

  /** How surely the citizen signed in. */
  public LevelMap.Proven proven() {
    return new LevelMap.Proven(level, notified);
  }
}
