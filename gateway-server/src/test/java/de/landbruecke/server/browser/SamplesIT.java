package de.landbruecke.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import de.landbruecke.samples.SpringService;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The samples of the documentation, registered by its registration file on the running gateway, as
 * those who connect a service start them.
 */
@ExtendWith(SamplesIT.Shared.class)
class SamplesIT {

  private static final Path SAMPLES = Path.of("../docs/samples");
  private static final Path FOLDER = Path.of("target/samples");
  private static final String CLIENT = "sample-service";
  private static final String SUBSTANTIAL = "http://bsi.bund.de/eID/LoA/substantiell";
  private static final JsonMapper JSON = new JsonMapper();

  private @Nullable Demonstration demonstration;
  private @Nullable BrowserContext context;
  private @Nullable Page page;
  private int port;

  /** Hands each test the portals and a browser of its own. */
  static final class Shared implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext extension) {
      Assumptions.assumeTrue(Chromium.isInstalled(), Chromium.MISSING);
      SamplesIT test = (SamplesIT) extension.getRequiredTestInstance();
      test.demonstration = Demonstration.of(extension);
      BrowserContext opened =
          Chromium.of(extension)
              .open(new Browser.NewContextOptions().setLocale("de-DE").setJavaScriptEnabled(false));
      test.context = opened;
      Page first = opened.newPage();
      first.setDefaultTimeout(15_000);
      test.page = first;
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(FOLDER);
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void leave() {
    Objects.requireNonNull(context).close();
  }

  private Page page() {
    return Objects.requireNonNull(page);
  }

  private Demonstration at() {
    return Objects.requireNonNull(demonstration);
  }

  private String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** Registers the sample with a new key, by the documentation's file; the file of the key. */
  private Path register(String callback, String backChannel) throws IOException, JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("sample-key").generate();
    ObjectNode part = (ObjectNode) JSON.readTree(SAMPLES.resolve("registration.json"));
    ObjectNode service = (ObjectNode) part.path("services").path(CLIENT);
    service.putArray("redirect-uris").add(origin() + callback);
    service.putArray("post-logout-redirect-uris").add(origin() + "/");
    service.put("backchannel-logout-uri", origin() + backChannel);
    service.put("jwks", "{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}");
    at().register(JSON.writeValueAsString(part));
    return Files.writeString(FOLDER.resolve("key.jwk"), key.toJSONString());
  }

  private void signInAs(String person) {
    page().locator("#account-service-bw").click();
    // The portal knows who has signed in there before.
    if (page().locator("#login-username").count() > 0) {
      page().locator("#login-username").fill(person);
      page().locator("#login-password").fill("demo");
      page().locator("#login-submit").click();
    }
    page().locator("#consent-allow").click();
    page().waitForURL(address -> address.startsWith(origin()));
  }

  /** The citizen signs out at the gateway, and so everywhere. */
  private void signOutAtTheGateway() {
    page().navigate(at().gateway("/konto/abmelden"));
    page().locator("#logout-confirm").click();
    page().waitForLoadState();
  }

  @Test
  void node_signsIn_stepsUp_signsOut_andLearnsOfALogoutElsewhere() throws Exception {
    Peers.assumeNpm();
    Path folder = Peers.install(SAMPLES.resolve("node"), FOLDER);
    Path key = register("/zurueck", "/abmeldung-empfangen");
    Process service =
        new ProcessBuilder(
                "node",
                "--experimental-global-webcrypto",
                "service.mjs",
                at().gateway(""),
                CLIENT,
                key.toAbsolutePath().toString(),
                origin())
            .directory(folder.toFile())
            .redirectError(folder.resolve("complaints.txt").toFile())
            .start();
    try (BufferedReader output = service.inputReader()) {
      assertThat(output.readLine())
          .as(Files.readString(folder.resolve("complaints.txt")))
          .isEqualTo("ready");

      page().navigate(origin());
      page().locator("#sign-in").click();
      signInAs("clara");
      assertThat(page().locator("#name")).hasText("Clara");
      String subject = page().locator("#sub").innerText();
      page().locator("#step-up").click();
      if (page().locator("#consent-allow").count() > 0) {
        page().locator("#consent-allow").click();
      }
      assertThat(page().locator("#level")).hasText(SUBSTANTIAL);
      assertThat(page().locator("#sub")).hasText(subject);

      page().locator("#sign-out").click();
      assertThat(page().locator("#sign-in")).isVisible();

      page().locator("#sign-in").click();
      signInAs("clara");
      signOutAtTheGateway();
      page().navigate(origin());
      for (int tries = 0; tries < 50 && page().locator("#sign-in").count() == 0; tries++) {
        // The gateway tells the service in the background.
        TimeUnit.MILLISECONDS.sleep(100);
        page().reload();
      }
      assertThat(page().locator("#sign-in")).isVisible();
    } finally {
      service.destroy();
      service.waitFor();
    }
  }

  @Test
  void spring_signsInOnTheLevelItDemands_andSignsOut() throws Exception {
    Path key =
        register("/login/oauth2/code/landbruecke", "/logout/connect/back-channel/landbruecke");
    try (ConfigurableApplicationContext ignored =
        SpringApplication.run(
            SpringService.class,
            "--spring.config.name=sample",
            "--server.address=127.0.0.1",
            "--server.port=" + port,
            "--management.server.port=-1",
            "--spring.autoconfigure.exclude=" + String.join(",", Demonstration.NOT_FOR_OTHERS),
            "--sample.gateway=" + at().gateway(""),
            "--sample.client-id=" + CLIENT,
            "--sample.key-file=" + key.toAbsolutePath())) {
      page().navigate(origin());
      signInAs("clara");
      assertThat(page().locator("body")).containsText(SUBSTANTIAL);
      assertThat(page().locator("body")).containsText("Clara");

      page().navigate(origin() + "/logout");
      page().locator("button[type=submit]").click();
      page().waitForLoadState();
      assertThat(isSignedIn()).isFalse();
    }
  }

  /** Whoever is not is sent to the gateway. */
  private boolean isSignedIn() {
    page().navigate(origin());
    return page().url().startsWith(origin());
  }
}
