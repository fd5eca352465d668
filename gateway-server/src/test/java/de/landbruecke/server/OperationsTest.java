package de.landbruecke.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Health, metrics, the description of the interface, and what must never be written down. */
@ExtendWith(OutputCaptureExtension.class)
class OperationsTest extends ServerTest {

  @Test
  void health_servingGeneration_isReadyAndNamesIt() throws Exception {
    HttpResponse<String> readiness = manage("/actuator/health/readiness");

    assertThat(readiness.statusCode()).isEqualTo(200);
    JsonNode index = json(readiness).get("components").get("index");
    assertThat(index.get("details").get("generation").asString()).isEqualTo("1.0");
    assertThat(manage("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void management_isNotOnThePublicPort() throws Exception {
    assertThat(get("/actuator/health").statusCode()).isEqualTo(404);
  }

  @Test
  void metrics_afterASearch_countItWithFewLabels() throws Exception {
    get("/api/v1/services?q=hund");
    get("/api/v1/services?q=gibtesnicht");
    get("/api/v1/suggestions?q=hund");

    String metrics = manage("/actuator/prometheus").body();

    assertThat(metrics)
        .contains("search_query_duration_seconds_bucket{language=\"de\",mode=\"text\"")
        .contains("search_zero_results_total")
        .contains("search_results_bucket")
        .contains("search_suggest_duration_seconds")
        .contains("index_documents 4.0")
        .contains("index_bytes 4711.0")
        .contains("index_generation_timestamp_seconds")
        .contains("harvest_runs_total{outcome=\"good\"}")
        .contains("ratelimit_rejections_total")
        .contains("http_server_requests_seconds_bucket");
  }

  @Test
  void searchText_neverReachesLogsOrMetrics(CapturedOutput output) throws Exception {
    for (String path :
        new String[] {
          "/api/v1/services?q=marker4711",
          "/api/v1/services?marker4711=1",
          "/api/v1/services?place=marker4711",
          "/api/v1/services?cursor=marker4711",
          "/api/v1/services?lang=marker4711",
          "/api/v1/services/marker4711",
          "/api/v1/services/99102013104000/explanation?q=marker4711",
          "/api/v1/suggestions?q=marker4711",
          "/api/v1/places?q=marker4711",
          "/marker4711"
        }) {
      assertThat(get(path).statusCode()).as(path).isLessThan(500);
    }

    assertThat(manage("/actuator/prometheus").body()).doesNotContain("marker4711");
    assertThat(all(output)).doesNotContain("marker4711");
  }

  @Test
  void description_isOpenApi31WithOurParametersAndProblems() throws Exception {
    JsonNode api = json(get("/openapi"));

    assertThat(api.get("openapi").asString()).startsWith("3.1");
    assertThat(api.get("paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/api/v1/services",
            "/api/v1/services/{id}",
            "/api/v1/services/{id}/explanation",
            "/api/v1/suggestions",
            "/api/v1/places");
    JsonNode find = api.get("paths").get("/api/v1/services").get("get");
    assertThat(find.get("parameters")).hasSize(11);
    assertThat(find.get("responses").get("default").get("content").has("application/problem+json"))
        .isTrue();
    JsonNode schemas = api.get("components").get("schemas");
    assertThat(schemas.propertyNames())
        .contains("ServiceList", "ServiceItem", "Offer", "Service", "Problem", "Explanation");
    assertThat(schemas.get("ServiceList").get("properties").propertyNames())
        .contains("total", "items", "facets", "didYouMean", "place", "next", "generation");
    assertThat(get("/openapi.yaml").body()).startsWith("openapi: 3.1");
  }

  @Test
  void tryOut_isServedFromHereUnderAStrictPolicy() throws Exception {
    HttpResponse<String> moved = get("/swagger-ui.html");
    HttpResponse<String> page = get("/swagger-ui/index.html");

    assertThat(moved.statusCode()).isEqualTo(302);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';");
    assertThat(page.body()).doesNotContain("https://", "<script>");
    assertThat(get("/swagger-ui/swagger-initializer.js").body()).contains("/openapi");
    assertThat(get("/swagger-ui/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
    assertThat(header(get("/api/v1/services"), "Content-Security-Policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
  }
}
