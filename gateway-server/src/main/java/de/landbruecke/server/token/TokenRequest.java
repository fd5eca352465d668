package de.landbruecke.server.token;

import de.landbruecke.server.identity.RelyingService;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

/** A request to the token endpoint by a client that was authenticated. */
final class TokenRequest extends OAuth2AuthorizationGrantAuthenticationToken {

  private static final long serialVersionUID = 1L;

  private final transient RelyingService service;
  private final transient Parameters parameters;
  private final transient SenderProof proof;
  private final transient AssertionUse use;

  TokenRequest(
      String grantType,
      Authentication client,
      RelyingService service,
      Parameters parameters,
      SenderProof proof) {
    super(new AuthorizationGrantType(grantType), client, null);
    this.service = service;
    this.parameters = parameters;
    this.proof = proof;
    this.use = AssertionUse.of(client);
  }

  /** Who asks. */
  RelyingService service() {
    return service;
  }

  Parameters parameters() {
    return parameters;
  }

  SenderProof proof() {
    return proof;
  }

  /** That the client's assertion counts once. */
  AssertionUse use() {
    return use;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "TokenRequest[" + service.clientId() + "]";
  }
}
