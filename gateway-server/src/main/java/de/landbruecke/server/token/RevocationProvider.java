package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.StoredToken;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/**
 * Ends a token of the client that brings it, with all that came of it (RFC 7009). A token that is
 * not there, or another client's, is answered alike.
 */
final class RevocationProvider implements AuthenticationProvider {

  private final Tokens tokens;
  private final IdentityTransactions transactions;
  private final AuditLog audit;

  RevocationProvider(Tokens tokens, IdentityTransactions transactions, AuditLog audit) {
    this.tokens = tokens;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    OAuth2TokenRevocationAuthenticationToken request =
        (OAuth2TokenRevocationAuthenticationToken) authentication;
    Authentication client = (Authentication) request.getPrincipal();
    Optional<StoredToken> stored = tokens.find(request.getToken());
    stored
        .map(StoredToken::grant)
        .flatMap(tokens::grant)
        .filter(grant -> grant.clientId().equals(client.getName()))
        .ifPresent(grant -> transactions.run(() -> revoke(stored.orElseThrow(), grant)));
    return authentication;
  }

  private void revoke(StoredToken token, Grant grant) {
    if (token.kind() == TokenKind.REFRESH) {
      // RFC 7009, section 2.1: the access tokens of the same grant, too.
      tokens.revoke(grant.id());
    } else {
      tokens.revokeToken(token.hash());
    }
    audit.append(
        AuditEvent.audit("token.revoked", "ok")
            .citizen(grant.citizen())
            .client(grant.clientId())
            .detail("grant", grant.id())
            .detail("kind", token.kind().name())
            .build());
  }
}
