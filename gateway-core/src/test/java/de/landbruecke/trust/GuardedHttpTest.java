package de.landbruecke.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import de.landbruecke.trust.GuardedHttp.Answer;
import de.landbruecke.trust.GuardedHttp.Request;
import de.landbruecke.trust.TrustedIssuer.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S1 of the attack list, over real connections: where we go, and how much we take. */
final class GuardedHttpTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int MOST = GuardedHttp.MAX_BYTES;

  private static SSLContext tls;
  private static HttpsServer secure;
  private static ExecutorService threads;
  private static final List<String> ASKED_NAMES = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    tls = SelfSigned.of("portal.example", folder);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    secure = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls));
    secure.setExecutor(threads);
    secure.createContext(
        "/",
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          session.getRequestedServerNames().stream()
              .map(name -> ((SNIHostName) name).getAsciiName())
              .forEach(ASKED_NAMES::add);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    secure.start();
  }

  @AfterAll
  static void stop() {
    secure.stop(0);
    threads.shutdownNow();
  }

  /** A server without manners: answers each request with the same bytes, right or wrong. */
  private static final class RawServer implements AutoCloseable {

    private final ServerSocket socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Writes an answer, all of it or as much as it likes. */
    @FunctionalInterface
    interface Reply {
      void write(OutputStream out) throws IOException, InterruptedException;
    }

    RawServer(Reply reply) throws IOException {
      this(reply, Integer.MAX_VALUE);
    }

    RawServer(Reply reply, int requestsOfAConnection) throws IOException {
      socket = new ServerSocket(0, 50, LOOPBACK);
      threads.execute(() -> {
        while (!socket.isClosed()) {
          try {
            Socket accepted = socket.accept();
            connections.incrementAndGet();
            threads.execute(() -> serve(accepted, reply, requestsOfAConnection));
          } catch (IOException e) {
            return;
          }
        }
      });
    }

    private void serve(Socket accepted, Reply reply, int most) {
      try (accepted) {
        for (int i = 0; i < most; i++) {
          String request = read(accepted.getInputStream());
          if (request.isEmpty()) {
            return;
          }
          requests.add(request);
          reply.write(accepted.getOutputStream());
          accepted.getOutputStream().flush();
        }
      } catch (IOException e) {
        // The client went away, as it should.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Head and body of a request whose body has a length. */
    private static String read(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return "";
        }
        head.write(next);
      }
      String text = head.toString(ISO_8859_1);
      int length =
          text.lines()
              .filter(line -> line.startsWith("Content-Length: "))
              .mapToInt(line -> Integer.parseInt(line.substring(16)))
              .findFirst()
              .orElse(0);
      return text + new String(in.readNBytes(length), UTF_8);
    }

    URI address(String host) {
      return URI.create("http://" + host + ":" + socket.getLocalPort() + "/x?y=z");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static RawServer.Reply reply(String head, String body) {
    return out -> out.write((head + "\r\n\r\n" + body).getBytes(ISO_8859_1));
  }

  private static Answer get(GuardedHttp http, URI address) throws IOException {
    return http.send(Request.get(address), Network.PRIVATE, LONG);
  }

  /** What one request to a server that replies so brings. */
  private static Answer get(RawServer.Reply reply, Duration deadline) throws IOException {
    try (RawServer server = new RawServer(reply);
        GuardedHttp http = new GuardedHttp(tls)) {
      return http.send(Request.get(server.address("127.0.0.1")), Network.PRIVATE, deadline);
    }
  }

  @Test
  void send_form_arrivesAsItIsAndOverOneConnection() throws IOException {
    try (RawServer server =
            new RawServer(
                reply("HTTP/1.1 200 OK\r\nX-Any: 1\r\nContent-Length: 2", "\u00c3\u00a4"));
        GuardedHttp http = new GuardedHttp(tls)) {
      Answer first =
          http.send(
              Request.form(server.address("127.0.0.1"), "a=\u00e4&b=c"), Network.PRIVATE, LONG);
      Answer second = get(http, server.address("127.0.0.1"));

      assertThat(first.status()).isEqualTo(200);
      assertThat(first.header("x-any")).contains("1");
      assertThat(first.text()).isEqualTo("\u00e4");
      assertThat(second.text()).isEqualTo("\u00e4");
      assertThat(server.connections).hasValue(1);
      assertThat(server.requests.getFirst())
          .startsWith("POST /x?y=z HTTP/1.1\r\n")
          .contains("Content-Type: application/x-www-form-urlencoded\r\n", "Content-Length: 8\r\n")
          .doesNotContain("User-Agent", "Accept-Encoding", "Upgrade", "Cookie")
          .endsWith("\r\n\r\na=\u00e4&b=c");
      assertThat(server.requests.getLast())
          .startsWith("GET /x?y=z HTTP/1.1\r\n")
          .contains("Host: 127.0.0.1:" + server.socket.getLocalPort() + "\r\n");
    }
  }

  /** A connection that the server ended in between is not taken for one that can be used. */
  @Test
  void send_afterTheServerEndedTheConnection_opensAnother() throws IOException {
    try (RawServer server = new RawServer(reply("HTTP/1.1 200 OK\r\nContent-Length: 0", ""), 1);
        GuardedHttp http = new GuardedHttp(tls)) {
      for (int i = 1; i <= 5; i++) {
        assertThat(get(http, server.address("127.0.0.1")).status()).isEqualTo(200);
        assertThat(server.requests).hasSize(i);
      }
    }
  }

  /** A code, an assertion or a proof that arrives twice would end what it began. */
  @Test
  void send_noAnswer_isNotSentAgain() throws IOException {
    try (RawServer server = new RawServer(out -> out.write(new byte[0]), 1);
        GuardedHttp http = new GuardedHttp(tls)) {
      Request request = Request.form(server.address("127.0.0.1"), "code=c");

      assertThatIOException().isThrownBy(() -> http.send(request, Network.PRIVATE, LONG));
      assertThat(server.requests).hasSize(1);
    }
  }

  /** RFC 9700, section 4.11: the other host was registered by nobody. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void send_redirect_isAnAnswerAndNotFollowed(int status) throws IOException {
    try (RawServer trap = new RawServer(reply("HTTP/1.1 200 OK\r\nContent-Length: 0", ""));
        RawServer server =
            new RawServer(
                reply(
                    "HTTP/1.1 "
                        + status
                        + " Moved\r\nContent-Length: 0\r\nLocation: "
                        + trap.address("127.0.0.1"),
                    ""));
        GuardedHttp http = new GuardedHttp(tls)) {
      assertThat(get(http, server.address("127.0.0.1")).status()).isEqualTo(status);
      assertThat(trap.connections).hasValue(0);
      assertThat(server.requests).hasSize(1);
    }
  }

  /** RFC 9110, section 11.6.1: asked for a password, or for one of a proxy. */
  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void send_demandForCredentials_isAnAnswer(int status) throws IOException {
    Answer answer =
        get(
            reply(
                "HTTP/1.1 "
                    + status
                    + " No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 2",
                "{}"),
            LONG);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).isEqualTo("{}");
  }

  @Test
  void text_asLongAsAllowedOrLonger_bothSides() throws IOException {
    Answer longest =
        get(reply("HTTP/1.1 200 OK\r\nContent-Length: " + MOST, " ".repeat(MOST)), LONG);
    Answer longer =
        get(reply("HTTP/1.1 200 OK\r\nContent-Length: " + (MOST + 1), " ".repeat(MOST + 1)), LONG);

    assertThat(longest.text()).hasSize(MOST);
    assertThat(longer.status()).isEqualTo(200);
    assertThatIOException().isThrownBy(longer::text).withMessageContaining("more than");
  }

  /** The rest is not read, and the connection not used again. */
  @Test
  void send_bodyWithoutEnd_isLeft() throws IOException {
    RawServer.Reply endless =
        out -> {
          out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
          byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(UTF_8);
          while (true) {
            out.write(chunk);
          }
        };

    Answer answer = get(endless, LONG);

    assertThat(answer.status()).isEqualTo(200);
    assertThatIOException().isThrownBy(answer::text);
  }

  /** One byte at a time: no single read takes long, all together never end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 O",
        ""
      })
  void send_answerThatDrips_isCutAtTheDeadline(String start) {
    CountDownLatch gone = new CountDownLatch(1);
    RawServer.Reply drip =
        out -> {
          out.write(start.getBytes(UTF_8));
          try {
            while (true) {
              out.write(start.isEmpty() ? '\n' : ' ');
              out.flush();
              Thread.sleep(20);
            }
          } catch (IOException e) {
            gone.countDown();
            throw e;
          }
        };

    assertThatIOException()
        .isThrownBy(() -> {
          try (RawServer server = new RawServer(drip);
              GuardedHttp http = new GuardedHttp(tls)) {
            http.send(
                Request.get(server.address("127.0.0.1")), Network.PRIVATE, Duration.ofMillis(300));
          }
        });
    assertThat(isOpened(gone)).as("the connection is ended").isTrue();
  }

  private static boolean isOpened(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The looking up of a name counts as well, and cannot be interrupted. */
  @Test
  void send_nameServiceThatHangs_isCutAtTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    try (GuardedHttp http =
        new GuardedHttp(
            tls,
            host -> {
              isOpened(never);
              throw new UnknownHostException(host);
            })) {
      assertThatIOException()
          .isThrownBy(() ->
              http.send(
                  Request.get(URI.create("https://portal.example/")),
                  Network.PUBLIC,
                  Duration.ofMillis(50)))
          .withMessageContaining("within");
    } finally {
      never.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // No answer of HTTP, and one of a later version's frames.
        "SSH-2.0-OpenSSH\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void send_answerThatIsNone_fails(String answer) {
    assertThatIOException()
        .isThrownBy(() -> {
          try (RawServer server = new RawServer(out -> out.write(answer.getBytes(UTF_8)), 1);
              GuardedHttp http = new GuardedHttp(tls)) {
            get(http, server.address("127.0.0.1"));
          }
        });
  }

  @Test
  void send_headTooLongOrOfTooManyLines_fails() {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
    for (String headers : List.of("X: " + "x".repeat(8 * 1024), "X: x\r\n".repeat(64) + "X: x")) {
      assertThatIOException().isThrownBy(() -> get(reply(ok + headers, ""), LONG));
    }
    assertThatIOException()
        .isThrownBy(() -> get(reply("HTTP/1.1 200 " + "O".repeat(9_000), ""), LONG));
  }

  /** What was not asked for is not unpacked: 64 KiB of zeros here would be 64 MiB. */
  @Test
  void text_packedBody_isRefused() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 64; i++) {
        packed.write(new byte[1024 * 1024]);
      }
    }
    RawServer.Reply reply =
        out -> {
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + bomb.size()
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
          bomb.writeTo(out);
        };

    Answer answer = get(reply, LONG);

    assertThat(answer.status()).isEqualTo(200);
    assertThatIOException().isThrownBy(answer::text);
  }

  @Test
  void text_noUtf8_isRefused() throws IOException {
    Answer answer = get(reply("HTTP/1.1 200 OK\r\nContent-Length: 1", "\u00e4"), LONG);

    assertThatIOException().isThrownBy(answer::text).withMessageContaining("UTF-8");
  }

  @Test
  void request_headersOfTheConnectionOrWithLineBreaks_areACallersMistake() {
    URI address = URI.create("https://portal.example/");
    for (Map<String, String> headers :
        List.of(
            Map.of("Host", "other.example"),
            Map.of("content-length", "1"),
            Map.of("Transfer-Encoding", "chunked"),
            Map.of("X\r\nY", "z"),
            Map.of("Authorization", "DPoP x\r\nHost: other.example"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Request("GET", address, headers, null));
    }
    assertThat(new Request("GET", address, Map.of("Authorization", "Bearer s3cret"), "s3cret"))
        .asString()
        .doesNotContain("s3cret");
  }

  /** The one address that was checked is the one that is connected to: a name is asked once. */
  @Test
  void send_nameThatLeadsElsewhereTheSecondTime_goesWhereItWasChecked() throws IOException {
    Queue<InetAddress> answers = new ConcurrentLinkedQueue<>(List.of(LOOPBACK));
    try (GuardedHttp http =
        new GuardedHttp(
            tls,
            host -> {
              InetAddress answer = answers.poll();
              if (answer == null) {
                throw new UnknownHostException("asked twice");
              }
              return new InetAddress[] {answer};
            })) {
      assertThat(http.send(Request.get(portal()), Network.PRIVATE, LONG).status()).isEqualTo(204);
      // The connection is still there, and was checked when it was made.
      assertThat(http.send(Request.get(portal()), Network.PRIVATE, LONG).status()).isEqualTo(204);
    }
  }

  /** RFC 9525 and RFC 6066, section 3: name and certificate are the host's, not the address's. */
  @Test
  void send_pinnedAddress_keepsTheNameInTlsAndRefusesOthers() throws IOException {
    ASKED_NAMES.clear();
    try (GuardedHttp http = new GuardedHttp(tls, host -> new InetAddress[] {LOOPBACK})) {
      URI other = URI.create("https://other.example:" + secure.getAddress().getPort() + "/");

      assertThat(http.send(Request.get(portal()), Network.PRIVATE, LONG).status()).isEqualTo(204);
      assertThat(ASKED_NAMES).containsOnly("portal.example");
      assertThatIOException()
          .isThrownBy(() -> http.send(Request.get(other), Network.PRIVATE, LONG));
    }
  }

  @Test
  void send_certificateThatNobodyTrusts_fails() throws Exception {
    try (GuardedHttp http =
        new GuardedHttp(SSLContext.getDefault(), host -> new InetAddress[] {LOOPBACK})) {
      assertThatIOException()
          .isThrownBy(() -> http.send(Request.get(portal()), Network.PRIVATE, LONG));
    }
  }

  private static URI portal() {
    return URI.create("https://portal.example:" + secure.getAddress().getPort() + "/");
  }

  /** Whatever the name leads to: one wrong address among right ones is wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "fd00::1",
        "fe80::1%1",
        "1.1.1.1 127.0.0.1"
      })
  void send_nameOfAPrivateAddress_neverConnects(String addresses) throws IOException {
    try (ServerSocket trap = new ServerSocket(0, 1, LOOPBACK);
        GuardedHttp http =
            new GuardedHttp(
                tls,
                host -> {
                  String[] found = addresses.split(" ", -1);
                  InetAddress[] parsed = new InetAddress[found.length];
                  for (int i = 0; i < found.length; i++) {
                    parsed[i] = InetAddress.getByName(found[i]);
                  }
                  return parsed;
                })) {
      trap.setSoTimeout(1);
      Request request = Request.get(URI.create("https://portal.example:" + trap.getLocalPort()));

      assertThatIOException()
          .isThrownBy(() -> http.send(request, Network.PUBLIC, LONG))
          .havingRootCause()
          .withMessageContaining("not allowed");
      assertThatIOException().isThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** A connection to a host of the private network is not the public one's to use. */
  @Test
  void send_sameHostInTheOtherNetwork_doesNotUseTheConnection() throws IOException {
    try (GuardedHttp http = new GuardedHttp(tls, host -> new InetAddress[] {LOOPBACK})) {
      http.send(Request.get(portal()), Network.PRIVATE, LONG);

      assertThatIOException()
          .isThrownBy(() -> http.send(Request.get(portal()), Network.PUBLIC, LONG));
    }
  }

  /** RFC 6761, section 6.3: localhost is this machine, or nothing. */
  @Test
  void send_localhostThatLeadsAway_neverConnects() {
    try (GuardedHttp http =
        new GuardedHttp(tls, host -> new InetAddress[] {InetAddress.getByName("10.0.0.1")})) {
      assertThatIOException()
          .isThrownBy(
              () -> http.send(Request.get(URI.create("http://localhost/")), Network.PRIVATE, LONG))
          .havingRootCause()
          .withMessageContaining("not allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://portal.example/",
        "http://10.0.0.1/",
        "http://127.example/",
        "http://localhost.example/",
        "https://user@portal.example/",
        "https://portal.example@other.example/",
        "https://portal.example/#x",
        "https://portal.example./",
        "http://localhost./",
        "https://[fe80::1%25eth0]/",
        "https:///keys",
        "https:portal.example",
        "//portal.example/",
        "ftp://portal.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/"
      })
  void send_addressThatNobodyMayRegister_isACallersMistake(String address) {
    try (GuardedHttp http = new GuardedHttp(tls)) {
      for (Network network : Network.values()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> http.send(Request.get(URI.create(address)), network, SECOND));
      }
    }
  }

  @Test
  void send_httpOfThePublicNetwork_isACallersMistake() {
    try (GuardedHttp http = new GuardedHttp(tls)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              http.send(Request.get(URI.create("http://127.0.0.1/")), Network.PUBLIC, SECOND));
    }
  }

  @Test
  void send_afterClose_fails() {
    GuardedHttp http = new GuardedHttp(tls);
    http.close();

    assertThatIOException()
        .isThrownBy(() -> http.send(Request.get(portal()), Network.PRIVATE, LONG));
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
    assertThat(GuardedHttp.isAllowed(InetAddress.getByName(address), Network.PUBLIC)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.0.1", "100.128.0.1", "172.15.0.1",
        "172.32.0.1", "192.0.1.1", "192.167.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
        "2003::1", "2a00::1", "2001:4860::1", "2001:200::1"
      })
  void isAllowed_ordinaryAddress_isPublic(String address) throws IOException {
    assertThat(GuardedHttp.isAllowed(InetAddress.getByName(address), Network.PUBLIC)).isTrue();
  }

  @Test
  void isAllowed_privateNetwork_isStillNotLinkLocal() throws IOException {
    assertThat(GuardedHttp.isAllowed(InetAddress.getByName("10.0.0.1"), Network.PRIVATE)).isTrue();
    for (String address : new String[] {"169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1"}) {
      assertThat(GuardedHttp.isAllowed(InetAddress.getByName(address), Network.PRIVATE)).isFalse();
    }
  }
}
