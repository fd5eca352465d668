package de.landbruecke.server.token;

import de.landbruecke.exchange.ExchangeRequest;
import de.landbruecke.server.identity.RelyingService;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Takes a token request apart, whatever its grant. */
final class TokenRequestConverter implements AuthenticationConverter {

  static final String CODE = "authorization_code";
  static final String REFRESH = "refresh_token";
  static final String CLIENT = "client_credentials";

  static final Set<String> GRANTS =
      Set.of(CODE, REFRESH, CLIENT, ExchangeRequest.TOKEN_EXCHANGE, ExchangeRequest.JWT_BEARER);

  private final Clients clients;

  TokenRequestConverter(Clients clients) {
    this.clients = clients;
  }

  /** Null for a grant that we do not know. */
  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Authentication client = SecurityContextHolder.getContext().getAuthentication();
    if (client == null) {
      throw Refusal.client();
    }
    try {
      TokenRequest converted = converted(request, client);
      if (converted == null) {
        AssertionUse.of(client).require();
      }
      return converted;
    } catch (Refusal refusal) {
      AssertionUse.of(client).require();
      throw refusal;
    }
  }

  private @Nullable TokenRequest converted(HttpServletRequest request, Authentication client) {
    Parameters parameters =
        Parameters.ofForm(request).requireSingle(ClientRequestConverter.REPEATABLE);
    String grant = parameters.required("grant_type");
    if (!GRANTS.contains(grant)) {
      return null;
    }
    RelyingService service = service(clients, client);
    if (!service.grants().contains(grant)) {
      throw Refusal.of("unauthorized_client", "the client may not use this grant");
    }
    return new TokenRequest(grant, client, service, parameters, SenderProof.of(request));
  }

  /** The service behind an authenticated client. */
  static RelyingService service(Clients clients, Authentication client) {
    // Disabled since it was authenticated, at worst.
    return clients.service(client.getName()).orElseThrow(Refusal::client);
  }
}
