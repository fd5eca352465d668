package de.landbruecke.server.token;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;

/**
 * Hands a token request to the handler of its grant. The only provider behind the token endpoint:
 * none of Spring's is asked after a refusal.
 */
final class TokenProvider implements AuthenticationProvider {

  private final List<GrantHandler> handlers;

  TokenProvider(List<GrantHandler> handlers) {
    this.handlers = List.copyOf(handlers);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return TokenRequest.class.equals(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    TokenRequest request = (TokenRequest) authentication;
    OAuth2ClientAuthenticationToken client =
        (OAuth2ClientAuthenticationToken) request.getPrincipal();
    Map<String, Object> answer;
    try {
      answer =
          handlers.stream()
              .filter(handler -> handler.handles(request.getGrantType().getValue()))
              .findFirst()
              .orElseThrow(() -> Refusal.of("unsupported_grant_type", "unknown grant"))
              .handle(request);
    } catch (Refusal refusal) {
      // A refused request uses the assertion up, too.
      request.use().require();
      throw refusal;
    }
    request.use().requireNoted();
    return new OAuth2AccessTokenAuthenticationToken(
        Objects.requireNonNull(client.getRegisteredClient()),
        client,
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            String.valueOf(answer.get("access_token")),
            null,
            null),
        null,
        answer);
  }

  /** Writes the answer as the handler made it; Spring's own drops what it does not know. */
  static void write(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    RefusalWriter.write(
        response,
        200,
        ((OAuth2AccessTokenAuthenticationToken) authentication).getAdditionalParameters());
  }
}
