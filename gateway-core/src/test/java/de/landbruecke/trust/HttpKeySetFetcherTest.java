package de.landbruecke.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.trust.TrustedIssuer.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a key set (S1 of the attack list), over real connections. */
final class HttpKeySetFetcherTest {

  private static final TestIssuer HOME = TestIssuer.of("home", "https://home.example");
  private static final AtomicInteger REDIRECTED = new AtomicInteger();

  private static SSLContext tls;
  private static HttpServer plain;
  private static HttpsServer secure;
  private static ExecutorService threads;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    tls = SelfSigned.of("localhost", folder);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    plain = HttpServer.create(local, 0);
    secure = HttpsServer.create(local, 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls));
    for (HttpServer server : new HttpServer[] {plain, secure}) {
      server.setExecutor(threads);
      server.createContext("/", HttpKeySetFetcherTest::answer);
      server.start();
    }
  }

  @AfterAll
  static void stop() {
    plain.stop(0);
    secure.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body =
        switch (path) {
          case "/largest" -> padded(64 * 1024);
          case "/huge" -> padded(64 * 1024 + 1);
          case "/latin" -> new byte[] {'{', (byte) 0xe4, '}'};
          default -> HOME.keySetJson().getBytes(UTF_8);
        };
    if (path.equals("/redirected")) {
      REDIRECTED.incrementAndGet();
    }
    if (path.equals("/redirect")) {
      exchange.getResponseHeaders().set("Location", "/redirected");
    }
    if (path.equals("/gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    if (!path.equals("/untyped")) {
      exchange
          .getResponseHeaders()
          .set("Content-Type", path.equals("/html") ? "text/html" : type(path));
    }
    int status =
        switch (path) {
          case "/redirect" -> 302;
          case "/missing" -> 404;
          case "/error" -> 500;
          default -> 200;
        };
    exchange.sendResponseHeaders(status, path.equals("/slow") ? 0 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (path.equals("/slow")) {
        drip(out);
      } else {
        out.write(body);
      }
    }
  }

  private static String type(String path) {
    return path.equals("/charset") ? "application/json; charset=utf-8" : "application/jwk-set+json";
  }

  /** One byte at a time: no single read takes long, all together never end. */
  private static void drip(OutputStream out) throws IOException {
    try {
      for (int i = 0; i < 100; i++) {
        out.write(' ');
        out.flush();
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] padded(int length) {
    String set = HOME.keySetJson();
    return (set + " ".repeat(length - set.length())).getBytes(UTF_8);
  }

  private static URI address(HttpServer server, String path) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + path);
  }

  private static String fetch(HttpServer server, String path) throws IOException {
    return new HttpKeySetFetcher(tls).fetch(address(server, path), Network.PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/keys", "/charset", "/largest"})
  void fetch_soundAnswer_isTheKeySet(String path) throws IOException {
    for (HttpServer server : new HttpServer[] {plain, secure}) {
      assertThat(KeySet.parse(fetch(server, path)).keyIds()).containsExactly(HOME.keyId());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/redirect",
        "/missing",
        "/error",
        "/html",
        "/untyped",
        "/gzip",
        "/huge",
        "/latin",
        "/slow"
      })
  void fetch_anyOtherAnswer_fails(String path) {
    for (HttpServer server : new HttpServer[] {plain, secure}) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> fetch(server, path));
    }
    assertThat(REDIRECTED).hasValue(0);
  }

  @Test
  void fetch_ofAnIssuer_goesToItsRegisteredAddress() throws IOException {
    TrustedIssuer issuer =
        TrustedIssuer.fetching("home", HOME.issuer(), address(secure, "/keys"))
            .network(Network.PRIVATE)
            .build();

    assertThat(KeySet.parse(new HttpKeySetFetcher(tls).fetch(issuer)).keyIds())
        .containsExactly(HOME.keyId());
  }
}
