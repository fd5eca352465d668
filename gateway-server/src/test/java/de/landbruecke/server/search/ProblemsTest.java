package de.landbruecke.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.ServerTest;
import de.landbruecke.server.StubCatalogSearch;
import de.landbruecke.server.web.HeaderFilter;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Every error is a problem (RFC 9457) that says what is allowed, and bad input is answered. */
@ExtendWith(OutputCaptureExtension.class)
class ProblemsTest extends ServerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/services?limit=51|limit|from 0 to 50",
        "/api/v1/services?limit=-1|limit|from 0 to 50",
        "/api/v1/services?limit=ten|limit|from 0 to 50",
        "/api/v1/services?limit=99999999999|limit|from 0 to 50",
        "/api/v1/services?sort=best|sort|relevance, title, date",
        "/api/v1/services?online=maybe|online|true, false",
        "/api/v1/services?trustLevel=max|trustLevel|none, basic, low, substantial, high",
        "/api/v1/services?topic=hunde|topic|mobilitaet_reisen, bildung",
        "/api/v1/services?audience=all|audience|citizen, business, administration",
        "/api/v1/services?portal=bayern|portal|amt24, service-bw",
        "/api/v1/services?lang=%25|lang|language tag",
        "/api/v1/services?place=1234567|place|postal code",
        "/api/v1/services?place=0811100000001|place|regional key",
        "/api/v1/services?cursor=nonsense|cursor|member next",
        "/api/v1/services?q=a&q=b|q|once is allowed",
        "/api/v1/services?query=hund|query|q, place, portal",
        "/api/v1/services/99102013104000?q=hund|q|place, lang",
        "/api/v1/services/99102013104000/explanation?limit=x|limit|from 0 to 50",
        "/api/v1/suggestions?text=hund|text|q, limit, lang",
        "/api/v1/places?limit=51|limit|from 0 to 50"
      })
  void request_wrongParameter_namesItAndWhatIsAllowed(String path, String parameter, String allowed)
      throws Exception {
    JsonNode problem = problem(get(path), 400, "invalid-parameter");

    JsonNode fault = problem.get("errors").get(0);
    assertThat(fault.get("parameter").asString()).isEqualTo(parameter);
    assertThat(fault.get("detail").asString()).contains(allowed);
  }

  @Test
  void request_severalFaults_namesAll() throws Exception {
    JsonNode problem =
        problem(get("/api/v1/services?limit=51&sort=x&foo=1"), 400, "invalid-parameter");

    assertThat(problem.get("errors")).hasSize(3);
  }

  @Test
  void cursor_ofReplacedGeneration_is410WithRestart() throws Exception {
    String cursor = json(get("/api/v1/services?q=e&limit=1")).get("next").asString();
    search.publish("2.0");

    HttpResponse<String> response = get("/api/v1/services?q=e&limit=1&cursor=" + cursor);

    JsonNode problem = problem(response, 410, "cursor-replaced");
    assertThat(problem.get("restart").asString()).isEqualTo("/api/v1/services?q=e&limit=1");
    assertThat(header(response, "Link")).isEqualTo("</api/v1/services?q=e&limit=1>; rel=\"first\"");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/nothing,404,not-found",
    "GET,/api/v1,404,not-found",
    "GET,/api/v1/service,404,not-found",
    "GET,/api/v1/services/99000000000000,404,not-found",
    "GET,/api/v1/services/99000000000000/explanation,404,not-found",
    "GET,/problems/nothing,404,not-found",
    "POST,/api/v1/services,405,method-not-allowed",
    "DELETE,/api/v1/services/99102013104000,405,method-not-allowed"
  })
  void request_wrongAddressOrMethod_isProblem(String method, String path, int status, String type)
      throws Exception {
    problem(send(method, path), status, type);
  }

  @Test
  void request_formatThatCannotBeGiven_is406() throws Exception {
    problem(get("/api/v1/services", "Accept", "text/csv"), 406, "not-acceptable");
  }

  @Test
  void request_faultOfOurs_is500WithoutDetails(CapturedOutput output) throws Exception {
    HttpResponse<String> response = get("/api/v1/services?q=" + StubCatalogSearch.FAULT);

    problem(response, 500, "internal-error");
    assertThat(response.body()).doesNotContain("Exception", "at de.");
    assertThat(all(output))
        .contains("a request failed: java.lang.IllegalStateException")
        .doesNotContain("failed on " + StubCatalogSearch.FAULT);
  }

  @Test
  void request_addressOverTheLimit_is414() throws Exception {
    problem(get("/api/v1/services?q=" + "a".repeat(HeaderFilter.MAX_URI)), 414, "uri-too-long");
  }

  static Stream<String> oddQueries() {
    return Stream.of(
        "",
        " ",
        "a",
        "§",
        "x".repeat(10_000),
        "ä".repeat(10_000),
        "\u0001\u0007\u001b[31m",
        "null\u0000byte",
        "🐕🦴👩‍👩‍👧",
        "\u202eesrever",
        "AND OR NOT +-&&||!(){}[]^\"~*?:\\/",
        "title:hund AND (",
        "(a+)+$",
        ".*.*.*.*=.*",
        "<script>alert(1)</script>",
        "'; DROP TABLE services; --",
        "${jndi:ldap://x}",
        "%s%n%x",
        "../../etc/passwd",
        "a b ".repeat(2_000));
  }

  @ParameterizedTest
  @MethodSource("oddQueries")
  void find_oddQuery_isAnswered(String query) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);

    for (String path :
        new String[] {"/api/v1/services?q=", "/api/v1/suggestions?q=", "/api/v1/places?q="}) {
      HttpResponse<String> response = get(path + encoded);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    }
    assertThat(get("/api/v1/services?place=" + encoded).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"%ff%fe", "%E0%80%80", "%"})
  void find_bytesThatAreNoText_areAnswered(String raw) throws Exception {
    String answer = raw("GET /api/v1/services?q=" + raw + " HTTP/1.1");

    assertThat(answer).matches("(?s)HTTP/1.1 (200|400) .*");
    assertThat(answer).doesNotContain("<html", "Exception");
  }

  /** Such characters must be percent-encoded; Tomcat refuses them before the application. */
  @Test
  void find_addressThatIsNoHttp_isProblemAndNotLogged(CapturedOutput output) throws Exception {
    String answer = raw("GET /api/v1/services?q=marker5813|{x} HTTP/1.1");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    assertThat(answer).contains("/problems/malformed-request");
    assertThat(all(output)).doesNotContain("marker5813");
  }

  private String raw(String requestLine) throws Exception {
    try (Socket socket = new Socket("localhost", port())) {
      socket
          .getOutputStream()
          .write(
              (requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void problemType_hasAPageThatExplainsIt() throws Exception {
    for (ProblemType type : ProblemType.values()) {
      HttpResponse<String> page = get("/problems/" + type.slug());

      assertThat(page.statusCode()).as(type.slug()).isEqualTo(200);
      assertThat(page.body()).contains(type.title());
    }
  }

  private static JsonNode problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    JsonNode problem = json(response);
    assertThat(problem.get("type").asString()).isEqualTo("/problems/" + type);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asString()).isNotBlank();
    return problem;
  }
}
