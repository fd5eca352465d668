package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a home issuer confirmed, checked and mapped: the ground of a {@link Session}.
 *
 * @param issuer the home issuer's id
 * @param notified whether the means were notified under the eIDAS regulation
 * @param means how the citizen signed in, in the issuer's words; null where it told none
 * @param homeSessionId the issuer's {@code sid}; null where it told none
 */
public record SignIn(
    CitizenId citizen,
    String issuer,
    AssuranceLevel level,
    boolean notified,
    Instant authenticatedAt,
    @Nullable String means,
    @Nullable String homeSessionId,
    List<Attribute> attributes) {

  /** Copies the list. */
  public SignIn {
    attributes = List.copyOf(attributes);
  }
}
