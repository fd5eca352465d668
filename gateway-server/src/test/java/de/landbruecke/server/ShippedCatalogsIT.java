package de.landbruecke.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    java.util.Set<String> ids = new java.util.HashSet<>();
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

  @Test
  void start_existingIndex_isUsedAgain() throws Exception {
    String generation = find("hund", "").get("generation").asString();
    context.close();
    context = startServer();

    assertThat(find("hund", "").get("generation").asString()).isEqualTo(generation);
  }
}
