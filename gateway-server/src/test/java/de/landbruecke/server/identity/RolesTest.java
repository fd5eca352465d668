package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.search.CatalogSearch;
import de.landbruecke.server.GatewayServer;
import de.landbruecke.server.shared.IndexStatus;
import de.landbruecke.server.shared.InvalidConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Which half starts: each alone leaves no trace of the other. */
class RolesTest {

  @TempDir private Path data;

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  @Test
  void roles_identityAlone_readsNoCatalogAndHasNoPagesOfTheSearch() throws Exception {
    try (ConfigurableApplicationContext server =
        start("identity", "--landbruecke.identity.issuer=https://konto.example.org")) {
      assertThat(server.getBeanNamesForType(CatalogSearch.class)).isEmpty();
      assertThat(server.getBeanNamesForType(IndexStatus.class)).isEmpty();
      assertThat(data.resolve("index")).doesNotExist();
      assertThat(data.resolve("statistics")).doesNotExist();
      assertThat(data.resolve("identity")).exists();

      HttpResponse<String> start = get(server, "/");
      assertThat(start.statusCode()).isEqualTo(303);
      assertThat(start.headers().firstValue("Location")).hasValue("/konto");
      assertThat(get(server, "/konto/freigaben").body())
          .contains("id=\"enter\"")
          .doesNotContain("href=\"/suche\"", "href=\"/themen\"", "opensearch.xml", "href=\"/api\"");
      for (String path :
          List.of(
              "/suche", "/themen", "/a-z", "/ort", "/api", "/api/v1/services", "/opensearch.xml")) {
        assertThat(get(server, path).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(get(server, "/nirgends", "Accept", "text/html").body())
          .contains("Fehler 404")
          .doesNotContain("/suche", "/themen");
      assertThat(get(server, "/robots.txt").body()).doesNotContain("Sitemap");
      assertThat(get(server, "/datenschutz").body())
          .contains("Wenn Sie sich anmelden")
          .doesNotContain("Keine Cookies", "Was Sie suchen");
      HttpResponse<String> ready = manage(server, "/actuator/health/readiness");
      assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
      assertThat(ready.body()).contains("\"identity\"").doesNotContain("\"index\"");
      assertThat(manage(server, "/actuator/prometheus").body())
          .doesNotContain("index_documents", "search_results", "harvest_runs");

      // A process without the search is of no use without its database.
      server.getBean(IdentityStores.class).source.close();
      HttpResponse<String> away = manage(server, "/actuator/health/readiness");
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.body()).doesNotContain(data.toString());
      assertThat(manage(server, "/actuator/health/liveness").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void roles_searchAlone_opensNoDatabaseWhateverIsConfigured() throws Exception {
    try (ConfigurableApplicationContext server =
        start(
            "search",
            "--landbruecke.catalogs.shipped=false",
            "--landbruecke.identity.issuer=https://konto.example.org",
            "--landbruecke.identity.staff.issuer-uri=https://staff.example.org")) {
      assertThat(server.getBeanNamesForType(CatalogSearch.class)).isNotEmpty();
      assertThat(server.getBeanNamesForType(Registry.class)).isEmpty();
      assertThat(data.resolve("identity")).doesNotExist();
      for (String path : List.of("/konto", "/oauth2/jwks", "/.well-known/openid-configuration")) {
        assertThat(get(server, path).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(get(server, "/datenschutz").body()).contains("Keine Cookies");
      assertThat(manage(server, "/actuator/health/readiness").body())
          .contains("\"index\"")
          .doesNotContain("\"identity\"");
      assertThat(manage(server, "/actuator/health").body()).doesNotContain("\"db\"");
    }
  }

  @Test
  void roles_identityWithoutIssuer_stopsTheStart() {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> start("identity"))
        .withMessageContaining("landbruecke.identity.issuer: found nothing");
  }

  private ConfigurableApplicationContext start(String roles, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--server.port=0");
    arguments.add("--management.server.port=0");
    arguments.add("--landbruecke.rate-limit.enabled=false");
    arguments.add("--landbruecke.roles=" + roles);
    arguments.add("--landbruecke.data-directory=" + data);
    arguments.add(
        "--spring.autoconfigure.exclude="
            + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
            + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration,"
            + "de.landbruecke.demo.DemoConfiguration");
    return SpringApplication.run(GatewayServer.class, arguments.toArray(String[]::new));
  }

  private HttpResponse<String> get(
      ConfigurableApplicationContext server, String path, String... headers)
      throws IOException, InterruptedException {
    return send(server, "local.server.port", path, headers);
  }

  private HttpResponse<String> manage(ConfigurableApplicationContext server, String path)
      throws IOException, InterruptedException {
    return send(server, "local.management.port", path);
  }

  private HttpResponse<String> send(
      ConfigurableApplicationContext server, String port, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:" + server.getEnvironment().getProperty(port) + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
