package de.landbruecke.server;

import de.landbruecke.server.harvest.StubEngine;
import de.landbruecke.server.harvest.StubIndexConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server over a search in memory; all subclasses share one. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "landbruecke.rate-limit.enabled=false",
      "landbruecke.data-directory=target/server-test-data"
    })
@Import(StubIndexConfiguration.class)
@ExtendWith(OutputCaptureExtension.class)
public abstract class ServerTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;
  @Autowired protected StubCatalogSearch search;
  @Autowired protected StubEngine engine;

  protected final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  @BeforeEach
  void waitUntilReady() throws Exception {
    search.publish("1.0");
    for (int i = 0; i < 200 && manage("/actuator/health/readiness").statusCode() != 200; i++) {
      Thread.sleep(50);
    }
  }

  protected int port() {
    return port;
  }

  protected HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, headers);
  }

  protected HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(port, method, path, headers);
  }

  protected HttpResponse<String> manage(String path) throws IOException, InterruptedException {
    return send(managementPort, "GET", path);
  }

  private HttpResponse<String> send(int to, String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + to + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  protected static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  protected static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Named here so that tests need not import it. */
  protected static String all(CapturedOutput output) {
    return output.getAll();
  }
}
