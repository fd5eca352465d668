package de.landbruecke.server.identity;

import java.util.List;

/**
 * Who may do what. The database holds the truth; a configuration file is imported as one revision
 * when its version is new. A change is effective at once on this node and within five seconds on
 * others.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Registry {

  Registry() {}

  /** The registry as it is now. Costs nothing most times; see the class for how new it is. */
  public RegistrySnapshot current() {
    throw new UnsupportedOperationException();
  }

  /** All changes, newest first. */
  public List<RegistryRevision> revisions() {
    throw new UnsupportedOperationException();
  }

  /**
   * The whole registry at a revision as JSON, in the keys of the configuration.
   *
   * @throws IllegalArgumentException if there is no such revision
   */
  public String export(long revision) {
    throw new UnsupportedOperationException();
  }

  /**
   * Proposes a whole registry, to be approved by somebody else.
   *
   * @throws InvalidRegistryException with all that is wrong with it
   */
  public RegistryProposal propose(String document, String reason, String by) {
    throw new UnsupportedOperationException();
  }

  /** All changes that wait, oldest first. */
  public List<RegistryProposal> proposals() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes a proposal the registry.
   *
   * @throws IllegalArgumentException if there is none, it is the same person's, or the registry was
   *     changed since
   */
  public RegistryRevision approve(String proposalId, String by) {
    throw new UnsupportedOperationException();
  }

  /** Drops a proposal. False if there is none. */
  public boolean reject(String proposalId, String by) {
    throw new UnsupportedOperationException();
  }

  /** Makes the registry again what it was before its newest revision, as a new revision. */
  public RegistryRevision undo(String reason, String by) {
    throw new UnsupportedOperationException();
  }

  /** Switches an issuer off at once and ends all sessions and tokens that came from it. */
  public RegistryRevision disableIssuer(String id, String reason, String by) {
    throw new UnsupportedOperationException();
  }

  /** Switches a service off at once and ends all its tokens. */
  public RegistryRevision disableService(String clientId, String reason, String by) {
    throw new UnsupportedOperationException();
  }
}
