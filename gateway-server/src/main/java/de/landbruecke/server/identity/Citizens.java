package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The citizens known here and their accounts at home issuers.
 *
 * <p>The subject of a home issuer is only kept as HMAC under a lookup key, so the database alone
 * does not tell whose account a link is.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Citizens {

  Citizens() {}

  /** Whose account this is. */
  public Optional<CitizenId> find(String issuer, String homeSubject) {
    throw new UnsupportedOperationException();
  }

  /** Whose account this is; a new citizen for an account never seen. Marks the link as used. */
  public CitizenId findOrCreate(
      String issuer, String homeSubject, AssuranceLevel level, @Nullable String means) {
    throw new UnsupportedOperationException();
  }

  /**
   * Gives another account to the citizen. If it belonged to another citizen, the two become one:
   * each sector keeps the older pseudonym, the other stays as an alias.
   *
   * @return the citizen that both are from now on
   * @throws IllegalArgumentException if the account is already the citizen's
   */
  public CitizenId link(
      CitizenId citizen,
      String issuer,
      String homeSubject,
      AssuranceLevel level,
      @Nullable String means) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes an account from the citizen and ends the sessions and tokens that hang on it. Two
   * citizens made one by it are two again, each with the pseudonyms that it had.
   *
   * @return whether there was such a link of this citizen
   */
  public boolean unlink(CitizenId citizen, String linkId) {
    throw new UnsupportedOperationException();
  }

  /** All accounts of the citizen, oldest first. */
  public List<Link> links(CitizenId citizen) {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes everything about the citizen: links, consents, pseudonyms, sessions, tokens, and the
   * key that makes personal fields of the audit log readable.
   */
  public void erase(CitizenId citizen) {
    throw new UnsupportedOperationException();
  }
}
