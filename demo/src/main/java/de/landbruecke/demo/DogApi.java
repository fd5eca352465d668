package de.landbruecke.demo;

import com.github.benmanes.caffeine.cache.Cache;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.AccessTokenGuard;
import de.landbruecke.trust.AccessTokenGuard.Answer;
import de.landbruecke.trust.DpopVerifier;
import de.landbruecke.trust.HttpKeySetFetcher;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TrustedIssuer;
import de.landbruecke.trust.VerifiedToken;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import net.minidev.json.JSONObject;

/** The portal's interface for other back ends, open to tokens of the gateway only. */
final class DogApi implements AutoCloseable {

  static final String PATH = "/api/hunde";

  private static final Duration PROOF_MEMORY = Duration.ofMinutes(5);
  private static final AccessTokenGuard.Demand DEMAND =
      new AccessTokenGuard.Demand(
          Set.of(Provider.DOG_SCOPE), new LevelMap.Proven(AssuranceLevel.LOW, false), null);

  private final FederalState state;
  private final Dogs dogs;
  private final URI address;
  private final IssuerKeys keys;
  private final AccessTokenGuard guard;

  DogApi(PortalOptions options, URI origin, Dogs dogs) {
    this.dogs = dogs;
    this.state = options.state();
    this.address = URI.create(origin + PATH);
    this.keys = new IssuerKeys(new HttpKeySetFetcher(tls()), options.clock());
    TrustedIssuer gateway =
        TrustedIssuer.fetching(
                "landbruecke",
                options.gateway().toString(),
                URI.create(options.gateway() + "/oauth2/jwks"))
            .network(TrustedIssuer.Network.PRIVATE)
            .levels(LevelMap.OWN)
            .build();
    TokenVerifier verifier =
        new TokenVerifier(
            issuer -> Optional.of(gateway).filter(known -> known.issuer().equals(issuer)),
            keys,
            options.clock());
    Cache<String, Boolean> proofs = Memory.of(PROOF_MEMORY, options.clock());
    this.guard =
        AccessTokenGuard.verifying(
            verifier,
            state.apiAudience(),
            new DpopVerifier(
                Set.of(SignatureAlgorithm.ES256),
                (key, until) -> proofs.asMap().putIfAbsent(key, true) == null,
                options.clock()));
  }

  void routes(Router router) {
    router.get(PATH, this::dogs);
  }

  @Override
  public void close() {
    keys.close();
  }

  private Response dogs(Request request) {
    var door =
        new AccessTokenGuard.Request(
            "GET", address, request.headers("Authorization"), request.headers("DPoP"), null);
    return switch (guard.check(door, DEMAND)) {
      case Answer.Allowed allowed -> answer(allowed.token());
      case Answer.Refused refused -> {
        Response response = Response.json(refused.status(), "{}");
        for (var header : refused.headers().entrySet()) {
          response = response.with(header.getKey(), header.getValue());
        }
        yield response;
      }
    };
  }

  private Response answer(VerifiedToken token) {
    JSONObject answer = new JSONObject();
    answer.put("portal", state.issuerId());
    answer.put("subject", token.subject());
    answer.put("level", token.proven().level().label());
    answer.put("actor", token.claims().get("act"));
    answer.put(
        "dogs", dogs.of(token.subject()).stream().map(name -> Map.of("name", name)).toList());
    return Response.json(200, answer.toJSONString());
  }

  private static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a default", e);
    }
  }
}
