package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProofUse;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.util.singleuse.AlreadyUsedException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks by which keys clients prove who they are, and that no proof is used twice. */
final class Proofs {

  private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256);
  private static final long SKEW_SECONDS = 60;
  private static final long MAXIMUM_AGE_SECONDS = 60;
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final Map<ClientID, Client> clients;
  private final ClientAuthenticationVerifier<Void> verifier;
  private final Clock clock;
  private final Cache<String, Boolean> used;

  /**
   * @param audiences what a client may call this provider
   */
  Proofs(Map<ClientID, Client> clients, Set<URI> audiences, Clock clock) {
    this.clients = clients;
    this.clock = clock;
    this.used = Memory.of(MEMORY, clock);
    this.verifier =
        new ClientAuthenticationVerifier<>(
            new Keys(), audiences.stream().map(Audience::new).collect(Collectors.toSet()));
  }

  /**
   * The client that sent a request.
   *
   * @throws GeneralException {@code invalid_client} whenever it did not prove who it is
   */
  Client client(@Nullable ClientAuthentication authentication) throws GeneralException {
    if (!(authentication instanceof JWTAuthentication assertion)) {
      throw refused();
    }
    try {
      verifier.verify(assertion, null, null);
    } catch (InvalidClientException | JOSEException e) {
      throw refused();
    }
    var claims = assertion.getJWTAuthenticationClaimsSet();
    boolean shortLived =
        claims.getExpirationTime().toInstant().isBefore(clock.instant().plus(MEMORY));
    if (claims.getJWTID() == null
        || !shortLived
        || !firstUse(assertion.getClientID() + " " + claims.getJWTID())) {
      throw refused();
    }
    Client client = clients.get(assertion.getClientID());
    if (client == null) {
      throw refused();
    }
    return client;
  }

  /** The key proven by the request's header DPoP, where it has one (RFC 9449). */
  Optional<JWKThumbprintConfirmation> key(HTTPRequest request, Client client, URI endpoint)
      throws GeneralException {
    if (request.getHeaderValue("DPoP") == null) {
      return Optional.empty();
    }
    try {
      SignedJWT proof = request.getPoPWithException();
      var tokenRequests =
          new DPoPTokenRequestVerifier(
              ALGORITHMS, endpoint, SKEW_SECONDS, MAXIMUM_AGE_SECONDS, this::markAsUsed);
      return Optional.of(tokenRequests.verify(new DPoPIssuer(client.id()), proof));
    } catch (InvalidDPoPProofException | JOSEException | com.nimbusds.oauth2.sdk.ParseException e) {
      throw new GeneralException(OAuth2Error.INVALID_DPOP_PROOF);
    }
  }

  /** Whether the request proves the key that its token is bound to. */
  boolean holdsKey(
      HTTPRequest request,
      URI endpoint,
      Client client,
      DPoPAccessToken token,
      JWKThumbprintConfirmation key) {
    try {
      new DPoPProtectedResourceRequestVerifier(
              ALGORITHMS, SKEW_SECONDS, MAXIMUM_AGE_SECONDS, this::markAsUsed)
          .verify(
              request.getMethod().name(),
              endpoint,
              new DPoPIssuer(client.id()),
              request.getDPoP(),
              token,
              key);
      return true;
    } catch (InvalidDPoPProofException | AccessTokenValidationException | JOSEException e) {
      return false;
    }
  }

  private void markAsUsed(DPoPProofUse use) throws AlreadyUsedException {
    if (!firstUse(use.getIssuer() + " " + use.getJWTID())) {
      throw new AlreadyUsedException("used before");
    }
  }

  private boolean firstUse(String name) {
    return used.asMap().putIfAbsent(name, true) == null;
  }

  private static GeneralException refused() {
    return new GeneralException(OAuth2Error.INVALID_CLIENT);
  }

  /** The registered keys, for the one algorithm that is allowed. */
  private final class Keys implements ClientCredentialsSelector<Void> {

    @Override
    public List<Secret> selectClientSecrets(
        ClientID id, ClientAuthenticationMethod method, @Nullable Context<Void> context) {
      return List.of();
    }

    @Override
    public List<? extends PublicKey> selectPublicKeys(
        ClientID id,
        ClientAuthenticationMethod method,
        JWSHeader header,
        boolean forceRefresh,
        @Nullable Context<Void> context)
        throws InvalidClientException {
      Client client = clients.get(id);
      if (client == null || !ALGORITHMS.contains(header.getAlgorithm())) {
        throw InvalidClientException.NO_MATCHING_JWK;
      }
      try {
        return List.of(client.key().toECPublicKey());
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
