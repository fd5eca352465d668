package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.sun.net.httpserver.HttpServer;
import de.landbruecke.server.identity.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.SslBundle;

/** What the gateway takes from the endpoints of home portals, and where it does not go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HomeHttpTest {

  private static final int MOST = 65_536;

  private final AtomicInteger requests = new AtomicInteger();
  private final HomeHttp http = new HomeHttp(SslBundle.systemDefault().createSslContext());
  private @Nullable HttpServer server;

  @BeforeAll
  void start() throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server = made;
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          String path = exchange.getRequestURI().getPath();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.getResponseHeaders().add("Location", "/size/2");
          try (OutputStream out = exchange.getResponseBody()) {
            if (path.startsWith("/size/")) {
              int size = Integer.parseInt(path.substring("/size/".length()));
              exchange.sendResponseHeaders(200, size);
              out.write(" ".repeat(size).getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/drip")) {
              exchange.sendResponseHeaders(200, 0);
              for (int i = 0; i < 100; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(100);
              }
            } else {
              exchange.sendResponseHeaders(302, -1);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    made.start();
  }

  @AfterAll
  void stop() {
    server().stop(0);
    http.close();
  }

  @BeforeEach
  void forget() {
    requests.set(0);
  }

  @Test
  void send_asMuchAsIsAllowed_isTaken() throws IOException {
    assertThat(send("/size/" + MOST, Network.PRIVATE).getBody()).hasSize(MOST);
  }

  @Test
  void send_oneByteMore_isGivenUp() {
    assertThatIOException().isThrownBy(() -> send("/size/" + (MOST + 1), Network.PRIVATE));
  }

  /** RFC 9700, section 4.11: a redirect would lead to a host that nobody registered. */
  @Test
  void send_redirect_isNotFollowed() throws IOException {
    assertThat(send("/moved", Network.PRIVATE).getStatusCode()).isEqualTo(302);
    assertThat(requests).hasValue(1);
  }

  /** Each byte comes in time, the whole does not. */
  @Test
  void send_answerThatDrips_isGivenUp() {
    assertThatIOException().isThrownBy(() -> send("/drip", Network.PRIVATE));
  }

  @Test
  void send_loopbackThatIsNotMarkedPrivate_isNotAsked() {
    assertThatIOException().isThrownBy(() -> send("/size/2", Network.PUBLIC));
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/",
        "https://192.168.1.1/",
        "https://198.18.0.1/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "https://255.255.255.255/",
        "https://user@portal.example/",
        "http://portal.example/",
        "ftp://portal.example/"
      })
  void send_addressThatNobodyMayRegister_isNotAsked(String address) {
    assertThatIOException()
        .isThrownBy(() ->
            new HTTPRequest(HTTPRequest.Method.GET, URI.create(address))
                .send(http.sender(Network.PUBLIC)))
        .withMessageMatching(".*(private address|loopback|user).*");
  }

  private HttpServer server() {
    return Objects.requireNonNull(server);
  }

  private HTTPResponse send(String path, Network network) throws IOException {
    return new HTTPRequest(
            HTTPRequest.Method.GET,
            URI.create(
                "http://"
                    + server().getAddress().getHostString()
                    + ":"
                    + server().getAddress().getPort()
                    + path))
        .send(http.sender(network));
  }
}
