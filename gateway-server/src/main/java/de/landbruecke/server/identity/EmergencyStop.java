package de.landbruecke.server.identity;

import de.landbruecke.server.identity.RegistryDocument.IssuerEntry;
import de.landbruecke.server.identity.RegistryDocument.ServiceEntry;

/**
 * Switches an issuer, a service, a citizen's link or a key off at once, by one person, with
 * everything that hangs on it. {@link Registry#undo} switches an issuer or service on again.
 */
public final class EmergencyStop {

  private final IdentityTransactions transactions;
  private final Registry registry;
  private final Citizens citizens;
  private final Sessions sessions;
  private final Tokens tokens;
  private final SigningKeys keys;
  private final AuditLog audit;

  EmergencyStop(
      IdentityTransactions transactions,
      Registry registry,
      Citizens citizens,
      Sessions sessions,
      Tokens tokens,
      SigningKeys keys,
      AuditLog audit) {
    this.transactions = transactions;
    this.registry = registry;
    this.citizens = citizens;
    this.sessions = sessions;
    this.tokens = tokens;
    this.keys = keys;
    this.audit = audit;
  }

  /**
   * Switches an issuer off and ends all sessions and tokens that it stands behind.
   *
   * @throws IllegalArgumentException if there is no such issuer
   */
  public RegistryRevision issuer(String id, String reason, String by) {
    return transactions.call(() -> {
      RegistryRevision made =
          registry.disable(
              document ->
                  new RegistryDocument(
                      document.version(),
                      Registry.replaced(document.issuers(), id, EmergencyStop::off),
                      document.services(),
                      document.policies()),
              reason,
              by);
      sessions.endOfIssuer(id);
      tokens.revokeIssuer(id);
      return made;
    });
  }

  /**
   * Switches a service off and ends all its tokens.
   *
   * @throws IllegalArgumentException if there is no such service
   */
  public RegistryRevision service(String clientId, String reason, String by) {
    return transactions.call(() -> {
      RegistryRevision made =
          registry.disable(
              document ->
                  new RegistryDocument(
                      document.version(),
                      document.issuers(),
                      Registry.replaced(document.services(), clientId, EmergencyStop::off),
                      document.policies()),
              reason,
              by);
      tokens.revokeService(clientId);
      return made;
    });
  }

  /** Takes an account from whoever has it; false if nobody has. */
  public boolean link(String issuer, String homeSubject, String reason, String by) {
    return transactions.call(() -> {
      boolean isGone =
          citizens
              .linkOf(issuer, homeSubject)
              .map(linked -> citizens.unlink(linked.citizen(), linked.linkId()))
              .orElse(false);
      note("link.stopped", isGone, reason, by);
      return isGone;
    });
  }

  /** Takes a signing key out, and all that it signed; false if there is none. */
  public boolean key(String kid, String reason, String by) {
    return transactions.call(() -> {
      boolean isGone = keys.remove(kid);
      note("key.removed", isGone, reason, by);
      return isGone;
    });
  }

  private void note(String type, boolean isGone, String reason, String by) {
    audit.append(
        AuditEvent.audit(type, isGone ? "ok" : "unknown")
            .detail("reason", reason)
            .detail("by", by)
            .build());
  }

  private static IssuerEntry off(IssuerEntry entry) {
    return new IssuerEntry(
        entry.label(),
        entry.protocol(),
        entry.issuerUri(),
        entry.network(),
        entry.ceiling(),
        entry.levels(),
        entry.levelsVersion(),
        entry.algorithms(),
        entry.tokenTypes(),
        entry.clientId(),
        entry.keyFile(),
        entry.attributeRequest(),
        entry.tokensWithoutId(),
        entry.metadataFile(),
        entry.onlineServiceId(),
        entry.displayName(),
        "false");
  }

  private static ServiceEntry off(ServiceEntry entry) {
    return new ServiceEntry(
        entry.name(),
        entry.sector(),
        entry.controller(),
        entry.audience(),
        entry.portal(),
        entry.homeClients(),
        entry.redirectUris(),
        entry.postLogoutRedirectUris(),
        entry.backchannelLogoutUri(),
        entry.network(),
        entry.jwks(),
        entry.minimumLevel(),
        entry.attributes(),
        entry.scopes(),
        entry.profile(),
        entry.grants(),
        entry.authentication(),
        entry.secretHash(),
        entry.certificateSubject(),
        entry.senderConstraint(),
        entry.idTokenAlgorithm(),
        entry.userinfoAlgorithm(),
        entry.purpose(),
        entry.weakenings(),
        "false");
  }
}
