package de.landbruecke.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.BearerTokenError;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minidev.json.JSONObject;

/** The portal's interface for other back ends, open to tokens of the gateway only. */
final class DogApi {

  static final String PATH = "/api/hunde";

  private final FederalState state;
  private final DefaultJWTProcessor<SecurityContext> tokens;

  DogApi(PortalOptions options) {
    this.state = options.state();
    this.tokens = new DefaultJWTProcessor<>();
    tokens.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    tokens.setJWSKeySelector(
        new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys(options.gateway())));
    tokens.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            state.apiAudience(),
            new JWTClaimsSet.Builder().issuer(options.gateway().toString()).build(),
            Set.of("sub", "exp", "iat", "jti", "client_id", "scope")));
  }

  void routes(Router router) {
    router.get(PATH, this::dogs);
  }

  private Response dogs(Request request) {
    JWTClaimsSet claims;
    Scope scope;
    try {
      String header = request.header("Authorization").orElse("");
      claims = tokens.process(BearerAccessToken.parse(header).getValue(), null);
      scope = Scope.parse(claims.getStringClaim("scope"));
    } catch (com.nimbusds.oauth2.sdk.ParseException
        | ParseException
        | BadJOSEException
        | JOSEException e) {
      return refused(401, BearerTokenError.INVALID_TOKEN);
    }
    if (claims.getClaim("cnf") != null) {
      return refused(401, BearerTokenError.INVALID_TOKEN);
    }
    if (!scope.contains(Provider.DOG_SCOPE)) {
      return refused(403, BearerTokenError.INSUFFICIENT_SCOPE);
    }
    JSONObject answer = new JSONObject();
    answer.put("portal", state.issuerId());
    answer.put("subject", claims.getSubject());
    answer.put("level", claims.getClaim("acr"));
    answer.put("actor", claims.getClaim("act"));
    answer.put(
        "dogs",
        List.of(
            Map.of(
                "name", state == FederalState.SAXONY ? "Bello" : "Schnuffel", "invented", true)));
    return Response.json(200, answer.toJSONString());
  }

  private static Response refused(int status, BearerTokenError error) {
    return Response.json(status, error.toJSONObject().toJSONString())
        .with("WWW-Authenticate", error.toWWWAuthenticateHeader());
  }

  private static JWKSource<SecurityContext> keys(URI gateway) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(URI.create(gateway + "/oauth2/jwks").toURL())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no address: " + gateway, e);
    }
  }
}
