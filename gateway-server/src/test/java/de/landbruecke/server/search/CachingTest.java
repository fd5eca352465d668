package de.landbruecke.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.ServerTest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entity tags, cache headers, cross-origin reading. */
class CachingTest extends ServerTest {

  private static final String PATH = "/api/v1/services?q=hund";

  @Test
  void find_sameQuestion_hasSameStrongTagAndIsNotSentAgain() throws Exception {
    HttpResponse<String> first = get(PATH);
    String tag = header(first, "ETag");
    HttpResponse<String> again = get(PATH, "If-None-Match", tag);

    assertThat(tag).matches("\"[0-9a-f]+\"");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(header(first, "Cache-Control"))
        .isEqualTo("public, max-age=60, stale-while-revalidate=300, stale-if-error=86400");
    assertThat(String.join(", ", first.headers().allValues("Vary")))
        .contains("Accept", "Accept-Language");
  }

  @Test
  void find_otherLanguageQuestionOrGeneration_hasAnotherTag() throws Exception {
    String tag = header(get(PATH), "ETag");

    assertThat(header(get(PATH, "Accept-Language", "en"), "ETag")).isNotEqualTo(tag);
    assertThat(header(get(PATH + "e"), "ETag")).isNotEqualTo(tag);
    search.publish("1.1");
    HttpResponse<String> updated = get(PATH, "If-None-Match", tag);
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(header(updated, "ETag")).isNotEqualTo(tag);
  }

  @Test
  void everyResource_knownTag_answers304() throws Exception {
    for (String path :
        List.of(
            "/api/v1/services/99102013104000",
            "/api/v1/services/99102013104000/explanation?q=hund",
            "/api/v1/suggestions?q=hund",
            "/api/v1/places?q=stutt")) {
      String tag = header(get(path), "ETag");
      assertThat(get(path, "If-None-Match", "\"x\", " + tag).statusCode()).as(path).isEqualTo(304);
    }
  }

  @Test
  void problem_isNeverCached() throws Exception {
    HttpResponse<String> response = get("/api/v1/services?limit=51");

    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    assertThat(response.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void crossOrigin_readingIsAllowed_writingIsNot() throws Exception {
    HttpResponse<String> response = get(PATH, "Origin", "https://portal.example");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(response, "Access-Control-Expose-Headers")).contains("ETag");

    HttpResponse<String> preflight =
        send(
            "OPTIONS",
            PATH,
            "Origin",
            "https://portal.example",
            "Access-Control-Request-Method",
            "DELETE");
    assertThat(preflight.statusCode()).isEqualTo(403);
    assertThat(header(preflight, "Content-Type")).isEqualTo("application/problem+json");
  }
}
