package de.landbruecke.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.ServerTest;
import de.landbruecke.server.StubCatalogSearch;
import java.net.http.HttpResponse;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** People get a page in words, programs get problem details, both with the same status. */
class ErrorPagesTest extends ServerTest {

  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  @ParameterizedTest
  @CsvSource({
    "GET,/there/is/nothing,404,Diese Seite gibt es nicht",
    "GET,/problems/nothing,404,Diese Seite gibt es nicht",
    "GET,/assets/nothing.css,404,Diese Seite gibt es nicht",
    "GET,/leistung/%2F,400,Diese Adresse können wir nicht lesen",
    "POST,/impressum,405,So lässt sich diese Seite nicht aufrufen",
    "DELETE,/impressum,405,So lässt sich diese Seite nicht aufrufen"
  })
  void error_askedByAPerson_isAPage(String method, String path, int status, String title)
      throws Exception {
    HttpResponse<String> response = send(method, path, "Accept", BROWSER);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(response, "Content-Language")).isEqualTo("de");
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("h1").text()).isEqualTo(title);
    assertThat(page.select("main").text()).contains("Fehler " + status, "Zur Startseite", "115");
    assertThat(page.select("main form[role=search] input[name=q]")).hasSize(1);
    assertThat(page.select("meta[name=robots]").attr("content")).isEqualTo("noindex");
    assertThat(response.body()).doesNotContain("Exception", "at de.", "java.");
  }

  @Test
  void error_tooLongAnAddress_isAPage() throws Exception {
    HttpResponse<String> response =
        get("/suche?q=" + "a".repeat(HeaderFilter.MAX_URI), "Accept", BROWSER);

    assertThat(response.statusCode()).isEqualTo(414);
    assertThat(Jsoup.parse(response.body()).select("h1").text())
        .isEqualTo("Die Adresse ist zu lang");
  }

  @Test
  void error_wrongMethod_namesTheAllowedOnes() throws Exception {
    assertThat(header(send("POST", "/impressum", "Accept", BROWSER), "Allow")).contains("GET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1",
        "/api/v1/nothing",
        "/api/v1/services?limit=51",
        "/api/v1/services/99000000000000",
        "/api/v1/services?q=" + StubCatalogSearch.FAULT,
        "/openapi/nothing"
      })
  void error_ofTheInterface_isAProblemWhoeverAsks(String path) throws Exception {
    HttpResponse<String> response = get(path, "Accept", BROWSER);

    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(response, "Content-Security-Policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "text/*", "image/png"})
  void error_withoutHtmlByName_isAProblem(String accept) throws Exception {
    assertThat(header(get("/there/is/nothing", "Accept", accept), "Content-Type"))
        .isEqualTo("application/problem+json");
  }

  @Test
  void error_withoutAccept_isAProblem() throws Exception {
    assertThat(header(get("/there/is/nothing"), "Content-Type"))
        .isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "400,false",
    "403,false",
    "404,false",
    "405,false",
    "406,false",
    "410,true",
    "414,false",
    "415,false",
    "418,false",
    "429,true",
    "500,true",
    "502,true",
    "503,true"
  })
  void write_anyStatus_isAPageOfItsOwnThatOffersToRetryWhereThatHelps(int status, boolean retry)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/suche");
    request.setQueryString("q=hund&cursor=abc&ort=0");
    MockHttpServletResponse response = new MockHttpServletResponse();
    response.setHeader("ETag", "\"x\"");

    WebTesting.errorPages().write(request, response, status);

    assertThat(response.getStatus()).isEqualTo(status);
    assertThat(response.getHeader("ETag")).isNull();
    Document page = Jsoup.parse(response.getContentAsString());
    assertThat(page.select("h1").text()).isNotBlank();
    assertThat(page.select("main .kern-btn[href]").eachAttr("href").contains("/suche?q=hund&ort=0"))
        .isEqualTo(retry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example/x", "javascript:alert(1)", ""})
  void write_addressThatLeadsElsewhere_isNotOfferedAgain(String path) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    MockHttpServletResponse response = new MockHttpServletResponse();

    WebTesting.errorPages().write(request, response, 503);

    assertThat(Jsoup.parse(response.getContentAsString()).select("main .kern-btn[href]")).isEmpty();
  }

  @Test
  void write_answerOnItsWay_changesNothing() throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    response.setCommitted(true);

    WebTesting.errorPages().write(new MockHttpServletRequest("GET", "/"), response, 500);

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.getContentAsString()).isEmpty();
  }
}
