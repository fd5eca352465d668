package de.landbruecke.server.token;

import de.landbruecke.exchange.ExchangeRequest;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.HomeTrust;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.trust.KeySet;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TrustRegistry;
import de.landbruecke.trust.TrustedIssuer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whose tokens may be exchanged: the home issuers that are registered, and this gateway. */
final class HomeIssuers implements TrustRegistry {

  /** The id of this gateway among issuers; no home issuer can have it. */
  static final String OWN_ID = ":gateway";

  private final Registry registry;
  private final SigningKeys keys;
  private final HomeTrust homes;
  private final Endpoints endpoints;
  private final Set<SignatureAlgorithm> ownAlgorithms;

  /**
   * Those of this registry.
   *
   * @param ownAlgorithms what our own tokens may be signed with
   */
  HomeIssuers(
      Registry registry,
      SigningKeys keys,
      HomeTrust homes,
      Endpoints endpoints,
      Set<SignatureAlgorithm> ownAlgorithms) {
    this.registry = registry;
    this.keys = keys;
    this.homes = homes;
    this.endpoints = endpoints;
    this.ownAlgorithms = Set.copyOf(ownAlgorithms);
  }

  @Override
  public Optional<TrustedIssuer> find(String issuer) {
    RegistrySnapshot snapshot = registry.current();
    if (issuer.equals(endpoints.issuer())) {
      return Optional.of(own(snapshot));
    }
    return snapshot.issuerByUri(issuer).flatMap(home -> trusted(snapshot, home));
  }

  private Optional<TrustedIssuer> trusted(RegistrySnapshot snapshot, HomeIssuer home) {
    return homes
        .describe(home)
        .map(builder -> {
          builder
              .clients(clients(snapshot, home.id()))
              .audiences(Set.of(endpoints.issuer(), home.clientId()));
          if (!home.tokenTypes().isEmpty()) {
            builder.accessTokenTypes(home.tokenTypes());
          }
          if (home.tokensWithoutId()) {
            builder.allowMissingTokenId();
          }
          return builder.build();
        });
  }

  /** Our own tokens: of any client, brought by the client whose interface they are for. */
  private TrustedIssuer own(RegistrySnapshot snapshot) {
    Map<String, String> clients = new LinkedHashMap<>();
    for (RelyingService service : snapshot.services().values()) {
      if (service.enabled()) {
        clients.put(service.clientId(), service.clientId());
        if (service.grants().contains(ExchangeRequest.TOKEN_EXCHANGE)) {
          // A token for its interface is a token for it.
          clients.put(service.audience(), service.clientId());
        }
      }
    }
    return ownKeys().levels(LevelMap.OWN).clients(clients).build();
  }

  /** This gateway as an issuer of nothing but ID tokens and grants. */
  TrustedIssuer.Builder ownKeys() {
    return TrustedIssuer.withKeys(
            OWN_ID,
            endpoints.issuer(),
            KeySet.parse(keys.published().toPublicJWKSet().toString(true)))
        .network(
            "https".equals(endpoints.address("").getScheme())
                ? TrustedIssuer.Network.PUBLIC
                : TrustedIssuer.Network.PRIVATE)
        .algorithms(ownAlgorithms)
        .audiences(Set.of(endpoints.issuer()));
  }

  /** From the ids that the portal knows its clients by to ours. */
  private static Map<String, String> clients(RegistrySnapshot snapshot, String home) {
    Map<String, String> clients = new LinkedHashMap<>();
    for (RelyingService service : snapshot.services().values()) {
      if (service.enabled() && home.equals(service.portal())) {
        service.homeClients().forEach(id -> clients.put(id, service.clientId()));
      }
    }
    return clients;
  }
}
