package de.landbruecke.server.identity;

import java.util.List;
import java.util.Optional;

/**
 * What services of a sector call a citizen: another value in each sector, stored at first use,
 * unaffected by any rotation of keys, never given to anybody else.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Pseudonyms {

  Pseudonyms() {}

  /** The citizen's {@code sub} in the sector; made now if there is none. */
  public String subject(CitizenId citizen, String sector) {
    throw new UnsupportedOperationException();
  }

  /** Pseudonyms that also mean this citizen in the sector, since two citizens became one. */
  public List<String> aliases(CitizenId citizen, String sector) {
    throw new UnsupportedOperationException();
  }

  /** Whose {@code sub} or alias this is. */
  public Optional<CitizenId> resolve(String sector, String subject) {
    throw new UnsupportedOperationException();
  }
}
