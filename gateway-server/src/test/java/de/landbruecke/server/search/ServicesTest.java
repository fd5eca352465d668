package de.landbruecke.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.ServerTest;
import de.landbruecke.server.StubCatalogSearch;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the interface answers when the request is right. */
class ServicesTest extends ServerTest {

  @Test
  void find_wordThatMatches_answersEveryMember() throws Exception {
    HttpResponse<String> response = get("/api/v1/services?q=hundesteuer");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    JsonNode list = json(response);
    assertThat(list.propertyNames())
        .containsExactly("total", "items", "facets", "didYouMean", "place", "next", "generation");
    assertThat(list.get("total").asLong()).isOne();
    assertThat(list.get("didYouMean").isNull()).isTrue();
    assertThat(list.get("place").isNull()).isTrue();
    assertThat(list.get("next").isNull()).isTrue();
    JsonNode item = list.get("items").get(0);
    assertThat(item.propertyNames())
        .containsExactly(
            "id",
            "serviceKeys",
            "title",
            "formalName",
            "summary",
            "topics",
            "audience",
            "highlights",
            "match",
            "offers",
            "responsible",
            "foundBy",
            "score");
    assertThat(item.get("match").asString()).isEqualTo("full");
    assertThat(item.get("responsible").isNull()).isTrue();
    JsonNode offer = item.get("offers").get(0);
    assertThat(offer.propertyNames())
        .containsExactly(
            "portal",
            "id",
            "title",
            "url",
            "language",
            "areas",
            "validAtPlace",
            "fees",
            "processingTime",
            "documentCount",
            "approvedOn",
            "approvedBy",
            "onlineServices");
    assertThat(offer.get("areas").get(0).asString()).isEqualTo("080000000000");
    assertThat(offer.get("validAtPlace").isNull()).isTrue();
    assertThat(offer.get("approvedOn").asString()).isEqualTo("2026-03-01");
    JsonNode online = offer.get("onlineServices").get(0);
    assertThat(online.get("host").asString()).isEqualTo("example.org");
    assertThat(online.get("trustLevel").asString()).isEqualTo("low");
    assertThat(list.get("facets").get("portal").get(0).get("count").asLong()).isEqualTo(2);
  }

  @Test
  void find_typingError_offersCorrectionWithItsAddress() throws Exception {
    JsonNode list = json(get("/api/v1/services?q=hundestuer&limit=3"));

    assertThat(list.get("didYouMean").get("text").asString()).isEqualTo("hundesteuer");
    assertThat(list.get("didYouMean").get("url").asString())
        .isEqualTo("/api/v1/services?limit=3&q=hundesteuer");
    JsonNode reason = list.get("items").get(0).get("foundBy").get(0);
    assertThat(reason.get("kind").asString()).isEqualTo("correction");
  }

  @Test
  void find_knownPlace_namesOffice() throws Exception {
    JsonNode list = json(get("/api/v1/services?q=hund&place=stuttgart"));

    assertThat(list.get("place").get("status").asString()).isEqualTo("resolved");
    assertThat(list.get("place").get("regionalKey").asString()).isEqualTo("081110000000");
    JsonNode item = list.get("items").get(0);
    assertThat(item.get("offers").get(0).get("validAtPlace").asBoolean()).isTrue();
    assertThat(item.get("responsible").get("level").asString()).isEqualTo("municipality");
  }

  @Test
  void find_nameOfTwoPlaces_tellsBoth() throws Exception {
    JsonNode place = json(get("/api/v1/services?place=Lichtenau")).get("place");

    assertThat(place.get("status").asString()).isEqualTo("ambiguous");
    assertThat(place.get("regionalKey").isNull()).isTrue();
    assertThat(place.get("candidates")).hasSize(2);
  }

  @Test
  void find_placeThatIsNotCovered_saysSoWith200() throws Exception {
    assertThat(status("10115")).isEqualTo("outside");
    assertThat(status("Nirgendwo")).isEqualTo("unknown");
    assertThat(status("00000")).isEqualTo("unknown");
  }

  private String status(String place) throws Exception {
    HttpResponse<String> response = get("/api/v1/services?place=" + place);
    assertThat(response.statusCode()).isEqualTo(200);
    return json(response).get("place").get("status").asString();
  }

  @Test
  void find_smallLimit_pagesToTheEnd() throws Exception {
    HttpResponse<String> first = get("/api/v1/services?limit=2");
    String cursor = json(first).get("next").asString();
    HttpResponse<String> second = get("/api/v1/services?limit=2&cursor=" + cursor);

    assertThat(header(first, "Link")).contains("rel=\"next\"").contains("cursor=");
    assertThat(json(first).get("items")).hasSize(2);
    assertThat(json(second).get("items")).hasSize(1);
    assertThat(json(second).get("next").isNull()).isTrue();
  }

  @Test
  void find_repeatedParameter_meansOr() throws Exception {
    assertThat(json(get("/api/v1/services?portal=service-bw")).get("total").asLong()).isEqualTo(2);
    assertThat(json(get("/api/v1/services?portal=service-bw&portal=amt24")).get("total").asLong())
        .isEqualTo(3);
  }

  @Test
  void find_limitAtItsEnds_isAllowed() throws Exception {
    assertThat(json(get("/api/v1/services?limit=0")).get("items")).isEmpty();
    assertThat(get("/api/v1/services?limit=50").statusCode()).isEqualTo(200);
  }

  @Test
  void find_emptyParameters_countAsNotGiven() throws Exception {
    assertThat(get("/api/v1/services?q=&place=&limit=&sort=&cursor=").statusCode()).isEqualTo(200);
  }

  @Test
  void find_language_parameterBeforeHeaderBeforeGerman() throws Exception {
    assertThat(title("/api/v1/services?q=hundesteuer")).isEqualTo("Hundesteuer anmelden");
    assertThat(title("/api/v1/services?q=hundesteuer", "Accept-Language", "en-GB,de;q=0.5"))
        .isEqualTo("Dog tax: register");
    assertThat(title("/api/v1/services?q=hundesteuer&lang=de", "Accept-Language", "en"))
        .isEqualTo("Hundesteuer anmelden");
    assertThat(title("/api/v1/services?q=hundesteuer&lang=fr")).isEqualTo("Hundesteuer anmelden");
    assertThat(title("/api/v1/services?q=hundesteuer", "Accept-Language", "%%%;q=x"))
        .isEqualTo("Hundesteuer anmelden");
  }

  private String title(String path, String... headers) throws Exception {
    return json(get(path, headers)).get("items").get(0).get("title").asString();
  }

  @Test
  void find_mixedOffers_namesTheirLanguages() throws Exception {
    assertThat(header(get("/api/v1/services?q=hundesteuer&lang=en"), "Content-Language"))
        .isEqualTo("en, de");
    assertThat(header(get("/api/v1/services?q=reisepass"), "Content-Language")).isEqualTo("de");
  }

  @Test
  void head_search_answersHeadersWithoutBody() throws Exception {
    HttpResponse<String> response = send("HEAD", "/api/v1/services?q=hund");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(header(response, "ETag")).isNotEmpty();
  }

  @Test
  void show_entry_answersAllTexts() throws Exception {
    JsonNode service =
        json(get("/api/v1/services/" + StubCatalogSearch.DOG + "?place=08111000&lang=en"));

    assertThat(service.get("id").asString()).isEqualTo(StubCatalogSearch.DOG);
    assertThat(service.get("title").asString()).isEqualTo("Dog tax: register");
    assertThat(service.get("variants")).hasSize(2);
    assertThat(service.get("offices").get(0).get("demonstration").asBoolean()).isTrue();
    assertThat(service.get("similar").get(0).get("url").asString())
        .isEqualTo("/api/v1/services/" + StubCatalogSearch.PASSPORT);
  }

  @Test
  void show_formerId_movesAndKeepsTheQuestion() throws Exception {
    HttpResponse<String> response =
        get("/api/v1/services/" + StubCatalogSearch.FORMER + "?place=70173&lang=en");

    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(header(response, "Location"))
        .isEqualTo("/api/v1/services/" + StubCatalogSearch.MARKUP + "?place=70173&lang=en");
  }

  @Test
  void show_linkedData_byAccept() throws Exception {
    HttpResponse<String> linked =
        get("/api/v1/services/" + StubCatalogSearch.DOG, "Accept", "application/ld+json");

    assertThat(header(linked, "Content-Type")).startsWith("application/ld+json");
    assertThat(json(linked).get("@type").asString()).isEqualTo("GovernmentService");
    assertThat(json(linked).get("identifier").get(0).asString()).isEqualTo(StubCatalogSearch.DOG);
    assertThat(header(linked, "ETag"))
        .isNotEqualTo(header(get("/api/v1/services/" + StubCatalogSearch.DOG), "ETag"));
    assertThat(
            header(
                get(
                    "/api/v1/services/" + StubCatalogSearch.DOG,
                    "Accept",
                    "application/ld+json;q=0.5, application/json"),
                "Content-Type"))
        .startsWith("application/json");
  }

  @Test
  void explain_hit_answersSteps() throws Exception {
    JsonNode explanation =
        json(
            get(
                "/api/v1/services/"
                    + StubCatalogSearch.DOG
                    + "/explanation?q=hund&sort=title&place=14"));

    assertThat(explanation.get("found").asBoolean()).isTrue();
    assertThat(explanation.get("parts")).hasSize(1);
  }

  @Test
  void suggest_prefix_answersTitles() throws Exception {
    JsonNode item = json(get("/api/v1/suggestions?q=hund")).get("items").get(0);

    assertThat(item.propertyNames()).containsExactly("kind", "text", "id", "detail");
    assertThat(item.get("kind").asString()).isEqualTo("service");
  }

  @Test
  void places_prefix_answersPlaces() throws Exception {
    JsonNode items = json(get("/api/v1/places?q=licht")).get("items");

    assertThat(items).hasSize(2);
    assertThat(items.get(0).get("label").asString()).contains("(Kreis Sachsen, Sachsen)");
  }

  @Test
  void find_catalogTextWithMarkup_staysData() throws Exception {
    HttpResponse<String> response = get("/api/v1/services?q=probe");

    assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(json(response).get("items").get(0).get("title").asString()).contains("</script>");
  }
}
