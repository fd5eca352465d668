package de.landbruecke.server.account;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.trust.LevelMap;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a home portal confirmed, after all checks of its protocol; not yet compared with what was
 * asked.
 *
 * @param subject by which the portal knows the citizen; a key of this side that never leaves it
 * @param proven the level after mapping and ceiling
 * @param authenticatedAt when the citizen proved to be there; null where the portal told none
 * @param means how, in the portal's words; null where it told none
 * @param homeSession the portal's {@code sid}; null where it told none
 */
record HomeLogin(
    String subject,
    LevelMap.Proven proven,
    @Nullable Instant authenticatedAt,
    @Nullable String means,
    @Nullable String homeSession,
    Holder holder,
    List<Attribute> attributes) {

  /** Whose account it is. */
  enum Holder {
    /** A person for herself: the only one that is accepted now. */
    CITIZEN,
    /** A company or another organization. */
    ORGANISATION,
    /** Somebody who acts for another person. */
    REPRESENTATIVE,
    /** A person below the age from which one may agree to this alone (GDPR, article 8). */
    MINOR
  }

  HomeLogin {
    attributes = List.copyOf(attributes);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "HomeLogin[" + proven.level() + "]";
  }
}
