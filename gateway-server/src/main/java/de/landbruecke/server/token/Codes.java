package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.AuthorizationRequest;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.PolicyRule;
import de.landbruecke.server.identity.Pseudonyms;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.Json;
import de.landbruecke.server.token.TokenMint.Minted;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues authorization codes. */
final class Codes {

  private final Registry registry;
  private final IdTokenHints hints;
  private final Pseudonyms pseudonyms;
  private final Sessions sessions;
  private final Audiences audiences;
  private final Tokens tokens;
  private final TokenMint mint;
  private final IdentityTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;

  Codes(
      Registry registry,
      IdTokenHints hints,
      Pseudonyms pseudonyms,
      Sessions sessions,
      Audiences audiences,
      Tokens tokens,
      TokenMint mint,
      IdentityTransactions transactions,
      AuditLog audit,
      Clock clock) {
    this.registry = registry;
    this.hints = hints;
    this.pseudonyms = pseudonyms;
    this.sessions = sessions;
    this.audiences = audiences;
    this.tokens = tokens;
    this.mint = mint;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /** Whether an ID token of ours, which may be over, is about who is signed in. */
  boolean isOf(String idToken, RelyingService service, Session session) {
    return hints
        .find(idToken)
        .filter(hint -> hint.client().equals(service.clientId()))
        .map(hint -> hint.subject().equals(pseudonyms.subject(session.citizen(), service.sector())))
        .orElse(false);
  }

  /**
   * A code for this session and service; empty if session or consent are over by now.
   *
   * @param consent under which data is released; null where none is
   * @param transaction for the audit log; null where no page was shown
   */
  Optional<String> issue(
      RelyingService service,
      AuthorizationRequest request,
      Session session,
      @Nullable String consent,
      Set<String> released,
      @Nullable String transaction) {
    return transactions.call(() -> {
      Instant now = clock.instant();
      GrantContent content =
          new GrantContent(
              request.redirectUri(),
              request.scopes(),
              audiences.of(service, request.resource()),
              request.nonce(),
              request.codeChallenge(),
              request.dpopJkt(),
              null,
              pseudonyms.subject(session.citizen(), service.sector()),
              Demand.acr(request, session).orElse(null),
              session.authenticatedAt().getEpochSecond(),
              session.means(),
              sessions.serviceSid(session, service.clientId()),
              Demand.idTokenClaims(request),
              released,
              null);
      Grant grant =
          new Grant(
              Tokens.newId(),
              service.clientId(),
              session.citizen(),
              session.id(),
              consent,
              null,
              Json.text(content),
              now,
              session.createdAt().plus(Sessions.LONGEST),
              session.issuer());
      Minted code = mint.opaque(TokenKind.CODE, grant.id(), now.plus(TokenMint.CODE_LIFETIME));
      if (!tokens.save(grant, List.of(code.stored()))) {
        return Optional.empty();
      }
      sessions.touch(session.id());
      RegistrySnapshot snapshot = registry.current();
      audit.append(
          AuditEvent.audit("code.issued", "ok")
              .citizen(session.citizen())
              .client(service.clientId())
              .transaction(transaction)
              .decidedBy(
                  snapshot.revision(),
                  Demand.of(snapshot, request)
                      .flatMap(demand -> demand.rule(snapshot, session.issuer(), now))
                      .map(PolicyRule::id)
                      .orElse(null))
              .detail("grant", grant.id())
              .detail("attributes", String.join(" ", content.released()))
              .build());
      return Optional.of(code.text());
    });
  }
}
