package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import java.util.Set;

/**
 * What a citizen is asked to release to a service.
 *
 * @param purpose why the service needs it, as registered
 * @param attributes names, of all that are to be released
 * @param shown names, of all that the citizen reads as asked for, also what is left out
 * @param level at which the citizen has signed in
 * @param textVersion of the explanation that the citizen saw
 * @param portalToPortal whether back ends may use it later, without the citizen being there
 */
public record Release(
    CitizenId citizen,
    String clientId,
    String purpose,
    Set<String> attributes,
    Set<String> shown,
    AssuranceLevel level,
    String textVersion,
    boolean portalToPortal) {

  /** Copies the sets. */
  public Release {
    attributes = Set.copyOf(attributes);
    shown = Set.copyOf(shown);
  }

  /** That of all that is asked for. */
  public Release(
      CitizenId citizen,
      String clientId,
      String purpose,
      Set<String> attributes,
      AssuranceLevel level,
      String textVersion,
      boolean portalToPortal) {
    this(citizen, clientId, purpose, attributes, attributes, level, textVersion, portalToPortal);
  }
}
