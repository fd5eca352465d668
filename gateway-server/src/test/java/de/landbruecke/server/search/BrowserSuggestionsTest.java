package de.landbruecke.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.ServerTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Suggestions as browsers want them below their address bar. */
class BrowserSuggestionsTest extends ServerTest {

  private static final String PATH = "/api/v1/opensearch-suggestions?q=";

  @Test
  void suggest_prefix_isTheTextAndWhatItMayBecome() throws Exception {
    HttpResponse<String> response = get(PATH + "hund");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("application/x-suggestions+json");
    JsonNode answer = json(response);
    assertThat(answer).hasSize(2);
    assertThat(answer.get(0).asString()).isEqualTo("hund");
    assertThat(answer.get(1)).isNotEmpty().allSatisfy(text -> assertThat(text.isString()).isTrue());
  }

  @Test
  void suggest_placesAmongThem_areLeftOut() throws Exception {
    assertThat(json(get("/api/v1/suggestions?q=stutt")).get("items")).hasSize(1);

    assertThat(json(get(PATH + "stutt")).get(1)).isEmpty();
  }

  @Test
  void suggest_noMatch_isEmptyAndTaggedLikeEverythingElse() throws Exception {
    HttpResponse<String> response = get(PATH + "xyz");

    assertThat(response.body()).isEqualTo("[\"xyz\",[]]");
    assertThat(get(PATH + "xyz", "If-None-Match", header(response, "ETag")).statusCode())
        .isEqualTo(304);
    assertThat(get(PATH + "a&b=c").statusCode()).isEqualTo(400);
  }
}
