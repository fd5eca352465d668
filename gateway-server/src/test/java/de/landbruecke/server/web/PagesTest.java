package de.landbruecke.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.ServerTest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every page: headers, no cookie, markup, the same help at the same place. */
class PagesTest extends ServerTest {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
          + " 'none'";

  private HttpResponse<String> page(String path) throws Exception {
    return get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/barrierefreiheit",
        "/impressum",
        "/datenschutz",
        "/problems/not-found",
        "/there/is/nothing",
        "/leistung/%2F"
      })
  void page_anyKind_hasStrictHeadersAndNoCookie(String path) throws Exception {
    HttpResponse<String> response = page(path);

    assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(response.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
    assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(response.headers().allValues("Cross-Origin-Opener-Policy"))
        .containsExactly("same-origin");
    assertThat(header(response, "Permissions-Policy")).contains("camera=()", "geolocation=()");
    assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/barrierefreiheit",
        "/impressum",
        "/datenschutz",
        "/problems/not-found",
        "/there/is/nothing"
      })
  void page_anyKind_isSoundHtml(String path) throws Exception {
    Document page = Jsoup.parse(page(path).body());

    assertThat(page.documentType()).isNotNull();
    assertThat(page.select("html").attr("lang")).matches("de|en");
    assertThat(page.title()).endsWith(" – Landbrücke").doesNotStartWith(" – ");
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("main")).hasSize(1);
    assertThat(page.select("body > header, body > footer")).hasSize(2);
    Set<String> ids = new HashSet<>();
    for (Element each : page.select("[id]")) {
      assertThat(ids.add(each.id())).as("id " + each.id() + " is unique").isTrue();
    }
    for (Element label : page.select("label[for]")) {
      assertThat(ids).contains(label.attr("for"));
    }
    for (Element link : page.select("a[href^=#]")) {
      assertThat(ids).contains(link.attr("href").substring(1));
    }
    for (Element described : page.select("[aria-labelledby], [aria-describedby]")) {
      assertThat(ids)
          .containsAll(
              List.of(
                  (described.attr("aria-labelledby") + described.attr("aria-describedby"))
                      .split(" ")));
    }
    assertThat(page.select("style, script:not([src]), iframe, [style], img:not([alt])")).isEmpty();
    for (Element each : page.getAllElements()) {
      assertThat(each.attributes().asList())
          .extracting(Attribute::getKey)
          .noneMatch(name -> name.startsWith("on"));
    }
    assertThat(page.select("[src], link[href]"))
        .allSatisfy(each -> assertThat(each.attr("src") + each.attr("href")).startsWith("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/impressum", "/there/is/nothing"})
  void page_anyKind_offersTheSameHelpInTheSameOrder(String path) throws Exception {
    Document page = Jsoup.parse(page(path).body());

    assertThat(page.select("footer a").eachAttr("href"))
        .containsExactly(
            "tel:115",
            "/barrierefreiheit#melden",
            "/barrierefreiheit",
            "/impressum",
            "/datenschutz",
            "/api");
    assertThat(page.select("body > a.lb-skip").eachAttr("href"))
        .containsExactly("#inhalt", "#fuss");
    assertThat(page.select(".lb-demonstration").text())
        .isEqualTo("Vorführdaten, keine amtlichen Auskünfte");
    assertThat(page.select(".kern-kopfzeile")).isEmpty();
    assertThat(page.select("link[rel=search]").attr("href")).isEqualTo("/opensearch.xml");
    assertThat(page.select("link[rel=canonical]")).isEmpty();
  }

  @Test
  void page_known_isNotSentAgain() throws Exception {
    HttpResponse<String> first = page("/impressum");
    String tag = header(first, "ETag");

    HttpResponse<String> again = get("/impressum", "Accept", "text/html", "If-None-Match", tag);

    assertThat(header(first, "Cache-Control"))
        .isEqualTo("public, max-age=60, stale-while-revalidate=300");
    assertThat(tag).matches("W/\"[0-9a-f]+\"");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(page("/datenschutz"), "ETag")).isNotEqualTo(tag);
  }

  @Test
  void page_largeEnough_isCompressed() throws Exception {
    HttpResponse<String> response = get("/api", "Accept-Encoding", "gzip");

    assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
    assertThat(response.headers().allValues("Vary"))
        .anySatisfy(value -> assertThat(value).containsIgnoringCase("accept-encoding"));
    assertThat(header(get("/api"), "Content-Encoding")).isEmpty();
  }
}
