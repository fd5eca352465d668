package de.landbruecke.server.shared;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a home portal says of itself (OpenID Connect Discovery 1.0), checked: it is the issuer that
 * was asked, and all its addresses are on that issuer's own host. Immutable.
 *
 * @param pushedAuthorization where requests are pushed (RFC 9126); null: nowhere
 * @param userInfo null: it tells attributes in the ID token only
 * @param responseIssuer whether its answers name it (RFC 9207)
 * @param dpop whether it binds tokens to a key by ES256 (RFC 9449)
 * @param claims whether single attributes can be asked for
 */
public record HomeMetadata(
    String issuer,
    URI keySet,
    URI authorization,
    URI token,
    @Nullable URI pushedAuthorization,
    @Nullable URI userInfo,
    boolean responseIssuer,
    boolean dpop,
    boolean claims) {

  /**
   * Reads a discovery document.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static HomeMetadata parse(String json, String issuer) {
    OIDCProviderMetadata document;
    try {
      document = OIDCProviderMetadata.parse(json);
    } catch (ParseException e) {
      throw new IllegalArgumentException("is no discovery document", e);
    }
    // OpenID Connect Discovery, section 4.3: exactly, or somebody else speaks.
    require(issuer.equals(document.getIssuer().getValue()), "names another issuer");
    URI own = URI.create(issuer);
    require(
        document.getCodeChallengeMethods() == null
            || document.getCodeChallengeMethods().contains(CodeChallengeMethod.S256),
        "offers no PKCE by S256");
    List<JWSAlgorithm> dpop = document.getDPoPJWSAlgs();
    return new HomeMetadata(
        issuer,
        required(document.getJWKSetURI(), "jwks_uri", own),
        required(document.getAuthorizationEndpointURI(), "authorization_endpoint", own),
        required(document.getTokenEndpointURI(), "token_endpoint", own),
        optional(document.getPushedAuthorizationRequestEndpointURI(), "PAR endpoint", own),
        optional(document.getUserInfoEndpointURI(), "userinfo_endpoint", own),
        document.supportsAuthorizationResponseIssuerParam(),
        dpop != null && dpop.contains(JWSAlgorithm.ES256),
        document.supportsClaimsParam());
  }

  private static URI required(@Nullable URI address, String name, URI own) {
    if (address == null) {
      throw new IllegalArgumentException("has no " + name);
    }
    require(
        own.getScheme().equals(address.getScheme())
            && own.getHost().equals(address.getHost())
            && own.getPort() == address.getPort()
            && address.getRawUserInfo() == null
            && address.getRawFragment() == null,
        name + " is on another host than the issuer");
    return address;
  }

  private static @Nullable URI optional(@Nullable URI address, String name, URI own) {
    return address == null ? null : required(address, name, own);
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** Where an issuer's discovery document is (OpenID Connect Discovery 1.0, section 4). */
  static URI address(String issuer) {
    try {
      return OIDCProviderMetadata.resolveURL(new Issuer(issuer)).toURI();
    } catch (GeneralException | URISyntaxException e) {
      throw new IllegalArgumentException("the issuer is no address: " + issuer, e);
    }
  }
}
