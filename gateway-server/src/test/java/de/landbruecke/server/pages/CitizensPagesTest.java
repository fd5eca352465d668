package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.ServerTest;
import de.landbruecke.server.StubCatalogSearch;
import java.net.http.HttpResponse;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The citizens' pages over HTTP. */
class CitizensPagesTest extends ServerTest {

  private static final String DOG = "/leistung/" + StubCatalogSearch.DOG;

  private Document page(String path) throws Exception {
    HttpResponse<String> response = get(path, "Accept", "text/html");
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return Jsoup.parse(response.body());
  }

  private String location(String path, int status) throws Exception {
    HttpResponse<String> response = get(path, "Accept", "text/html");
    assertThat(response.statusCode()).as(path).isEqualTo(status);
    return header(response, "Location");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?ort=70173",
        "/suche",
        "/suche?q=hund",
        "/suche?q=nichts+davon",
        "/suche?q=hund&ort=lichtenau&niveau=x",
        "/leistung/" + StubCatalogSearch.DOG,
        "/leistung/" + StubCatalogSearch.DOG + "?ort=70173&sprache=en",
        "/leistung/" + StubCatalogSearch.MARKUP,
        "/ort",
        "/ort?q=lichtenau&zurueck=%2Fsuche",
        "/themen",
        "/themen/steuern_zoll",
        "/a-z",
        "/a-z/h",
        "/a-z/q"
      })
  void page_each_isSoundHtml(String path) throws Exception {
    HttpResponse<String> response = get(path, "Accept", "text/html");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    HtmlRules.check(response.body());
    Document page = Jsoup.parse(response.body());
    assertThat(page.select(".lb-demonstration")).hasSize(1);
    assertThat(page.select("footer a[href=tel:115]")).hasSize(1);
    assertThat(page.select("form"))
        .allSatisfy(form -> assertThat(form.attr("method")).isEqualTo("get"));
  }

  @Test
  void start_page_offersSearchAndTopics() throws Exception {
    Document page = page("/?ort=70173");

    Element form = page.expectFirst("form[role=search]");
    assertThat(form.attr("action")).isEqualTo("/suche");
    assertThat(form.select("input[name=q]").attr("data-suggestions"))
        .isEqualTo("/api/v1/suggestions");
    assertThat(form.select("input[name=ort]").attr("data-places")).isEqualTo("/api/v1/places");
    assertThat(form.select("input[name=ort]").attr("value")).isEqualTo("Stuttgart");
    assertThat(page.select("a[href^=/suche?q=Umzug]").attr("href"))
        .isEqualTo("/suche?q=Umzug&ort=081110000000");
    assertThat(page.select("header").text()).contains("Ort: Stuttgart ändern");
  }

  @Test
  void results_hits_areAnOrderedListOfLinks() throws Exception {
    Document page = page("/suche?q=hund&ort=70173");

    assertThat(page.title()).isEqualTo("Ergebnisse für „hund“: 1 Leistung – Landbrücke");
    assertThat(page.select("h1").text()).isEqualTo("Ergebnisse für „hund“");
    assertThat(page.select("[role=status]").text()).isEqualTo("1 Leistung");
    assertThat(page.select("ol.lb-hits > li")).hasSize(1);
    assertThat(page.select("ol.lb-hits h2 a").attr("href")).isEqualTo(DOG + "?ort=081110000000");
    assertThat(page.select("ol.lb-hits a")).hasSize(1);
    assertThat(page.select(".lb-badges").text()).contains("Online möglich", "Gilt in Stuttgart");
    assertThat(page.select("meta[name=robots]").attr("content")).isEqualTo("noindex");
    assertThat(page.select("input[name=q]").attr("value")).isEqualTo("hund");
  }

  @Test
  void results_typingError_offersTheCorrectionAndSaysWhy() throws Exception {
    Document page = page("/suche?q=hundestuer&ort=70173");

    assertThat(page.select(".lb-results__mend a").attr("href"))
        .isEqualTo("/suche?q=hundesteuer&ort=70173");
    assertThat(page.select(".lb-hit__foot").text())
        .contains("Gefunden über: hundesteuer (statt hundestuer)");
  }

  @Test
  void results_filters_areFieldsetsWithCountsAndAButton() throws Exception {
    Document page = page("/suche?q=hund&ort=70173&portal=amt24&sprache=en");

    Element form = page.expectFirst("form.lb-filter__form");
    assertThat(form.select("fieldset > legend").eachText()).contains("Angeboten von");
    assertThat(form.select("input[name=portal]").eachAttr("value"))
        .containsExactly("amt24", "service-bw");
    assertThat(form.select("input[checked]").eachAttr("value")).containsExactly("amt24");
    assertThat(form.select("label").eachText()).contains("Amt24 (2)");
    assertThat(form.select("input[type=hidden]").eachAttr("name"))
        .containsExactly("q", "ort", "sprache");
    assertThat(form.select("button[type=submit]")).hasSize(1);
    assertThat(page.select("a.lb-chip").attr("href"))
        .isEqualTo("/suche?q=hund&ort=70173&sprache=en");
  }

  @Test
  void results_wrongValues_areToldAndLeftOut() throws Exception {
    Document page = page("/suche?q=hund&niveau=superhoch&seite=0");

    assertThat(page.select(".kern-alert--info p").eachText())
        .containsExactly(
            "Beim Filter „Anmeldung“ gibt es „superhoch“ nicht. Wir haben diese Angabe"
                + " weggelassen.",
            "Die Seite „0“ gibt es nicht. Sie sehen die erste Seite.");
    assertThat(page.select("ol.lb-hits > li")).hasSize(1);
  }

  @Test
  void results_pageBehindTheLast_isTheLast() throws Exception {
    Document page = page("/suche?seite=7");

    assertThat(page.select(".kern-alert--info p").text())
        .isEqualTo("Die Seite 7 gibt es nicht. Sie sehen die letzte Seite.");
    assertThat(page.select("ol.lb-hits > li")).hasSize(3);
  }

  @Test
  void results_ambiguousPlace_isAskedFor() throws Exception {
    Document page = page("/suche?q=hund&ort=Lichtenau");

    assertThat(page.select(".lb-choices a").eachAttr("href"))
        .containsExactly("/suche?q=hund&ort=145225221310", "/suche?q=hund&ort=082165216029");
    assertThat(page.expectFirst(".lb-choices li").text())
        .isEqualTo("Lichtenau Kreis Sachsen, Sachsen");
    assertThat(page.select("input[name=ort]").attr("aria-describedby")).isEqualTo("ort-hinweis");
    assertThat(page.select("ol.lb-hits > li")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Atlantis, Einen Ort „Atlantis“ kennen wir nicht.",
    "10115, „10115“ liegt außerhalb der Länder"
  })
  void results_placeThatIsNotThere_isTold(String place, String message) throws Exception {
    Document page = page("/suche?q=hund&ort=" + place);

    assertThat(page.select("#ort-hinweis").text()).startsWith(message);
    assertThat(page.select("ol.lb-hits > li")).hasSize(1);
    assertThat(page.select("header").text()).contains("Ort wählen");
  }

  @Test
  void results_nothingFound_helps() throws Exception {
    Document page = page("/suche?q=quatsch&ort=70173&portal=amt24&thema=umwelt");

    assertThat(page.select("[role=status]").text()).isEqualTo("Keine Leistung gefunden");
    assertThat(page.select("[aria-labelledby=hilfe] a").eachAttr("href"))
        .containsExactly(
            "/suche?q=quatsch&ort=70173&thema=umwelt",
            "/suche?q=quatsch&ort=70173&portal=amt24",
            "/suche?q=quatsch&portal=amt24&thema=umwelt",
            "/themen?ort=081110000000",
            "/a-z?ort=081110000000",
            "tel:115");
    assertThat(page.select(".lb-filter")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/suche?q=hund&ort=, /suche?q=hund",
    "/suche?q=&ort=&seite=1&sortierung=relevanz&sprache=de, /suche",
    "/suche?ort=&q=%2F%2Fexample.org, /suche?q=%2F%2Fexample.org",
    "/suche?ort=&//example.org=1, /suche?%2F%2Fexample.org=1",
    "/?ort=, /",
    "/ort?q=&zurueck=%2F, /ort",
    "/themen?ort=, /themen",
    "/themen/umwelt?ort=&seite=1, /themen/umwelt",
    "/a-z?ort=, /a-z",
    "/a-z/h?ort=, /a-z/h",
    "/leistung/99102013104000?ort=&sprache=de, /leistung/99102013104000"
  })
  void redirect_whatSaysNothing_isDroppedOnce(String path, String expected) throws Exception {
    assertThat(location(path, 302)).isEqualTo(expected);
    assertThat(get(expected, "Accept", "text/html").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "L1.LB.old, /leistung/L1.LB.7",
    "L1.LB.old?ort=70173&sprache=en, /leistung/L1.LB.7?ort=70173&sprache=en",
    "L1.LB.old?ort=&x=1, /leistung/L1.LB.7",
    "L2.LB.77?ort=Leipzig, /leistung/99102013104000?ort=Leipzig"
  })
  void service_formerOrOtherId_movesAndKeepsThePlace(String id, String expected) throws Exception {
    assertThat(location("/leistung/" + id, 301)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/leistung/nichts", "/themen/nichts", "/a-z/ab", "/a-z/H", "/leistung/%3Cb%3E"})
  void page_thatIsNotThere_isAFriendlyPage(String path) throws Exception {
    HttpResponse<String> response = get(path, "Accept", "text/html");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Jsoup.parse(response.body()).select("form[action=/suche]")).hasSize(1);
  }

  @Test
  void service_place_showsWhatHoldsThereAndWhoIsResponsible() throws Exception {
    Document page = page(DOG + "?ort=70173");

    assertThat(page.select("h1").text()).isEqualTo("Hundesteuer anmelden");
    assertThat(page.select(".lb-office").text())
        .contains("Bürgerbüro", "Erfundenes Beispiel, keine echte Behörde", "Musterstraße 1");
    assertThat(page.select(".lb-online a").attr("href")).isEqualTo("https://example.org/hund");
    assertThat(page.select(".lb-online").text())
        .contains("Führt zu example.org", "Vertrauensniveau normal");
    assertThat(page.select("form.lb-placebox__form").attr("action")).isEqualTo(DOG);
    assertThat(page.select("form.lb-placebox__form input[name=ort]").attr("value"))
        .isEqualTo("Stuttgart");
    assertThat(page.select("table.lb-compare thead th")).hasSize(2);
    assertThat(page.select("table.lb-compare caption")).hasSize(1);
    assertThat(page.select("table.lb-compare th:not([scope])")).isEmpty();
    assertThat(page.select("a[href^=/leistung/" + StubCatalogSearch.PASSPORT + "]").attr("href"))
        .isEqualTo("/leistung/" + StubCatalogSearch.PASSPORT + "?ort=081110000000");
    assertThat(page.select("script[type=application/ld+json]").html())
        .contains("\"@type\":\"GovernmentService\"");
  }

  @Test
  void service_language_isMarkedInTheText() throws Exception {
    Document page = page(DOG + "?sprache=en");

    assertThat(page.select("html").attr("lang")).isEqualTo("de");
    assertThat(page.select("h1").attr("lang")).isEqualTo("en");
    assertThat(page.select("h1").text()).isEqualTo("Dog tax: register");
    assertThat(page.select(".lb-lead").hasAttr("lang")).isFalse();
    assertThat(page.select(".lb-languages__link[aria-current]").text()).isEqualTo("English");
    assertThat(page("/leistung/" + StubCatalogSearch.PASSPORT).select(".lb-languages__link"))
        .isEmpty();
  }

  @Test
  void service_ambiguousPlace_isAskedFor() throws Exception {
    assertThat(page(DOG + "?ort=lichtenau&sprache=en").select(".lb-choices a").eachAttr("href"))
        .containsExactly(
            DOG + "?ort=145225221310&sprache=en", DOG + "?ort=082165216029&sprache=en");
  }

  @Test
  void place_choice_leadsBackToWhereOneCameFrom() throws Exception {
    Document results = page("/suche?q=hund&thema=steuern_zoll");
    String choose = results.select("header a[href^=/ort]").attr("href");

    Document page = page(choose + "&q=lichtenau");

    assertThat(page.select(".lb-choices a").eachAttr("href"))
        .contains("/suche?q=hund&thema=steuern_zoll&ort=082165216029");
    assertThat(page.select("input[name=zurueck]").attr("value"))
        .isEqualTo("/suche?q=hund&thema=steuern_zoll");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.org", "//example.org", "/%5Cexample.org", "/impressum"})
  void place_foreignAddress_leadsToTheStart(String back) throws Exception {
    Document page = page("/ort?q=stuttgart&zurueck=" + back);

    assertThat(page.select(".lb-choices a").eachAttr("href")).containsExactly("/?ort=081110000000");
    assertThat(page.html()).doesNotContain("example.org");
  }

  @Test
  void topics_each_leadsToItsServices() throws Exception {
    Document topics = page("/themen?ort=70173");
    Document topic = page("/themen/steuern_zoll?ort=70173");

    assertThat(topics.select("h2").eachText()).contains("Lebenslagen");
    assertThat(topic.select("h1").text()).isEqualTo("Steuern & Zoll");
    assertThat(topic.select(".lb-links a").eachAttr("href")).contains(DOG + "?ort=081110000000");
    assertThat(topic.select("main p a").attr("href"))
        .isEqualTo("/suche?ort=081110000000&thema=steuern_zoll");
  }

  @Test
  void letters_keepThePlaceAndUseTheNamesThere() throws Exception {
    Document page = page("/a-z/h?ort=145225221310");

    assertThat(page.select(".lb-links a").eachText()).containsExactly("Hund anmelden");
    assertThat(page.select(".lb-links a").attr("href")).isEqualTo(DOG + "?ort=145225221310");
    assertThat(page.select("a[aria-current=page]").text()).isEqualTo("H");
    assertThat(page.select(".lb-letters__link").eachAttr("href"))
        .allMatch(href -> href.endsWith("?ort=145225221310"));
  }

  @Test
  void page_sameAddress_isNotSentAgain() throws Exception {
    for (String path : List.of("/", "/suche?q=hund", DOG, "/ort", "/themen", "/a-z")) {
      HttpResponse<String> first = get(path, "Accept", "text/html");
      String tag = header(first, "ETag");

      assertThat(get(path, "If-None-Match", tag).statusCode()).as(path).isEqualTo(304);
      assertThat(get(path, "Accept-Language", "en").body()).isEqualTo(first.body());
      assertThat(header(first, "Cache-Control")).startsWith("public, max-age=60");
    }
  }

  @Test
  void results_brokenEncoding_isReadAsItStands() throws Exception {
    String answer = RawRequests.get(port(), "/suche?q=100%&ort=%zz&x=%ff");

    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(Jsoup.parse(answer).select("input[name=q]").attr("value")).isEqualTo("100%");
  }
}
