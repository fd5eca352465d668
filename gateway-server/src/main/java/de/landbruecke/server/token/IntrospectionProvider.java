package de.landbruecke.server.token;

import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.StoredToken;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/**
 * Tells about an access token (RFC 7662): whose interface it is for, or whom it was issued to.
 * Anybody else learns that it is not active, as of a token that does not exist.
 */
final class IntrospectionProvider implements AuthenticationProvider {

  private final Clients clients;
  private final Tokens tokens;

  IntrospectionProvider(Clients clients, Tokens tokens) {
    this.clients = clients;
    this.tokens = tokens;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    OAuth2TokenIntrospectionAuthenticationToken request =
        (OAuth2TokenIntrospectionAuthenticationToken) authentication;
    Authentication client = (Authentication) request.getPrincipal();
    RelyingService service = TokenRequestConverter.service(clients, client);
    OAuth2TokenIntrospection answer =
        active(request.getToken())
            .filter(claims ->
                service.audience().equals(claims.get("aud"))
                    || service.clientId().equals(claims.get("client_id")))
            .map(IntrospectionProvider::answer)
            .orElseGet(() -> OAuth2TokenIntrospection.builder(false).build());
    return new OAuth2TokenIntrospectionAuthenticationToken(request.getToken(), client, answer);
  }

  /** The claims of a good access token of a client that is still registered. */
  private Optional<Map<String, Object>> active(String token) {
    return tokens
        .find(token)
        .filter(stored -> stored.kind() == TokenKind.ACCESS || stored.kind() == TokenKind.EXCHANGED)
        .map(StoredToken::content)
        .flatMap(Json::object)
        .filter(claims ->
            claims.get("client_id") instanceof String id && clients.service(id).isPresent());
  }

  private static OAuth2TokenIntrospection answer(Map<String, Object> claims) {
    OAuth2TokenIntrospection.Builder answer = OAuth2TokenIntrospection.builder(true);
    claims.forEach((name, value) -> {
      switch (name) {
        case "iat" -> answer.issuedAt(time(value));
        case "exp" -> answer.expiresAt(time(value));
        case "aud" -> answer.audience(value.toString());
        case "scope" ->
            answer.scopes(scopes -> scopes.addAll(List.of(value.toString().split(" "))));
        default -> answer.claim(name, value);
      }
    });
    boolean key = claims.get("cnf") instanceof Map<?, ?> cnf && cnf.containsKey("jkt");
    return answer.tokenType(key ? "DPoP" : "Bearer").build();
  }

  private static Instant time(Object seconds) {
    return Instant.ofEpochSecond(((Number) seconds).longValue());
  }
}
