package de.landbruecke.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import com.nimbusds.jose.jwk.ECKey;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

final class DemoConfigurationTest {

  private static AnnotationConfigApplicationContext context(String profile, int port) {
    var context = new AnnotationConfigApplicationContext();
    context.getEnvironment().setActiveProfiles(profile);
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "ports", Map.of("demo.port.service-bw", port, "demo.port.amt24", 0)));
    context.register(DemoConfiguration.class);
    return context;
  }

  @Test
  void demo_profileActive_startsBothPortalsAndEndsThem() throws Exception {
    List<URI> origins;
    try (var context = context("demo", 0)) {
      context.refresh();
      origins =
          context.getBeansOfType(DemoPortal.class).values().stream()
              .map(DemoPortal::origin)
              .toList();

      assertThat(origins).hasSize(2);
      for (URI origin : origins) {
        assertThat(new Browser().get(origin.resolve("/")).status()).isEqualTo(200);
      }
    }

    for (URI origin : origins) {
      assertThatException().isThrownBy(() -> new Browser().get(origin.resolve("/")));
    }
  }

  @Test
  void demo_profileNotActive_startsNothing() {
    try (var context = context("production", 0)) {
      context.refresh();

      assertThat(context.getBeansOfType(DemoPortal.class)).isEmpty();
    }
  }

  @Test
  void demo_portTaken_saysWhichPortalCannotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var context = context("demo", taken.getLocalPort())) {

      assertThatException()
          .isThrownBy(context::refresh)
          .withStackTraceContaining("the demonstration portal service-bw cannot listen on");
    }
  }

  /** The gateway's demonstration names the public halves of the keys that the portals use. */
  @ParameterizedTest
  @EnumSource
  void gateway_itsConfiguration_fitsThePortals(FederalState state) throws Exception {
    String configuration = Files.readString(Path.of("src/main/resources/application-demo.yaml"));

    for (String client : List.of(state.serviceClientId(), state.backendClientId())) {
      ECKey key = DemonstrationKeys.of(client);
      assertThat(configuration)
          .contains(client + ":", "\"x\":\"" + key.getX() + "\",\"y\":\"" + key.getY() + "\"")
          .doesNotContain(key.getD().toString());
    }
    assertThat(configuration)
        .contains(
            state.apiAudience(),
            state.issuerId() + ": " + state.defaultPort(),
            "http://127.0.0.1:${demo.port." + state.issuerId() + "}" + OnlineService.CALLBACK_PATH,
            "http://127.0.0.1:${demo.port."
                + state.issuerId()
                + "}"
                + OnlineService.LOGOUT_TOKEN_PATH);
  }
}
