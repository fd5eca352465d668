package de.landbruecke.server.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.GatewayServer;
import de.landbruecke.server.cli.CommandLine;
import de.landbruecke.server.harvest.StubIndexConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** From requests over HTTP, behind a trusted proxy, to the report of the command line. */
@ExtendWith(OutputCaptureExtension.class)
class StatisticsHttpTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path data;

  private ConfigurableApplicationContext start(String... more) throws Exception {
    SpringApplication application =
        new SpringApplication(GatewayServer.class, StubIndexConfiguration.class);
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "--server.port=0",
                    "--management.server.port=0",
                    "--landbruecke.data-directory=" + data,
                    "--landbruecke.rate-limit.trusted-proxies=127.0.0.1,::1"),
                Stream.of(more))
            .toArray(String[]::new);
    ConfigurableApplicationContext server = application.run(arguments);
    for (int i = 0; i < 200 && get(server, "/api/v1/places?q=s", "192.0.2.1") != 200; i++) {
      Thread.sleep(50);
    }
    return server;
  }

  private static int get(ConfigurableApplicationContext server, String path, String client)
      throws IOException, InterruptedException {
    return send(server, "local.server.port", path, "X-Forwarded-For", client).statusCode();
  }

  private static HttpResponse<String> send(
      ConfigurableApplicationContext server, String port, String path, String... headers)
      throws IOException, InterruptedException {
    String base = "http://localhost:" + server.getEnvironment().getProperty(port);
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(base + path)).headers(headers).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Each network searches twice, from two addresses. */
  private static void search(ConfigurableApplicationContext server, String query, int networks)
      throws Exception {
    for (int network = 1; network <= networks; network++) {
      for (String host : new String[] {".1", ".2"}) {
        String client = "198.51." + network + host;
        assertThat(get(server, "/api/v1/services?q=" + query, client)).isEqualTo(200);
      }
    }
  }

  private String report() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        new CommandLine(stream, stream)
            .run(
                new String[] {
                  "statistics", "report", "--days=2", "--data-directory", data.toString()
                });
    assertThat(code).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void search_fromTenNetworks_isReported_fromNineNowhere(CapturedOutput output) throws Exception {
    String metrics;
    try (ConfigurableApplicationContext server = start()) {
      search(server, "hund", 10);
      search(server, "markerzehn", 10);
      search(server, "markerneun", 9);
      search(server, "markerzehn%20Frau%20markername", 1);
      // The further pages of a search are no searches.
      assertThat(get(server, "/api/v1/services?q=hund&cursor=1.0~1", "198.51.1.1")).isEqualTo(200);
      metrics =
          send(server, "local.management.port", "/actuator/prometheus", "Accept", "text/plain")
              .body();
    }

    assertThat(report())
        .contains(": 2 queries, 40 searches, 20 without hits\n")
        .contains("       20         0  hund\n")
        .contains("       20        20  markerzehn\n")
        .doesNotContain("markerneun", "markername");
    assertThat(metrics)
        .contains("statistics_queries_total{outcome=\"kept\"} 2.0")
        .contains("statistics_failures_total 0.0")
        .doesNotContain("marker");
    assertThat(everythingIn(data)).doesNotContain("markerneun", "markername", "198.51", "c633");
    assertThat(output.getAll()).doesNotContain("marker");
  }

  @Test
  void search_switchedOff_writesNothing() throws Exception {
    try (ConfigurableApplicationContext server = start("--landbruecke.statistics.enabled=false")) {
      search(server, "hund", 11);
      assertThat(
              send(server, "local.management.port", "/actuator/prometheus", "Accept", "text/plain")
                  .body())
          .doesNotContain("statistics_");
    }

    assertThat(data).isEmptyDirectory();
  }

  private static String everythingIn(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(path));
      }
    }
    return all.toString();
  }
}
