package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import de.landbruecke.AssuranceLevel;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The OpenID Provider of one portal: what its endpoints share, its metadata and its keys. */
final class Provider {

  /** Reading the register of dogs through the portal's interface. */
  static final String DOG_SCOPE = "hund.lesen";

  static final Scope SCOPES =
      new Scope("openid", "profile", "email", "address", "phone", DOG_SCOPE);

  private static final Duration SESSION_LIFETIME = Duration.ofHours(12);
  private static final int HUGE = 2 * 1024 * 1024;

  private final URI issuer;
  private final FederalState state;
  private final Faults faults;
  private final SigningKeys keys;
  private final Clock clock;
  private final Map<ClientID, Client> clients;
  private final Tokens tokens;
  private final Proofs proofs;
  private final Cache<String, LoginSession> sessions;

  Provider(
      FederalState state,
      URI issuer,
      Map<ClientID, Client> clients,
      SigningKeys keys,
      Faults faults,
      Clock clock) {
    this.issuer = issuer;
    this.state = state;
    this.faults = faults;
    this.keys = keys;
    this.clock = clock;
    this.clients = Map.copyOf(clients);
    this.tokens = new Tokens(issuer, state, keys, faults, clock);
    this.proofs = new Proofs(clients, Set.of(issuer, tokenEndpoint(), pushEndpoint()), clock);
    this.sessions = Memory.of(SESSION_LIFETIME, clock);
  }

  void routes(Router router, Pages pages) {
    router
        .get("/.well-known/openid-configuration", request -> metadata())
        .get("/oauth2/jwks", request -> keySet())
        .get("/oauth2/moved-jwks", request -> Response.json(200, keys.published().toString()));
    Cache<String, Grant> codes = Memory.of(Tokens.ACCESS_LIFETIME, clock);
    new AuthorizationEndpoint(this, pages, codes).routes(router);
    new TokenEndpoint(this, codes).routes(router);
    new LogoutEndpoint(this, pages).routes(router);
  }

  URI issuer() {
    return issuer;
  }

  URI tokenEndpoint() {
    return URI.create(issuer + "/oauth2/token");
  }

  URI pushEndpoint() {
    return URI.create(issuer + "/oauth2/par");
  }

  URI userInfoEndpoint() {
    return URI.create(issuer + "/userinfo");
  }

  FederalState state() {
    return state;
  }

  Faults faults() {
    return faults;
  }

  SigningKeys keys() {
    return keys;
  }

  Clock clock() {
    return clock;
  }

  Map<ClientID, Client> clients() {
    return clients;
  }

  Tokens tokens() {
    return tokens;
  }

  Proofs proofs() {
    return proofs;
  }

  String sessionCookie() {
    return "demo_" + state.code() + "_login";
  }

  Optional<LoginSession> session(Request request) {
    return request
        .cookie(sessionCookie())
        .flatMap(cookie -> Optional.ofNullable(sessions.getIfPresent(cookie)));
  }

  /** Keeps a session under a new cookie, so that none set before signing in is of use. */
  Response keep(LoginSession session, Request request, Response response) {
    request.cookie(sessionCookie()).ifPresent(sessions::invalidate);
    String cookie = Memory.secret();
    sessions.put(cookie, session);
    return response.withCookie(sessionCookie(), cookie);
  }

  Response forget(Request request, Response response) {
    request.cookie(sessionCookie()).ifPresent(sessions::invalidate);
    return response.withoutCookie(sessionCookie());
  }

  private Response metadata() {
    if (faults.has(Fault.METADATA_UNAVAILABLE)) {
      return Response.of(503, "text/plain", "");
    }
    String name =
        faults.has(Fault.METADATA_WRONG_ISSUER) ? Tokens.FOREIGN_ISSUER : issuer.toString();
    OIDCProviderMetadata metadata =
        new OIDCProviderMetadata(
            new Issuer(name), List.of(SubjectType.PAIRWISE), URI.create(issuer + "/oauth2/jwks"));
    metadata.setAuthorizationEndpointURI(URI.create(issuer + "/oauth2/authorize"));
    metadata.setPushedAuthorizationRequestEndpointURI(pushEndpoint());
    metadata.setTokenEndpointURI(tokenEndpoint());
    metadata.setUserInfoEndpointURI(userInfoEndpoint());
    metadata.setEndSessionEndpointURI(URI.create(issuer + "/oauth2/logout"));
    metadata.setScopes(SCOPES);
    metadata.setResponseTypes(List.of(ResponseType.CODE));
    metadata.setResponseModes(List.of(ResponseMode.QUERY));
    metadata.setGrantTypes(List.of(GrantType.AUTHORIZATION_CODE));
    metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
    metadata.setTokenEndpointAuthMethods(List.of(ClientAuthenticationMethod.PRIVATE_KEY_JWT));
    metadata.setTokenEndpointJWSAlgs(List.of(JWSAlgorithm.ES256));
    metadata.setDPoPJWSAlgs(List.of(JWSAlgorithm.ES256));
    metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.ES256));
    metadata.setSupportsAuthorizationResponseIssuerParam(true);
    metadata.setSupportsBackChannelLogout(true);
    metadata.setSupportsBackChannelLogoutSession(true);
    metadata.setSupportsClaimsParams(true);
    metadata.setSupportsRequestParam(false);
    metadata.setSupportsRequestURIParam(false);
    metadata.setClaimTypes(List.of(ClaimType.NORMAL));
    metadata.setPromptTypes(
        List.of(Prompt.Type.NONE, Prompt.Type.LOGIN, Prompt.Type.SELECT_ACCOUNT));
    metadata.setACRs(
        Arrays.stream(AssuranceLevel.values())
            .filter(level -> level != AssuranceLevel.NONE)
            .map(level -> new ACR(state.acr(level)))
            .toList());
    Set<String> claims = new TreeSet<>(Set.of("sub", "iss", "aud", "exp", "iat", "auth_time"));
    claims.addAll(Set.of("acr", "nonce", "sid", "at_hash"));
    Person.of(state).values().forEach(person -> claims.addAll(person.claims().keySet()));
    metadata.setClaims(List.copyOf(claims));
    return Response.json(200, metadata.toJSONObject().toJSONString());
  }

  private Response keySet() throws Exception {
    faults.delay(Fault.KEYS_SLOW);
    if (faults.has(Fault.KEYS_UNAVAILABLE)) {
      return Response.of(503, "text/plain", "");
    } else if (faults.has(Fault.KEYS_REDIRECTED)) {
      return Response.redirect(issuer + "/oauth2/moved-jwks");
    } else if (faults.has(Fault.KEYS_HTML)) {
      return Response.of(200, "text/html", "<!DOCTYPE html><title>Wartung</title>");
    }
    String keySet = keys.published().toString();
    return Response.json(
        200, faults.has(Fault.KEYS_HUGE) ? keySet + " ".repeat(HUGE - keySet.length()) : keySet);
  }
}
