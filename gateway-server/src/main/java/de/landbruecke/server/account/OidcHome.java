package de.landbruecke.server.account;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.SerializeException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.shared.HomeMetadata;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.VerifiedToken;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Home portals that are OpenID Providers: code flow with PKCE (RFC 7636), nonce and {@code
 * private_key_jwt}; PAR (RFC 9126) and DPoP (RFC 9449) where the portal offers them.
 *
 * <p>At most {@link #MOST_AT_ONCE} requests wait for one portal, so that a slow one takes no
 * threads from the others' users.
 */
final class OidcHome implements HomeProtocol {

  /** How many requests may wait for one portal at once. */
  static final int MOST_AT_ONCE = 32;

  private static final ZoneId GERMANY = ZoneId.of("Europe/Berlin");

  private final HomeRegistry homes;
  private final TokenVerifier verifier;
  private final ClientKeys keys;
  private final HomeHttp http;
  private final URI gateway;
  private final Clock clock;
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

  OidcHome(
      HomeRegistry homes,
      TokenVerifier verifier,
      ClientKeys keys,
      HomeHttp http,
      IdentitySettings settings,
      Clock clock) {
    this.homes = homes;
    this.verifier = verifier;
    this.keys = keys;
    this.http = http;
    this.gateway = settings.issuer();
    this.clock = clock;
  }

  @Override
  public boolean isDown(HomeIssuer issuer) {
    return homes.isDown(issuer);
  }

  @Override
  public Departure depart(HomeIssuer issuer, HomeRequest request, HomeState memory)
      throws TroubleException {
    return bounded(issuer, () -> prepare(issuer, request, memory));
  }

  @Override
  public HomeLogin redeem(
      HomeIssuer issuer, Map<String, List<String>> answer, HomeState kept, HomeRequest request)
      throws TroubleException {
    return bounded(issuer, () -> check(issuer, answer, kept, request));
  }

  private Departure prepare(HomeIssuer issuer, HomeRequest request, HomeState memory)
      throws TroubleException {
    HomeMetadata metadata = metadata(issuer);
    State state = new State(32);
    Nonce nonce = new Nonce(32);
    CodeVerifier verifierOfCode = new CodeVerifier();
    try {
      ECKey proofKey = metadata.dpop() ? new ECKeyGenerator(Curve.P_256).generate() : null;
      AuthenticationRequest.Builder builder =
          new AuthenticationRequest.Builder(
                  ResponseType.CODE,
                  scope(metadata, request),
                  new ClientID(issuer.clientId()),
                  redirectUri(issuer))
              .endpointURI(metadata.authorization())
              .state(state)
              .nonce(nonce)
              .codeChallenge(verifierOfCode, CodeChallengeMethod.S256)
              .acrValues(acrValues(issuer, request))
              .uiLocales(languages(request));
      if (metadata.claims() && !request.attributes().isEmpty()) {
        builder.claims(claims(request));
      }
      // Also obliges the portal to tell when the citizen signed in (OpenID Connect Core, 3.1.2.1).
      builder.maxAge((int) request.maxAge().toSeconds());
      if (request.fresh()) {
        builder.prompt(Prompt.Type.LOGIN);
      }
      // Whom it is about has no place in an address, so only where the request is pushed.
      if (request.loginHint() != null && metadata.pushedAuthorization() != null) {
        builder.loginHint(request.loginHint());
      }
      if (proofKey != null) {
        builder.dPoPJWKThumbprintConfirmation(JWKThumbprintConfirmation.of(proofKey));
      }
      HomeState kept =
          new HomeState(
              issuer.id(),
              issuer.issuerUri(),
              nonce.getValue(),
              verifierOfCode.getValue(),
              proofKey == null ? null : proofKey.toJSONString(),
              clock.instant().getEpochSecond(),
              request.fresh(),
              request.session(),
              request.language().tag(),
              memory.tooLow());
      return new Departure(
          address(issuer, metadata, builder.build(), proofKey), state.getValue(), kept);
    } catch (JOSEException | SerializeException e) {
      throw new TroubleException(Trouble.TECHNICAL, "request_not_made", e);
    }
  }

  private URI address(
      HomeIssuer issuer,
      HomeMetadata metadata,
      AuthenticationRequest request,
      @Nullable ECKey proofKey)
      throws TroubleException {
    URI push = metadata.pushedAuthorization();
    if (push == null) {
      return request.toURI();
    }
    HTTPRequest message =
        new PushedAuthorizationRequest(push, authentication(issuer), request).toHTTPRequest();
    HTTPResponse answer = send(issuer, message, proofKey, null, "pushed_request_unanswered");
    try {
      PushedAuthorizationResponse parsed = PushedAuthorizationResponse.parse(answer);
      if (!parsed.indicatesSuccess()) {
        throw new TroubleException(Trouble.PROVIDER_DOWN, "pushed_request_refused");
      }
      return new AuthenticationRequest.Builder(
              parsed.toSuccessResponse().getRequestURI(), new ClientID(issuer.clientId()))
          .endpointURI(metadata.authorization())
          .build()
          .toURI();
    } catch (ParseException e) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "pushed_request_answer_malformed", e);
    }
  }

  private HomeLogin check(
      HomeIssuer issuer, Map<String, List<String>> answer, HomeState kept, HomeRequest request)
      throws TroubleException {
    HomeMetadata metadata = metadata(issuer);
    // RFC 9207, section 2.4, and RFC 9700, section 4.4: before anything is sent anywhere.
    String named = single(answer, "iss");
    if (!kept.issuer().equals(issuer.id())
        || !kept.issuerUri().equals(issuer.issuerUri())
        || (named != null && !named.equals(issuer.issuerUri()))
        || (named == null && metadata.responseIssuer())) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "answer_of_another_issuer");
    }
    String error = single(answer, "error");
    if (error != null) {
      throw refusal(error);
    }
    String code = single(answer, "code");
    if (code == null) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "answer_without_code");
    }
    ECKey proofKey = proofKey(kept);
    OIDCTokenResponse tokens = redeem(issuer, metadata, code, kept, proofKey);
    AccessToken access = tokens.getOIDCTokens().getAccessToken();
    String idToken = tokens.getOIDCTokens().getIDTokenString();
    if (idToken == null) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "id_token_missing");
    }
    VerifiedToken verified;
    try {
      verified =
          verifier.idToken(
              idToken, issuer.issuerUri(), issuer.clientId(), kept.nonce(), access.getValue());
    } catch (TokenRejectedException e) {
      throw new TroubleException(
          Trouble.PROVIDER_DOWN, "id_token_" + e.reason().name().toLowerCase(Locale.ROOT), e);
    }
    return login(issuer, verified, claims(issuer, metadata, verified, access, proofKey), request);
  }

  private OIDCTokenResponse redeem(
      HomeIssuer issuer,
      HomeMetadata metadata,
      String code,
      HomeState kept,
      @Nullable ECKey proofKey)
      throws TroubleException {
    HTTPRequest message =
        new TokenRequest.Builder(
                metadata.token(),
                authentication(issuer),
                new AuthorizationCodeGrant(
                    new AuthorizationCode(code),
                    redirectUri(issuer),
                    new CodeVerifier(kept.verifier())))
            .build()
            .toHTTPRequest();
    HTTPResponse answer = send(issuer, message, proofKey, null, "token_endpoint_unanswered");
    try {
      TokenResponse parsed = OIDCTokenResponseParser.parse(answer);
      if (!parsed.indicatesSuccess()) {
        throw new TroubleException(Trouble.PROVIDER_DOWN, "code_refused");
      }
      OIDCTokenResponse tokens = (OIDCTokenResponse) parsed.toSuccessResponse();
      boolean bound =
          AccessTokenType.DPOP.equals(tokens.getOIDCTokens().getAccessToken().getType());
      if (proofKey != null && !bound) {
        throw new TroubleException(Trouble.PROVIDER_DOWN, "token_not_bound");
      }
      return tokens;
    } catch (ParseException e) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "token_answer_malformed", e);
    }
  }

  /** All that the portal tells: the claims of the ID token, over which userinfo goes. */
  private Map<String, Object> claims(
      HomeIssuer issuer,
      HomeMetadata metadata,
      VerifiedToken token,
      AccessToken access,
      @Nullable ECKey proofKey)
      throws TroubleException {
    Map<String, Object> all = new HashMap<>(token.claims());
    URI userInfo = metadata.userInfo();
    if (userInfo == null) {
      return all;
    }
    HTTPRequest message = new UserInfoRequest(userInfo, access).toHTTPRequest();
    HTTPResponse answer = send(issuer, message, proofKey, access, "userinfo_unanswered");
    if (answer.getStatusCode() != 200
        || !ContentType.APPLICATION_JSON.matches(answer.getEntityContentType())) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "userinfo_refused");
    }
    Map<String, Object> told;
    try {
      told = HomeAttributes.parse(answer.getBody());
    } catch (IllegalArgumentException e) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "userinfo_malformed", e);
    }
    // OpenID Connect Core, section 5.3.2: or the answer is about somebody else.
    if (!token.subject().equals(told.get("sub"))) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "userinfo_of_another_subject");
    }
    all.putAll(told);
    return all;
  }

  private HomeLogin login(
      HomeIssuer issuer, VerifiedToken token, Map<String, Object> claims, HomeRequest request) {
    String means =
        token.claims().get("amr") instanceof List<?> several && !several.isEmpty()
            ? String.valueOf(several.getFirst())
            : null;
    return new HomeLogin(
        token.subject(),
        token.proven(),
        token.authenticatedAt().orElse(null),
        means,
        token.string("sid").orElse(null),
        HomeAttributes.holder(claims, LocalDate.ofInstant(clock.instant(), GERMANY)),
        HomeAttributes.read(issuer, claims, request.attributes(), token.proven().level()));
  }

  /** What a portal's error (OpenID Connect Core, section 3.1.2.6) means for the citizen. */
  private static TroubleException refusal(String error) {
    return switch (error) {
      case "access_denied" -> new TroubleException(Trouble.USER_CANCELLED, "cancelled_at_home");
      case "unmet_authentication_requirements" ->
          new TroubleException(Trouble.LEVEL_TOO_LOW, "unmet_at_home");
      case "temporarily_unavailable", "server_error" ->
          new TroubleException(Trouble.PROVIDER_DOWN, "home_unavailable");
      // Whatever else it says may be anything; it is not repeated.
      default -> new TroubleException(Trouble.PROVIDER_DOWN, "refused_by_home");
    };
  }

  /** Sends with a proof of possession where there is a key, once more with the portal's nonce. */
  private HTTPResponse send(
      HomeIssuer issuer,
      HTTPRequest message,
      @Nullable ECKey proofKey,
      @Nullable AccessToken access,
      String reason)
      throws TroubleException {
    try {
      prove(message, proofKey, access, null);
      HTTPResponse answer = message.send(http.sender(issuer.network()));
      Nonce nonce = answer.getDPoPNonce();
      if (proofKey != null
          && nonce != null
          && (answer.getStatusCode() == 400 || answer.getStatusCode() == 401)) {
        prove(message, proofKey, access, nonce);
        answer = message.send(http.sender(issuer.network()));
      }
      return answer;
    } catch (IOException e) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, reason, e);
    } catch (JOSEException e) {
      throw new TroubleException(Trouble.TECHNICAL, "proof_not_made", e);
    }
  }

  private static void prove(
      HTTPRequest message,
      @Nullable ECKey proofKey,
      @Nullable AccessToken access,
      @Nullable Nonce nonce)
      throws JOSEException {
    if (proofKey == null) {
      return;
    }
    DefaultDPoPProofFactory proofs = new DefaultDPoPProofFactory(proofKey, JWSAlgorithm.ES256);
    String method = message.getMethod().name();
    message.setDPoP(
        access == null
            ? proofs.createDPoPJWT(method, message.getURI(), nonce)
            : proofs.createDPoPJWT(method, message.getURI(), access, nonce));
  }

  /** Named by the issuer alone as audience, which no other server can be (RFC 7523bis). */
  private PrivateKeyJWT authentication(HomeIssuer issuer) throws TroubleException {
    try {
      JWK key = keys.of(issuer);
      return new PrivateKeyJWT(
          new JWTAuthenticationClaimsSet(
              new ClientID(issuer.clientId()), new Audience(issuer.issuerUri())),
          ClientKeys.algorithm(key),
          ClientKeys.privateKey(key),
          key.getKeyID(),
          null);
    } catch (IOException | JOSEException e) {
      throw new TroubleException(Trouble.TECHNICAL, "client_key_unusable", e);
    }
  }

  private static @Nullable ECKey proofKey(HomeState kept) throws TroubleException {
    try {
      return kept.proofKey() == null ? null : ECKey.parse(kept.proofKey());
    } catch (java.text.ParseException e) {
      throw new TroubleException(Trouble.TECHNICAL, "proof_key_unreadable", e);
    }
  }

  private HomeMetadata metadata(HomeIssuer issuer) throws TroubleException {
    return homes
        .metadata(issuer)
        .orElseThrow(() -> new TroubleException(Trouble.PROVIDER_DOWN, "discovery_failed"));
  }

  /** The address at which this portal alone answers: another one for each (RFC 9700, 4.4.2.2). */
  private URI redirectUri(HomeIssuer issuer) {
    return URI.create(gateway + "/login/oauth2/code/" + issuer.id());
  }

  /** The portal's own words for what is asked, the least first. */
  private static List<ACR> acrValues(HomeIssuer issuer, HomeRequest request) {
    return issuer.levels().entrySet().stream()
        .filter(word -> issuer.level(word.getKey()).isAtLeast(request.level()))
        .filter(word -> !request.notified() || issuer.notified().contains(word.getKey()))
        .sorted(
            Map.Entry.<String, AssuranceLevel>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
        .map(word -> new ACR(word.getKey()))
        .toList();
  }

  /** Where single attributes can be asked for, nothing else is; else the scopes they are in. */
  private static Scope scope(HomeMetadata metadata, HomeRequest request) {
    Set<String> scopes = new TreeSet<>(Set.of("openid"));
    if (!metadata.claims()) {
      request.attributes().forEach(name -> scopes.add(AttributeName.scope(name)));
    }
    return new Scope(scopes.toArray(String[]::new));
  }

  private static OIDCClaimsRequest claims(HomeRequest request) {
    ClaimsSetRequest wanted = new ClaimsSetRequest();
    for (String name : new TreeSet<>(request.attributes())) {
      wanted = wanted.add(name);
    }
    return new OIDCClaimsRequest().withUserInfoClaimsRequest(wanted);
  }

  private static List<LangTag> languages(HomeRequest request) {
    try {
      return List.of(LangTag.parse(request.language().tag()));
    } catch (LangTagException e) {
      throw new IllegalStateException("every language of ours has a tag", e);
    }
  }

  /** A parameter's only value; null where it is missing or stands twice. */
  private static @Nullable String single(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.size() == 1 && !values.getFirst().isEmpty() ? values.getFirst() : null;
  }

  /** Work that waits for a portal. */
  @FunctionalInterface
  private interface Work<T> {
    T call() throws TroubleException;
  }

  private <T> T bounded(HomeIssuer issuer, Work<T> work) throws TroubleException {
    Semaphore free = places.computeIfAbsent(issuer.id(), id -> new Semaphore(MOST_AT_ONCE));
    if (!free.tryAcquire()) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "too_many_waiting");
    }
    try {
      return work.call();
    } finally {
      free.release();
    }
  }
}
