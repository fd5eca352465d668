package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** An identity gateway for which no staff issuer is configured. */
class AdministrationOffTest extends TokenTest {

  @Autowired private Environment environment;

  @ParameterizedTest
  @ValueSource(strings = {"local.management.port", "local.server.port"})
  void admin_withoutStaffIssuer_isNotThere(String port) throws Exception {
    assertThat(status(port, "/admin/v1/registry")).isEqualTo(404);
  }

  @Test
  void management_besides_isThere() throws Exception {
    assertThat(status("local.management.port", "/actuator/health/liveness")).isEqualTo(200);
  }

  private int status(String port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + environment.getProperty(port) + path))
                  .header("Authorization", "Bearer x")
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
