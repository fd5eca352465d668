package de.landbruecke.exchange;

import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A request to the token endpoint by a client that was authenticated: a token exchange (RFC 8693)
 * or the redemption of a peer's grant (RFC 7523).
 *
 * @param clientId who asks
 * @param parameters as they were sent, with every value of each; the policy takes them apart
 * @param proven the keys that the caller proved with this request, by DPoP or mutual TLS
 */
public record ExchangeRequest(
    String clientId, Map<String, List<String>> parameters, Confirmation proven) {

  /** {@code grant_type} of a token exchange. */
  public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  /** {@code grant_type} of the redemption of a grant. */
  public static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** Copies the parameters. */
  public ExchangeRequest {
    Objects.requireNonNull(clientId);
    Objects.requireNonNull(proven);
    parameters =
        parameters.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
  }

  /** Names the client and nothing else: tokens stay out of logs. */
  @Override
  public String toString() {
    return "ExchangeRequest[" + clientId + "]";
  }
}
