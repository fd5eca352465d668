package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.Topic;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchRequest.SortOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {

  private static final List<String> PORTALS = List.of("amt24", "service-bw");

  private static Question.Reading read(String query) {
    return Question.read(Parameters.of(query), PORTALS);
  }

  private static Question question(String query) {
    Question.Reading reading = read(query);
    assertThat(reading.faults()).isEmpty();
    return reading.question();
  }

  @Test
  void request_everyParameter_reachesTheCore() {
    Question question =
        question(
            "q=hund&ort=Leipzig&portal=amt24&online=ja&niveau=hoch&niveau=ohne&thema=umwelt"
                + "&zielgruppe=buerger&sprache=en&sortierung=titel&seite=3");

    assertThat(question.request())
        .isEqualTo(
            SearchRequest.builder("hund")
                .place("Leipzig")
                .portals(List.of(new PortalId("amt24")))
                .online(true)
                .levels(List.of(AssuranceLevel.NONE, AssuranceLevel.HIGH))
                .topics(List.of(Topic.UMWELT))
                .audience(List.of(Audience.CITIZEN))
                .language("en")
                .sort(SortOrder.TITLE)
                .limit(10)
                .offset(20)
                .build());
  }

  @Test
  void request_nothing_asksForEverything() {
    assertThat(question("").request()).isEqualTo(SearchRequest.of(""));
  }

  @ParameterizedTest
  @CsvSource({"ja, true", "nein, false"})
  void request_online_isOneOfTwo(String value, boolean expected) {
    assertThat(question("online=" + value).request().online()).isEqualTo(expected);
  }

  @Test
  void request_bothOnline_meansEverything() {
    assertThat(question("online=ja&online=nein").request().online()).isNull();
    assertThat(question("online=ja&online=nein").address()).hasToString("/suche");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "niveau=hoechst",
        "niveau=high",
        "online=true",
        "portal=bund",
        "thema=UMWELT",
        "zielgruppe=citizen",
        "sortierung=preis",
        "sprache=-",
        "seite=0",
        "seite=101",
        "seite=-1",
        "seite=zwei",
        "seite=99999999999999999999"
      })
  void read_wrongValue_isToldAndLeftOut(String query) {
    Question.Reading reading = read("q=hund&" + query);

    assertThat(reading.faults()).hasSize(1);
    assertThat(reading.question()).isEqualTo(question("q=hund"));
  }

  @Test
  void read_wrongBesideRight_keepsTheRight() {
    Question.Reading reading = read("thema=umwelt&thema=%3Cb%3E&seite=2");

    assertThat(reading.faults())
        .containsExactly(
            "Beim Filter „Thema“ gibt es „<b>“ nicht. Wir haben diese Angabe weggelassen.");
    assertThat(reading.question()).isEqualTo(question("thema=umwelt&seite=2"));
  }

  @Test
  void read_unknownParameter_isIgnored() {
    assertThat(question("utm_source=x&q=hund&cursor=abc")).isEqualTo(question("q=hund"));
  }

  @ParameterizedTest
  @CsvSource({"500, 500, false", "501, 500, true", "5000, 500, true"})
  void read_longQuery_isCutAndTold(int typed, int read, boolean told) {
    Question.Reading reading = read("q=" + "a".repeat(typed));

    assertThat(reading.question().query()).hasSize(read);
    assertThat(reading.faults()).hasSize(told ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"seite=1, 1", "seite=100, 100", "seite=007, 7", "'', 1"})
  void read_page_isWithinItsLimits(String query, int page) {
    assertThat(question(query).page()).isEqualTo(page);
  }

  @Test
  void read_lastPage_isAsDeepAsTheSearchGoes() {
    assertThat(question("seite=100").request().offset()).isEqualTo(SearchRequest.MAX_DEPTH - 10);
  }

  @Test
  void read_longPlace_isCut() {
    assertThat(question("ort=" + "x".repeat(500)).place()).hasSize(Question.LONGEST_PLACE);
    assertThat(question("ort=%E2%80%AE").place()).isNull();
  }

  @Test
  void address_anyOrderOfParameters_isTheSame() {
    String expected =
        "/suche?q=M%C3%BCll+%26+Abfall&ort=70173&portal=amt24&portal=service-bw&niveau=ohne"
            + "&niveau=hoch&thema=umwelt&sprache=en&sortierung=datum&seite=2";

    assertThat(
            question(
                    "seite=2&sortierung=datum&sprache=en&thema=umwelt&niveau=hoch&niveau=ohne"
                        + "&portal=service-bw&portal=amt24&ort=70173&q=M%C3%BCll+%26+Abfall")
                .address())
        .hasToString(expected);
    assertThat(question(expected.substring(expected.indexOf('?') + 1)).address())
        .hasToString(expected);
  }

  @Test
  void without_oneValue_keepsAllElseButThePage() {
    Question question = question("q=hund&thema=umwelt&thema=bildung&portal=amt24&seite=3");

    assertThat(question.without(Filter.TOPIC, "umwelt").address())
        .hasToString("/suche?q=hund&portal=amt24&thema=bildung");
    assertThat(question.without(Filter.PORTAL, "amt24").address())
        .hasToString("/suche?q=hund&thema=bildung&thema=umwelt");
    assertThat(question.withoutFilters().address()).hasToString("/suche?q=hund");
    assertThat(question.withPage(2).address())
        .hasToString("/suche?q=hund&portal=amt24&thema=bildung&thema=umwelt&seite=2");
    assertThat(question.withPlace("147130000000").address())
        .hasToString("/suche?q=hund&ort=147130000000&portal=amt24&thema=bildung&thema=umwelt");
  }

  @Test
  void values_everyFilter_readBackWhatTheyWrite() {
    for (Filter filter : Filter.values()) {
      for (String value : filter.values(PORTALS)) {
        Question question = question(filter.parameter() + "=" + filter.parameterValue(value));
        assertThat(question.filters().get(filter)).containsExactly(value);
        assertThat(filter.label(value)).isNotBlank();
      }
    }
  }
}
