package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.oauth2.sdk.token.BearerTokenError;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPTokenError;
import com.nimbusds.oauth2.sdk.token.TokenSchemeError;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoErrorResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import de.landbruecke.AssuranceLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.minidev.json.JSONObject;

/** Where a client redeems a code, and gets the attributes that it asked for. */
final class TokenEndpoint {

  private static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

  private static final Set<String> PROVEN =
      Set.of("given_name", "family_name", "birthdate", "address");

  private final Provider provider;
  private final Cache<String, Grant> codes;

  /**
   * @param codes kept as long as their tokens live, so that a second use is noticed
   */
  TokenEndpoint(Provider provider, Cache<String, Grant> codes) {
    this.provider = provider;
    this.codes = codes;
  }

  void routes(Router router) {
    router
        .postFromAnywhere(provider.tokenEndpoint().getPath(), this::token)
        .get(provider.userInfoEndpoint().getPath(), this::userInfo)
        .postFromAnywhere(provider.userInfoEndpoint().getPath(), this::userInfo);
  }

  private Response token(Request request) throws JOSEException, InterruptedException {
    provider.faults().delay(Fault.TOKEN_SLOW);
    if (provider.faults().has(Fault.TOKEN_UNAVAILABLE)) {
      return Response.of(503, "text/plain", "");
    }
    try {
      HTTPRequest message = request.toMessage();
      TokenRequest asked = TokenRequest.parse(message);
      Client client = provider.proofs().client(asked.getClientAuthentication());
      if (!(asked.getAuthorizationGrant() instanceof AuthorizationCodeGrant code)) {
        throw new GeneralException(OAuth2Error.UNSUPPORTED_GRANT_TYPE);
      }
      Optional<JWKThumbprintConfirmation> key =
          provider.proofs().key(message, client, provider.tokenEndpoint());
      Grant grant = redeem(code, client, key);
      AccessToken accessToken = provider.tokens().access(grant, key);
      OIDCTokens tokens =
          new OIDCTokens(provider.tokens().id(grant, accessToken), accessToken, null);
      return Response.of(new OIDCTokenResponse(tokens).toHTTPResponse());
    } catch (GeneralException e) {
      ErrorObject error =
          e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject();
      return Response.of(new TokenErrorResponse(error).toHTTPResponse());
    }
  }

  /** Uses a code up, whatever else is wrong with the request. */
  private Grant redeem(
      AuthorizationCodeGrant code, Client client, Optional<JWKThumbprintConfirmation> key)
      throws GeneralException {
    Grant grant = codes.getIfPresent(code.getAuthorizationCode().getValue());
    if (grant == null || !grant.client().equals(client)) {
      throw new GeneralException(OAuth2Error.INVALID_GRANT);
    }
    if (!grant.redeemed().compareAndSet(false, true)) {
      grant.revoked().set(true);
      throw new GeneralException(OAuth2Error.INVALID_GRANT);
    }
    boolean inTime = provider.clock().instant().isBefore(grant.issuedAt().plus(CODE_LIFETIME));
    boolean sameAddress = grant.client().redirectUri().equals(code.getRedirectionURI());
    boolean sameStarter =
        code.getCodeVerifier() != null
            && CodeChallenge.compute(CodeChallengeMethod.S256, code.getCodeVerifier())
                .equals(grant.request().getCodeChallenge());
    boolean sameKey = grant.proofKey().isEmpty() || grant.proofKey().equals(key);
    if (!inTime || !sameAddress || !sameStarter || !sameKey || !grant.isAlive()) {
      throw new GeneralException(OAuth2Error.INVALID_GRANT);
    }
    return grant;
  }

  private Response userInfo(Request request) {
    try {
      HTTPRequest message = request.toMessage();
      AccessToken token = AccessToken.parse(message);
      boolean bound = token.getType().equals(AccessTokenType.DPOP);
      Optional<Tokens.Opened> opened =
          provider.tokens().open(token.getValue()).filter(found -> mayUse(message, token, found));
      if (opened.isEmpty()) {
        return refused(bound ? DPoPTokenError.INVALID_TOKEN : BearerTokenError.INVALID_TOKEN);
      }
      return Response.json(200, attributes(opened.get().grant()).toJSONString());
    } catch (ParseException e) {
      return refused(
          e.getErrorObject() instanceof TokenSchemeError error
              ? error
              : BearerTokenError.INVALID_REQUEST);
    }
  }

  private static Response refused(TokenSchemeError error) {
    return Response.of(new UserInfoErrorResponse(error).toHTTPResponse());
  }

  /** A token that is bound to a key is of use only together with a proof of that key. */
  private boolean mayUse(HTTPRequest message, AccessToken token, Tokens.Opened opened) {
    var key = JWKThumbprintConfirmation.parse(opened.claims());
    if (token instanceof DPoPAccessToken bound) {
      return key != null
          && provider
              .proofs()
              .holdsKey(message, provider.userInfoEndpoint(), opened.grant().client(), bound, key);
    }
    return key == null;
  }

  /**
   * What was proven when the person was identified (OpenID Connect for Identity Assurance 1.0,
   * section 5). All else is the person's own word. Sent unasked, as agreed with the gateway.
   */
  private Map<String, Object> verified(
      Map<String, Object> known, Set<String> names, AssuranceLevel level) {
    Map<String, Object> claims = new TreeMap<>();
    names.forEach(name -> claims.put(name, known.getOrDefault(name, "")));
    return Map.of(
        "verification",
        Map.of("trust_framework", "eidas", "assurance_level", provider.state().acr(level)),
        "claims",
        claims);
  }

  private JSONObject attributes(Grant grant) {
    Set<String> names = new TreeSet<>(OIDCScopeValue.resolveClaimNames(grant.scope()));
    var asked = grant.request().getOIDCClaims();
    if (asked != null && asked.getUserInfoClaimsRequest() != null) {
      names.addAll(asked.getUserInfoClaimsRequest().getClaimNames(false));
    }
    Map<String, Object> known = grant.session().person().claims();
    JSONObject attributes = new JSONObject();
    names.retainAll(known.keySet());
    names.forEach(name -> attributes.put(name, known.get(name)));
    AssuranceLevel level = grant.session().level();
    names.retainAll(PROVEN);
    if (level.isAtLeast(AssuranceLevel.LOW) && !names.isEmpty()) {
      attributes.put("verified_claims", List.of(verified(known, names, level)));
    }
    attributes.put(
        "sub",
        provider.faults().has(Fault.USERINFO_WRONG_SUBJECT) ? Memory.secret() : grant.subject());
    return attributes;
  }
}
