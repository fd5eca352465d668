package de.landbruecke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSpeedTest {

  private static final String PAGE =
      "<link rel=\"stylesheet\" href=\"/a.css\"><script type=\"module\" src=\"/b.js\"></script>";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
  }

  private String base() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Whoever waits for an answer before asking on would never end here. */
  @Test
  void run_firstAnswerMissing_asksOn() throws Exception {
    CountDownLatch others = new CountDownLatch(9);
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          if (asked.getAndIncrement() == 0) {
            try {
              assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          } else {
            others.countDown();
          }
          answer(exchange, 200, "x".repeat(100));
        });

    List<ConstantRate.Answer> answers =
        new ConstantRate(client, 200).run(Collections.nCopies(10, URI.create(base() + "/")));

    assertThat(answers).hasSize(10).allSatisfy(each -> assertThat(each.nanos()).isPositive());
    assertThat(answers).extracting(ConstantRate.Answer::bytes).containsOnly(100);
  }

  @Test
  void run_anAnswerFails_isNoMeasurement() {
    server.createContext("/", exchange -> answer(exchange, 503, ""));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            new ConstantRate(client, 200).run(Collections.nCopies(3, URI.create(base() + "/"))))
        .withMessage("3 of 3 answers were not 200");
  }

  @Test
  void measure_pages_hasTimesAndSizes(@TempDir Path folder) throws Exception {
    server.createContext("/suche", exchange -> answer(exchange, 200, PAGE));
    server.createContext("/a.css", exchange -> answer(exchange, 200, "c".repeat(1_000)));
    server.createContext("/b.js", exchange -> answer(exchange, 200, "j".repeat(500)));
    Path jar = Files.createFile(folder.resolve("server.jar"));

    String table = new PageSpeed(jar, 100, 1, 1).measure(client, base()).toString();

    assertThat(table.lines().toList().get(2))
        .startsWith("| 100 | 100 | 100 | ")
        .endsWith(
            " | " + PAGE.length() + " | " + PAGE.length() + " | " + (PAGE.length() + 1_500) + " |");
  }

  @Test
  void pageSpeed_noJar_saysHowToBuildIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PageSpeed(Path.of("nowhere.jar"), 50, 1, 1))
        .withMessageContaining("nowhere.jar")
        .withMessageContaining("mvn -DskipTests package");
  }
}
