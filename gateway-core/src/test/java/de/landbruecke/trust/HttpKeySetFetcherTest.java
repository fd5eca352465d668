package de.landbruecke.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.trust.TrustedIssuer.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S1 of the attack list, over real connections. */
final class HttpKeySetFetcherTest {

  private static final TestIssuer HOME = TestIssuer.of("home", "https://home.example");
  private static final AtomicInteger REDIRECTED = new AtomicInteger();

  private static SSLContext tls;
  private static HttpServer plain;
  private static HttpsServer secure;
  private static ExecutorService threads;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    tls = selfSigned(folder.resolve("server.p12"));
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

  /** A certificate for localhost that nobody but this test trusts, made by the JDK's own tool. */
  private static SSLContext selfSigned(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "password")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "password".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "password".toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
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

  /** The socket refuses the very address that it was about to connect to. */
  @Test
  void fetch_nameOfAPrivateAddress_neverConnects() throws IOException {
    try (ServerSocket trap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      trap.setSoTimeout(1);
      URI address = URI.create("https://localhost:" + trap.getLocalPort() + "/keys");

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new HttpKeySetFetcher(tls).fetch(address, Network.PUBLIC))
          .withMessageContaining("not allowed");
      assertThatExceptionOfType(IOException.class).isThrownBy(trap::accept);
    }
  }

  /** RFC 9525: the certificate must be the host's, and one that we trust. */
  @Test
  void fetch_certificateOfAnotherHostOrUntrusted_fails() throws Exception {
    URI other = URI.create("https://127.0.0.1:" + secure.getAddress().getPort() + "/keys");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new HttpKeySetFetcher(tls).fetch(other, Network.PRIVATE));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            new HttpKeySetFetcher(SSLContext.getDefault())
                .fetch(address(secure, "/keys"), Network.PRIVATE));
  }

  @Test
  void fetch_plainHttpOutsideThisMachine_isACallersMistake() {
    HttpKeySetFetcher fetcher = new HttpKeySetFetcher(tls);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> fetcher.fetch(address(plain, "/keys"), Network.PUBLIC));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fetcher.fetch(URI.create("http://10.0.0.1/"), Network.PRIVATE));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> fetcher.fetch(URI.create("http://127.example/"), Network.PRIVATE));
  }

  /** RFC 6890 and the registries it began; the metadata services of clouds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "64:ff9b::7f00:1",
        "2001::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "4000::1"
      })
  void isAllowed_specialAddress_isNotPublic(String address) throws IOException {
    assertThat(HttpKeySetFetcher.isAllowed(InetAddress.getByName(address), Network.PUBLIC))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.0.1", "100.128.0.1", "172.15.0.1",
        "172.32.0.1", "192.0.1.1", "192.167.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
        "2003::1", "2a00::1", "2001:4860::1", "2001:200::1"
      })
  void isAllowed_ordinaryAddress_isPublic(String address) throws IOException {
    assertThat(HttpKeySetFetcher.isAllowed(InetAddress.getByName(address), Network.PUBLIC))
        .isTrue();
  }

  @Test
  void isAllowed_privateNetwork_isStillNotLinkLocal() throws IOException {
    assertThat(HttpKeySetFetcher.isAllowed(InetAddress.getByName("10.0.0.1"), Network.PRIVATE))
        .isTrue();
    for (String address : new String[] {"169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1"}) {
      assertThat(HttpKeySetFetcher.isAllowed(InetAddress.getByName(address), Network.PRIVATE))
          .isFalse();
    }
  }
}
