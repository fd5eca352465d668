package de.landbruecke.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import de.landbruecke.demo.FederalState;
import de.landbruecke.server.faults.Journey.Step;
import de.landbruecke.server.identity.EmergencyStop;
import de.landbruecke.server.identity.SigningKeys;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Signing keys change while services use tokens; services keep the key set for as long as its
 * answer allows.
 */
class RotationTest extends FaultTest {

  private static final Duration KEPT = Duration.ofMinutes(5);

  /** The key set as a service keeps it, with the gateway's time. */
  private static final class KeptKeys {
    private final FaultGateway gateway;
    private @Nullable JWKSet keys;
    private Instant fetchedAt = Instant.EPOCH;

    KeptKeys(FaultGateway gateway) {
      this.gateway = gateway;
    }

    /** Never fetched because of an unknown key: the strictest way to keep them. */
    synchronized JWKSet get() throws ParseException {
      JWKSet kept = keys;
      if (kept == null || !gateway.clock.instant().isBefore(fetchedAt.plus(KEPT))) {
        Instant now = gateway.clock.instant();
        HttpResponse<String> answer =
            Client.send(HttpRequest.newBuilder(gateway.origin.resolve("/oauth2/jwks")));
        assertThat(answer.headers().firstValue("Cache-Control"))
            .contains("public, max-age=" + KEPT.toSeconds());
        kept = JWKSet.parse(answer.body());
        keys = kept;
        fetchedAt = now;
      }
      return kept;
    }

    boolean verifies(String text) {
      try {
        SignedJWT token = SignedJWT.parse(text);
        JWK key = get().getKeyByKeyId(token.getHeader().getKeyID());
        return key != null && token.verify(new ECDSAVerifier(key.toECKey()));
      } catch (ParseException | JOSEException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void rotation_underLoad_refusesNoToken() throws Exception {
    rotate(fileGateway(), 1);
  }

  /** The share of {@code -Pproof}. */
  @Tag("proof")
  @Test
  void rotation_twentyTimesUnderLoad_refusesNoToken() throws Exception {
    rotate(fileGateway(), 20);
  }

  @Test
  void removal_ofTheSigningKey_isEffectiveAtOnce() throws Exception {
    FaultGateway gateway = fileGateway();
    Journey journey = new Journey(gateway, "doris").to(Step.REDEEM);
    String kid = gateway.bean(SigningKeys.class).current(JWSAlgorithm.ES256).getKeyID();
    assertThat(journey.service().userinfo(gateway.origin, journey.access()).statusCode())
        .isEqualTo(200);

    assertThat(gateway.bean(EmergencyStop.class).key(kid, "stolen", "anna")).isTrue();

    assertThat(new KeptKeys(gateway).get().getKeyByKeyId(kid)).isNull();
    assertThat(journey.service().userinfo(gateway.origin, journey.access()).statusCode())
        .isEqualTo(401);
    assertThat(
            Client.json(journey.service().introspect(gateway.origin, journey.access()))
                .path("active")
                .asBoolean(true))
        .isFalse();
    // The session goes on: the refresh token is signed by nothing.
    HttpResponse<String> refreshed = journey.service().refresh(gateway.origin, journey.refresh());
    assertThat(new KeptKeys(gateway).verifies(Client.text(refreshed, "access_token"))).isTrue();
  }

  private static void rotate(FaultGateway gateway, int times) throws Exception {
    new Journey(gateway, "clara").to(Step.RESUME);
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong verified = new AtomicLong();
    Queue<String> refused = new ConcurrentLinkedQueue<>();
    SigningKeys keys = gateway.bean(SigningKeys.class);
    List<String> signers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      List<AtomicLong> rounds = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean exchanges = i % 2 == 0;
        AtomicLong round = new AtomicLong();
        rounds.add(round);
        Journey journey = new Journey(gateway, "doris").to(Step.REDEEM);
        workers.add(
            executor.submit(() -> {
              KeptKeys kept = new KeptKeys(gateway);
              Client backend =
                  new Client(
                      FederalState.BADEN_WUERTTEMBERG.backendClientId(),
                      gateway.origin,
                      gateway.clock);
              String former = journey.access();
              while (!over.get()) {
                List<String> tokens = new ArrayList<>(List.of(former));
                HttpResponse<String> answer =
                    exchanges
                        ? backend.exchange(
                            gateway.origin,
                            gateway.bw.backendToken("clara"),
                            FederalState.SAXONY.apiAudience())
                        : journey.take(Step.REFRESH);
                if (exchanges ? answer.statusCode() == 200 : journey.accept(Step.REFRESH, answer)) {
                  former = Client.text(answer, "access_token");
                  tokens.add(former);
                  if (!exchanges) {
                    tokens.add(Client.text(answer, "id_token"));
                  }
                } else {
                  refused.add(answer.statusCode() + " " + answer.body());
                }
                for (String token : tokens) {
                  if (kept.verifies(token)) {
                    verified.incrementAndGet();
                  } else {
                    refused.add(token);
                  }
                }
                round.incrementAndGet();
              }
            }));
      }
      try {
        for (int i = 0; i < times; i++) {
          String next = keys.rotate(JWSAlgorithm.ES256);
          // The lead of ten minutes goes by, and a bit more; no faster than requests are answered.
          for (int step = 0; step < 21; step++) {
            gateway.advance(Duration.ofSeconds(30));
            List<Long> seen = rounds.stream().map(AtomicLong::get).toList();
            for (int worker = 0; worker < seen.size(); worker++) {
              while (rounds.get(worker).get() == seen.get(worker) && refused.isEmpty()) {
                Thread.sleep(1);
              }
            }
          }
          assertThat(keys.current(JWSAlgorithm.ES256).getKeyID()).isEqualTo(next);
          signers.add(next);
        }
      } finally {
        over.set(true);
      }
      for (Future<?> each : workers) {
        each.get();
      }
    }
    assertThat(refused).isEmpty();
    assertThat(signers).hasSize(times).doesNotHaveDuplicates();
    System.out.println(verified + " tokens verified over " + times + " rotations, none refused");
  }
}
