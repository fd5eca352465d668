package de.landbruecke.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A relying party by OpenID Connect: code with PKCE, pushed requests and a signed client assertion,
 * tokens bound to a key where the provider can. All messages and checks are the library's.
 *
 * <p>The provider's metadata are asked for at the first use and kept; they are asked for again as
 * long as that fails.
 */
final class OidcClient {

  private static final int TIMEOUT_MILLISECONDS = 10_000;

  /** A sign-in on its way; all of it is to be kept in the browser's session. */
  record Pending(
      URI address, State state, Nonce nonce, CodeVerifier verifier, Optional<ECKey> proofKey) {}

  /** A sign-in that was checked, its attributes included. */
  record SignIn(
      JWT idToken,
      IDTokenClaimsSet claims,
      UserInfo attributes,
      AccessToken accessToken,
      Optional<ECKey> proofKey) {}

  private record Peer(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys) {}

  private final Issuer issuer;
  private final ClientID id;
  private final ECKey key;
  private final URI redirectUri;
  private final boolean bindTokens;
  private volatile Optional<Peer> known = Optional.empty();

  /**
   * A client of the provider {@code issuer}.
   *
   * @param bindTokens whether to bind tokens to a key of each sign-in (DPoP) where that is offered
   */
  OidcClient(URI issuer, String id, ECKey key, URI redirectUri, boolean bindTokens) {
    this.issuer = new Issuer(issuer);
    this.id = new ClientID(id);
    this.key = key;
    this.redirectUri = redirectUri;
    this.bindTokens = bindTokens;
  }

  /**
   * Begins a sign-in.
   *
   * @param levels one of which is wished for, in the provider's words; none is no wish
   */
  Pending start(Scope scope, List<String> levels)
      throws GeneralException, IOException, JOSEException {
    OIDCProviderMetadata metadata = peer().metadata();
    State state = new State();
    Nonce nonce = new Nonce();
    CodeVerifier verifier = new CodeVerifier();
    boolean bound = bindTokens && metadata.getDPoPJWSAlgs() != null;
    Optional<ECKey> proofKey =
        bound ? Optional.of(new ECKeyGenerator(Curve.P_256).generate()) : Optional.empty();
    var builder =
        new AuthenticationRequest.Builder(ResponseType.CODE, scope, id, redirectUri)
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256);
    if (!levels.isEmpty()) {
      builder.acrValues(levels.stream().map(ACR::new).toList());
    }
    AuthorizationRequest request = builder.build();
    URI pushTo = metadata.getPushedAuthorizationRequestEndpointURI();
    if (pushTo != null) {
      var push = new PushedAuthorizationRequest(pushTo, authentication(), request);
      var pushed = PushedAuthorizationResponse.parse(send(push.toHTTPRequest()));
      if (!pushed.indicatesSuccess()) {
        throw new GeneralException(pushed.toErrorResponse().getErrorObject());
      }
      request =
          new AuthorizationRequest.Builder(pushed.toSuccessResponse().getRequestURI(), id)
              .endpointURI(metadata.getAuthorizationEndpointURI())
              .build();
    }
    return new Pending(request.toURI(), state, nonce, verifier, proofKey);
  }

  /**
   * Ends a sign-in with the answer that the browser brought.
   *
   * @throws GeneralException for an error that the provider names, and for an answer that does not
   *     belong to {@code pending} or is not this provider's
   * @throws BadJOSEException for an ID token that does not hold
   */
  SignIn finish(URI answer, Pending pending)
      throws GeneralException, IOException, JOSEException, BadJOSEException {
    Peer peer = peer();
    AuthenticationResponse response = AuthenticationResponseParser.parse(answer);
    if (!pending.state().equals(response.getState())) {
      throw new GeneralException("the answer belongs to another sign-in");
    }
    boolean named = response.getIssuer() != null;
    if (named
        ? !issuer.equals(response.getIssuer())
        : peer.metadata().supportsAuthorizationResponseIssuerParam()) {
      throw new GeneralException("the answer is another provider's");
    }
    if (!response.indicatesSuccess()) {
      throw new GeneralException(response.toErrorResponse().getErrorObject());
    }
    var code =
        new AuthorizationCodeGrant(
            response.toSuccessResponse().getAuthorizationCode(), redirectUri, pending.verifier());
    var tokens =
        OIDCTokenResponseParser.parse(tokenResponse(code, new Scope(), pending.proofKey()));
    if (!tokens.indicatesSuccess()) {
      throw new GeneralException(tokens.toErrorResponse().getErrorObject());
    }
    var issued = ((OIDCTokenResponse) tokens.toSuccessResponse()).getOIDCTokens();
    IDTokenClaimsSet claims =
        new IDTokenValidator(issuer, id, selector(peer), null)
            .validate(issued.getIDToken(), pending.nonce());
    UserInfo attributes = attributes(peer.metadata(), issued.getAccessToken(), pending.proofKey());
    if (!claims.getSubject().equals(attributes.getSubject())) {
      throw new GeneralException("the attributes are somebody else's");
    }
    return new SignIn(
        issued.getIDToken(), claims, attributes, issued.getAccessToken(), pending.proofKey());
  }

  /** Asks for tokens by any grant, as this client. */
  HTTPResponse tokenResponse(AuthorizationGrant grant, Scope scope, Optional<ECKey> proofKey)
      throws GeneralException, IOException, JOSEException {
    URI endpoint = peer().metadata().getTokenEndpointURI();
    HTTPRequest message =
        new TokenRequest(endpoint, authentication(), grant, scope.isEmpty() ? null : scope)
            .toHTTPRequest();
    if (proofKey.isPresent()) {
      message.setDPoP(proofs(proofKey.get()).createDPoPJWT("POST", endpoint));
    }
    return send(message);
  }

  /** Sends a request with a token, proving the key that it is bound to. */
  static HTTPResponse sendWith(AccessToken token, Optional<ECKey> proofKey, HTTPRequest message)
      throws IOException, JOSEException {
    message.setAuthorization(token.toAuthorizationHeader());
    if (proofKey.isPresent()) {
      message.setDPoP(
          proofs(proofKey.get())
              .createDPoPJWT(message.getMethod().name(), message.getURI(), token));
    }
    return send(message);
  }

  /** Where the browser goes to end the provider's session too; empty where it offers no way. */
  Optional<URI> logoutAddress(SignIn signIn, URI next) throws GeneralException, IOException {
    URI endpoint = peer().metadata().getEndSessionEndpointURI();
    return endpoint == null
        ? Optional.empty()
        : Optional.of(new LogoutRequest(endpoint, signIn.idToken(), next, null).toURI());
  }

  /** The claims of a logout token that holds (OpenID Connect Back-Channel Logout 1.0, 2.6). */
  LogoutTokenClaimsSet logout(JWT token)
      throws GeneralException, IOException, JOSEException, BadJOSEException {
    return new LogoutTokenValidator(issuer, id, true, selector(peer()), null).validate(token);
  }

  private UserInfo attributes(
      OIDCProviderMetadata metadata, AccessToken token, Optional<ECKey> proofKey)
      throws GeneralException, IOException, JOSEException {
    HTTPRequest message =
        new UserInfoRequest(metadata.getUserInfoEndpointURI(), token).toHTTPRequest();
    var response = UserInfoResponse.parse(sendWith(token, proofKey, message));
    if (!response.indicatesSuccess()) {
      ErrorObject error = response.toErrorResponse().getErrorObject();
      throw new GeneralException("no attributes", error);
    }
    return response.toSuccessResponse().getUserInfo();
  }

  private ClientAuthentication authentication() throws JOSEException {
    return new PrivateKeyJWT(
        new JWTAuthenticationClaimsSet(id, new Audience(issuer)),
        JWSAlgorithm.ES256,
        key.toECPrivateKey(),
        key.getKeyID(),
        null);
  }

  private static DefaultDPoPProofFactory proofs(ECKey key) throws JOSEException {
    return new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
  }

  private static JWSVerificationKeySelector<SecurityContext> selector(Peer peer) {
    return new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, peer.keys());
  }

  private static HTTPResponse send(HTTPRequest message) throws IOException {
    message.setConnectTimeout(TIMEOUT_MILLISECONDS);
    message.setReadTimeout(TIMEOUT_MILLISECONDS);
    message.setFollowRedirects(false);
    return message.send();
  }

  private Peer peer() throws GeneralException, IOException {
    if (known.isEmpty()) {
      var metadata =
          OIDCProviderMetadata.resolve(issuer, TIMEOUT_MILLISECONDS, TIMEOUT_MILLISECONDS);
      known =
          Optional.of(
              new Peer(
                  metadata,
                  JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL())
                      .build()));
    }
    return known.orElseThrow();
  }
}
