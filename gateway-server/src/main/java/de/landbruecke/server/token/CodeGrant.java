package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.CodeResult;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Redeems authorization codes (RFC 6749, section 4.1.3): once. Whoever brings a code again ends all
 * that was issued for it (RFC 6749, section 4.1.2).
 */
final class CodeGrant implements GrantHandler {

  private final Tokens tokens;
  private final Sessions sessions;
  private final SessionTokens issuer;
  private final Bindings bindings;
  private final IdentityTransactions transactions;
  private final AuditLog audit;

  CodeGrant(
      Tokens tokens,
      Sessions sessions,
      SessionTokens issuer,
      Bindings bindings,
      IdentityTransactions transactions,
      AuditLog audit) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.issuer = issuer;
    this.bindings = bindings;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public boolean handles(String grantType) {
    return grantType.equals(TokenRequestConverter.CODE);
  }

  @Override
  public Map<String, Object> handle(TokenRequest request) {
    request.use().require();
    RelyingService service = request.service();
    Parameters parameters = request.parameters();
    String code = parameters.required("code");
    Confirmation proven = bindings.prove(request);
    // Checks come before the code is used up: a stranger who saw it can not spoil it.
    Optional<Grant> seen =
        tokens
            .grantOf(TokenKind.CODE, code)
            .filter(grant -> grant.clientId().equals(service.clientId()));
    Confirmation keys = Confirmation.NONE;
    if (seen.isPresent()) {
      GrantContent content = GrantContent.of(seen.get());
      requireSameRequest(content, parameters);
      keys = Bindings.of(service, proven, content.keyThumbprint());
    }
    Confirmation bound = keys;
    Optional<Map<String, Object>> answer = transactions.call(() -> redeem(service, code, bound));
    return answer.orElseThrow(() -> Refusal.of("invalid_grant", "the code is not good"));
  }

  /** Empty when the code is not good; what that ends is then ended for good. */
  private Optional<Map<String, Object>> redeem(
      RelyingService service, String code, Confirmation keys) {
    return switch (tokens.redeem(code, service.clientId())) {
      case CodeResult.Redeemed redeemed -> {
        Grant grant = redeemed.grant();
        Session session = session(grant);
        if (session == null) {
          yield Optional.empty();
        }
        GrantContent content = GrantContent.of(grant).boundTo(keys);
        if (!tokens.replaceContent(grant.id(), Json.text(content))
            || !sessions.join(session, service.clientId())) {
          yield Optional.empty();
        }
        audit.append(
            AuditEvent.audit("token.issued", "ok")
                .citizen(grant.citizen())
                .client(service.clientId())
                .detail("grant", grant.id())
                .build());
        yield Optional.of(
            issuer.issue(
                grant,
                content,
                session,
                service.grants().contains(TokenRequestConverter.REFRESH),
                null));
      }
      case CodeResult.Reused reused -> {
        audit.append(
            AuditEvent.security("code.reused", "revoked")
                .citizen(reused.grant().citizen())
                .client(service.clientId())
                .detail("grant", reused.grant().id())
                .build());
        yield Optional.empty();
      }
      case CodeResult.Unknown() -> Optional.empty();
    };
  }

  private @Nullable Session session(Grant grant) {
    String id = grant.session();
    return id == null ? null : sessions.byId(id).orElse(null);
  }

  /** Same redirect URI, and the verifier of the challenge (RFC 7636, section 4.6). */
  private static void requireSameRequest(GrantContent content, Parameters parameters) {
    if (!parameters.required("redirect_uri").equals(content.redirectUri())) {
      throw Refusal.of("invalid_grant", "another redirect_uri");
    }
    Optional<String> verifier = parameters.one("code_verifier");
    String challenge = content.codeChallenge();
    boolean fits =
        challenge == null
            // Without a challenge a verifier is an attempt to get past it (RFC 9700, 4.8.2).
            ? verifier.isEmpty()
            : verifier.isPresent()
                && verifier.get().matches("[A-Za-z0-9._~-]{43,128}")
                && Digests.isSame(challenge, Digests.base64url(Digests.sha256(verifier.get())));
    if (!fits) {
      throw Refusal.of("invalid_grant", "code_verifier does not fit");
    }
  }
}
