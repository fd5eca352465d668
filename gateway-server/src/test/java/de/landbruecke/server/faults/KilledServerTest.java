package de.landbruecke.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.GatewayServer;
import de.landbruecke.server.faults.Journey.Step;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.OfflineIdentity;
import de.landbruecke.server.shared.IdentityProperties;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole server as a process on its embedded database, killed by {@code kill -9} right after an
 * answer: started again it stands by what it said. The stores alone are killed far more often.
 */
@Tag("proof")
class KilledServerTest {

  private static final List<Step> STEPS =
      List.of(Step.RELEASE, Step.RESUME, Step.REDEEM, Step.REFRESH, Step.REVOKE);

  @Test
  void kill_rightAfterAnAnswer_whatWasAnsweredStands() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the kills: " + seed);
    Random random = new Random(seed);
    try (FaultGateway gateway = new FaultGateway(null, false)) {
      Process process = start(gateway);
      try {
        for (int kill = 0; kill < 10; kill++) {
          Step step = STEPS.get(random.nextInt(STEPS.size()));
          String about = "seed " + seed + ", kill " + kill + " after " + step;
          Journey journey = new Journey(gateway, "doris").to(step);
          process.destroyForcibly().waitFor();
          process = start(gateway);
          check(gateway, journey, step, about);
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
      try (OfflineIdentity offline =
          OfflineIdentity.open(
              new IdentityProperties(
                  null,
                  null,
                  null,
                  new IdentityProperties.Database(null, null, null, 4),
                  new IdentityProperties.SigningKeys(
                      Duration.ofDays(90), Duration.ofHours(24), null, null, "ES256"),
                  new IdentityProperties.Staff(
                      null,
                      null,
                      "roles",
                      IdentityProperties.Staff.Network.PUBLIC,
                      List.of(),
                      List.of()),
                  false,
                  null,
                  new IdentityProperties.Mtls(null, null, null),
                  new IdentityProperties.RateLimit(1_000, 20),
                  null,
                  null),
              gateway.data,
              new IdentitySettings(gateway.origin, true, false))) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertThat(offline.auditLog().verify(today)).isEmpty();
      }
    }
  }

  private static void check(FaultGateway gateway, Journey journey, Step step, String about) {
    // The browser is still signed in, and its release is where the citizen finds it.
    HttpResponse<String> releases = new KeptBrowser(journey).releases();
    assertThat(releases.statusCode()).as(about).isEqualTo(200);
    assertThat(releases.body()).as(about).contains("Hund anmelden (Demonstration Sachsen)");
    switch (step) {
      case RELEASE -> {
        assertThat(journey.accept(Step.RESUME, journey.take(Step.RESUME))).as(about).isTrue();
        assertThat(journey.take(Step.REDEEM).statusCode()).as(about).isEqualTo(200);
      }
      case RESUME -> {
        assertThat(journey.take(Step.REDEEM).statusCode()).as(about).isEqualTo(200);
        assertIsUsedUp(gateway, journey, about);
      }
      case REDEEM, REFRESH -> {
        assertThat(journey.accept(Step.INTROSPECT, journey.take(Step.INTROSPECT)))
            .as(about)
            .isTrue();
        assertThat(journey.take(Step.USERINFO).statusCode()).as(about).isEqualTo(200);
        assertIsUsedUp(gateway, journey, about);
      }
      default -> {
        HttpResponse<String> revoked = journey.take(Step.REFRESH);
        assertThat(Client.text(revoked, "error")).as(about).isEqualTo("invalid_grant");
      }
    }
  }

  private static void assertIsUsedUp(FaultGateway gateway, Journey journey, String about) {
    HttpResponse<String> again =
        journey.service().redeem(gateway.origin, journey.code(), journey.redirectUri());
    assertThat(again.statusCode()).as(about).isEqualTo(400);
    assertThat(Client.text(again, "error")).as(about).isEqualTo("invalid_grant");
  }

  /** The same browser on another tab, so that the journey's own page stays. */
  private record KeptBrowser(Journey journey) {
    HttpResponse<String> releases() {
      return Client.send(
          HttpRequest.newBuilder(journey.gateway().resolve("/konto/freigaben"))
              .header(
                  "Cookie",
                  "lb-session=" + journey.browser().cookie(journey.gateway(), "lb-session")));
    }
  }

  private static Process start(FaultGateway gateway) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx400m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayServer.class.getName()));
    gateway
        .properties(gateway.port(), gateway.data)
        .forEach((name, value) -> command.add("--" + name + "=" + value));
    Path log = gateway.data.resolve("server.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    HttpClient http = HttpClient.newHttpClient();
    URI ready = gateway.origin.resolve("/.well-known/openid-configuration");
    for (int i = 0; i < 1_200; i++) {
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(log));
      }
      try {
        if (http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode()
            == 200) {
          return process;
        }
      } catch (ConnectException e) {
        // Not yet.
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new IllegalStateException(Files.readString(log));
  }
}
