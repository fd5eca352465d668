package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.RefreshResult;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.StoredToken;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.token.TokenMint.Minted;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * New access tokens for a refresh token (RFC 6749, section 6), while the session lasts. A client
 * whose tokens are bound to a key keeps its refresh token; all others get a new one each time (RFC
 * 9700, section 4.14.2).
 */
final class RefreshGrant implements GrantHandler {

  private final Tokens tokens;
  private final Sessions sessions;
  private final SessionTokens issuer;
  private final TokenMint mint;
  private final Bindings bindings;
  private final IdentityTransactions transactions;
  private final AuditLog audit;

  RefreshGrant(
      Tokens tokens,
      Sessions sessions,
      SessionTokens issuer,
      TokenMint mint,
      Bindings bindings,
      IdentityTransactions transactions,
      AuditLog audit) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.issuer = issuer;
    this.mint = mint;
    this.bindings = bindings;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public boolean handles(String grantType) {
    return grantType.equals(TokenRequestConverter.REFRESH);
  }

  /** What came of it inside of the database transaction, which stays whatever it is. */
  private sealed interface Outcome {
    record Answer(Map<String, Object> members) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
  }

  @Override
  public Map<String, Object> handle(TokenRequest request) {
    request.use().require();
    String token = request.parameters().required("refresh_token");
    Confirmation proven = bindings.prove(request);
    Outcome outcome = transactions.call(() -> refresh(request, token, proven));
    return switch (outcome) {
      case Outcome.Answer answer -> answer.members();
      case Outcome.Refused refused -> throw refused.refusal();
    };
  }

  private Outcome refresh(TokenRequest request, String token, Confirmation proven) {
    RelyingService service = request.service();
    Optional<Grant> good =
        tokens
            .grantOf(TokenKind.REFRESH, token)
            .filter(grant -> grant.clientId().equals(service.clientId()));
    if (good.isPresent()) {
      GrantContent content = GrantContent.of(good.get());
      if (content.keys().isBound()) {
        if (!Bindings.fits(content.keys(), proven)) {
          return new Outcome.Refused(
              Refusal.of("invalid_grant", "the token is bound to another key"));
        }
        String session = good.get().session();
        if (session != null) {
          sessions.touch(session);
        }
        return issue(request, good.get(), token);
      }
      // Before anything is used up, so that a wrong scope does not cost the token.
      scopes(request, content);
    }
    // Also for a token that is not good: the store tells a used one from an unknown one.
    Minted successor = mint.opaque(TokenKind.REFRESH, "", mint.now());
    return switch (tokens.rotate(
        token,
        service.clientId(),
        successor.text(),
        stored(successor, good.map(Grant::id).orElse(""), good))) {
      case RefreshResult.Rotated rotated -> issue(request, rotated.grant(), successor.text());
      case RefreshResult.Repeated repeated ->
          issue(request, repeated.grant(), repeated.successor());
      case RefreshResult.Reused reused -> {
        audit.append(
            AuditEvent.security("refresh.reused", "revoked")
                .citizen(reused.grant().citizen())
                .client(service.clientId())
                .detail("grant", reused.grant().id())
                .build());
        yield refused();
      }
      case RefreshResult.Unknown() -> refused();
    };
  }

  private StoredToken stored(Minted successor, String grant, Optional<Grant> good) {
    return new StoredToken(
        TokenKind.REFRESH,
        successor.stored().hash(),
        grant,
        null,
        successor.stored().issuedAt(),
        good.map(Grant::expiresAt).orElse(successor.stored().expiresAt()),
        null);
  }

  private Outcome issue(TokenRequest request, Grant grant, String refreshToken) {
    String id = grant.session();
    Optional<Session> session = id == null ? Optional.empty() : sessions.byId(id);
    if (session.isEmpty()) {
      return refused();
    }
    GrantContent content = GrantContent.of(grant);
    GrantContent narrowed = scopes(request, content);
    audit.append(
        AuditEvent.audit("token.refreshed", "ok")
            .citizen(grant.citizen())
            .client(grant.clientId())
            .detail("grant", grant.id())
            .build());
    return new Outcome.Answer(issuer.issue(grant, narrowed, session.get(), false, refreshToken));
  }

  /** The same or fewer scopes, in the same words (RFC 6749, section 6). */
  private static GrantContent scopes(TokenRequest request, GrantContent content) {
    Optional<String> wanted = request.parameters().one("scope");
    if (wanted.isEmpty()) {
      return content;
    }
    Set<String> scopes = Set.of(wanted.get().trim().split(" +"));
    if (!content.scopes().containsAll(scopes)) {
      throw Refusal.of("invalid_scope", "more than was granted");
    }
    return content.withScopes(scopes);
  }

  private static Outcome refused() {
    return new Outcome.Refused(Refusal.of("invalid_grant", "the token is not good"));
  }
}
