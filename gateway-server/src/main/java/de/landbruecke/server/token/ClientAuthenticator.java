package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.ClientAuthentication;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.OneUse;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SecurityProfile;
import de.landbruecke.server.identity.Weakening;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TrustedIssuer;
import de.landbruecke.trust.VerifiedToken;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Whether a client is who it says. Whatever is wrong, the answer is the same, also for a client
 * that does not exist. That an assertion counts once is left to the {@link AssertionUse} in the
 * result's details.
 */
final class ClientAuthenticator implements AuthenticationProvider {

  private final Clients clients;
  private final TokenVerifier assertions;
  private final ClientCertificates certificates;
  private final OneUse uses;
  private final AuditLog audit;
  private final Endpoints endpoints;
  private final IdentitySettings settings;

  ClientAuthenticator(
      Clients clients,
      TokenVerifier assertions,
      ClientCertificates certificates,
      OneUse uses,
      AuditLog audit,
      Endpoints endpoints,
      IdentitySettings settings) {
    this.clients = clients;
    this.assertions = assertions;
    this.certificates = certificates;
    this.uses = uses;
    this.audit = audit;
    this.endpoints = endpoints;
    this.settings = settings;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    OAuth2ClientAuthenticationToken request = (OAuth2ClientAuthenticationToken) authentication;
    RelyingService service =
        clients.service(request.getPrincipal().toString()).orElseThrow(Refusal::client);
    ClientAuthenticationMethod method = request.getClientAuthenticationMethod();
    Verdict verdict = verdict(service, method, request.getCredentials());
    if (verdict.fault() != null) {
      refused(service, verdict.fault());
      throw Refusal.client();
    }
    VerifiedToken assertion = verdict.assertion();
    OAuth2ClientAuthenticationToken client =
        new OAuth2ClientAuthenticationToken(registered(service, method), method, null);
    client.setDetails(new AssertionUse(() -> assertion == null || isFirstUse(service, assertion)));
    return client;
  }

  private void refused(RelyingService service, String fault) {
    audit.append(AuditEvent.security("client.refused", fault).client(service.clientId()).build());
  }

  private boolean isFirstUse(RelyingService service, VerifiedToken assertion) {
    boolean first =
        uses.use(
            "client-assertion",
            OneUse.key(assertion.replayKey()),
            assertion.expiresAt().plus(TrustedIssuer.MAX_SKEW),
            1);
    if (!first) {
      refused(service, "REPLAYED");
    }
    return first;
  }

  /**
   * What came of the credentials.
   *
   * @param fault what is wrong; null when nothing is
   * @param assertion that counts once; null: there was none
   */
  private record Verdict(@Nullable String fault, @Nullable VerifiedToken assertion) {

    static Verdict of(@Nullable String fault) {
      return new Verdict(fault, null);
    }
  }

  private Verdict verdict(
      RelyingService service, ClientAuthenticationMethod method, @Nullable Object credentials) {
    if (!isRegistered(service.authentication(), method)) {
      return Verdict.of("method");
    }
    if (credentials instanceof List<?> list) {
      List<X509Certificate> chain = list.stream().map(X509Certificate.class::cast).toList();
      boolean known =
          service.authentication() == ClientAuthentication.TLS_CLIENT_AUTH
              ? certificates.isNamed(service, chain)
              : certificates.isRegistered(service, chain.getFirst());
      return Verdict.of(known ? null : "certificate");
    }
    if (!(credentials instanceof String text)) {
      return Verdict.of("credentials");
    }
    return method.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
        ? assertion(service, text)
        : Verdict.of(secretFault(service, text));
  }

  private static boolean isRegistered(
      ClientAuthentication registered, ClientAuthenticationMethod used) {
    return switch (registered) {
      case PRIVATE_KEY_JWT -> used.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
      case TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH ->
          used.equals(ClientAuthenticationMethod.TLS_CLIENT_AUTH);
      case CLIENT_SECRET_BASIC -> used.equals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
      case CLIENT_SECRET_POST -> used.equals(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    };
  }

  private Verdict assertion(RelyingService service, String assertion) {
    Set<String> audiences = new LinkedHashSet<>(Set.of(endpoints.issuer()));
    if (service.profile() == SecurityProfile.STANDARD
        && service.weakenings().contains(Weakening.ALLOW_TOKEN_ENDPOINT_AUDIENCE)) {
      audiences.add(endpoints.address(Endpoints.TOKEN).toString());
    }
    try {
      return new Verdict(
          null, assertions.clientAssertion(assertion, service.clientId(), audiences));
    } catch (TokenRejectedException e) {
      return Verdict.of(e.reason().name());
    }
  }

  /** The hash is that of 256 random bits, so one round of SHA-256 is enough. */
  private @Nullable String secretFault(RelyingService service, String secret) {
    String hash = service.secretHash();
    boolean allowed =
        settings.conformance() && service.weakenings().contains(Weakening.ALLOW_CLIENT_SECRET);
    return allowed
            && hash != null
            && Digests.isSame(hash, HexFormat.of().formatHex(Digests.sha256(secret)))
        ? null
        : "secret";
  }

  /** What Spring's filters want to see; decisions are made by {@link RelyingService}. */
  private static RegisteredClient registered(
      RelyingService service, ClientAuthenticationMethod method) {
    return RegisteredClient.withId(service.clientId())
        .clientId(service.clientId())
        .clientAuthenticationMethod(method)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .build();
  }
}
