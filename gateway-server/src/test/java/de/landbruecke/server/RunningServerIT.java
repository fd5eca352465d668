package de.landbruecke.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What only shows while the whole application runs, behind a proxy, on a catalog that changes. */
@Timeout(120)
class RunningServerIT {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** One more is given back each second: a test that asks faster comes to the end of it. */
  private static final int BURST = 20;

  @TempDir private Path folder;
  private ConfigurableApplicationContext server;

  @BeforeEach
  void start() throws Exception {
    publish(30);
    server =
        SpringApplication.run(
            GatewayServer.class,
            "--server.port=0",
            "--management.server.port=0",
            "--landbruecke.data-directory=" + folder.resolve("data"),
            "--landbruecke.catalogs.shipped=false",
            "--landbruecke.catalogs.sources[0].connector=city",
            "--landbruecke.catalogs.sources[0].file=" + folder.resolve("city.jsonl"),
            "--landbruecke.catalogs.interval=1s",
            "--landbruecke.rate-limit.burst=" + BURST,
            "--landbruecke.rate-limit.per-second=1",
            "--landbruecke.rate-limit.trusted-proxies=127.0.0.1,::1");
    while (manage("/actuator/health/readiness").statusCode() != 200) {
      Thread.sleep(100);
    }
  }

  /** Replaces the catalog as a whole, as a portal that delivers does. */
  private void publish(int services) throws IOException {
    String records =
        IntStream.rangeClosed(1, services)
            .mapToObj(
                i -> "{\"id\":\"%d\",\"title\":{\"de\":\"Hund %d anmelden\"}}\n".formatted(i, i))
            .collect(Collectors.joining());
    Path next = folder.resolve("next.jsonl");
    Files.writeString(next, "{\"format\":1,\"portal\":\"city\",\"agency\":\"city\"}\n" + records);
    Files.move(
        next,
        folder.resolve("city.jsonl"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Asks as the proxy of a client. */
  private HttpResponse<String> get(String path, String client)
      throws IOException, InterruptedException {
    return send("local.server.port", path, client);
  }

  private HttpResponse<String> manage(String path) throws IOException, InterruptedException {
    return send("local.management.port", path, "192.0.2.1");
  }

  private HttpResponse<String> send(String port, String path, String client)
      throws IOException, InterruptedException {
    String base = "http://localhost:" + server.getEnvironment().getProperty(port);
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(base + path)).header("X-Forwarded-For", client).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  /** RFC 6585, section 4. */
  @Test
  void find_moreThanTheBurst_is429ForThatNetworkAlone() throws Exception {
    int allowed = 0;
    HttpResponse<String> answer = get("/api/v1/services?q=hund", "203.0.113.1");
    while (answer.statusCode() == 200) {
      allowed++;
      answer = get("/api/v1/services?q=hund", "203.0.113." + (allowed % 250 + 1));
    }

    assertThat(allowed).isGreaterThanOrEqualTo(BURST);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(json(answer).get("type").asString()).isEqualTo("/problems/too-many-requests");
    assertThat(json(answer).get("status").asInt()).isEqualTo(429);
    assertThat(get("/api/v1/services?q=hund", "203.0.114.1").statusCode()).isEqualTo(200);
    assertThat(manage("/actuator/prometheus").body()).contains("ratelimit_rejections_total 1.0");
  }

  /** RFC 9110, section 15.5.11. */
  @Test
  void find_cursorOfAReplacedGeneration_is410AndTellsWhereToStartAgain() throws Exception {
    JsonNode first = json(get("/api/v1/services?q=hund&limit=10", "203.0.113.1"));
    String old = "/api/v1/services?q=hund&limit=10&cursor=" + first.get("next").asString();
    assertThat(get(old, "203.0.113.1").statusCode()).isEqualTo(200);

    publish(31);
    HttpResponse<String> answer = get(old, "203.0.113.1");
    for (int i = 1; answer.statusCode() == 200; i++) {
      Thread.sleep(200);
      // From another network each time: this is not about the limit.
      answer = get(old, "198.51." + i + ".1");
    }

    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(json(answer).get("type").asString()).isEqualTo("/problems/cursor-replaced");
    String restart = json(answer).get("restart").asString();
    assertThat(answer.headers().firstValue("Link")).contains("<" + restart + ">; rel=\"first\"");
    JsonNode again = json(get(restart, "203.0.113.1"));
    assertThat(again.get("total").asLong()).isEqualTo(31);
    assertThat(again.get("generation").asString()).isNotEqualTo(first.get("generation").asString());
    String next = "/api/v1/services?q=hund&limit=10&cursor=" + again.get("next").asString();
    assertThat(get(next, "203.0.113.1").statusCode()).isEqualTo(200);
  }
}
