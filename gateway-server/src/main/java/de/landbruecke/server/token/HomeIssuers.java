package de.landbruecke.server.token;

import de.landbruecke.exchange.ExchangeRequest;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.shared.HomeMetadata;
import de.landbruecke.trust.KeySet;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TrustRegistry;
import de.landbruecke.trust.TrustedIssuer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whose tokens may be exchanged: the home issuers that are registered, and this gateway. */
final class HomeIssuers implements TrustRegistry {

  /** The id of this gateway among issuers; no home issuer can have it. */
  static final String OWN_ID = ":gateway";

  private final Registry registry;
  private final SigningKeys keys;
  private final HomeDirectory directory;
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
      HomeDirectory directory,
      Endpoints endpoints,
      Set<SignatureAlgorithm> ownAlgorithms) {
    this.registry = registry;
    this.keys = keys;
    this.directory = directory;
    this.endpoints = endpoints;
    this.ownAlgorithms = Set.copyOf(ownAlgorithms);
  }

  @Override
  public Optional<TrustedIssuer> find(String issuer) {
    RegistrySnapshot snapshot = registry.current();
    if (issuer.equals(endpoints.issuer())) {
      return Optional.of(own(snapshot));
    }
    return snapshot
        .issuerByUri(issuer)
        .filter(home -> home.protocol() == Protocol.OIDC)
        .flatMap(home -> trusted(snapshot, home));
  }

  private Optional<TrustedIssuer> trusted(RegistrySnapshot snapshot, HomeIssuer home) {
    TrustedIssuer.Network network = Clients.network(home.network());
    Optional<HomeMetadata> metadata = directory.find(home.issuerUri(), network);
    return metadata.map(found -> {
      TrustedIssuer.Builder builder =
          TrustedIssuer.fetching(home.id(), home.issuerUri(), found.keySet())
              .network(network)
              .algorithms(algorithms(home))
              .levels(levels(home))
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

  private static Set<SignatureAlgorithm> algorithms(HomeIssuer home) {
    Set<SignatureAlgorithm> algorithms = new LinkedHashSet<>();
    home.algorithms().forEach(name -> SignatureAlgorithm.ofHeader(name).ifPresent(algorithms::add));
    return algorithms;
  }

  private static LevelMap levels(HomeIssuer home) {
    return new LevelMap(
        home.id() + "-" + home.levelsVersion(),
        home.levels().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        new LevelMap.Proven(
                            entry.getValue(), home.notified().contains(entry.getKey())))),
        home.ceiling());
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
