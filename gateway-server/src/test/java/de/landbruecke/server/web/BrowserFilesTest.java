package de.landbruecke.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.server.ServerTest;
import de.landbruecke.server.StubCatalogSearch;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.server.ResponseStatusException;

/** OpenSearch description, sitemap, robots.txt and security.txt. */
class BrowserFilesTest extends ServerTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String BASE = "https://suche.example";

  private static BrowserFileController files(Map<String, String> properties) throws Exception {
    return new BrowserFileController(
        WebTesting.pages(properties), Assets.load(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static MockHttpServletRequest from(String host) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/opensearch.xml");
    request.addHeader("Host", host);
    return request;
  }

  private static Document xml(String text) {
    return Jsoup.parse(text, "", Parser.xmlParser());
  }

  @Test
  void openSearch_withABaseAddress_isForEverybody() throws Exception {
    BrowserFileController files =
        files(
            Map.of(
                "landbruecke.web.base-url",
                BASE,
                "landbruecke.web.name",
                "Ämter & Leistungen <hier>"));

    ResponseEntity<String> response = files.openSearch(from("evil.example"));

    Document description = xml(Objects.requireNonNull(response.getBody()));
    assertThat(description.select("Url[type=text/html]").attr("template"))
        .isEqualTo(BASE + "/suche?q={searchTerms}");
    assertThat(description.select("Url[type=application/x-suggestions+json]").attr("template"))
        .isEqualTo(BASE + "/api/v1/opensearch-suggestions?q={searchTerms}");
    assertThat(description.select("ShortName").text()).isEqualTo("Ämter & Leistung");
    assertThat(description.select("LongName").text()).isEqualTo("Ämter & Leistungen <hier>");
    assertThat(description.select("Image").text()).startsWith(BASE + "/assets/favicon-");
    assertThat(response.getHeaders().getCacheControl()).isEqualTo("public, max-age=86400");
    assertThat(response.getBody()).doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "suche.example", "[::1]:8080", "10.0.0.1"})
  void openSearch_withoutOne_takesTheHostOfTheRequestForThisAnswerOnly(String host)
      throws Exception {
    ResponseEntity<String> response = files(Map.of()).openSearch(from(host));

    assertThat(xml(Objects.requireNonNull(response.getBody())).select("Url[type=text/html]"))
        .singleElement()
        .satisfies(url ->
            assertThat(url.attr("template"))
                .isEqualTo("http://" + host + "/suche?q={searchTerms}"));
    assertThat(response.getHeaders().getCacheControl()).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.example/x?", "a.example\"", "user@a.example", "", "a b"})
  void openSearch_hostThatIsNone_isNotFound(String host) throws Exception {
    BrowserFileController files = files(Map.of());

    assertThatExceptionOfType(ResponseStatusException.class)
        .isThrownBy(() -> files.openSearch(from(host)))
        .returns(404, e -> e.getStatusCode().value());
  }

  @Test
  void robots_nameTheSitemapWhereThereIsOne() throws Exception {
    assertThat(files(Map.of()).robots().getBody())
        .startsWith("User-agent: *\n")
        .contains("Disallow: /suche\n")
        .doesNotContain("Sitemap");
    assertThat(files(Map.of("landbruecke.web.base-url", BASE)).robots().getBody())
        .endsWith("\nSitemap: " + BASE + "/sitemap.xml\n");
  }

  @Test
  void securityTxt_configured_isServedUntilItExpires() throws Exception {
    String contact = "mailto:sicherheit@a.example";
    BrowserFileController valid =
        files(
            Map.of(
                "landbruecke.web.security-contact", contact,
                "landbruecke.web.security-expires", "2026-11-24T12:00:01Z",
                "landbruecke.web.base-url", BASE));

    assertThat(valid.security().getBody())
        .isEqualTo(
            """
            Contact: mailto:sicherheit@a.example
            Expires: 2026-11-24T12:00:01Z
            Preferred-Languages: de, en
            Canonical: https://suche.example/.well-known/security.txt
            """);
    for (Map<String, String> absent :
        List.of(
            Map.<String, String>of(),
            Map.of("landbruecke.web.security-contact", contact),
            Map.of("landbruecke.web.security-expires", "2027-01-01T00:00:00Z"),
            Map.of(
                "landbruecke.web.security-contact",
                contact,
                "landbruecke.web.security-expires",
                "2026-11-24T12:00:00Z"))) {
      BrowserFileController files = files(absent);
      assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(files::security);
    }
  }

  @Test
  void sitemap_ofFewEntries_isOneFileOfCompleteAddresses() throws Exception {
    SitemapController sitemap =
        new SitemapController(
            WebTesting.pages(Map.of("landbruecke.web.base-url", BASE)).site(),
            new StubCatalogSearch(),
            10);

    Document file = xml(body(sitemap.sitemap()));

    assertThat(file.select("urlset > url > loc").eachText())
        .hasSize(10)
        .startsWith(BASE + "/")
        .contains(BASE + "/leistung/99102013104000", BASE + "/leistung/L1.LB.7");
    assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> sitemap.part(1));
  }

  @Test
  void sitemap_ofMoreThanAFileMayHold_isSplit() throws Exception {
    SitemapController sitemap =
        new SitemapController(
            WebTesting.pages(Map.of("landbruecke.web.base-url", BASE)).site(),
            new StubCatalogSearch(),
            9);

    assertThat(xml(body(sitemap.sitemap())).select("sitemapindex > sitemap > loc").eachText())
        .containsExactly(BASE + "/sitemap-1.xml", BASE + "/sitemap-2.xml");
    assertThat(xml(body(sitemap.part(1))).select("loc")).hasSize(9);
    assertThat(xml(body(sitemap.part(2))).select("loc")).hasSize(1);
    assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> sitemap.part(3));
  }

  private static String body(ResponseEntity<byte[]> response) {
    return new String(Objects.requireNonNull(response.getBody()), StandardCharsets.UTF_8);
  }

  @Test
  void files_ofThisServer_areServedWithoutConfiguration() throws Exception {
    HttpResponse<String> description = get("/opensearch.xml");

    assertThat(header(description, "Content-Type"))
        .isEqualTo("application/opensearchdescription+xml;charset=UTF-8");
    assertThat(description.body()).contains("http://localhost:" + port() + "/suche?q=");
    assertThat(header(get("/robots.txt"), "Content-Type")).isEqualTo("text/plain;charset=UTF-8");
    assertThat(get("/sitemap.xml").statusCode()).isEqualTo(404);
    assertThat(get("/sitemap-1.xml").statusCode()).isEqualTo(404);
    assertThat(get("/.well-known/security.txt").statusCode()).isEqualTo(404);
  }
}
