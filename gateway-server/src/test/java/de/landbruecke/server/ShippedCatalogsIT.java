package de.landbruecke.server;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.pages.HtmlRules;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole application on the shipped catalogs: from an empty data directory to an answer. */
class ShippedCatalogsIT {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path data;
  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() throws Exception {
    context = startServer();
  }

  private static ConfigurableApplicationContext startServer() throws Exception {
    ConfigurableApplicationContext started =
        SpringApplication.run(
            GatewayServer.class,
            "--server.port=0",
            "--management.server.port=0",
            "--landbruecke.rate-limit.enabled=false",
            "--landbruecke.data-directory=" + data);
    for (int i = 0;
        i < 600
            && send(started, "local.management.port", "/actuator/health/readiness").statusCode()
                != 200;
        i++) {
      Thread.sleep(100);
    }
    return started;
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static HttpResponse<String> send(
      ConfigurableApplicationContext server, String port, String path)
      throws IOException, InterruptedException {
    String base = "http://localhost:" + server.getEnvironment().getProperty(port);
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode find(String query, String rest) throws Exception {
    HttpResponse<String> response =
        send(
            context,
            "local.server.port",
            "/api/v1/services?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + rest);
    assertThat(response.statusCode()).isEqualTo(200);
    return MAPPER.readTree(response.body());
  }

  @Test
  void find_everydayWordsAtAPlace_answersServiceAndOffice() throws Exception {
    JsonNode list = find("hund anmelden", "&place=70173");

    assertThat(list.get("total").asLong()).isPositive();
    assertThat(list.get("place").get("status").asString()).isEqualTo("resolved");
    JsonNode first = list.get("items").get(0);
    assertThat(first.get("title").asString()).containsIgnoringCase("hund");
    assertThat(first.get("offers").get(0).get("portal").asString()).isEqualTo("service-bw");
    assertThat(first.get("responsible").get("name").asString()).isNotBlank();
    assertThat(list.get("facets").propertyNames())
        .containsExactly("portal", "online", "trustLevel", "topic", "audience");
  }

  @Test
  void find_typingError_offersCorrection() throws Exception {
    JsonNode list = find("reisepas beantragn", "");

    assertThat(list.get("items")).isNotEmpty();
    assertThat(list.get("didYouMean").get("url").asString()).startsWith("/api/v1/services?q=");
  }

  @Test
  void find_everything_pagesToTheEndWithoutRepeats() throws Exception {
    JsonNode page = find("", "&limit=50");
    long total = page.get("total").asLong();
    Set<String> ids = new HashSet<>();
    while (true) {
      page.get("items").forEach(item -> assertThat(ids.add(item.get("id").asString())).isTrue());
      if (page.get("next").isNull()) {
        break;
      }
      page = find("", "&limit=50&cursor=" + page.get("next").asString());
    }
    assertThat(ids).hasSize((int) total);
  }

  @Test
  void show_firstHit_answersEveryPortalsTexts() throws Exception {
    String id = find("personalausweis", "").get("items").get(0).get("id").asString();
    HttpResponse<String> response =
        send(context, "local.server.port", "/api/v1/services/" + id + "?place=leipzig");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode service = MAPPER.readTree(response.body());
    assertThat(service.get("variants")).isNotEmpty();
    assertThat(service.get("variants").get(0).get("text").asString()).isNotBlank();
    assertThat(service.get("offices")).isNotEmpty();
  }

  private static Document page(String path) throws Exception {
    HttpResponse<String> response = send(context, "local.server.port", path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    try {
      return HtmlRules.check(response.body());
    } catch (AssertionError e) {
      throw new AssertionError(path, e);
    }
  }

  @Test
  void pages_ofEveryService_areSoundWhereverOneLives() throws Exception {
    List<String> services = page("/a-z").select(".lb-links a").eachAttr("href");

    assertThat(services).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    for (String service : services) {
      for (String place : List.of("", "?ort=Leipzig", "?ort=70173&sprache=en")) {
        Document page = page(service + place);
        assertThat(page.select(".lb-glance dd")).as(service).isNotEmpty();
        assertThat(page.select("a[href^=/leistung]").size()).as(service).isPositive();
      }
    }
  }

  @Test
  void pages_linksOfTheStart_leadToServices() throws Exception {
    Document start = page("/?ort=Leipzig");

    assertThat(start.select("#gefragt ~ ul a")).hasSizeGreaterThan(5);
    for (String featured : start.select("#gefragt ~ ul a").eachAttr("href")) {
      assertThat(page(featured).select(".lb-placebox").text()).contains("Gilt in Leipzig");
    }
    for (String situation : start.select("#lebenslagen ~ ul a").eachAttr("href")) {
      assertThat(page(situation).select("ol.lb-hits:not(.lb-hits--weak) > li"))
          .as(situation)
          .hasSizeGreaterThan(1);
    }
    for (String topic : page("/themen?ort=Leipzig").select("#themen ~ ul a").eachAttr("href")) {
      assertThat(page(topic).select(".lb-links a")).as(topic).isNotEmpty();
    }
  }

  @Test
  void pages_results_arePagedToTheEndWithoutRepeats() throws Exception {
    Set<String> services = new HashSet<>();
    int pages = 0;
    String next = "/suche?q=beantragen&ort=Leipzig";
    while (!next.isEmpty()) {
      Document page = page(next);
      assertThat(page.html().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(80_000);
      page.select("ol.lb-hits:not(.lb-hits--weak) a")
          .eachAttr("href")
          .forEach(href -> assertThat(services.add(href)).as(href).isTrue());
      next = page.select("a[rel=next]").attr("href");
      pages++;
    }
    assertThat(pages).isGreaterThan(2);
    assertThat(services).hasSizeGreaterThan(10 * (pages - 1));
  }

  @Test
  void pages_correctedWords_keepThePlaceThatStoodAmongThem() throws Exception {
    Document page = page("/suche?q=reisepas+leipzig");

    assertThat(page.select(".lb-results__mend a").attr("href"))
        .startsWith("/suche?q=reisepass")
        .endsWith("&ort=147130000000");
  }

  @Test
  void pages_everydayWords_sayWhyTheServiceWasFound() throws Exception {
    Document page = page("/suche?q=k%C3%B6ter+leipzig");

    assertThat(page.expectFirst("ol.lb-hits a").text()).startsWith("Hundesteuer");
    assertThat(page.expectFirst(".lb-hit__foot").text()).contains("Gefunden über: köter (Hund)");
    assertThat(page.select(".lb-results__place").text())
        .startsWith("Den Ort Leipzig haben wir in Ihrer Suche erkannt.");
  }

  /**
   * What a slow phone has to load, before compression; the style sheet and the scripts are cached.
   */
  @ParameterizedTest
  @ValueSource(strings = {"perso", "perso&ort=stuttgart", "beantragen&ort=leipzig", "auto", "kind"})
  void pages_results_areSmall(String question) throws Exception {
    HttpResponse<String> response = send(context, "local.server.port", "/suche?q=" + question);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(10_000, 20_480);
  }

  @Test
  void start_existingIndex_isUsedAgain() throws Exception {
    String generation = find("hund", "").get("generation").asString();
    context.close();
    context = startServer();

    assertThat(find("hund", "").get("generation").asString()).isEqualTo(generation);
  }
}
