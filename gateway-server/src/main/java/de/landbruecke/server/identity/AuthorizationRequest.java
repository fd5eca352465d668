package de.landbruecke.server.identity;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a service asked at the authorization endpoint, after all checks.
 *
 * @param responseMode null: {@code query}
 * @param claims the JSON of the parameter {@code claims}
 * @param acrValues wanted levels, best first, as the service wrote them
 * @param maxAge how long ago the citizen may have signed in at most
 * @param prompt such as {@code login} or {@code consent}
 * @param uiLocales languages, best first
 * @param codeChallenge of the method S256
 * @param resource audiences by RFC 8707; empty: the registered one
 * @param dpopJkt thumbprint of the key that the code is bound to (RFC 9449, section 10)
 * @param homeHint the id of the home issuer that the service proposes
 * @param loginHint for the home issuer; never logged
 */
public record AuthorizationRequest(
    String clientId,
    String redirectUri,
    @Nullable String responseMode,
    Set<String> scopes,
    @Nullable String claims,
    List<String> acrValues,
    @Nullable Duration maxAge,
    Set<String> prompt,
    List<String> uiLocales,
    @Nullable String nonce,
    @Nullable String state,
    @Nullable String codeChallenge,
    List<String> resource,
    @Nullable String dpopJkt,
    @Nullable String homeHint,
    @Nullable String loginHint) {

  /** Copies the collections. */
  public AuthorizationRequest {
    scopes = Set.copyOf(scopes);
    acrValues = List.copyOf(acrValues);
    prompt = Set.copyOf(prompt);
    uiLocales = List.copyOf(uiLocales);
    resource = List.copyOf(resource);
  }

  /** The least request of a client: everything else is absent. */
  public static AuthorizationRequest of(String clientId, String redirectUri, Set<String> scopes) {
    return new AuthorizationRequest(
        clientId,
        redirectUri,
        null,
        scopes,
        null,
        List.of(),
        null,
        Set.of(),
        List.of(),
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null);
  }

  /** The same, bound to the key with this thumbprint. */
  public AuthorizationRequest withKey(String thumbprint) {
    return with(nonce, state, thumbprint);
  }

  AuthorizationRequest withNonce(String other) {
    return with(other, state, dpopJkt);
  }

  AuthorizationRequest withState(String other) {
    return with(nonce, other, dpopJkt);
  }

  private AuthorizationRequest with(
      @Nullable String newNonce, @Nullable String newState, @Nullable String newKey) {
    return new AuthorizationRequest(
        clientId,
        redirectUri,
        responseMode,
        scopes,
        claims,
        acrValues,
        maxAge,
        prompt,
        uiLocales,
        newNonce,
        newState,
        codeChallenge,
        resource,
        newKey,
        homeHint,
        loginHint);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "AuthorizationRequest[" + clientId + "]";
  }
}
