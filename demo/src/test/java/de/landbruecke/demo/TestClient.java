package de.landbruecke.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as a portal sees it, made of a library's messages alone, so that each step can be
 * done wrongly.
 */
final class TestClient {

  static final ClientID ID = new ClientID(Client.GATEWAY);

  final OIDCProviderMetadata metadata;
  final URI gateway;
  final URI redirectUri;
  final Browser browser = new Browser();
  final CodeVerifier verifier = new CodeVerifier();
  final State state = new State();
  final Nonce nonce = new Nonce();

  TestClient(DemoPortal portal, FederalState of) throws Exception {
    this(portal, URI.create("http://localhost:8080"), of);
  }

  TestClient(DemoPortal portal, URI gateway, FederalState of) throws Exception {
    this.gateway = gateway;
    this.metadata = OIDCProviderMetadata.resolve(new Issuer(portal.origin()));
    this.redirectUri = gateway.resolve("/login/oauth2/code/" + of.issuerId());
  }

  /** A request in which everything is right, and then changed. */
  AuthenticationRequest request(UnaryOperator<AuthenticationRequest.Builder> change) {
    return change
        .apply(
            new AuthenticationRequest.Builder(
                    ResponseType.CODE, new Scope("openid", "profile", "email"), ID, redirectUri)
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256))
        .build();
  }

  HTTPResponse push(AuthorizationRequest request, @Nullable SignedJWT proof) throws Exception {
    URI endpoint = metadata.getPushedAuthorizationRequestEndpointURI();
    HTTPRequest message =
        new PushedAuthorizationRequest(endpoint, authentication(), request).toHTTPRequest();
    if (proof != null) {
      message.setDPoP(proof);
    }
    return message.send();
  }

  /** Where the browser goes with a pushed request. */
  URI pushed(String requestUri) {
    return new AuthorizationRequest.Builder(URI.create(requestUri), ID)
        .endpointURI(metadata.getAuthorizationEndpointURI())
        .build()
        .toURI();
  }

  /** Opens the request; the answer is the login page, or already a redirect to the client. */
  Browser.Answer open(AuthenticationRequest request) throws Exception {
    return browser.open(request.toURI(), redirectUri.toString());
  }

  Browser.Answer logIn(Browser.Answer page, String username) throws Exception {
    return browser.press(
        page,
        "login-submit",
        Map.of("username", username, "password", "demo"),
        redirectUri.toString());
  }

  AuthenticationResponse response(Browser.Answer answer) throws Exception {
    return AuthenticationResponseParser.parse(answer.location());
  }

  AuthorizationCode code(Browser.Answer answer) throws Exception {
    return response(answer).toSuccessResponse().getAuthorizationCode();
  }

  /** Signs a person in who has no second step. */
  AuthorizationCode signIn(String username) throws Exception {
    return code(logIn(open(request(same -> same)), username));
  }

  /** Comes again in the same browser. */
  AuthorizationCode signInAgain() throws Exception {
    return code(open(request(same -> same)));
  }

  HTTPResponse token(AuthorizationGrant grant) throws Exception {
    return tokenRequest(grant, authentication()).send();
  }

  HTTPRequest tokenRequest(AuthorizationGrant grant, ClientAuthentication authentication) {
    return new TokenRequest(
            metadata.getTokenEndpointURI(), authentication, grant, null, null, Map.of())
        .toHTTPRequest();
  }

  AuthorizationCodeGrant grant(AuthorizationCode code) {
    return new AuthorizationCodeGrant(code, redirectUri, verifier);
  }

  OIDCTokens tokens(AuthorizationCode code) throws Exception {
    return OIDCTokenResponse.parse(token(grant(code))).getOIDCTokens();
  }

  IDTokenClaimsSet checked(OIDCTokens tokens) throws Exception {
    JWKSet keys = JWKSet.load(metadata.getJWKSetURI().toURL());
    return new IDTokenValidator(metadata.getIssuer(), ID, JWSAlgorithm.ES256, keys)
        .validate(tokens.getIDToken(), nonce);
  }

  HTTPResponse attributes(AccessToken token) throws IOException {
    return new UserInfoRequest(metadata.getUserInfoEndpointURI(), token).toHTTPRequest().send();
  }

  ClientAuthentication authentication() throws JOSEException {
    return authentication(DemonstrationKeys.of(Client.GATEWAY), metadata.getTokenEndpointURI());
  }

  ClientAuthentication authentication(ECKey key, URI audience) throws JOSEException {
    return new PrivateKeyJWT(
        ID, audience, JWSAlgorithm.ES256, key.toECPrivateKey(), key.getKeyID(), null);
  }
}
