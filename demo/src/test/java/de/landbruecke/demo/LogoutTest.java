package de.landbruecke.demo;

import static de.landbruecke.demo.FederalState.BADEN_WUERTTEMBERG;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a session at the portal's provider. */
final class LogoutTest {

  private final BlockingQueue<String> logouts = new LinkedBlockingQueue<>();
  private Loopback gateway;
  private DemoPortal portal;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    gateway = new Loopback();
    gateway.answer(exchange -> {
      assertThat(exchange.getRequestURI().getPath())
          .isEqualTo("/logout/connect/back-channel/service-bw");
      logouts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    URI address = gateway.origin();
    portal =
        DemoPortal.start(PortalOptions.of(BADEN_WUERTTEMBERG).withPort(0).withGateway(address));
    client = new TestClient(portal, address, BADEN_WUERTTEMBERG);
  }

  @AfterEach
  void stop() {
    portal.close();
    gateway.close();
  }

  /**
   * OpenID Connect RP-Initiated Logout 1.0, section 2, and Back-Channel Logout 1.0, section 2.4.
   */
  @Test
  void logout_withHint_goesBackAndTellsTheClient() throws Exception {
    var tokens = client.tokens(client.signIn("clara"));
    URI home = client.gateway.resolve("/");

    var answer =
        client.browser.get(
            new LogoutRequest(
                    client.metadata.getEndSessionEndpointURI(),
                    tokens.getIDToken(),
                    home,
                    client.state)
                .toURI());

    assertThat(answer.location()).isEqualTo(URI.create(home + "?state=" + client.state));
    String body = logouts.poll(10, TimeUnit.SECONDS);
    assertThat(body).startsWith("logout_token=");
    var claims =
        new LogoutTokenValidator(
                client.metadata.getIssuer(),
                TestClient.ID,
                JWSAlgorithm.ES256,
                JWKSet.load(client.metadata.getJWKSetURI().toURL()))
            .validate(JWTParser.parse(body.substring("logout_token=".length())));
    assertThat(claims.getSessionID()).isEqualTo(client.checked(tokens).getSessionID());
    assertThat(claims.getSubject()).isEqualTo(client.checked(tokens).getSubject());
    assertThat(client.attributes(tokens.getAccessToken()).getStatusCode()).isEqualTo(401);
    assertThat(client.open(client.request(same -> same)).has("login-submit")).isTrue();
  }

  @Test
  void logout_withoutHint_asksFirst() throws Exception {
    client.signIn("clara");

    var question = client.browser.get(client.metadata.getEndSessionEndpointURI());
    boolean stillIn = client.open(client.request(same -> same)).isRedirect();
    var done = client.browser.press(question, "logout-confirm", Map.of());

    assertThat(stillIn).isTrue();
    assertThat(done.has("logout-done")).isTrue();
    assertThat(logouts.poll(10, TimeUnit.SECONDS)).startsWith("logout_token=");
  }

  @Test
  void logout_toAnAddressThatIsNotRegistered_isAPage() throws Exception {
    var tokens = client.tokens(client.signIn("clara"));

    var answer =
        client.browser.get(
            new LogoutRequest(
                    client.metadata.getEndSessionEndpointURI(),
                    tokens.getIDToken(),
                    URI.create("https://elsewhere.example/"),
                    null)
                .toURI());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(client.open(client.request(same -> same)).isRedirect()).isTrue();
  }

  /** A hint from another session must not end this one. */
  @Test
  void logout_withHintOfAnotherSession_asksFirst() throws Exception {
    TestClient other = new TestClient(portal, client.gateway, BADEN_WUERTTEMBERG);
    var foreign = other.tokens(other.signIn("anna"));
    client.signIn("clara");

    var answer =
        client.browser.get(
            new LogoutRequest(client.metadata.getEndSessionEndpointURI(), foreign.getIDToken())
                .toURI());

    assertThat(answer.has("logout-confirm")).isTrue();
  }
}
