package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What citizens released to services or refused to: never a value, only names of attributes. Seen
 * for two years after it ended.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Consents {

  /** The longest that a consent may stand. */
  public static final Duration LONGEST = Duration.ofDays(365);

  Consents() {}

  /** All standing consents of the citizen to the service, newest first. */
  public List<Consent> find(CitizenId citizen, String clientId) {
    throw new UnsupportedOperationException();
  }

  /** A standing consent in which nothing of the release is missing. */
  public Optional<Consent> covering(Release release) {
    throw new UnsupportedOperationException();
  }

  /** The consent with this id, standing or not. */
  public Optional<Consent> byId(String id) {
    throw new UnsupportedOperationException();
  }

  /**
   * The citizen releases.
   *
   * @param remembered how long it stands, at most {@link #LONGEST}; for once: some minutes
   */
  public Consent grant(Release release, Duration remembered) {
    throw new UnsupportedOperationException();
  }

  /** The citizen refuses. */
  public Consent refuse(Release release) {
    throw new UnsupportedOperationException();
  }

  /** Ends a consent of the citizen and every token under it. False if there is none standing. */
  public boolean withdraw(CitizenId citizen, String consentId) {
    throw new UnsupportedOperationException();
  }

  /** Everything decided at this level or below, newest first. */
  public List<Consent> history(CitizenId citizen, AssuranceLevel seenAt) {
    throw new UnsupportedOperationException();
  }

  /** The {@link #history} as JSON, for the citizen to keep. */
  public String export(CitizenId citizen, AssuranceLevel seenAt) {
    throw new UnsupportedOperationException();
  }
}
