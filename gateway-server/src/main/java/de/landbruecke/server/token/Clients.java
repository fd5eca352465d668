package de.landbruecke.server.token;

import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.trust.KeySet;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TrustRegistry;
import de.landbruecke.trust.TrustedIssuer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services as signers of assertions and request objects: each is an issuer of its own name. */
final class Clients implements TrustRegistry {

  /** What clients may sign with. */
  static final Set<SignatureAlgorithm> ALGORITHMS =
      Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.PS256, SignatureAlgorithm.EDDSA);

  /** Longer than an assertion needs: it is used once. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Registry registry;
  private volatile @Nullable Known known;

  private record Known(long revision, Map<String, TrustedIssuer> signers) {}

  Clients(Registry registry) {
    this.registry = registry;
  }

  /** The enabled service with this client id. */
  Optional<RelyingService> service(String clientId) {
    return registry.current().service(clientId);
  }

  /** All enabled services. */
  java.util.stream.Stream<RelyingService> services() {
    return registry.current().services().values().stream().filter(RelyingService::enabled);
  }

  /** What the client's ID tokens are signed with. */
  SignatureAlgorithm idTokenAlgorithm(String clientId) {
    return service(clientId).map(RelyingService::idTokenAlgorithm).orElse(SignatureAlgorithm.ES256);
  }

  @Override
  public Optional<TrustedIssuer> find(String issuer) {
    RegistrySnapshot current = registry.current();
    Known last = known;
    if (last == null || last.revision != current.revision()) {
      last = new Known(current.revision(), signers(current));
      known = last;
    }
    return Optional.ofNullable(last.signers.get(issuer));
  }

  private static Map<String, TrustedIssuer> signers(RegistrySnapshot snapshot) {
    Map<String, TrustedIssuer> signers = new LinkedHashMap<>();
    for (RelyingService service : snapshot.services().values()) {
      String keys = service.jwks();
      if (service.enabled() && keys != null) {
        signers.put(
            service.clientId(),
            TrustedIssuer.withKeys(service.clientId(), service.clientId(), KeySet.parse(keys))
                .network(service.network().trusted())
                .algorithms(ALGORITHMS)
                .maxLifetime(LONGEST)
                .build());
      }
    }
    return signers;
  }
}
