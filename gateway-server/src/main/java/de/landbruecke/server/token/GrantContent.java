package de.landbruecke.server.token;

import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this room keeps with a {@link Grant}: all that its tokens are made of. In the database as
 * JSON, encrypted.
 *
 * @param redirectUri where the code went; null without one
 * @param audience the only {@code aud} of its access tokens
 * @param codeChallenge what the verifier is compared with; null where a client needs none
 * @param keyThumbprint of the key (RFC 9449) that code and tokens are bound to
 * @param certificateThumbprint of the certificate (RFC 8705) that tokens are bound to
 * @param subject {@code sub} in the sector of the client
 * @param authTime seconds since 1970; null where nobody signed in
 * @param sid what the client knows the session by
 * @param idTokenClaims names that the request wants in the ID token itself
 * @param released names of the attributes that may be read
 * @param act who acts (RFC 8693, section 4.1); null: nobody
 */
record GrantContent(
    @Nullable String redirectUri,
    Set<String> scopes,
    String audience,
    @Nullable String nonce,
    @Nullable String codeChallenge,
    @Nullable String keyThumbprint,
    @Nullable String certificateThumbprint,
    String subject,
    @Nullable String acr,
    @Nullable Long authTime,
    @Nullable String means,
    @Nullable String sid,
    Set<String> idTokenClaims,
    Set<String> released,
    @Nullable Map<String, Object> act) {

  GrantContent {
    scopes = Set.copyOf(scopes);
    idTokenClaims = Set.copyOf(idTokenClaims);
    released = Set.copyOf(released);
  }

  /** That of a client that acts for itself. */
  static GrantContent ofClient(String clientId, String audience, Set<String> scopes) {
    return new GrantContent(
        null, scopes, audience, null, null, null, null, clientId, null, null, null, null, Set.of(),
        Set.of(), null);
  }

  static GrantContent of(Grant grant) {
    String content = grant.content();
    if (content == null) {
      throw new IllegalStateException("a grant without content was not made by this room");
    }
    return Json.read(content, GrantContent.class);
  }

  /** The same, bound to these keys. */
  GrantContent boundTo(Confirmation keys) {
    return new GrantContent(
        redirectUri,
        scopes,
        audience,
        nonce,
        codeChallenge,
        keys.keyThumbprint(),
        keys.certificateThumbprint(),
        subject,
        acr,
        authTime,
        means,
        sid,
        idTokenClaims,
        released,
        act);
  }

  /** The same with fewer scopes. */
  GrantContent withScopes(Set<String> fewer) {
    return new GrantContent(
        redirectUri,
        fewer,
        audience,
        nonce,
        codeChallenge,
        keyThumbprint,
        certificateThumbprint,
        subject,
        acr,
        authTime,
        means,
        sid,
        idTokenClaims,
        released,
        act);
  }

  /** The keys that the tokens are bound to. */
  Confirmation keys() {
    return new Confirmation(keyThumbprint, certificateThumbprint);
  }

  List<String> amr() {
    return means == null ? List.of() : List.of(means);
  }

  /** Without values, which must not reach a log. */
  @Override
  public String toString() {
    return "GrantContent[]";
  }
}
