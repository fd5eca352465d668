package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.HomeIssuer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
 * @param stepUp whether the citizen is signed in already, below that level
 * @param session the session that the account is to be linked to; null: none
 * @param loginHint for the portal; never logged
 */
record HomeRequest(
    AssuranceLevel level,
    boolean notified,
    Set<String> attributes,
    Duration maxAge,
    boolean fresh,
    boolean stepUp,
    Language language,
    @Nullable String session,
    @Nullable String loginHint) {

  HomeRequest {
    attributes = Set.copyOf(attributes);
  }

  /** The portal's own words for the level that is asked or a higher one, the least first. */
  List<String> words(HomeIssuer issuer) {
    return issuer.levels().entrySet().stream()
        .filter(word -> issuer.level(word.getKey()).isAtLeast(level))
        .filter(word -> !notified || issuer.notified().contains(word.getKey()))
        .sorted(
            Map.Entry.<String, AssuranceLevel>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "HomeRequest[" + level + "]";
  }
}
