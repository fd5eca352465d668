package de.landbruecke.server.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what, as of one revision.
 *
 * @param revision grows by one with each change; 0: nothing was ever registered
 * @param issuers by their ids
 * @param services by their client ids
 */
public record RegistrySnapshot(
    long revision,
    Map<String, HomeIssuer> issuers,
    Map<String, RelyingService> services,
    List<PolicyRule> policies) {

  /** Copies the collections. */
  public RegistrySnapshot {
    issuers = Map.copyOf(issuers);
    services = Map.copyOf(services);
    policies = List.copyOf(policies);
  }

  /** The enabled home issuer with this id. */
  public Optional<HomeIssuer> issuer(String id) {
    return Optional.ofNullable(issuers.get(id)).filter(HomeIssuer::enabled);
  }

  /** The enabled home issuer with exactly this issuer identifier. */
  public Optional<HomeIssuer> issuerByUri(String issuerUri) {
    return issuers.values().stream()
        .filter(issuer -> issuer.issuerUri().equals(issuerUri))
        .filter(HomeIssuer::enabled)
        .findFirst();
  }

  /** The enabled service with this client id. */
  public Optional<RelyingService> service(String clientId) {
    return Optional.ofNullable(services.get(clientId)).filter(RelyingService::enabled);
  }
}
