package de.landbruecke.server.browser;

import de.landbruecke.server.GatewayServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The whole application on the shipped catalogs, started once for all tests that visit it. */
final class ShippedServer implements AutoCloseable {

  /** Where the configured "Fehler melden" leads; no test goes there. */
  static final String REPORT = "https://melden.example/fehler";

  private static final String DATA = "target/browser-test-data";
  private static final Namespace NAMESPACE = Namespace.create(ShippedServer.class);

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final ConfigurableApplicationContext context;

  private ShippedServer() {
    try {
      FileSystemUtils.deleteRecursively(Path.of(DATA));
      context =
          SpringApplication.run(
              GatewayServer.class,
              "--server.port=0",
              "--management.server.port=0",
              "--landbruecke.rate-limit.enabled=false",
              "--landbruecke.web.report-url=" + REPORT,
              "--landbruecke.data-directory=" + DATA);
      URI ready =
          URI.create("http://localhost:" + port("management.") + "/actuator/health/readiness");
      for (int i = 0; i < 1200 && get(ready).statusCode() != 200; i++) {
        Thread.sleep(100);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server cannot be asked", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the server started", e);
    }
  }

  /** The one of this run: started for whoever asks first, stopped after the last test of all. */
  static ShippedServer of(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(ShippedServer.class, key -> new ShippedServer(), ShippedServer.class));
  }

  /** The address of a path that starts with a slash. */
  String address(String path) {
    return "http://localhost:" + port("") + path;
  }

  /** What is answered; redirects are not followed. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(URI.create(address(path)));
  }

  private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address).header("Accept", "text/html,*/*;q=0.8").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String port(String which) {
    return Objects.requireNonNull(
        context
            .getEnvironment()
            .getProperty(which.isEmpty() ? "local.server.port" : "local.management.port"));
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }
}
