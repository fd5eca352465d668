package de.landbruecke.server.identity;

import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.shared.HomeMetadata;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TrustRegistry;
import de.landbruecke.trust.TrustedIssuer;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The home issuers as the verifier of tokens knows them: registered ones that speak OpenID Connect
 * and whose key set address is known. As a registry it is for ID tokens and logout tokens, which
 * are for the gateway alone. Safe to share between threads.
 */
public final class HomeTrust implements TrustRegistry {

  private final Registry registry;
  private final HomeDirectory directory;

  HomeTrust(Registry registry, HomeDirectory directory) {
    this.registry = registry;
    this.directory = directory;
  }

  /** What the portal says of itself; see {@link HomeDirectory#find}. */
  public Optional<HomeMetadata> metadata(HomeIssuer issuer) {
    return directory.find(issuer.issuerUri(), issuer.network().trusted());
  }

  /** See {@link HomeDirectory#isDown}. */
  public boolean isDown(HomeIssuer issuer) {
    return directory.isDown(issuer.issuerUri(), issuer.network().trusted());
  }

  /** The home issuer of this exact name, whose tokens for others may be described in addition. */
  public Optional<TrustedIssuer.Builder> describe(HomeIssuer issuer) {
    return issuer.protocol() == Protocol.OIDC
        ? metadata(issuer)
            .map(known ->
                TrustedIssuer.fetching(issuer.id(), issuer.issuerUri(), known.keySet())
                    .network(issuer.network().trusted())
                    .algorithms(
                        issuer.algorithms().stream()
                            .map(SignatureAlgorithm::ofHeader)
                            .flatMap(Optional::stream)
                            .collect(Collectors.toSet()))
                    .levels(issuer.levelMap()))
        : Optional.empty();
  }

  @Override
  public Optional<TrustedIssuer> find(String issuerUri) {
    return registry
        .current()
        .issuerByUri(issuerUri)
        .flatMap(this::describe)
        .map(TrustedIssuer.Builder::build);
  }
}
