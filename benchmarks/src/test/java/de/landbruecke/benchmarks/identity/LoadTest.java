package de.landbruecke.benchmarks.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load and its connection against the JDK's server. */
class LoadTest {

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int number = asked.incrementAndGet();
          byte[] body = exchange.getRequestBody().readAllBytes();
          if (number % 3 == 0) {
            exchange.getResponseHeaders().set("Connection", "close");
          }
          // 0 stands for chunks.
          exchange.sendResponseHeaders(200, number % 2 == 0 ? 0 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  @Test
  void post_chunksLengthsAndEndedConnections_areRead() throws IOException {
    try (Wire wire = new Wire(port())) {
      for (int i = 0; i < 12; i++) {
        Wire.Answer answer = wire.post("/x", Map.of("name", "Ü&" + i));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("name=%C3%9C%26" + i);
      }
    }
  }

  @Test
  void run_countsEveryRequest() throws Exception {
    AtomicInteger cpu = new AtomicInteger();

    Load.Result result =
        Load.run(
            port(),
            3,
            0.2,
            () -> cpu.getAndAdd(1_000),
            () -> 0,
            (wire, number) -> {
              wire.get("/");
              return number;
            });

    assertThat(result.requests()).isPositive().isEqualTo(asked.get());
    assertThat(result.micros()).isEqualTo(1_000.0 / result.requests());
    assertThat(result.p50Micros()).isLessThanOrEqualTo(result.p99Micros());
  }

  @Test
  void run_aRequestThatFails_failsAll() {
    assertThatThrownBy(() ->
            Load.run(
                port(),
                2,
                0.2,
                () -> 0,
                () -> 0,
                (wire, number) -> {
                  throw new IOException("no");
                }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing was measured");
  }

  @Test
  void micros_ofThisProcess_grow() {
    long pid = ProcessHandle.current().pid();

    long alone = Processors.micros(pid);

    assertThat(alone).isPositive();
    assertThat(Processors.microsOfTree(pid)).isGreaterThanOrEqualTo(alone);
  }
}
