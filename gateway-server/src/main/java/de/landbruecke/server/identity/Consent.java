package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a citizen once decided about a service.
 *
 * @param shown names of all that the citizen read as asked for
 * @param expiresAt until when it stands, at most a year; null where it was refused
 * @param withdrawnAt null while it was not withdrawn
 */
public record Consent(
    String id,
    String clientId,
    String purpose,
    Set<String> attributes,
    Set<String> shown,
    AssuranceLevel level,
    String textVersion,
    boolean portalToPortal,
    Outcome outcome,
    Instant decidedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant withdrawnAt) {

  /** How it was decided. */
  public enum Outcome {
    /** The data may go to the service. */
    GRANTED,
    /** It may not. */
    REFUSED
  }

  /** Copies the sets. */
  public Consent {
    attributes = Set.copyOf(attributes);
    shown = Set.copyOf(shown);
  }

  /** Whether data may be released under it at this time. */
  public boolean isStanding(Instant now) {
    return outcome == Outcome.GRANTED
        && withdrawnAt == null
        && expiresAt != null
        && now.isBefore(expiresAt);
  }

  /** Whether it stands longer than one that is given for once. */
  public boolean isRemembered() {
    return expiresAt != null && decidedAt.plus(Consents.ONCE).isBefore(expiresAt);
  }

  /** Whether nothing in the release is new to the citizen; less than was read then is not. */
  public boolean covers(Release release) {
    return clientId.equals(release.clientId())
        && purpose.equals(release.purpose())
        && attributes.containsAll(release.attributes())
        && shown.containsAll(release.shown())
        && level.isAtLeast(release.level())
        && textVersion.equals(release.textVersion())
        && (portalToPortal || !release.portalToPortal());
  }
}
