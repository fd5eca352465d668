package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Network;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.shared.HomeMetadata;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TrustRegistry;
import de.landbruecke.trust.TrustedIssuer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The home portals as issuers of ID tokens and logout tokens for us: registered ones whose key set
 * address is known. Safe to share between threads.
 */
final class HomeRegistry implements TrustRegistry {

  private final Registry registry;
  private final HomeDirectory directory;

  HomeRegistry(Registry registry, HomeDirectory directory) {
    this.registry = registry;
    this.directory = directory;
  }

  /** What the portal says of itself; see {@link HomeDirectory#find}. */
  Optional<HomeMetadata> metadata(HomeIssuer issuer) {
    return directory.find(issuer.issuerUri(), network(issuer));
  }

  /** See {@link HomeDirectory#isDown}. */
  boolean isDown(HomeIssuer issuer) {
    return directory.isDown(issuer.issuerUri(), network(issuer));
  }

  @Override
  public Optional<TrustedIssuer> find(String issuerUri) {
    return registry
        .current()
        .issuerByUri(issuerUri)
        .filter(issuer -> issuer.protocol() == Protocol.OIDC)
        .flatMap(issuer -> metadata(issuer).map(known -> trusted(issuer, known.keySet())));
  }

  private static TrustedIssuer trusted(HomeIssuer issuer, URI keySet) {
    return TrustedIssuer.fetching(issuer.id(), issuer.issuerUri(), keySet)
        .network(network(issuer))
        .algorithms(algorithms(issuer))
        .levels(levels(issuer))
        .build();
  }

  private static Set<SignatureAlgorithm> algorithms(HomeIssuer issuer) {
    return issuer.algorithms().stream()
        .map(SignatureAlgorithm::ofHeader)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /** The portal's words for levels; what is not among them means none. */
  static LevelMap levels(HomeIssuer issuer) {
    Map<String, LevelMap.Proven> words =
        issuer.levels().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        new LevelMap.Proven(
                            entry.getValue(),
                            issuer.notified().contains(entry.getKey())
                                && entry.getValue().isAtLeast(AssuranceLevel.LOW))));
    return new LevelMap(Integer.toString(issuer.levelsVersion()), words, issuer.ceiling());
  }

  private static TrustedIssuer.Network network(HomeIssuer issuer) {
    return issuer.network() == Network.PRIVATE
        ? TrustedIssuer.Network.PRIVATE
        : TrustedIssuer.Network.PUBLIC;
  }
}
