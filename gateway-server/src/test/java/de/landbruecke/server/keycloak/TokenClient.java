package de.landbruecke.server.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A confidential client by a protocol library that is not ours, at the gateway and at Keycloak
 * alike.
 *
 * @param key by which it says who it is
 */
record TokenClient(String id, ECKey key) {

  /** Where the browser brings answers; nobody is there. */
  static final String CALLBACK = "http://127.0.0.1:8093/";

  private static final String TOKEN_TYPE = "urn:ietf:params:oauth:token-type:";

  /** A sign-in on its way. */
  record Pending(URI address, CodeVerifier verifier) {}

  /** Begins a sign-in at this issuer. */
  Pending begin(String issuer, Map<String, String> more) throws GeneralException, IOException {
    CodeVerifier verifier = new CodeVerifier();
    var request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid", "profile"),
                new ClientID(id),
                URI.create(CALLBACK))
            .endpointURI(metadata(issuer).getAuthorizationEndpointURI())
            .codeChallenge(verifier, CodeChallengeMethod.S256);
    more.forEach(request::customParameter);
    return new Pending(request.build().toURI(), verifier);
  }

  /** Ends it with the answer that the browser brought. */
  OIDCTokens finish(String issuer, Pending pending, URI answer)
      throws GeneralException, IOException, JOSEException {
    AuthorizationCode code =
        AuthenticationResponseParser.parse(answer).toSuccessResponse().getAuthorizationCode();
    HTTPRequest message =
        new TokenRequest.Builder(
                metadata(issuer).getTokenEndpointURI(),
                authentication(issuer),
                new AuthorizationCodeGrant(code, URI.create(CALLBACK), pending.verifier()))
            .build()
            .toHTTPRequest();
    HTTPResponse response = message.send();
    assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
    return OIDCTokenResponse.parse(response).getOIDCTokens();
  }

  /** RFC 8693. */
  HTTPResponse exchange(String issuer, String token, String audience, @Nullable String type)
      throws GeneralException, IOException, JOSEException {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                token,
                "subject_token_type",
                TOKEN_TYPE + "access_token",
                "audience",
                audience));
    if (type != null) {
      parameters.put("requested_token_type", TOKEN_TYPE + type);
    }
    return send(issuer, parameters);
  }

  /** RFC 7523. */
  HTTPResponse redeem(String issuer, String grant)
      throws GeneralException, IOException, JOSEException {
    return send(
        issuer,
        Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", grant));
  }

  private HTTPResponse send(String issuer, Map<String, String> parameters)
      throws GeneralException, IOException, JOSEException {
    HTTPRequest message =
        new HTTPRequest(HTTPRequest.Method.POST, metadata(issuer).getTokenEndpointURI());
    message.setEntityContentType(ContentType.APPLICATION_URLENCODED);
    authentication(issuer).applyTo(message);
    message.setBody(message.getBody() + "&" + WebBrowser.encoded(parameters));
    return message.send();
  }

  private PrivateKeyJWT authentication(String issuer) throws JOSEException {
    return new PrivateKeyJWT(
        new JWTAuthenticationClaimsSet(new ClientID(id), new Audience(issuer)),
        JWSAlgorithm.ES256,
        key.toECPrivateKey(),
        key.getKeyID(),
        null);
  }

  private static OIDCProviderMetadata metadata(String issuer) throws GeneralException, IOException {
    return OIDCProviderMetadata.resolve(new Issuer(issuer));
  }
}
