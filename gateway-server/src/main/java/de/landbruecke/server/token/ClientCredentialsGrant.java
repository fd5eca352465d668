package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.Json;
import de.landbruecke.server.token.TokenMint.Minted;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client acts for itself (RFC 6749, section 4.4). */
final class ClientCredentialsGrant implements GrantHandler {

  private final Tokens tokens;
  private final TokenMint mint;
  private final Audiences audiences;
  private final Bindings bindings;
  private final IdentityTransactions transactions;
  private final AuditLog audit;

  ClientCredentialsGrant(
      Tokens tokens,
      TokenMint mint,
      Audiences audiences,
      Bindings bindings,
      IdentityTransactions transactions,
      AuditLog audit) {
    this.tokens = tokens;
    this.mint = mint;
    this.audiences = audiences;
    this.bindings = bindings;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public boolean handles(String grantType) {
    return grantType.equals(TokenRequestConverter.CLIENT);
  }

  @Override
  public Map<String, Object> handle(TokenRequest request) {
    RelyingService service = request.service();
    Set<String> scopes = scopes(service, request.parameters().one("scope"));
    String audience = audiences.of(service, request.parameters().all("resource"));
    GrantContent content =
        GrantContent.ofClient(service.clientId(), audience, scopes)
            .boundTo(Bindings.of(service, bindings.prove(request), null));
    String id = Tokens.newId();
    Minted access =
        mint.access(id, service.clientId(), content, mint.now().plus(TokenMint.ACCESS_LIFETIME));
    Grant grant =
        new Grant(
            id,
            service.clientId(),
            null,
            null,
            null,
            null,
            Json.text(content),
            access.stored().issuedAt(),
            access.stored().expiresAt());
    boolean first =
        transactions.call(() -> {
          if (!request.use().isFirst()) {
            return false;
          }
          if (!tokens.save(grant, List.of(access.stored()))) {
            throw new IllegalStateException("a grant that hangs on nothing was not kept");
          }
          audit.append(
              AuditEvent.audit("token.issued", "ok")
                  .client(service.clientId())
                  .detail("grant", id)
                  .build());
          return true;
        });
    if (!first) {
      throw Refusal.client();
    }
    return SessionTokens.answer(access, content);
  }

  /** Those asked for, or all; nobody is signed in, so {@code openid} makes no sense. */
  private static Set<String> scopes(RelyingService service, Optional<String> wanted) {
    Set<String> allowed = new LinkedHashSet<>(service.scopes());
    allowed.remove("openid");
    if (wanted.isEmpty()) {
      return allowed;
    }
    Set<String> scopes = new LinkedHashSet<>(List.of(wanted.get().trim().split(" +")));
    if (!allowed.containsAll(scopes)) {
      throw Refusal.of("invalid_scope", "more than is registered");
    }
    return scopes;
  }
}
