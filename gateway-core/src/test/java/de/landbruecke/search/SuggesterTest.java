package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.IndexSnapshot;
import de.landbruecke.index.internal.EntryReader;
import de.landbruecke.search.Suggestion.Kind;
import de.landbruecke.testing.ListCatalogSource;
import de.landbruecke.testing.TestPlaces;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggesterTest {

  private static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());

  @TempDir Path directory = Path.of("");

  private static PublicService.Builder service(int number, String title) {
    return PublicService.builder(
            new RecordId("A", RecordClass.SERVICE, String.valueOf(number)),
            LocalizedText.german(title))
        .keys(List.of(new ServiceKey("99%012d".formatted(number))));
  }

  private Suggester over(Vocabulary vocabulary, PublicService.Builder... services)
      throws IOException {
    List<CatalogRecord> records = new ArrayList<>(TestPlaces.records());
    Arrays.stream(services).map(PublicService.Builder::build).forEach(records::add);
    try (CatalogIndex index = CatalogIndex.builder(directory, ANALYZER).open()) {
      index.update(List.of(ListCatalogSource.full("one", "one", "1", records)));
      try (IndexSnapshot snapshot = index.acquire()) {
        EntryReader entries = (EntryReader) snapshot;
        return new Suggester(
            Arrays.stream(services)
                .map(each -> each.build().keys().first().value())
                .distinct()
                .map(key -> entries.card(entries.entry(key).orElseThrow())),
            snapshot.areas(),
            ANALYZER,
            vocabulary);
      }
    }
  }

  private Suggester over(PublicService.Builder... services) throws IOException {
    return over(Vocabulary.EMPTY, services);
  }

  private static List<String> texts(List<Suggestion> suggestions) {
    return suggestions.stream().map(Suggestion::text).toList();
  }

  @Test
  void suggest_titleOfTwoPortalsAndKeywordLikeATitle_areOfferedOnce() throws IOException {
    Suggester suggester =
        over(
            service(1, "Wohngeld").keywords("de", List.of("WOHNGELD", "Wohnzuschuss")),
            service(2, "Wohngeld!"));

    assertThat(suggester.suggest("wohn", 10))
        .containsExactly(
            new Suggestion(Kind.SERVICE, "Wohngeld", "99000000000001", null),
            new Suggestion(Kind.KEYWORD, "Wohnzuschuss", null, null),
            new Suggestion(Kind.TOPIC, "Bauen & Wohnen", "bauen_wohnen", null));
  }

  @Test
  void suggest_moreThanThereIsRoomFor_givesServicesHalfAndTheRestItsShare() throws IOException {
    PublicService.Builder[] services =
        IntStream.rangeClosed(1, 9)
            .mapToObj(
                i -> service(i, "Leistung " + "x".repeat(i)).keywords("de", List.of("Leiter" + i)))
            .toArray(PublicService.Builder[]::new);

    List<Suggestion> suggestions = over(services).suggest("lei", 8);

    assertThat(suggestions)
        .extracting(Suggestion::kind)
        .containsExactly(
            Kind.SERVICE,
            Kind.SERVICE,
            Kind.SERVICE,
            Kind.SERVICE,
            Kind.KEYWORD,
            Kind.KEYWORD,
            Kind.KEYWORD,
            Kind.PLACE);
  }

  @Test
  void suggest_nothingOfTheOtherKinds_leavesTheirRoomToServices() throws IOException {
    PublicService.Builder[] services =
        IntStream.rangeClosed(1, 9)
            .mapToObj(i -> service(i, "Parkausweis " + "x".repeat(i)))
            .toArray(PublicService.Builder[]::new);

    assertThat(over(services).suggest("park", 8)).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0})
  void suggest_noRoom_offersNothing(int limit) throws IOException {
    assertThat(over(service(1, "Wohngeld")).suggest("wohn", limit)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, SERVICE", "2, SERVICE PLACE", "3, SERVICE PLACE TOPIC", "4, SERVICE PLACE TOPIC"})
  void suggest_littleRoom_isFirstTheServices(int limit, String kinds) throws IOException {
    List<Suggestion> suggestions = over(service(1, "Stammbuch")).suggest("st", limit);

    assertThat(suggestions.stream().map(each -> each.kind().name()).toList())
        .containsExactly(kinds.split(" "));
  }

  /** A letter too few, too many, another one, and two swapped; the last is typed correctly. */
  @ParameterizedTest
  @ValueSource(strings = {"wongeld", "wohhngeld", "wahngeld", "whongeld", "wohngeld"})
  void suggest_oneErrorInTheLastWord_isForgiven(String typed) throws IOException {
    assertThat(texts(over(service(1, "Wohngeld")).suggest(typed, 5))).containsExactly("Wohngeld");
  }

  @ParameterizedTest
  @CsvSource({
    "whn, 0",
    "whng, 1",
    "vohngeld, 0",
    "wahngald, 0",
    "beantragen wongeld, 1",
    "wongeld beantragen, 0"
  })
  void suggest_error_isForgivenOnlyInFourLettersAndMoreWithTheFirstRightInTheLastWord(
      String typed, int found) throws IOException {
    assertThat(over(service(1, "Wohngeld beantragen")).suggest(typed, 5)).hasSize(found);
  }

  @Test
  void suggest_wordsThatStartAsTyped_hideCorrections() throws IOException {
    Suggester suggester = over(service(1, "Wohnung"), service(2, "Wohrung"));

    assertThat(texts(suggester.suggest("wohnu", 5))).containsExactly("Wohnung");
  }

  @Test
  void suggest_wholeWord_comesBeforeItsContinuations() throws IOException {
    Suggester suggester =
        over(service(1, "Anmeldung Kita"), service(2, "Anmeldung Kitaplatz Tagespflege"));

    assertThat(texts(suggester.suggest("kita", 5)))
        .containsExactly("Anmeldung Kita", "Anmeldung Kitaplatz Tagespflege");
  }

  @Test
  void suggest_beyondEightyCharacters_isNotRead() throws IOException {
    String word = "w".repeat(80);
    Suggester suggester = over(service(1, word));

    assertThat(suggester.suggest(word.substring(2) + "xx", 5)).isEmpty();
    assertThat(texts(suggester.suggest(word + "xx", 5))).containsExactly(word);
  }

  @Test
  void suggest_place_saysItsDistrictAndState() throws IOException {
    assertThat(over().suggest("göpp", 10))
        .containsExactlyInAnyOrder(
            new Suggestion(
                Kind.PLACE,
                "Göppingen",
                TestPlaces.GOEPPINGEN.value(),
                "Göppingen, Baden-Württemberg"),
            new Suggestion(
                Kind.PLACE,
                "Göppingen",
                TestPlaces.GOEPPINGEN_DISTRICT.value(),
                "Baden-Württemberg"));
  }

  @Test
  void suggest_deniedPhrase_isLeftOutAndItsWordsAloneAreNot() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER).denied(new StringReader("Hund töten\n")).build();
    Suggester suggester = over(vocabulary, service(1, "Hund töten"), service(2, "Hund anmelden"));

    assertThat(texts(suggester.suggest("hund", 5))).containsExactly("Hund anmelden");
  }

  @Test
  void suggest_emptyCatalogs_offersTopics() {
    Suggester suggester =
        new Suggester(
            java.util.stream.Stream.of(), AreaDirectory.EMPTY, ANALYZER, Vocabulary.EMPTY);

    assertThat(suggester.suggest("umwelt", 5))
        .containsExactly(new Suggestion(Kind.TOPIC, "Umwelt", "umwelt", null));
  }
}
