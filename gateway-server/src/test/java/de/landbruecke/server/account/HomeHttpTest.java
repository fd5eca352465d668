package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.landbruecke.server.identity.Network;
import de.landbruecke.trust.GuardedHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the protocol library says and hears through the guarded client. */
class HomeHttpTest {

  private static final CopyOnWriteArrayList<String> REQUESTS = new CopyOnWriteArrayList<>();

  private static HttpServer server;
  private static GuardedHttp http;

  @BeforeAll
  static void start() throws IOException, NoSuchAlgorithmException {
    http = new GuardedHttp(SSLContext.getDefault());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", HomeHttpTest::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    REQUESTS.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + exchange.getRequestHeaders().getFirst("DPoP")
            + " "
            + body);
    exchange.getResponseHeaders().set("DPoP-Nonce", "n1");
    if (!path.equals("/untyped")) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    exchange.getResponseHeaders().set("Location", "/ok");
    int status = path.equals("/moved") ? 302 : path.equals("/refused") ? 401 : 200;
    byte[] answer =
        (path.equals("/huge") ? " ".repeat(65_537) : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    http.close();
  }

  @BeforeEach
  void forget() {
    REQUESTS.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ok", "/refused"})
  void send_formWithAProof_arrivesAndIsAnswered(String path) throws IOException {
    HTTPRequest request = request(HTTPRequest.Method.POST, path);
    request.setHeader("Content-Type", "application/x-www-form-urlencoded");
    request.setHeader("DPoP", "a.b.c");
    request.setBody("code=c");

    HTTPResponse response = send(request, Network.PRIVATE);

    assertThat(REQUESTS).containsExactly("POST application/x-www-form-urlencoded a.b.c code=c");
    assertThat(response.getStatusCode()).isEqualTo(path.equals("/ok") ? 200 : 401);
    assertThat(response.getBody()).isEqualTo("{}");
    assertThat(response.getDPoPNonce()).hasToString("n1");
  }

  /** RFC 9700, section 4.11: a redirect would lead to a host that nobody registered. */
  @Test
  void send_redirect_isNotFollowed() throws IOException {
    assertThat(send(request(HTTPRequest.Method.GET, "/moved"), Network.PRIVATE).getStatusCode())
        .isEqualTo(302);
    assertThat(REQUESTS).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/huge", "/untyped"})
  void send_answerThatCannotBeRead_fails(String path) {
    assertThatIOException()
        .isThrownBy(() -> send(request(HTTPRequest.Method.GET, path), Network.PRIVATE));
  }

  @Test
  void send_loopbackThatIsNotMarkedPrivate_isNotAsked() {
    assertThatIOException()
        .isThrownBy(() -> send(request(HTTPRequest.Method.GET, "/ok"), Network.PUBLIC));
    assertThat(REQUESTS).isEmpty();
  }

  /** A token of the portal's would otherwise write headers of its own. */
  @Test
  void send_tokenWithALineBreak_isNotSent() {
    HTTPRequest request = request(HTTPRequest.Method.GET, "/ok");
    request.setHeader("DPoP", "a\r\nHost: other.example");

    assertThatIOException().isThrownBy(() -> send(request, Network.PRIVATE));
    assertThat(REQUESTS).isEmpty();
  }

  private static HTTPRequest request(HTTPRequest.Method method, String path) {
    return new HTTPRequest(
        method, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
  }

  private static HTTPResponse send(HTTPRequest request, Network network) throws IOException {
    return request.send(new HomeHttp(http).sender(network));
  }
}
