package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a home portal is asked.
 *
 * @param level that the citizen has to reach at least
 * @param notified whether the means have to be notified under the eIDAS regulation
 * @param attributes names of those that are needed here, and no others
 * @param maxAge how long ago the citizen may have signed in there at most
 * @param fresh whether the citizen has to prove anew to be there
 * @param session the session that the account is to be linked to; null: none
 * @param loginHint for the portal; never logged
 */
record HomeRequest(
    AssuranceLevel level,
    boolean notified,
    Set<String> attributes,
    Duration maxAge,
    boolean fresh,
    Language language,
    @Nullable String session,
    @Nullable String loginHint) {

  HomeRequest {
    attributes = Set.copyOf(attributes);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "HomeRequest[" + level + "]";
  }
}
