package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.data.DataFile;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.server.ServerTest;
import de.landbruecke.server.StubCatalogSearch;
import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.Portals;
import de.landbruecke.server.shared.SearchMetrics;
import de.landbruecke.server.web.Pages;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/** Nothing that a catalog or an address says becomes more than text. */
class HostileInputTest extends ServerTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<String> PARAMETERS =
      List.of(
          "q",
          "ort",
          "portal",
          "online",
          "niveau",
          "thema",
          "zielgruppe",
          "sprache",
          "sortierung",
          "seite",
          "zurueck",
          "gebiet");

  @TempDir private Path directory = Path.of("");
  @Autowired private Pages pages;
  @Autowired private Portals portals;
  @Autowired private SearchMetrics metrics;
  @Autowired private ClientNetworks networks;

  static List<String> texts() {
    return HostileTexts.all();
  }

  @Test
  void texts_areMoreThanTwoHundred() {
    assertThat(texts()).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }

  /** All pages over one engine, by path. */
  private record Site(
      StartPageController start,
      ResultsPageController results,
      ServicePageController service,
      PlacePageController place,
      TopicsPageController topics,
      TitlesPageController titles) {

    List<ResponseEntity<byte[]>> answers(String query) {
      return List.of(
          answer("/", query, start::start),
          answer("/suche", query, results::results),
          answer(
              "/leistung/" + HostileCatalogSearch.ID,
              query,
              request -> service.service(HostileCatalogSearch.ID, request)),
          answer("/ort", query, place::places),
          answer("/themen", query, topics::topics),
          answer("/themen/umwelt", query, request -> topics.topic("umwelt", request)),
          answer("/a-z", query, titles::all));
    }

    private static ResponseEntity<byte[]> answer(
        String path,
        String query,
        Function<MockHttpServletRequest, ResponseEntity<byte[]>> controller) {
      MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
      request.setQueryString(query);
      return controller.apply(request);
    }
  }

  private Site site(CatalogSearch catalog, String text) throws IOException {
    Path featured = directory.resolve("featured.tsv");
    String cell = Text.line(text, 500).replace('\t', ' ');
    Files.writeString(
        featured,
        StartPage.FEATURED
            + "\n"
            + HostileCatalogSearch.ID
            + "\t"
            + (cell.isEmpty() ? "x" : cell)
            + "\tx\t9999-12-31\t\n");
    StartPage start = StartPage.read(DataFile.of(featured), null);
    TitleIndex titles = new TitleIndex(catalog);
    return new Site(
        new StartPageController(catalog, titles, start, pages, Clock.systemUTC()),
        new ResultsPageController(
            catalog, portals, metrics, networks, (q, network, total) -> {}, pages),
        new ServicePageController(catalog, pages, Clock.systemUTC()),
        new PlacePageController(catalog, pages),
        new TopicsPageController(catalog, start, pages),
        new TitlesPageController(catalog, titles, pages));
  }

  private static Document page(ResponseEntity<byte[]> answer) {
    assertThat(answer.getStatusCode().value()).isEqualTo(200);
    return HtmlRules.checkUntrusted(
        new String(Objects.requireNonNull(answer.getBody()), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void catalog_textInEveryField_isInert(String text) throws IOException {
    Site site = site(new HostileCatalogSearch(text), text);

    site.answers("").forEach(HostileInputTest::page);
    site.answers("q=x&ort=145220310310&sprache=en").forEach(HostileInputTest::page);
    page(Site.answer("/suche", "ort=09244", site.results()::results));
    for (String area : List.of("14", "14522")) {
      page(Site.answer("/ort", "gebiet=" + area, site.place()::places));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void catalog_title_isTheSameTextOnThePageAndInLinkedData(String text) throws IOException {
    Document page = page(site(new HostileCatalogSearch(text), text).answers("").get(2));

    assertThat(page.expectFirst("h1").wholeText().strip())
        .isEqualTo(Text.title(LocalizedText.german(text), "de").value());
    assertThat(
            MAPPER
                .readTree(page.expectFirst("script[type=application/ld+json]").data())
                .get("name")
                .asString())
        .isEqualTo(Text.line(text, 4_000));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void address_textInEveryParameter_isInert(String text) throws IOException {
    // Longer addresses are refused before they reach a page.
    String value = URLEncoder.encode(Text.cut(text, 9_000), StandardCharsets.UTF_8);
    Site site = site(search, text);

    StringBuilder all = new StringBuilder();
    for (String parameter : PARAMETERS) {
      all.append(all.isEmpty() ? "" : "&").append(parameter).append('=').append(value);
      answers(site, parameter + "=" + value).forEach(HostileInputTest::page);
    }
    answers(site, all.toString()).forEach(HostileInputTest::page);
    answers(site, value + "=" + value + "&ort=x").forEach(HostileInputTest::page);
  }

  /** The pages of the search in memory, which has another entry. */
  private static List<ResponseEntity<byte[]>> answers(Site site, String query) {
    MockHttpServletRequest request =
        new MockHttpServletRequest("GET", "/leistung/" + StubCatalogSearch.DOG);
    request.setQueryString(query);
    return List.of(
        Site.answer("/suche", query, site.results()::results),
        site.service().service(StubCatalogSearch.DOG, request),
        Site.answer("/ort", query, site.place()::places),
        Site.answer("/a-z", query, site.titles()::all));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void address_textInThePath_isInert(String text) throws Exception {
    String path =
        URLEncoder.encode(Text.cut(text, 2_000), StandardCharsets.UTF_8).replace("+", "%20");

    for (String start : List.of("/leistung/", "/themen/", "/a-z/", "/")) {
      var answer = get(start + path, "Accept", "text/html");
      assertThat(answer.statusCode()).isIn(400, 404);
      HtmlRules.checkUntrusted(answer.body());
    }
  }
}
