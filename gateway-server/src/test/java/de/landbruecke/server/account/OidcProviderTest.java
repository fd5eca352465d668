package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.demo.DemoPortal;
import de.landbruecke.server.browser.Peers;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A home portal that is not ours: npm's {@code oidc-provider} as a process of its own, registered
 * at run time. It demands PAR, PKCE, DPoP with a nonce of its own, and {@code private_key_jwt}, and
 * gives pairwise subjects.
 */
@ExtendWith(OidcProviderTest.Started.class)
class OidcProviderTest extends AccountTest {

  private static final String ID = "npm";

  private static @Nullable Process provider;
  private static @Nullable Registry registry;
  private static URI issuer = URI.create("http://127.0.0.1");

  /** Starts the portal, and registers it with the gateway of this run. */
  static final class Started implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
      Peers.assumeNpm();
      AccountGateway gateway = AccountGateway.of(context);
      ECKey key =
          ECKey.parse(JsonMapper.shared().writeValueAsString(DemoPortal.clientKey("landbruecke")));
      start(gateway.origin, new JWKSet(key.toPublicJWK()).toString());
      Registry of = gateway.bean(Registry.class);
      of.approve(of.propose(document(of), "npm's portal", "anna").id(), "bernd");
      registry = of;
    }
  }

  private static void start(URI gateway, String clientKeys)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    issuer = URI.create("http://127.0.0.1:" + port);
    Process started =
        new ProcessBuilder(
                "node", "provider.mjs", String.valueOf(port), gateway.toString(), clientKeys)
            .directory(Peers.install().toFile())
            .redirectError(Path.of("target/provider-complaints.txt").toFile())
            .start();
    provider = started;
    BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
    assertThat(output.readLine()).isEqualTo("ready");
  }

  private static String document(Registry registry) {
    ObjectNode document =
        (ObjectNode) JsonMapper.shared().readTree(registry.export(registry.current().revision()));
    ObjectNode portal = ((ObjectNode) document.path("issuers")).putObject(ID);
    portal
        .put("label", "Fremdes Portal")
        .put("issuer-uri", issuer.toString())
        .put("network", "private")
        .put("ceiling", "high")
        .put("client-id", "landbruecke")
        .put("key-file", document.path("issuers").path("amt24").path("key-file").asString());
    portal.putObject("levels").put("urn:npm:low", "low").put("urn:npm:substantial", "substantial");
    for (String service : new String[] {"hund", "karte"}) {
      ObjectNode rule = ((ArrayNode) document.path("policies")).addObject();
      rule.put("id", "npm-" + service)
          .put("from", ID)
          .put("to", "amt24")
          .put("service", service)
          .put("minimum-level", "basic")
          .put("approved-by", "test");
      rule.putArray("scopes").add("openid");
      ArrayNode attributes = rule.putArray("attributes").add("family_name");
      if (service.equals("hund")) {
        attributes.add("given_name");
      }
    }
    return document.toString();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (registry != null) {
      registry.undo(registry.current().revision(), "the end of the test", "bernd");
    }
    Process running = provider;
    if (running != null) {
      running.destroy();
      running.waitFor();
    }
  }

  /** Goes to the portal, and signs in there if it asks. */
  private Transaction signIn(TestBrowser browser, String service, String person) {
    Transaction transaction = gateway().begin(browser, service);
    browser.go("/konto/anmelden/" + transaction.id()).press("account-" + ID).signIn(person);
    return transaction;
  }

  private Optional<Session> session(TestBrowser browser) {
    return Optional.ofNullable(browser.cookie(gateway().origin, "lb-session"))
        .flatMap(gateway().bean(Sessions.class)::find);
  }

  @Test
  void signIn_stepUpAndLogout_atAPortalThatIsNotOurs() throws InterruptedException {
    TestBrowser browser = gateway().browser();

    Transaction first = signIn(browser, "hund", "low-nora");
    browser.press("consent-allow");

    assertThat(gateway().now(browser, first).state()).isEqualTo(TransactionState.RELEASED);
    Session low = session(browser).orElseThrow();
    assertThat(low.level()).isEqualTo(AssuranceLevel.LOW);
    assertThat(low.attributes())
        .contains(new Attribute("family_name", "Muster-nora", ID, AssuranceLevel.BASIC));

    // RFC 9470: the same citizen, more surely.
    Transaction second = signIn(browser, "karte", "substantial-nora");
    browser.press("consent-allow");

    assertThat(gateway().now(browser, second).state()).isEqualTo(TransactionState.RELEASED);
    Session substantial = session(browser).orElseThrow();
    assertThat(substantial.level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(substantial.citizen()).isEqualTo(low.citizen());

    // Back-Channel Logout 1.0, section 2.5: who signs out there is signed out here.
    browser.get(issuer.resolve("/session/end")).submit("/session/end/confirm");
    for (int i = 0; i < 200 && session(browser).isPresent(); i++) {
      Thread.sleep(20);
    }
    assertThat(session(browser)).isEmpty();
  }

  @Test
  void signIn_levelBelowWhatIsNeeded_isRefused() {
    TestBrowser browser = gateway().browser();

    signIn(browser, "karte", "low-otto");

    assertThat(browser.trouble())
        .as("%s: %s", browser.path(), browser.text())
        .isEqualTo("level-too-low");
    assertThat(browser.status()).isEqualTo(403);
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNull();
  }
}
