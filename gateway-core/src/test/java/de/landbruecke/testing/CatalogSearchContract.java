package de.landbruecke.testing;

import static de.landbruecke.testing.TestPlaces.BW;
import static de.landbruecke.testing.TestPlaces.GOEPPINGEN;
import static de.landbruecke.testing.TestPlaces.LEIPZIG;
import static de.landbruecke.testing.TestPlaces.LICHTENAU_BW;
import static de.landbruecke.testing.TestPlaces.LICHTENAU_SN;
import static de.landbruecke.testing.TestPlaces.SN;
import static de.landbruecke.testing.TestPlaces.STUTTGART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.LegalReference;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.EntryTitle;
import de.landbruecke.search.Explanation;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchHit.FoundBy;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchRequest.SortOrder;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.SearchResult.FacetValue;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.search.StaleCursorException;
import de.landbruecke.search.Suggestion;
import de.landbruecke.source.CatalogSource;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link CatalogSearch} promises: extend it, supply an engine, inherit the tests. */
public abstract class CatalogSearchContract {

  /** A search that can be given more records. */
  public interface Engine extends AutoCloseable {

    /** The search over what was published last. */
    CatalogSearch search();

    /** Publishes what is new in these sources, before it returns. */
    void update(List<CatalogSource> sources) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** The analyzer of all tests: the general German word list. */
  protected static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());

  /** Portal of one state. */
  protected static final PortalId WEST = new PortalId("service-bw");

  /** Portal of the other state. */
  protected static final PortalId EAST = new PortalId("amt24");

  private static final String WEST_AGENCY = "L100022";
  private static final String EAST_AGENCY = "S1000011";
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private static final String DOG_KEY = "99102013104000";
  private static final String IDENTITY_CARD_KEY = "99008001012000";
  private static final String PASSPORT_KEY = "99085001012000";
  private static final String RESIDENT_PARKING_KEY = "99108010012000";
  private static final String GUARD_KEY = "99050023001000";
  private static final String DISABLED_KEY = "99101001012000";
  private static final String FISHING_KEY = "99054001012000";
  private static final String CLEANING_KEY = "99128004026000";
  private static final String WASTE_KEY = "99128004026001";

  private static final String SYNONYMS =
      """
      type\tfrom\tto\tlang\tnote
      equal\tPerso|Plastekarte\tPersonalausweis\tde\t
      implies\tWachmann\tBewachungsgewerbe\tde\t
      translation\tdog\tHund\ten\t
      former\tAnglerkarte\tFischereischein\tde\t
      """;

  @TempDir Path directory = Path.of("");
  private final List<Engine> engines = new ArrayList<>();

  /**
   * An engine over what these sources bring.
   *
   * @param directory empty, for whatever it writes
   * @param clock tells which best bets still count
   */
  protected abstract Engine open(
      Path directory,
      TextAnalyzer analyzer,
      Vocabulary vocabulary,
      Clock clock,
      List<CatalogSource> sources)
      throws IOException;

  @AfterEach
  void closeEngines() throws IOException {
    for (Engine engine : engines) {
      engine.close();
    }
  }

  // Fixtures

  private Engine engine(Vocabulary vocabulary, LocalDate today, List<CatalogSource> sources)
      throws IOException {
    Clock clock = Clock.fixed(today.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    Engine engine =
        open(directory.resolve("engine-" + engines.size()), ANALYZER, vocabulary, clock, sources);
    engines.add(engine);
    return engine;
  }

  /** An engine over services of both portals; whose is told by their agency. */
  protected final Engine engineOver(CatalogRecord... records) throws IOException {
    return engine(vocabulary(), TODAY, sources(records));
  }

  /** A search over services of both portals. */
  protected final CatalogSearch over(CatalogRecord... records) throws IOException {
    return engineOver(records).search();
  }

  /** All places, and these records for the portal of their agency. */
  protected static List<CatalogSource> sources(CatalogRecord... records) {
    List<CatalogRecord> west =
        Stream.of(records).filter(r -> r.id().agency().equals(WEST_AGENCY)).toList();
    List<CatalogRecord> east =
        Stream.of(records).filter(r -> r.id().agency().equals(EAST_AGENCY)).toList();
    return List.of(
        ListCatalogSource.full("places", "places", "1", TestPlaces.records()),
        ListCatalogSource.full(WEST.value(), "west", "1", west),
        ListCatalogSource.full(EAST.value(), "east", "1", east));
  }

  /** A source that adds or changes records of the western portal. */
  protected static CatalogSource westChange(String position, CatalogRecord... records) {
    return ListCatalogSource.delta(
        WEST.value(),
        "west",
        position,
        Arrays.stream(records).map(r -> (CatalogChange) new CatalogChange.Write(r)).toList());
  }

  private static Vocabulary vocabulary() throws IOException {
    return Vocabulary.builder(ANALYZER)
        .synonyms(new StringReader(SYNONYMS))
        .generic(new StringReader("Antrag\nbeantragen\n"))
        .denied(new StringReader("Schimpfwort\n"))
        .build();
  }

  /** A service of the western portal. */
  protected static PublicService.Builder west(String id, String title, String... keys) {
    return service(WEST_AGENCY, id, title, keys).areas(List.of(BW));
  }

  /** A service of the eastern portal. */
  protected static PublicService.Builder east(String id, String title, String... keys) {
    return service(EAST_AGENCY, id, title, keys).areas(List.of(SN));
  }

  private static PublicService.Builder service(
      String agency, String id, String title, String... keys) {
    return PublicService.builder(
            new RecordId(agency, RecordClass.SERVICE, id), LocalizedText.german(title))
        .keys(Stream.of(keys).map(ServiceKey::new).toList());
  }

  private static LocalizedText german(String text) {
    return LocalizedText.german(text);
  }

  private static OnlineService online(
      RecordId service, String id, AssuranceLevel level, RegionalKey... areas) {
    return new OnlineService(
        new RecordId(service.agency(), RecordClass.ONLINE_SERVICE, id),
        german("Online " + id),
        URI.create("https://example.org/" + id),
        level,
        Set.of(service),
        Set.of(areas));
  }

  private static List<CatalogRecord> town() {
    PublicService identityCard =
        west("130", "Personalausweis beantragen", IDENTITY_CARD_KEY)
            .formalName(german("Personalausweis Ausstellung"))
            .summary(german("Ab 16 Jahren müssen Sie sich ausweisen können."))
            .topics(List.of(Topic.QUERSCHNITTSLEISTUNGEN))
            .audience(List.of(Audience.CITIZEN))
            .origin(URI.create("https://www.service-bw.de/zufi/leistungen/130"))
            .build();
    PublicService passport =
        PublicService.builder(
                new RecordId(WEST_AGENCY, RecordClass.SERVICE, "131"),
                LocalizedText.of(
                    Map.of("de", "Reisepass beantragen", "en", "Apply for a passport")))
            .keys(List.of(new ServiceKey(PASSPORT_KEY)))
            .areas(List.of(BW))
            .summary(german("Für Reisen in Länder außerhalb der Europäischen Union."))
            .audience(List.of(Audience.CITIZEN))
            .build();
    return List.of(
        west("10", "Hundesteuer: Hund anmelden", DOG_KEY)
            .formalName(german("Hundesteuer Anmeldung"))
            .summary(german("Wer einen Hund hält, meldet ihn bei der Gemeinde an."))
            .keywords("de", List.of("Hundemarke"))
            .topics(List.of(Topic.STEUERN_ZOLL))
            .audience(List.of(Audience.CITIZEN))
            .build(),
        identityCard,
        passport,
        west("132", "Bewohnerparkausweis beantragen", RESIDENT_PARKING_KEY)
            .summary(german("Parken in der Nähe der eigenen Wohnung."))
            .topics(List.of(Topic.MOBILITAET_REISEN))
            .audience(List.of(Audience.CITIZEN))
            .build(),
        west("133", "Schwerbehindertenausweis beantragen", DISABLED_KEY)
            .summary(german("Der Ausweis belegt den Grad der Behinderung."))
            .audience(List.of(Audience.CITIZEN))
            .build(),
        west("134", "Bewachungsgewerbe: Erlaubnis beantragen", GUARD_KEY)
            .text(german("<p>Sie brauchen die Erlaubnis nach § 34a der Gewerbeordnung.</p>"))
            .legalBasis(List.of(new LegalReference("§ 34a Gewerbeordnung (GewO)", null)))
            .audience(List.of(Audience.BUSINESS))
            .build(),
        west("135", "Straßenreinigung: Verschmutzung melden", CLEANING_KEY)
            .audience(List.of(Audience.CITIZEN, Audience.BUSINESS))
            .build(),
        west("136", "Müllabfuhr: Behälter bestellen", WASTE_KEY).build(),
        east("70", "Hund zur Steuer anmelden", DOG_KEY)
            .summary(german("Halten Sie einen Hund, zahlen Sie dafür Steuern."))
            .keywords("de", List.of("Vierbeiner"))
            .topics(List.of(Topic.STEUERN_ZOLL))
            .audience(List.of(Audience.CITIZEN))
            .build(),
        east("71", "Reisepass ausstellen lassen", PASSPORT_KEY)
            .summary(german("Den Pass stellt Ihre Gemeinde aus."))
            .audience(List.of(Audience.CITIZEN))
            .build(),
        east("72", "Fischereischein beantragen", FISHING_KEY)
            .summary(german("Wer angeln möchte, braucht diesen Schein."))
            .topics(List.of(Topic.ENGAGEMENT_HOBBY, Topic.UMWELT))
            .audience(List.of(Audience.CITIZEN))
            .build());
  }

  private CatalogSearch townSearch() throws IOException {
    return over(town().toArray(new CatalogRecord[0]));
  }

  private static List<String> ids(SearchResult result) {
    return result.hits().stream().map(SearchHit::id).toList();
  }

  private static List<String> fullIds(SearchResult result) {
    return result.hits().stream()
        .filter(hit -> hit.match() == SearchHit.Match.FULL)
        .map(SearchHit::id)
        .toList();
  }

  private static SearchHit hit(SearchResult result, String id) {
    return result.hits().stream().filter(h -> h.id().equals(id)).findFirst().orElseThrow();
  }

  private static String first(CatalogSearch search, String query) {
    return ids(search.search(SearchRequest.of(query))).stream().findFirst().orElse("no hit");
  }

  // Lists of all there is

  @Test
  void entries_ofATown_areAllOnceInTheOrderOfTheirIds() throws IOException {
    CatalogSearch search = townSearch();

    List<EntryTitle> entries = search.entries();

    assertThat(entries)
        .hasSize(9)
        .extracting(EntryTitle::id)
        .doesNotHaveDuplicates()
        .isSorted()
        .contains(DOG_KEY, PASSPORT_KEY);
    assertThat(search.search(SearchRequest.of("")).total()).isEqualTo(9);
  }

  @Test
  void entries_offers_areNamedInGermanBesideTheirAreasInTheOrderOfHits() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Hund anmelden", DOG_KEY).build(),
            PublicService.builder(
                    new RecordId(WEST_AGENCY, RecordClass.SERVICE, "3"),
                    LocalizedText.of(Map.of("de", "Reisepass", "en", "Passport")))
                .build(),
            east("2", "Hundesteuer anmelden", DOG_KEY).build());

    assertThat(search.entries())
        .containsExactly(
            new EntryTitle(
                DOG_KEY,
                search.search(SearchRequest.of(DOG_KEY)).hits().getFirst().offers().stream()
                    .map(offer -> new EntryTitle.Name(offer.title(), offer.areas()))
                    .toList()),
            new EntryTitle(
                WEST_AGENCY + ".LB.3", List.of(new EntryTitle.Name("Reisepass", List.of()))));
  }

  @Test
  void entries_ofNothing_areNone() throws IOException {
    assertThat(over().entries()).isEmpty();
  }

  @Test
  void search_keywordThatNoShownTextHas_isTheReasonOfTheHit() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Personalausweis beantragen", IDENTITY_CARD_KEY)
                .formalName(german("Personalausweis Ausstellung"))
                .keywords("de", List.of("Ausweisdokument", "Perso", "Ausstellung"))
                .build());

    assertThat(search.search(SearchRequest.of("perso")).hits().getFirst().foundBy())
        .containsExactly(new FoundBy(FoundBy.Kind.SYNONYM, "perso", "Perso"));
    for (String shown : List.of("Personalausweis", "Ausstellung")) {
      assertThat(search.search(SearchRequest.of(shown)).hits().getFirst().foundBy()).isEmpty();
    }
  }

  // Order

  /** On every machine and after every kind of update, so that a cursor goes on anywhere. */
  @Test
  void search_equalEntriesWrittenInAnyOrder_followTheirIds() throws IOException {
    Engine engine =
        engineOver(
            west("2", "Wohngeld", "99000000000005").build(),
            west("1", "Wohngeld", "99000000000003").build());

    engine.update(
        List.of(
            westChange(
                "2",
                west("4", "Wohngeld", "99000000000001").build(),
                west("3", "Wohngeld", "99000000000004").build())));

    for (String query : List.of("wohngeld", "", "wohnngeld")) {
      assertThat(ids(engine.search().search(SearchRequest.of(query))))
          .as("query '%s'", query)
          .containsExactly("99000000000001", "99000000000003", "99000000000004", "99000000000005");
    }
  }

  // Queries that mean nothing

  static Stream<String> strangeQueries() {
    return Stream.of(
        "",
        " ",
        "\t\n",
        "h",
        "§",
        "-",
        "\"",
        "a".repeat(10_000),
        "hund ".repeat(2_000),
        "\u0000\u0001\u0007 hund \u001b[31m",
        "🐕 🐕‍🦺 hund 👩‍👩‍👧‍👦",
        "\ud83d",
        "\udc15\ud83d",
        "+hund -steuer && || !(a OR b) AND NOT \"offen",
        "titel:hund^4 *:* [a TO z] {x} ~2 hund~ h?nd h*",
        ".*(a+)+$ ^[^\\]]*\\",
        "<script>alert('hund')</script>",
        "'; DROP TABLE services; --",
        "%00%0a../../etc/passwd ${jndi:ldap://x}",
        "ﬀ ½ ⅷ ＨＵＮＤ",
        "а́б 漢字 עברית العربية हिन्दी",
        "e\u0301".repeat(300),
        "-hund +steuer #hund =hund ~dog",
        "99102013104000x",
        "L100022.LB.",
        "http://",
        "https://www.service-bw.de/leistung/-/sbw/");
  }

  @ParameterizedTest
  @MethodSource("strangeQueries")
  void search_anyText_neverFailsOnSyntax(String query) throws IOException {
    CatalogSearch search = townSearch();

    SearchResult result = search.search(SearchRequest.of(query));

    assertThat(result.hits()).hasSizeLessThanOrEqualTo(10);
    assertThat(result.total()).isGreaterThanOrEqualTo(fullIds(result).size());
    assertThat(search.suggest(query, 5)).hasSizeLessThanOrEqualTo(5);
    for (SearchHit hit : result.hits()) {
      hit.highlights().values().forEach(html -> assertThat(html).doesNotContain("<script"));
      assertThat(search.explain(SearchRequest.of(query), hit.id())).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u0000\u0007"})
  void search_emptyText_findsEverything(String query) throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of(query));

    assertThat(result.total()).isEqualTo(9);
    assertThat(result.hits()).hasSize(9).allMatch(hit -> hit.match() == SearchHit.Match.FULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000hund\u0007", "+hund -\"", "🐕 hund", "ＨＵＮＤ", "(hund) OR *:*"})
  void search_wordAmongNoise_isFound(String query) throws IOException {
    assertThat(first(townSearch(), query)).isEqualTo(DOG_KEY);
  }

  // Words

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hundesteueranmeldung",
        "Hunde Steuer anmelden",
        "hundesteuer-anmeldung",
        "HUNDESTEUER ANMELDEN",
        "Anmeldung der Hundesteuer"
      })
  void search_compoundHoweverSplit_findsTheSameFirst(String query) throws IOException {
    assertThat(first(townSearch(), query)).isEqualTo(DOG_KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bewohnerparkausweis",
        "Bewohner Parkausweis",
        "bewohnerpark-ausweis",
        "Parkausweis für Bewohner"
      })
  void search_compoundWithCommonPart_ranksTheRightEntryFirst(String query) throws IOException {
    assertThat(first(townSearch(), query)).isEqualTo(RESIDENT_PARKING_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "straßenreinigung, 99128004026000",
    "strassenreinigung, 99128004026000",
    "STRASSENREINIGUNG, 99128004026000",
    "STRAẞENREINIGUNG, 99128004026000",
    "müllabfuhr, 99128004026001",
    "muellabfuhr, 99128004026001",
    "mullabfuhr, 99128004026001",
    "Mu\u0308llabfuhr, 99128004026001"
  })
  void search_umlautAndSharpSpelling_findsTheSame(String query, String id) throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of(query));

    assertThat(fullIds(result)).startsWith(id);
    assertThat(result.didYouMean()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"Prüfung, 99000000000001", "Prüfungen, 99000000000002"})
  void search_exactForm_ranksAboveReducedOne(String query, String id) throws IOException {
    CatalogSearch search =
        over(
            west("1", "Prüfung", "99000000000001").build(),
            west("2", "Prüfungen", "99000000000002").build(),
            west("3", "Wohngeld", "99000000000003").build());

    List<SearchHit> hits = search.search(SearchRequest.of(query)).hits();

    assertThat(hits).extracting(SearchHit::match).startsWith(FULL, FULL);
    assertThat(hits.getFirst().id()).isEqualTo(id);
    assertThat(hits.getFirst().score()).isGreaterThan(hits.get(1).score());
  }

  private static final SearchHit.Match FULL = SearchHit.Match.FULL;

  @ParameterizedTest
  @ValueSource(strings = {"§ 34a", "§34a", "§ 34a GewO", "§ 34 a bewachung"})
  void search_legalReference_findsTheServiceUnderIt(String query) throws IOException {
    CatalogSearch search =
        over(
            west("1", "Bewachung: Erlaubnis", "99000000000001")
                .legalBasis(List.of(new LegalReference("§ 34a Gewerbeordnung (GewO)", null)))
                .build(),
            west("2", "Makler: Erlaubnis", "99000000000002")
                .legalBasis(List.of(new LegalReference("§ 34c Gewerbeordnung (GewO)", null)))
                .build(),
            west("3", "Hausnummer", "99000000000003")
                .text(german("Etwa die Hausnummer 34a in der Musterstraße."))
                .build());

    assertThat(first(search, query)).isEqualTo("99000000000001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"passport", "Passports", "apply for a passport"})
  void search_englishWord_findsByEnglishText(String query) throws IOException {
    assertThat(first(townSearch(), query)).isEqualTo(PASSPORT_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "Perso, SYNONYM, Personalausweis, 99008001012000",
    "Plastekarte, SYNONYM, Personalausweis, 99008001012000",
    "Wachmann, SYNONYM, Bewachungsgewerbe, 99050023001000",
    "Anglerkarte, SYNONYM, Fischereischein, 99054001012000",
    "dog, TRANSLATION, Hund, 99102013104000"
  })
  void search_everydayWord_isFoundBySynonymAndSaysSo(
      String query, FoundBy.Kind kind, String matched, String id) throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of(query));

    assertThat(fullIds(result)).startsWith(id);
    assertThat(result.hits().getFirst().foundBy()).contains(new FoundBy(kind, query, matched));
  }

  @Test
  void search_synonymThatLeadsOneWay_doesNotLeadBack() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Wachmann werden", "99000000000001").build(),
            west("2", "Bewachungsgewerbe", "99000000000002").build());

    assertThat(fullIds(search.search(SearchRequest.of("Bewachungsgewerbe"))))
        .containsExactly("99000000000002");
    assertThat(fullIds(search.search(SearchRequest.of("Wachmann"))))
        .containsExactlyInAnyOrder("99000000000001", "99000000000002");
  }

  @Test
  void search_wordsAsTyped_giveNoReason() throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of("Personalausweis"));

    assertThat(hit(result, IDENTITY_CARD_KEY).foundBy()).isEmpty();
    assertThat(result.didYouMean()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Personalausweiss, personalausweis, 99008001012000",
    "Persnalausweis, personalausweis, 99008001012000",
    "Fischereischien, fischereischein, 99054001012000",
    "Resiepass, reisepass, 99085001012000"
  })
  void search_typingError_isCorrectedAndSaysSo(String query, String corrected, String id)
      throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of(query));

    assertThat(fullIds(result)).startsWith(id);
    assertThat(result.didYouMean()).isEqualTo(corrected);
    assertThat(result.hits().getFirst().foundBy())
        .contains(new FoundBy(FoundBy.Kind.CORRECTION, query, corrected));
  }

  @Test
  void search_typingErrorAmongOtherWords_correctsOnlyThatWord() throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of("Hundesteuer anmleden bitte"));

    assertThat(first(townSearch(), "Hundesteuer anmleden bitte")).isEqualTo(DOG_KEY);
    assertThat(result.didYouMean()).isEqualTo("Hundesteuer anmelden bitte");
  }

  @Test
  void search_wordThatTheCatalogHas_isNeverReplacedByACommonerOne() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Leihe", "99000000000001").build(),
            west("2", "Leiche", "99000000000002").build(),
            west("3", "Leiche überführen", "99000000000003").build());

    SearchResult result = search.search(SearchRequest.of("Leihe"));

    assertThat(fullIds(result)).containsExactly("99000000000001");
    assertThat(result.didYouMean()).isNull();
  }

  @Test
  void search_partOfACompound_isFoundAndSaysSo() throws IOException {
    SearchResult result =
        over(west("1", "Hundesteuer zahlen", "99000000000001").build())
            .search(SearchRequest.of("Steuer"));

    assertThat(fullIds(result)).containsExactly("99000000000001");
    assertThat(result.hits().getFirst().foundBy())
        .containsExactly(new FoundBy(FoundBy.Kind.COMPOUND, "Steuer", "Hundesteuer"));
  }

  // Weak hits

  @Test
  void search_onlyPiecesOfWordsMatch_areWeakAndNotCounted() throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of("Fischereixyzq"));

    assertThat(result.total()).isZero();
    assertThat(hit(result, FISHING_KEY).match()).isEqualTo(SearchHit.Match.WEAK);
    assertThat(result.hits()).allMatch(hit -> hit.match() == SearchHit.Match.WEAK);
    assertThat(result.facets().values().stream().flatMap(List::stream)).isEmpty();
    assertThat(result.next()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"9, true", "10, false", "11, false"})
  void search_weakHits_fillUpOnlyBelowTen(int full, boolean filled) throws IOException {
    List<CatalogRecord> records = new ArrayList<>();
    for (int i = 0; i < full; i++) {
      records.add(west("f" + i, "Zulassung Nummer " + i, "991%011d".formatted(i)).build());
    }
    for (int i = 0; i < 5; i++) {
      records.add(west("w" + i, "Zulassxyz Sache " + i, "992%011d".formatted(i)).build());
    }
    CatalogSearch search = over(records.toArray(new CatalogRecord[0]));

    SearchResult ten = search.search(SearchRequest.of("Zulassung"));
    SearchResult twenty = search.search(SearchRequest.builder("Zulassung").limit(20).build());

    assertThat(ten.total()).isEqualTo(full);
    assertThat(ten.hits()).hasSize(10);
    assertThat(twenty.hits()).hasSize(Math.max(full, 10));
    assertThat(ten.hits().stream().anyMatch(h -> h.match() == SearchHit.Match.WEAK))
        .isEqualTo(filled);
    assertThat(twenty.facets().get("portal"))
        .containsExactly(new FacetValue("service-bw", "service-bw", full));
  }

  @Test
  void search_pageFullOfFullHits_showsNoWeakOnes() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Zulassung eins", "99000000000001").build(),
            west("2", "Zulassung zwei", "99000000000002").build(),
            west("3", "Zulassxyz", "99000000000003").build());

    SearchResult result = search.search(SearchRequest.builder("Zulassung").limit(2).build());

    assertThat(result.hits()).hasSize(2).allMatch(hit -> hit.match() == FULL);
  }

  @Test
  void search_weakHits_respectFilters() throws IOException {
    SearchResult result =
        townSearch().search(SearchRequest.builder("Fischereixyzq").portals(List.of(WEST)).build());

    assertThat(ids(result)).doesNotContain(FISHING_KEY);
  }

  // Merged entries

  @Test
  void search_keywordOfTheOtherPortal_isLent() throws IOException {
    SearchRequest request =
        SearchRequest.builder("Vierbeiner").portals(List.of(WEST)).place("Stuttgart").build();

    SearchResult result = townSearch().search(request);

    assertThat(fullIds(result)).containsExactly(DOG_KEY);
    assertThat(result.hits().getFirst().title()).isEqualTo("Hundesteuer: Hund anmelden");
  }

  @Test
  void search_sameKeyOnBothPortals_isOneHitWithTwoOffers() throws IOException {
    SearchHit hit = hit(townSearch().search(SearchRequest.of("Reisepass")), PASSPORT_KEY);

    assertThat(hit.keys()).containsExactly(new ServiceKey(PASSPORT_KEY));
    assertThat(hit.offers()).extracting(Offer::portal).containsExactlyInAnyOrder(WEST, EAST);
    assertThat(hit.validAtPlace()).isNull();
    assertThat(hit.responsible()).isNull();
    assertThat(hit.offers()).allMatch(offer -> offer.validAtPlace() == null);
  }

  // Direct look-ups

  @ParameterizedTest
  @ValueSource(
      strings = {
        IDENTITY_CARD_KEY,
        " " + IDENTITY_CARD_KEY + " ",
        "L100022.LB.130",
        "130",
        "https://www.service-bw.de/zufi/leistungen/130",
        "https://www.service-bw.de/zufi/leistungen/130?plz=73033",
        "https://www.service-bw.de/leistung/-/sbw/id-130-leistung-0",
        "https://www.service-bw.de/leistung/-/sbw/Personalausweis+beantragen-130-leistung-0",
        "http://WWW.service-bw.de/zufi/leistungen/130/"
      })
  void search_identifier_leadsToItsEntryFirst(String query) throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of(query));

    assertThat(fullIds(result)).startsWith(IDENTITY_CARD_KEY);
    assertThat(result.total()).isGreaterThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999999",
        "L100022.LB.4711",
        "https://www.service-bw.de/zufi/leistungen/1"
      })
  void search_unknownIdentifier_findsNothing(String query) throws IOException {
    assertThat(townSearch().search(SearchRequest.of(query)).total()).isZero();
  }

  // Place

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Reisepass Leipzig",
        "leipzig reisepass",
        "Reisepass in Leipzig",
        "Reisepass 04109",
        "Reisepass Gohlis"
      })
  void search_placeInTheQuery_isRecognised(String query) throws IOException {
    SearchResult result = townSearch().search(SearchRequest.of(query));

    assertThat(place(result)).isEqualTo(LEIPZIG);
    assertThat(fullIds(result)).startsWith(PASSPORT_KEY);
    assertThat(result.hits().getFirst().validAtPlace()).isTrue();
    assertThat(result.hits().getFirst().title()).isEqualTo("Reisepass ausstellen lassen");
  }

  private static RegionalKey place(SearchResult result) {
    PlaceResolution place = Objects.requireNonNull(result.place(), "no place");
    assertThat(place).isInstanceOf(PlaceResolution.Resolved.class);
    return ((PlaceResolution.Resolved) place).place().key();
  }

  @ParameterizedTest
  @CsvSource({
    "Leipzig, 147130000000",
    "leipzig, 147130000000",
    "04109, 147130000000",
    "147130000000, 147130000000",
    "14713000, 147130000000",
    "14713, 147130000000",
    "Goeppingen, 081175007026",
    "08117, 081170000000",
    "08, 080000000000",
    "Sachsen, 140000000000",
    "Bad Cannstatt, 081110000000"
  })
  void search_givenPlace_isResolved(String place, String key) throws IOException {
    SearchResult result =
        townSearch().search(SearchRequest.builder("Reisepass").place(place).build());

    assertThat(place(result)).isEqualTo(new RegionalKey(key));
    SearchHit hit = hit(result, PASSPORT_KEY);
    assertThat(hit.validAtPlace()).isTrue();
    assertThat(hit.offers().getFirst().portal()).isEqualTo(key.startsWith("08") ? WEST : EAST);
    assertThat(hit.offers().getFirst().validAtPlace()).isTrue();
    assertThat(hit.offers().get(1).validAtPlace()).isFalse();
  }

  @Test
  void search_givenPlace_winsOverThePlaceInTheQuery() throws IOException {
    SearchRequest request = SearchRequest.builder("Reisepass Leipzig").place("Stuttgart").build();

    assertThat(place(townSearch().search(request))).isEqualTo(STUTTGART);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lichtenau", "lichtenau"})
  void search_ambiguousPlace_isToldNotGuessed(String place) throws IOException {
    CatalogSearch search = townSearch();

    for (SearchRequest request :
        List.of(
            SearchRequest.builder("Reisepass").place(place).build(),
            SearchRequest.of("Reisepass " + place))) {
      SearchResult result = search.search(request);

      assertThat(result.place())
          .isInstanceOfSatisfying(
              PlaceResolution.Ambiguous.class,
              a ->
                  assertThat(a.candidates())
                      .extracting(p -> p.key())
                      .containsExactly(LICHTENAU_SN, LICHTENAU_BW));
      assertThat(hit(result, PASSPORT_KEY).validAtPlace()).isNull();
    }
  }

  @Test
  void search_postalCodeOfTwoMunicipalities_isAmbiguous() throws IOException {
    SearchResult result =
        townSearch().search(SearchRequest.builder("Reisepass").place("73116").build());

    assertThat(result.place())
        .isInstanceOfSatisfying(
            PlaceResolution.Ambiguous.class, a -> assertThat(a.candidates()).hasSize(2));
  }

  @Test
  void search_unknownPlace_isToldAndChangesNothing() throws IOException {
    CatalogSearch search = townSearch();

    SearchResult result = search.search(SearchRequest.builder("Hund").place("Atlantis").build());

    assertThat(result.place()).isEqualTo(new PlaceResolution.Unknown("Atlantis"));
    assertThat(ids(result)).isEqualTo(ids(search.search(SearchRequest.of("Hund"))));
    assertThat(hit(result, DOG_KEY).validAtPlace()).isNull();
  }

  @Test
  void search_postalCodeOutside_isTold() throws IOException {
    CatalogSearch search = townSearch();

    assertThat(search.search(SearchRequest.builder("Hund").place("10115").build()).place())
        .isEqualTo(new PlaceResolution.Outside("10115"));
    SearchResult inQuery = search.search(SearchRequest.of("Hund 10115"));
    assertThat(inQuery.place()).isEqualTo(new PlaceResolution.Outside("10115"));
    assertThat(fullIds(inQuery)).startsWith(DOG_KEY);
  }

  @Test
  void search_noPlace_tellsNone() throws IOException {
    assertThat(townSearch().search(SearchRequest.of("Hund")).place()).isNull();
  }

  @Test
  void search_place_putsEntriesNotDescribedThereBelowAllThatAre() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Kurtaxe", "99000000000001").build(),
            east("2", "Urlaub im Erzgebirge", "99000000000002")
                .summary(german("Hier erfahren Sie, was die Kurtaxe kostet."))
                .build());

    assertThat(fullIds(search.search(SearchRequest.of("Kurtaxe"))))
        .containsExactly("99000000000001", "99000000000002");
    SearchResult atLeipzig =
        search.search(SearchRequest.builder("Kurtaxe").place("Leipzig").build());
    assertThat(fullIds(atLeipzig)).containsExactly("99000000000002", "99000000000001");
    assertThat(atLeipzig.hits()).extracting(SearchHit::validAtPlace).containsExactly(true, false);
    SearchResult byTitle =
        search.search(
            SearchRequest.builder("Kurtaxe").place("Leipzig").sort(SortOrder.TITLE).build());
    assertThat(fullIds(byTitle)).containsExactly("99000000000002", "99000000000001");
  }

  @Test
  void search_textWithoutArea_isValidEverywhere() throws IOException {
    PublicService everywhere =
        service(WEST_AGENCY, "1", "Rundfunkbeitrag", "99000000000001").build();

    SearchHit hit =
        over(everywhere)
            .search(SearchRequest.builder("Rundfunkbeitrag").place("Leipzig").build())
            .hits()
            .getFirst();

    assertThat(hit.validAtPlace()).isTrue();
  }

  @Test
  void search_placeInANarrowerArea_showsItsTextBeforeTheStates() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Bibliotheksausweis im Land", "99000000000001").build(),
            west("2", "Bibliotheksausweis der Stadt", "99000000000001").areas(List.of()).build(),
            service(WEST_AGENCY, "3", "Bibliotheksausweis Göppingen", "99000000000001")
                .areas(List.of(GOEPPINGEN))
                .build());

    assertThat(titleAt(search, "Göppingen")).isEqualTo("Bibliotheksausweis Göppingen");
    assertThat(titleAt(search, "Stuttgart")).startsWith("Bibliotheksausweis ");
    assertThat(titleAt(search, "Stuttgart")).isNotEqualTo("Bibliotheksausweis Göppingen");
  }

  private static String titleAt(CatalogSearch search, String place) {
    return search
        .search(SearchRequest.builder("Bibliotheksausweis").place(place).build())
        .hits()
        .getFirst()
        .title();
  }

  @Test
  void search_place_namesTheResponsibleOffice() throws IOException {
    PublicService service = west("1", "Wohnsitz anmelden", "99000000000001").build();
    CatalogSearch search =
        over(
            service,
            organization("o1", "Bürgerbüro Göppingen", AreaLevel.MUNICIPALITY, GOEPPINGEN),
            organization("o2", "Regierung des Landes", AreaLevel.STATE, BW),
            jurisdiction("j1", "o1", service.id(), GOEPPINGEN),
            jurisdiction("j2", "o2", service.id(), BW));

    assertThat(responsibleAt(search, "Göppingen").name()).isEqualTo("Bürgerbüro Göppingen");
    assertThat(responsibleAt(search, "Göppingen").level()).isEqualTo(AreaLevel.MUNICIPALITY);
    assertThat(responsibleAt(search, "Stuttgart").name()).isEqualTo("Regierung des Landes");
    assertThat(responsibleAt(search, "08117").name()).isEqualTo("Regierung des Landes");
    assertThat(
            search
                .search(SearchRequest.builder("Wohnsitz").place("Leipzig").build())
                .hits()
                .getFirst()
                .responsible())
        .isNull();
    assertThat(search.service("99000000000001", "73033").orElseThrow().offices())
        .extracting(office -> office.title().best("de"))
        .containsExactly("Bürgerbüro Göppingen");
  }

  private static SearchHit.Responsible responsibleAt(CatalogSearch search, String place) {
    SearchHit.Responsible responsible =
        search
            .search(SearchRequest.builder("Wohnsitz").place(place).build())
            .hits()
            .getFirst()
            .responsible();
    return Objects.requireNonNull(responsible, "nobody is responsible");
  }

  private static PublicOrganization organization(
      String id, String name, AreaLevel level, RegionalKey area) {
    return new PublicOrganization(
        new RecordId(WEST_AGENCY, RecordClass.ORGANIZATION, id),
        german(name),
        level,
        area,
        null,
        List.of(),
        null,
        null,
        List.of(),
        true);
  }

  private static Jurisdiction jurisdiction(
      String id, String organization, RecordId service, RegionalKey area) {
    return new Jurisdiction(
        new RecordId(WEST_AGENCY, RecordClass.JURISDICTION, id),
        new RecordId(WEST_AGENCY, RecordClass.ORGANIZATION, organization),
        Set.of(service),
        Set.of(area),
        Jurisdiction.Role.RESPONSIBLE);
  }

  // Filters and facets

  private CatalogSearch onlineSearch() throws IOException {
    PublicService both1 =
        west("1", "Wohngeld beantragen", "99000000000001")
            .topics(List.of(Topic.BAUEN_WOHNEN))
            .audience(List.of(Audience.CITIZEN))
            .build();
    PublicService both2 =
        east("2", "Wohngeld erhalten", "99000000000001")
            .topics(List.of(Topic.BAUEN_WOHNEN))
            .audience(List.of(Audience.CITIZEN))
            .build();
    PublicService west =
        west("3", "Wohngeld für Betriebe", "99000000000003")
            .topics(List.of(Topic.UNTERNEHMENSFUEHRUNG_ENTWICKLUNG, Topic.BAUEN_WOHNEN))
            .audience(List.of(Audience.BUSINESS))
            .build();
    PublicService east =
        east("4", "Wohngeld im Heim", "99000000000004")
            .topics(List.of(Topic.GESUNDHEIT))
            .audience(List.of(Audience.CITIZEN, Audience.ADMINISTRATION))
            .build();
    PublicService other = west("5", "Reisepass", "99000000000005").build();
    return over(
        both1,
        both2,
        west,
        east,
        other,
        online(both1.id(), "a", AssuranceLevel.SUBSTANTIAL),
        online(west.id(), "b", AssuranceLevel.LOW, GOEPPINGEN),
        online(east.id(), "c", AssuranceLevel.HIGH),
        online(east.id(), "d", AssuranceLevel.NONE));
  }

  private static SearchRequest.Builder wohngeld() {
    return SearchRequest.builder("Wohngeld");
  }

  @Test
  void search_portalOnlineAndLevel_mustHoldForOneOffer() throws IOException {
    CatalogSearch search = onlineSearch();

    assertThat(total(search, wohngeld())).isEqualTo(3);
    assertThat(total(search, wohngeld().online(true))).isEqualTo(3);
    assertThat(total(search, wohngeld().portals(List.of(WEST)).online(true))).isEqualTo(2);
    assertThat(total(search, wohngeld().portals(List.of(EAST)).online(true))).isEqualTo(1);
    assertThat(fullIds(search.search(wohngeld().portals(List.of(EAST)).online(false).build())))
        .containsExactly("99000000000001");
    assertThat(
            total(
                search,
                wohngeld().portals(List.of(EAST)).levels(List.of(AssuranceLevel.SUBSTANTIAL))))
        .isZero();
    assertThat(
            total(
                search,
                wohngeld().portals(List.of(WEST)).levels(List.of(AssuranceLevel.SUBSTANTIAL))))
        .isEqualTo(1);
    assertThat(
            total(
                search,
                wohngeld().levels(List.of(AssuranceLevel.SUBSTANTIAL, AssuranceLevel.HIGH))))
        .isEqualTo(2);
    assertThat(total(search, wohngeld().online(false).levels(List.of(AssuranceLevel.SUBSTANTIAL))))
        .isZero();
  }

  @Test
  void search_onlineAtAPlace_mustHoldThere() throws IOException {
    CatalogSearch search = onlineSearch();

    assertThat(fullIds(search.search(wohngeld().online(true).place("Stuttgart").build())))
        .containsExactly("99000000000001");
    assertThat(fullIds(search.search(wohngeld().online(true).place("Göppingen").build())))
        .containsExactlyInAnyOrder("99000000000001", "99000000000003");
    assertThat(fullIds(search.search(wohngeld().online(true).place("Leipzig").build())))
        .containsExactly("99000000000004");
    assertThat(fullIds(search.search(wohngeld().online(false).place("Leipzig").build())))
        .containsExactly("99000000000001");
    SearchHit atLeipzig =
        hit(search.search(wohngeld().place("Göppingen").build()), "99000000000003");
    assertThat(atLeipzig.offers().getFirst().onlineServices())
        .extracting(Offer.OnlineStart::level)
        .containsExactly(AssuranceLevel.LOW);
    SearchHit atStuttgart =
        hit(search.search(wohngeld().place("Stuttgart").build()), "99000000000003");
    assertThat(atStuttgart.offers().getFirst().onlineServices()).isEmpty();
  }

  private static long total(CatalogSearch search, SearchRequest.Builder request) {
    return search.search(request.build()).total();
  }

  @Test
  void search_topicAndAudience_meanOrWithinAndAndBetween() throws IOException {
    CatalogSearch search = onlineSearch();

    assertThat(total(search, wohngeld().topics(List.of(Topic.GESUNDHEIT)))).isEqualTo(1);
    assertThat(total(search, wohngeld().topics(List.of(Topic.GESUNDHEIT, Topic.BAUEN_WOHNEN))))
        .isEqualTo(3);
    assertThat(
            total(
                search,
                wohngeld()
                    .topics(List.of(Topic.GESUNDHEIT, Topic.BAUEN_WOHNEN))
                    .audience(List.of(Audience.BUSINESS))))
        .isEqualTo(1);
    assertThat(total(search, wohngeld().topics(List.of(Topic.BILDUNG)))).isZero();
  }

  static Stream<SearchRequest> filteredRequests() {
    return Stream.of(
        wohngeld().build(),
        SearchRequest.of(""),
        SearchRequest.builder("").place("Leipzig").build(),
        wohngeld().place("Göppingen").build(),
        wohngeld().place("Stuttgart").online(true).build(),
        wohngeld().place("Leipzig").online(false).build(),
        wohngeld().portals(List.of(WEST)).build(),
        wohngeld().portals(List.of(EAST)).online(true).place("Leipzig").build(),
        wohngeld().portals(List.of(WEST, EAST)).online(false).build(),
        wohngeld().levels(List.of(AssuranceLevel.HIGH)).build(),
        wohngeld().levels(List.of(AssuranceLevel.LOW, AssuranceLevel.NONE)).place("73033").build(),
        wohngeld().levels(List.of(AssuranceLevel.HIGH)).portals(List.of(WEST)).build(),
        wohngeld().topics(List.of(Topic.BAUEN_WOHNEN)).online(true).build(),
        wohngeld()
            .topics(List.of(Topic.GESUNDHEIT))
            .audience(List.of(Audience.CITIZEN))
            .portals(List.of(EAST))
            .build());
  }

  @ParameterizedTest
  @MethodSource("filteredRequests")
  void search_facets_countWhatChoosingTheValueWouldFind(SearchRequest request) throws IOException {
    CatalogSearch search = onlineSearch();

    Map<String, List<FacetValue>> facets = search.search(request).facets();

    assertThat(facets).containsOnlyKeys("portal", "online", "trustLevel", "topic", "audience");
    for (PortalId portal : List.of(WEST, EAST)) {
      assertCount(search, facets, "portal", portal.value(), with(request, Set.of(portal)));
    }
    for (boolean value : new boolean[] {true, false}) {
      assertCount(
          search,
          facets,
          "online",
          String.valueOf(value),
          request.toBuilder().online(value).build());
    }
    for (AssuranceLevel level : AssuranceLevel.values()) {
      assertCount(search, facets, "trustLevel", level.label(), withLevels(request, Set.of(level)));
    }
    for (Topic topic : Topic.values()) {
      assertCount(search, facets, "topic", topic.slug(), withTopics(request, Set.of(topic)));
    }
    for (Audience who : Audience.values()) {
      assertCount(search, facets, "audience", who.label(), withAudience(request, Set.of(who)));
    }
  }

  private static void assertCount(
      CatalogSearch search,
      Map<String, List<FacetValue>> facets,
      String facet,
      String value,
      SearchRequest chosen) {
    long count =
        facets.getOrDefault(facet, List.of()).stream()
            .filter(f -> f.value().equals(value))
            .mapToLong(FacetValue::count)
            .findFirst()
            .orElse(0);
    assertThat(count).as(facet + "=" + value).isEqualTo(search.search(chosen).total());
  }

  private static SearchRequest with(SearchRequest r, Set<PortalId> portals) {
    return new SearchRequest(
        r.query(),
        r.place(),
        portals,
        r.online(),
        r.levels(),
        r.topics(),
        r.audience(),
        r.language(),
        r.sort(),
        r.limit(),
        r.cursor(),
        r.offset(),
        r.facets(),
        r.highlights());
  }

  private static SearchRequest withLevels(SearchRequest r, Set<AssuranceLevel> levels) {
    return new SearchRequest(
        r.query(),
        r.place(),
        r.portals(),
        r.online(),
        levels,
        r.topics(),
        r.audience(),
        r.language(),
        r.sort(),
        r.limit(),
        r.cursor(),
        r.offset(),
        r.facets(),
        r.highlights());
  }

  private static SearchRequest withTopics(SearchRequest r, Set<Topic> topics) {
    return new SearchRequest(
        r.query(),
        r.place(),
        r.portals(),
        r.online(),
        r.levels(),
        topics,
        r.audience(),
        r.language(),
        r.sort(),
        r.limit(),
        r.cursor(),
        r.offset(),
        r.facets(),
        r.highlights());
  }

  private static SearchRequest withAudience(SearchRequest r, Set<Audience> audience) {
    return new SearchRequest(
        r.query(),
        r.place(),
        r.portals(),
        r.online(),
        r.levels(),
        r.topics(),
        audience,
        r.language(),
        r.sort(),
        r.limit(),
        r.cursor(),
        r.offset(),
        r.facets(),
        r.highlights());
  }

  @Test
  void search_chosenFacetValueWithoutHits_staysVisible() throws IOException {
    SearchResult result = onlineSearch().search(wohngeld().topics(List.of(Topic.BILDUNG)).build());

    assertThat(result.facets().get("topic"))
        .contains(new FacetValue("bildung", "Bildung", 0))
        .contains(new FacetValue("bauen_wohnen", "Bauen & Wohnen", 2));
  }

  @Test
  void search_facetsNotAskedFor_areEmpty() throws IOException {
    assertThat(townSearch().search(SearchRequest.builder("Hund").facets(false).build()).facets())
        .isEmpty();
  }

  // Order and paging

  @Test
  void search_sortByTitle_isAlphabeticalWithoutRegardToUmlauts() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Zoo", "99000000000001").build(),
            west("2", "Öffnung", "99000000000002").build(),
            west("3", "offen", "99000000000003").build(),
            west("4", "Ärztin", "99000000000004").build(),
            west("5", "Bau", "99000000000005").build());

    SearchResult result = search.search(SearchRequest.builder("").sort(SortOrder.TITLE).build());

    assertThat(result.hits())
        .extracting(SearchHit::title)
        .containsExactly("Ärztin", "Bau", "offen", "Öffnung", "Zoo");
  }

  @Test
  void search_sortByDate_putsTheLastApprovedFirstAndUndatedLast() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Eins", "99000000000001").approval(on("2024-05-01")).build(),
            west("2", "Zwei", "99000000000002").build(),
            west("3", "Drei", "99000000000003").approval(on("2026-01-31")).build(),
            west("4", "Vier", "99000000000004").approval(on("1969-12-31")).build());

    SearchResult result = search.search(SearchRequest.builder("").sort(SortOrder.DATE).build());

    assertThat(result.hits())
        .extracting(SearchHit::title)
        .containsExactly("Drei", "Eins", "Vier", "Zwei");
  }

  private static Approval on(String day) {
    return new Approval(LocalDate.parse(day), null);
  }

  private static CatalogRecord[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> west("n" + i, "Genehmigung Nummer " + i, "991%011d".formatted(i)).build())
        .toArray(CatalogRecord[]::new);
  }

  private static List<String> walk(CatalogSearch search, SearchRequest request) {
    List<String> ids = new ArrayList<>();
    SearchResult page = search.search(request);
    while (true) {
      ids.addAll(ids(page));
      String next = page.next();
      if (next == null) {
        return ids;
      }
      page = search.search(request.toBuilder().cursor(next).build());
    }
  }

  @ParameterizedTest
  @CsvSource({"Genehmigung, RELEVANCE", "Genehmigung, TITLE", "'', DATE", "'', RELEVANCE"})
  void search_cursor_walksAllHitsWithoutRepeats(String query, SortOrder sort) throws IOException {
    CatalogSearch search = over(many(57));

    List<String> bySeven = walk(search, SearchRequest.builder(query).sort(sort).limit(7).build());
    List<String> byFifty = walk(search, SearchRequest.builder(query).sort(sort).limit(50).build());

    assertThat(bySeven).hasSize(57).doesNotHaveDuplicates().isEqualTo(byFifty);
  }

  @ParameterizedTest
  @CsvSource({"10, false", "11, true"})
  void search_next_isThereOnlyWhenMoreFollows(int services, boolean more) throws IOException {
    SearchResult result = over(many(services)).search(SearchRequest.of("Genehmigung"));

    assertThat(result.next() != null).isEqualTo(more);
  }

  @Test
  void search_cursorOfAReplacedGeneration_isStale() throws IOException {
    Engine engine = engineOver(many(30));
    String cursor =
        Objects.requireNonNull(engine.search().search(SearchRequest.of("Genehmigung")).next());

    engine.update(
        List.of(westChange("2", west("neu", "Genehmigung neu", "99300000000000").build())));

    SearchRequest request = SearchRequest.builder("Genehmigung").cursor(cursor).build();
    assertThatExceptionOfType(StaleCursorException.class)
        .isThrownBy(() -> engine.search().search(request));
  }

  @Test
  void search_forgedCursor_isRefused() throws IOException {
    CatalogSearch search = over(many(30));
    String cursor = Objects.requireNonNull(search.search(SearchRequest.of("Genehmigung")).next());
    List<String> forged =
        List.of(
            "",
            "x",
            "!!!",
            cursor + "A",
            cursor.substring(1),
            base64(search.generation() + " 0 10"),
            base64(search.generation() + " 0 -1"),
            base64(search.generation() + " 0 99999999999"),
            base64("a b c"),
            base64(""));

    for (String bad : forged) {
      assertThatIllegalArgumentException()
          .as("cursor '%s'", bad)
          .isThrownBy(
              () -> search.search(SearchRequest.builder("Genehmigung").cursor(bad).build()));
    }
    assertThatIllegalArgumentException()
        .as("the cursor of another query")
        .isThrownBy(() -> search.search(SearchRequest.builder("Nummer").cursor(cursor).build()));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void search_cursor_endsAtTheDepthLimit() throws IOException {
    CatalogSearch search = over(many(SearchRequest.MAX_DEPTH + 20));
    SearchRequest request = SearchRequest.builder("Genehmigung").limit(48).build();

    List<String> ids = walk(search, request);

    assertThat(search.search(request).total()).isEqualTo(SearchRequest.MAX_DEPTH + 20);
    assertThat(ids).hasSize(SearchRequest.MAX_DEPTH).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"Genehmigung, RELEVANCE", "Genehmigung, TITLE", "'', DATE"})
  void search_offset_answersTheSamePagesAsCursors(String query, SortOrder sort) throws IOException {
    CatalogSearch search = over(many(57));
    SearchRequest request = SearchRequest.builder(query).sort(sort).limit(10).build();

    List<String> byOffset = new ArrayList<>();
    for (int offset = 0; offset < 60; offset += 10) {
      byOffset.addAll(ids(search.search(request.toBuilder().offset(offset).build())));
    }

    assertThat(byOffset).hasSize(57).isEqualTo(walk(search, request));
  }

  @Test
  void search_offsetPastTheLastHit_answersTheCountWithoutWeakHits() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Personalausweis verlängern", "99000000000001").build(),
            west("2", "Personalausweis verlängern lassen", "99000000000002").build(),
            west("3", "Reisepass verlängern", "99000000000003").build());

    SearchResult last = search.search(request("Personalausweis verlängern").offset(1).build());
    SearchResult past = search.search(request("Personalausweis verlängern").offset(2).build());

    assertThat(last.hits())
        .extracting(SearchHit::match)
        .containsExactly(SearchHit.Match.FULL, SearchHit.Match.WEAK);
    assertThat(past.hits()).isEmpty();
    assertThat(past.total()).isEqualTo(2);
    assertThat(past.next()).isNull();
  }

  private static SearchRequest.Builder request(String query) {
    return SearchRequest.builder(query);
  }

  @Test
  void search_offsetOutsideItsLimits_isRefused() throws IOException {
    CatalogSearch search = over(many(SearchRequest.MAX_DEPTH + 1));
    SearchRequest.Builder deepest =
        SearchRequest.builder("Genehmigung").offset(SearchRequest.MAX_DEPTH - 1);

    assertThat(search.search(deepest.build()).hits()).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> request("x").offset(-1).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request("x").offset(SearchRequest.MAX_DEPTH).build());
    assertThatIllegalArgumentException()
        .as("a cursor and an offset")
        .isThrownBy(() -> request("x").cursor("c").offset(10).build());
  }

  @Test
  void search_limitZero_countsWithoutHits() throws IOException {
    SearchResult result = townSearch().search(SearchRequest.builder("Reisepass").limit(0).build());

    assertThat(result.hits()).isEmpty();
    assertThat(result.total()).isEqualTo(1);
    assertThat(result.facets().get("portal")).hasSize(2);
    assertThat(result.next()).isNull();
  }

  // Texts

  @Test
  void search_highlights_escapeEverythingAndMarkMatches() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Hund <b>fett</b> & \"quer\"", "99000000000001")
                .summary(german("<img src=x onerror='alert(1)'> Hunde & mehr"))
                .build());

    Map<String, String> highlights =
        search.search(SearchRequest.of("Hund")).hits().getFirst().highlights();

    assertThat(highlights)
        .containsEntry("title", "<mark>Hund</mark> &lt;b&gt;fett&lt;/b&gt; &amp; &quot;quer&quot;")
        .containsEntry(
            "summary",
            "&lt;img src=x onerror=&#39;alert(1)&#39;&gt; <mark>Hunde</mark> &amp; mehr");
  }

  @Test
  void search_highlightsNotAskedFor_areEmpty() throws IOException {
    SearchHit hit =
        townSearch()
            .search(SearchRequest.builder("Hund").highlights(false).build())
            .hits()
            .getFirst();

    assertThat(hit.highlights()).isEmpty();
    assertThat(hit.foundBy()).isEmpty();
  }

  @Test
  void search_preferredLanguage_fallsBackToGermanForEachOffer() throws IOException {
    CatalogSearch search = townSearch();

    SearchHit english =
        hit(search.search(SearchRequest.builder("Reisepass").language("en").build()), PASSPORT_KEY);
    SearchHit french =
        hit(search.search(SearchRequest.builder("Reisepass").language("fr").build()), PASSPORT_KEY);

    assertThat(english.title()).isEqualTo("Apply for a passport");
    assertThat(english.offers()).extracting(Offer::language).containsExactly("en", "de");
    assertThat(english.summary()).startsWith("Für Reisen");
    assertThat(french.offers()).extracting(Offer::language).containsOnly("de");
  }

  // Suggestions

  private CatalogSearch suggestSearch() throws IOException {
    return over(
        west("1", "Reisepass beantragen", "99000000000001")
            .keywords("de", List.of("Reisedokument", "Schimpfwort", "Schimpfwort am Ende"))
            .build(),
        west("2", "Reisegewerbekarte", "99000000000002").build(),
        west("3", "Schimpfwort anzeigen", "99000000000003").build(),
        west("4", "Leistungen zur Bildung", "99000000000004").build(),
        east("5", "Vorläufigen Reisepass beantragen", "99000000000005").build());
  }

  private static List<String> texts(List<Suggestion> suggestions) {
    return suggestions.stream().map(Suggestion::text).toList();
  }

  @Test
  void suggest_prefix_offersTitlesThenKeywords() throws IOException {
    List<Suggestion> suggestions = suggestSearch().suggest("reise", 10);

    assertThat(suggestions)
        .startsWith(
            new Suggestion(Suggestion.Kind.SERVICE, "Reisegewerbekarte", "99000000000002", null))
        .contains(
            new Suggestion(Suggestion.Kind.SERVICE, "Reisepass beantragen", "99000000000001", null))
        .endsWith(
            new Suggestion(Suggestion.Kind.KEYWORD, "Reisedokument", null, null),
            new Suggestion(Suggestion.Kind.TOPIC, "Mobilität & Reisen", "mobilitaet_reisen", null));
    assertThat(suggestions).extracting(Suggestion::kind).isSorted();
  }

  @Test
  void suggest_titleThatStartsAsTyped_comesBeforeOneThatHasTheWordLater() throws IOException {
    assertThat(texts(suggestSearch().suggest("reisepass", 10)))
        .containsExactly("Reisepass beantragen", "Vorläufigen Reisepass beantragen");
  }

  @Test
  void suggest_severalWords_mustAllBeginWordsInAnyOrder() throws IOException {
    CatalogSearch search = suggestSearch();

    assertThat(texts(search.suggest("beantragen reise", 10)))
        .containsExactly("Reisepass beantragen", "Vorläufigen Reisepass beantragen");
    assertThat(texts(search.suggest("vorl reise", 10)))
        .containsExactly("Vorläufigen Reisepass beantragen");
    assertThat(search.suggest("vorl gewerbe", 10)).isEmpty();
  }

  @Test
  void suggest_placesAndTopics_areGroupedBehind() throws IOException {
    List<Suggestion> suggestions = suggestSearch().suggest("lei", 10);
    List<Suggestion> topics = suggestSearch().suggest("bildung", 10);

    assertThat(suggestions)
        .containsExactly(
            new Suggestion(
                Suggestion.Kind.SERVICE, "Leistungen zur Bildung", "99000000000004", null),
            new Suggestion(Suggestion.Kind.PLACE, "Leipzig", LEIPZIG.value(), "Leipzig, Sachsen"));
    assertThat(topics).contains(new Suggestion(Suggestion.Kind.TOPIC, "Bildung", "bildung", null));
  }

  @Test
  void suggest_namesakes_areToldApart() throws IOException {
    assertThat(suggestSearch().suggest("lichten", 10))
        .extracting(Suggestion::detail)
        .containsExactly("Mittelsachsen, Sachsen", "Rastatt, Baden-Württemberg");
  }

  @Test
  void suggest_entryWithSeveralTitles_isOfferedOnce() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Hund anmelden", "99000000000001").build(),
            east("2", "Hundehaltung anmelden", "99000000000001").build());

    assertThat(search.suggest("hund", 10))
        .containsExactly(
            new Suggestion(Suggestion.Kind.SERVICE, "Hund anmelden", "99000000000001", null));
    assertThat(texts(search.suggest("hundeh", 10))).containsExactly("Hundehaltung anmelden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reisepss", "reisrpass", "resiepass", "reisepaß", "reissepass"})
  void suggest_oneTypingError_isForgiven(String typed) throws IOException {
    assertThat(texts(suggestSearch().suggest(typed, 10))).contains("Reisepass beantragen");
  }

  @Test
  void suggest_deniedWord_isNeverOffered() throws IOException {
    assertThat(suggestSearch().suggest("schimpf", 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 2", "3, 3", "4, 4", "5, 5", "10, 5"})
  void suggest_limit_isKept(int limit, int expected) throws IOException {
    assertThat(suggestSearch().suggest("reise", limit)).hasSize(expected);
  }

  @Test
  void suggest_nothingTyped_offersNothing() throws IOException {
    assertThat(suggestSearch().suggest("", 10)).isEmpty();
    assertThat(suggestSearch().suggest("  -", 10)).isEmpty();
  }

  @Test
  void places_prefix_givesPlacesLargestFirst() throws IOException {
    CatalogSearch search = suggestSearch();

    assertThat(search.places("lichtenau", 10))
        .extracting(p -> p.key())
        .containsExactly(LICHTENAU_SN, LICHTENAU_BW);
    assertThat(search.places("0410", 10)).extracting(p -> p.name()).containsExactly("Leipzig");
    assertThat(search.places("", 10)).isEmpty();
  }

  // Details

  @Test
  void service_anyOfItsIds_givesAllVariants() throws IOException {
    CatalogSearch search = townSearch();

    for (String id : List.of(PASSPORT_KEY, "L100022.LB.131", "S1000011.LB.71")) {
      ServiceDetail detail = search.service(id, "Leipzig").orElseThrow();

      assertThat(detail.id()).isEqualTo(PASSPORT_KEY);
      assertThat(detail.variants())
          .extracting(ServiceDetail.Variant::portal)
          .containsExactly(EAST, WEST);
      assertThat(detail.variants())
          .extracting(ServiceDetail.Variant::validAtPlace)
          .containsExactly(true, false);
      assertThat(detail.generation()).isEqualTo(search.generation());
    }
    assertThat(search.service("4711", null)).isEmpty();
    assertThat(search.service(PASSPORT_KEY, null).orElseThrow().variants())
        .extracting(ServiceDetail.Variant::validAtPlace)
        .containsOnlyNulls();
  }

  @Test
  void service_placeInANarrowerArea_showsItsTextBeforeTheStates() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Bibliotheksausweis im Land", "99000000000001").build(),
            west("2", "Bibliotheksausweis überall", "99000000000001").areas(List.of()).build(),
            service(WEST_AGENCY, "3", "Bibliotheksausweis Göppingen", "99000000000001")
                .areas(List.of(GOEPPINGEN))
                .build());

    assertThat(titles(search, "Göppingen"))
        .containsExactly(
            "Bibliotheksausweis Göppingen",
            "Bibliotheksausweis im Land",
            "Bibliotheksausweis überall");
    assertThat(titles(search, "Stuttgart"))
        .containsExactly(
            "Bibliotheksausweis im Land",
            "Bibliotheksausweis überall",
            "Bibliotheksausweis Göppingen");
  }

  private static List<String> titles(CatalogSearch search, String place) {
    return search.service("99000000000001", place).orElseThrow().variants().stream()
        .map(variant -> variant.service().title().best("de"))
        .toList();
  }

  @Test
  void service_similar_namesOthersThatShareWords() throws IOException {
    CatalogSearch search =
        over(
            west("1", "Wohngeld beantragen", "99000000000001").build(),
            west("2", "Wohngeld erhöhen", "99000000000002").build(),
            west("3", "Müllabfuhr bestellen", "99000000000003").build());

    assertThat(search.service("99000000000001", null).orElseThrow().similar())
        .containsExactly(new ServiceDetail.SimilarService("99000000000002", "Wohngeld erhöhen"));
    assertThat(search.service("99000000000003", null).orElseThrow().similar()).isEmpty();
  }

  @Test
  void service_formerId_leadsToWhatBecameOfIt() throws IOException {
    Engine engine =
        engineOver(
            west("1", "Wohngeld", "99000000000001", "99000000000002").build(),
            west("2", "Elterngeld", "99000000000009").build());
    assertThat(engine.search().service("99000000000002", null).orElseThrow().id())
        .isEqualTo("99000000000001");

    engine.update(List.of(westChange("2", west("1", "Wohngeld", "99000000000002").build())));

    assertThat(engine.search().service("99000000000001", null).orElseThrow().id())
        .isEqualTo("99000000000002");
  }

  // Explanation

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hundesteuer anmelden",
        "Perso",
        "Personalausweiss beantragen",
        "Ausweis",
        "§ 34a GewO",
        "passport"
      })
  void explain_fullHit_sumsUpToItsScore(String query) throws IOException {
    CatalogSearch search = townSearch();
    SearchRequest request = SearchRequest.of(query);

    List<SearchHit> full =
        search.search(request).hits().stream().filter(h -> h.match() == FULL).toList();

    assertThat(full).isNotEmpty();
    for (SearchHit hit : full) {
      Explanation explanation = search.explain(request, hit.id()).orElseThrow();
      assertThat(explanation.id()).isEqualTo(hit.id());
      assertThat(explanation.found()).isTrue();
      assertThat(explanation.score()).isCloseTo(hit.score(), within(1e-6 * hit.score()));
      List<Explanation.Part> steps =
          explanation.parts().stream().filter(part -> !part.parts().isEmpty()).toList();
      assertThat(steps.stream().mapToDouble(Explanation.Part::value).sum())
          .isCloseTo(hit.score(), within(1e-6 * hit.score()));
      for (Explanation.Part step : steps) {
        assertThat(step.parts().stream().mapToDouble(Explanation.Part::value).sum())
            .isCloseTo(step.value(), within(1e-6));
      }
    }
  }

  @Test
  void explain_entryThatIsNoHit_saysSo() throws IOException {
    CatalogSearch search = townSearch();

    Explanation explanation =
        search.explain(SearchRequest.of("Hundesteuer"), WASTE_KEY).orElseThrow();

    assertThat(explanation.found()).isFalse();
    assertThat(explanation.score()).isZero();
    assertThat(search.explain(SearchRequest.of("Hundesteuer"), "4711")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {IDENTITY_CARD_KEY, "L100022.LB.130", "130"})
  void explain_entryNamedOutright_isFound(String query) throws IOException {
    Explanation explanation =
        townSearch().explain(SearchRequest.of(query), IDENTITY_CARD_KEY).orElseThrow();

    assertThat(explanation.found()).isTrue();
  }

  @Test
  void explain_entryThatAFilterHides_isNotFound() throws IOException {
    SearchRequest request = SearchRequest.builder("Personalausweis").portals(List.of(EAST)).build();

    assertThat(townSearch().explain(request, IDENTITY_CARD_KEY).orElseThrow().found()).isFalse();
  }

  // Generations

  @Test
  void search_afterAnUpdate_answersFromTheNewGeneration() throws IOException {
    Engine engine = engineOver(west("1", "Wohngeld", "99000000000001").build());
    SearchResult before = engine.search().search(SearchRequest.of("Wohngeld"));

    engine.update(
        List.of(
            westChange(
                "2",
                west("2", "Wohngeld erhöhen", "99000000000002").build(),
                west("1", "Mietzuschuss", "99000000000001").build())));
    SearchResult after = engine.search().search(SearchRequest.of("Wohngeld"));

    assertThat(fullIds(before)).containsExactly("99000000000001");
    assertThat(fullIds(after)).containsExactly("99000000000002");
    assertThat(after.generation())
        .isNotEqualTo(before.generation())
        .isEqualTo(engine.search().generation());
    assertThat(texts(engine.search().suggest("miet", 5))).containsExactly("Mietzuschuss");
    assertThat(engine.search().suggest("wohngeld erh", 5)).hasSize(1);
  }

  // Best bets

  @Test
  void search_bestBet_comesFirstUntilItsLastDay() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER)
            .bestBets(
                new StringReader(
                    """
                    query\tid\towner\tuntil
                    Reisepass\t99000000000002\tRedaktion\t2026-12-31
                    Ausweis\tL100022.LB.1\tRedaktion\t2026-12-31
                    Reisepass\t99999999999999\tRedaktion\t2026-12-31
                    """))
            .build();
    List<CatalogSource> sources =
        sources(
            west("1", "Reisepass", "99000000000001").build(),
            west("2", "Kinder ins Ausland", "99000000000002").build());

    CatalogSearch lastDay = engine(vocabulary, LocalDate.of(2026, 12, 31), sources).search();
    CatalogSearch dayAfter = engine(vocabulary, LocalDate.of(2027, 1, 1), sources).search();

    SearchResult result = lastDay.search(SearchRequest.of("reisepass"));
    assertThat(fullIds(result)).containsExactly("99000000000002", "99000000000001");
    assertThat(result.total()).isEqualTo(2);
    assertThat(first(lastDay, "Ausweis")).isEqualTo("99000000000001");
    assertThat(fullIds(dayAfter.search(SearchRequest.of("reisepass"))))
        .containsExactly("99000000000001");
    assertThat(fullIds(lastDay.search(SearchRequest.of("mein reisepass"))))
        .as("a best bet is for exactly its query")
        .containsExactly("99000000000001");
  }

  // No catalogs to speak of

  @Test
  void search_emptyCatalog_answers() throws IOException {
    CatalogSearch search = over();

    SearchResult result = search.search(SearchRequest.of("Hund"));

    assertThat(result.total()).isZero();
    assertThat(result.hits()).isEmpty();
    assertThat(search.search(SearchRequest.of("")).total()).isZero();
    assertThat(search.suggest("hund", 5)).isEmpty();
    assertThat(search.service(DOG_KEY, null)).isEmpty();
  }

  @Test
  void search_randomTexts_holdWhatEveryAnswerPromises() throws IOException {
    long seed = System.nanoTime();
    System.out.println("search_randomTexts seed " + seed);
    java.util.Random random = new java.util.Random(seed);
    CatalogSearch search = townSearch();
    List<String> pieces =
        List.of(
            "Hund",
            "steuer",
            "Ausweis",
            "Leipzig",
            "73116",
            "§",
            "34a",
            "-",
            " ",
            "\"",
            "ß",
            "ü",
            "🐕",
            "99102013104000",
            "in",
            "passport",
            "Personalausweiss",
            "\u0000",
            "a",
            "Göppingen");
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(7); n >= 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
        text.append(random.nextBoolean() ? " " : "");
      }
      String query = text.toString();

      SearchResult result = search.search(SearchRequest.of(query));

      Set<String> seen = new HashSet<>(ids(result));
      assertThat(seen).as("seed %d, query '%s'", seed, query).hasSameSizeAs(result.hits());
      assertThat(result.hits())
          .as("seed %d, query '%s': full hits come before weak ones", seed, query)
          .isSortedAccordingTo(Comparator.comparing(SearchHit::match));
      assertThat(result.total()).isGreaterThanOrEqualTo(fullIds(result).size());
      assertThat(search.search(SearchRequest.of(query))).isEqualTo(result);
    }
  }
}
