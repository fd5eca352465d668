package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.IndexSnapshot;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.search.QueryPlan.Alternative;
import de.landbruecke.search.QueryPlan.Concept;
import de.landbruecke.search.QueryPlan.Leaf;
import de.landbruecke.search.SearchHit.FoundBy;
import de.landbruecke.testing.ListCatalogSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlannerTest {

  private static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());
  private static final Ranking RANKING = Ranking.DEFAULT;
  private static final String SYNONYMS = "type\tfrom\tto\tlang\tnote\n";

  @SuppressWarnings("NullAway.Init")
  private CatalogIndex index;

  @SuppressWarnings("NullAway.Init")
  private IndexSnapshot snapshot;

  @BeforeAll
  void build(@TempDir Path directory) throws IOException {
    List<CatalogRecord> records = new ArrayList<>();
    for (String title :
        List.of(
            "Hundesteuer anmelden",
            "Führerschein beantragen",
            "Wohngeld beantragen",
            "Fahrerlaubnis",
            "Kraftfahrzeug abmelden",
            "Zweitwohnungssteuer")) {
      records.add(
          PublicService.builder(
                  new RecordId("A", RecordClass.SERVICE, "s" + records.size()),
                  LocalizedText.german(title))
              .build());
    }
    index = CatalogIndex.builder(directory, ANALYZER).open();
    index.update(List.of(ListCatalogSource.full("one", "one", "1", records)));
    snapshot = index.acquire();
  }

  @AfterAll
  void close() throws IOException {
    snapshot.close();
    index.close();
  }

  private Planner planner(Vocabulary vocabulary) throws IOException {
    return new Planner(
        new TermLookup(snapshot.reader(), IndexFields.WORDS),
        ANALYZER,
        vocabulary,
        new Spelling(snapshot.reader()),
        RANKING);
  }

  private Planner planner() throws IOException {
    return planner(Vocabulary.EMPTY);
  }

  private static Vocabulary synonyms(String... lines) throws IOException {
    return Vocabulary.builder(ANALYZER)
        .synonyms(new StringReader(SYNONYMS + String.join("\n", lines) + "\n"))
        .build();
  }

  private static QueryPlan plan(Planner planner, String query) throws IOException {
    return planner.plan(query, planner.words(query));
  }

  /** The concepts of typed words, without those that only give bonuses. */
  private static List<String> concepts(QueryPlan plan) {
    return plan.concepts.stream().map(Concept::typed).filter(typed -> !typed.isEmpty()).toList();
  }

  private static List<Alternative> alternatives(QueryPlan plan, FoundBy.Kind kind) {
    return plan.alternatives.stream().filter(each -> each.kind() == kind).toList();
  }

  private static Leaf leaf(QueryPlan plan, String term) {
    return plan.leaves.stream()
        .filter(each -> each.term().equals(term))
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
  }

  private static String stem(String word) {
    return ANALYZER.analyzeAll(word).getFirst().stem();
  }

  @Test
  void words_withoutMeaning_areLeftOutUnlessThereAreNoOthers() throws IOException {
    assertThat(planner().words("wo kann ich Wohngeld"))
        .extracting(Token::folded)
        .containsExactly("wohngeld");
    assertThat(planner().words("wo ich")).extracting(Token::folded).containsExactly("wo", "ich");
    assertThat(planner().words(" ?! ")).isEmpty();
  }

  @Test
  void words_beyondTwentyFour_areNotLookedUp() throws IOException {
    String query =
        IntStream.rangeClosed(1, 25).mapToObj(i -> "wort" + i).collect(Collectors.joining(" "));

    assertThat(planner().words(query)).hasSize(24);
    assertThat(planner().words(query.substring(0, query.lastIndexOf(' ')))).hasSize(24);
  }

  @Test
  void plan_nothingTyped_isEmpty() throws IOException {
    assertThat(plan(planner(), "").isEmpty()).isTrue();
  }

  @Test
  void plan_knownWord_isNotCorrected() throws IOException {
    Planner planner = planner();

    QueryPlan plan = plan(planner, "Wohngeld");

    assertThat(concepts(plan)).containsExactly("Wohngeld");
    assertThat(leaf(plan, stem("wohngeld")).coverage()).isEqualTo(1);
    assertThat(leaf(plan, IndexFields.EXACT + "wohngeld").coverage()).isZero();
    assertThat(alternatives(plan, FoundBy.Kind.CORRECTION)).isEmpty();
    assertThat(planner.corrections()).isEmpty();
    assertThat(planner.hasUnknown()).isFalse();
  }

  @Test
  void plan_wordTwice_isOneConcept() throws IOException {
    assertThat(concepts(plan(planner(), "Wohngeld wohngeld"))).containsExactly("Wohngeld");
  }

  @Test
  void plan_misspelledWord_isCorrectedWhereItStands() throws IOException {
    Planner planner = planner();

    QueryPlan plan = plan(planner, "mein Wohngled hier");

    assertThat(alternatives(plan, FoundBy.Kind.CORRECTION))
        .extracting(Alternative::matched)
        .containsExactly("wohngeld");
    assertThat(planner.corrections()).containsExactly(new Planner.Correction(5, 13, "wohngeld"));
    assertThat(planner.hasUnknown()).isTrue();
    assertThat(leaf(plan, stem("wohngeld")).weight()).isLessThanOrEqualTo(RANKING.correction());
  }

  @Test
  void plan_misspelledWordWithoutSpelling_staysAsTyped() throws IOException {
    Planner planner =
        new Planner(
            new TermLookup(snapshot.reader(), IndexFields.WORDS),
            ANALYZER,
            Vocabulary.EMPTY,
            null,
            RANKING);

    QueryPlan plan = plan(planner, "Wohngled");

    assertThat(alternatives(plan, FoundBy.Kind.CORRECTION)).isEmpty();
    assertThat(planner.corrections()).isEmpty();
    assertThat(planner.hasUnknown()).isTrue();
  }

  @Test
  void plan_unknownWord_weighsAsMuchAsTheRarest() throws IOException {
    QueryPlan plan = plan(planner(), "qwertzuiop");

    assertThat(plan.concepts.getFirst().weight()).isEqualTo(RANKING.unknown() * Ranking.idf(6, 1));
  }

  @Test
  void plan_compound_isProvedByItselfAndNearlyByAllItsParts() throws IOException {
    Token compound = ANALYZER.analyze("Hundesteuer").getFirst();
    assertThat(compound.parts()).hasSize(2);

    QueryPlan plan = plan(planner(), "Hundesteuer");

    assertThat(leaf(plan, compound.stem()).coverage()).isEqualTo(1);
    assertThat(leaf(plan, compound.stem()).weight()).isEqualTo(1);
    List<Leaf> parts = compound.parts().stream().map(part -> leaf(plan, part)).toList();
    assertThat(parts.stream().mapToDouble(Leaf::coverage).sum()).isCloseTo(0.95, within(1e-9));
    assertThat(parts).allSatisfy(part -> assertThat(part.weight()).isEqualTo(RANKING.part()));
    // "Steuer" stands in two entries, "Hund" in one: it says more.
    assertThat(parts.getFirst().coverage()).isGreaterThan(parts.getLast().coverage());
  }

  @Test
  void plan_compoundOfKnownParts_isKnown() throws IOException {
    Planner planner = planner();

    QueryPlan plan = plan(planner, "Hundewohnung");

    assertThat(alternatives(plan, FoundBy.Kind.CORRECTION)).isEmpty();
    assertThat(planner.corrections()).isEmpty();
  }

  @Test
  void plan_synonym_leadsToWordsThatTheCatalogsHave() throws IOException {
    Vocabulary vocabulary = synonyms("implies\tLappen\tFührerschein|Flugschein\tde\t");
    Planner planner = planner(vocabulary);

    QueryPlan plan = plan(planner, "Lappen");

    assertThat(alternatives(plan, FoundBy.Kind.SYNONYM))
        .extracting(Alternative::matched)
        .containsExactly("Führerschein");
    assertThat(leaf(plan, stem("Führerschein")).weight()).isEqualTo(RANKING.synonym());
    assertThat(planner.hasUnknown()).isFalse();
  }

  @Test
  void plan_synonymOfSeveralWords_countsOnlyWithAllOfThem() throws IOException {
    QueryPlan plan =
        plan(planner(synonyms("implies\tAbwracken\tKraftfahrzeug abmelden\tde\t")), "abwracken");

    Alternative synonym = alternatives(plan, FoundBy.Kind.SYNONYM).getFirst();
    assertThat(synonym.all()).isTrue();
    double coverage =
        plan.leaves.stream()
            .filter(each -> plan.alternativeOf(each).equals(synonym))
            .mapToDouble(Leaf::coverage)
            .sum();
    assertThat(coverage).isGreaterThanOrEqualTo(1);
  }

  @Test
  void plan_translation_isToldFromASynonym() throws IOException {
    QueryPlan plan = plan(planner(synonyms("translation\tlicence\tFührerschein\ten\t")), "licence");

    assertThat(alternatives(plan, FoundBy.Kind.TRANSLATION))
        .extracting(Alternative::matched)
        .containsExactly("Führerschein");
    assertThat(alternatives(plan, FoundBy.Kind.SYNONYM)).isEmpty();
  }

  @Test
  void plan_longerTerm_hidesWhatItsWordsAloneImply() throws IOException {
    Vocabulary vocabulary =
        synonyms(
            "implies\tAuto\tFahrerlaubnis\tde\t",
            "implies\tAuto verkaufen\tKraftfahrzeug abmelden\tde\t");

    assertThat(alternatives(plan(planner(vocabulary), "Auto"), FoundBy.Kind.SYNONYM))
        .extracting(Alternative::matched)
        .containsExactly("Fahrerlaubnis");
    assertThat(alternatives(plan(planner(vocabulary), "Auto verkaufen"), FoundBy.Kind.SYNONYM))
        .extracting(Alternative::matched)
        .containsOnly("Kraftfahrzeug abmelden");
  }

  @Test
  void plan_correctedWord_leadsOnToItsSynonym() throws IOException {
    Vocabulary vocabulary = synonyms("implies\tFührerschein\tFahrerlaubnis\tde\t");

    QueryPlan plan = plan(planner(vocabulary), "Führerschien");

    assertThat(alternatives(plan, FoundBy.Kind.SYNONYM))
        .extracting(Alternative::matched)
        .containsExactly("Fahrerlaubnis");
    assertThat(leaf(plan, stem("Fahrerlaubnis")).weight())
        .isLessThanOrEqualTo(RANKING.synonym() * RANKING.correction());
  }

  @Test
  void plan_genericWord_weighsLess() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER).generic(new StringReader("Fahrerlaubnis\n")).build();
    double plain = plan(planner(), "Fahrerlaubnis").totalWeight();

    assertThat(plan(planner(vocabulary), "Fahrerlaubnis").totalWeight()).isLessThan(plain);
    assertThat(plan(planner(vocabulary), "Wohngeld").totalWeight())
        .isEqualTo(plan(planner(), "Wohngeld").totalWeight());
  }

  @Test
  void plan_neighboursAndWholeQuery_weighWithoutProving() throws IOException {
    List<Token> words = ANALYZER.analyze("Hundesteuer anmelden");

    QueryPlan plan = plan(planner(), "Hundesteuer anmelden");

    Leaf pair = leaf(plan, words.getFirst().tail() + TextAnalyzer.JOIN + words.getLast().head());
    Leaf whole = leaf(plan, IndexFields.WHOLE + ANALYZER.whole(words));
    assertThat(pair.weight()).isEqualTo(RANKING.pair());
    assertThat(whole.weight()).isEqualTo(RANKING.whole());
    assertThat(List.of(pair, whole))
        .allSatisfy(bonus -> {
          assertThat(bonus.coverage()).isZero();
          assertThat(plan.conceptOf(bonus).weight()).isZero();
        });
  }

  @Test
  void grams_ofAWord_areTheTenRarestThatTheCatalogsHave() throws IOException {
    TermLookup lookup = new TermLookup(snapshot.reader(), IndexFields.GRAMS);
    List<String> present = TextAnalyzer.grams("zweitwohnungssteuer").stream().distinct().toList();
    assertThat(present).hasSizeGreaterThan(10);

    QueryPlan plan = planner().grams(ANALYZER.analyze("Zweitwohnungssteuer"), lookup);

    assertThat(plan.leaves).hasSize(10);
    assertThat(plan.leaves).extracting(Leaf::term).isSubsetOf(present).doesNotContain("steu");
    assertThat(plan.leaves.stream().mapToDouble(Leaf::coverage).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void grams_genericWordAndUnknownPieces_areLeftOut() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER).generic(new StringReader("Wohngeld\n")).build();
    TermLookup lookup = new TermLookup(snapshot.reader(), IndexFields.GRAMS);

    assertThat(planner(vocabulary).grams(ANALYZER.analyze("Wohngeld"), lookup).isEmpty()).isTrue();
    assertThat(planner().grams(ANALYZER.analyze("Wohngeld"), lookup).isEmpty()).isFalse();
    assertThat(planner().grams(ANALYZER.analyze("qwertzuiop"), lookup).isEmpty()).isTrue();
  }
}
