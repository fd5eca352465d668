package de.landbruecke.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.analysis.Vocabulary.BestBet;
import de.landbruecke.analysis.Vocabulary.Relation;
import de.landbruecke.analysis.Vocabulary.Synonym;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  private static final TextAnalyzer ANALYZER = new TextAnalyzer(Lexicon.general());
  private static final String HEADER = "type\tfrom\tto\tlang\tnote\n";

  private static Vocabulary synonyms(String lines) throws IOException {
    return Vocabulary.builder(ANALYZER).synonyms(new StringReader(HEADER + lines)).build();
  }

  private static List<String> leadsTo(Vocabulary vocabulary, String text) {
    List<String> stems = ANALYZER.analyze(text).stream().map(Token::stem).toList();
    return vocabulary.synonyms(stems).stream().flatMap(s -> s.to().stream()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "equal, true, true",
    "implies, true, false",
    "former, true, true",
    "abbreviation, true, true",
    "translation, true, false"
  })
  void synonyms_relation_leadsItsWays(String type, boolean there, boolean back) throws IOException {
    Vocabulary vocabulary = synonyms(type + "\tPerso\tPersonalausweis\tde\t\n");

    assertThat(leadsTo(vocabulary, "Perso").equals(List.of("Personalausweis"))).isEqualTo(there);
    assertThat(leadsTo(vocabulary, "Personalausweis").equals(List.of("Perso"))).isEqualTo(back);
    assertThat(vocabulary.groups()).isEqualTo(1);
  }

  @Test
  void synonyms_severalTerms_equalLeadsToAllOthers() throws IOException {
    Vocabulary vocabulary = synonyms("equal\tPerso | Plastekarte|\tPersonalausweis\tde\t\n");

    assertThat(leadsTo(vocabulary, "Plastekarte"))
        .containsExactlyInAnyOrder("Perso", "Personalausweis");
  }

  @Test
  void synonyms_termOfSeveralWords_needsThemAll() throws IOException {
    Vocabulary vocabulary = synonyms("implies\tFahrkarte verloren\tErsatz\tde\t\n");

    assertThat(leadsTo(vocabulary, "verloren")).isEmpty();
    assertThat(leadsTo(vocabulary, "Fahrkarte")).isEmpty();
    assertThat(leadsTo(vocabulary, "verloren habe ich die Fahrkarte")).containsExactly("Ersatz");
    assertThat(vocabulary.synonyms(List.of())).isEmpty();
  }

  @Test
  void synonyms_termOfStopWordsOnly_isKept() throws IOException {
    Vocabulary vocabulary = synonyms("implies\tich\tPerson\tde\t\n");

    assertThat(vocabulary.synonyms(List.of("ich")))
        .containsExactly(new Synonym("ich", List.of("ich"), List.of("Person"), Relation.IMPLIES));
  }

  @Test
  void synonyms_commentsAndEmptyLines_areSkipped() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER)
            .synonyms(new StringReader("# ours\n" + HEADER + "\n# more\nequal\tA1\tB1\tde\t\n"))
            .build();

    assertThat(vocabulary.groups()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "type\tfrom\n", "equal\tA\tB\tde\t\n", "type,from,to,lang,note\n"})
  void synonyms_wrongHeader_isRefusedAndTellsTheRightOne(String file) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Vocabulary.builder(ANALYZER).synonyms(new StringReader(file)))
        .withMessageContaining("type from to lang note");
  }

  @Test
  void synonyms_unknownType_isRefusedAndTellsTheAllowed() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> synonyms("same\tA\tB\tde\t\n"))
        .withMessageContaining("'same'")
        .withMessageContaining("equal, implies, former, abbreviation or translation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"equal", "equal\t", "equal\t \tB", "\tA\tB"})
  void synonyms_tooFewColumns_isRefusedWithTheLine(String line) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> synonyms(line + "\n"))
        .withMessageContaining("'" + line + "'");
  }

  @Test
  void bestBets_query_countsUntilItsLastDay() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER)
            .bestBets(
                new StringReader(
                    "query\tid\towner\tuntil\nPersönlicher Ausweis\t4711\tus\t2026-12-31\n"))
            .build();
    LocalDate last = LocalDate.of(2026, 12, 31);

    assertThat(vocabulary.bestBets("personlicher ausweis", last))
        .containsExactly(new BestBet("4711", "us", last));
    assertThat(vocabulary.bestBets("personlicher ausweis", last.plusDays(1))).isEmpty();
    assertThat(vocabulary.bestBets("ausweis", last)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\t1\tus\tmorgen", "a\t1\tus\t31.12.2026", "a\t1\tus\t"})
  void bestBets_noDay_isRefused(String line) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Vocabulary.builder(ANALYZER)
                .bestBets(new StringReader("query\tid\towner\tuntil\n" + line + "\n")))
        .withMessageContaining("2027-12-31");
  }

  @Test
  void bestBets_tooFewColumns_isRefused() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Vocabulary.builder(ANALYZER)
                .bestBets(new StringReader("query\tid\towner\tuntil\na\t1\tus\n")))
        .withMessageContaining("3 columns, 4 needed");
  }

  @Test
  void generic_word_holdsForItsForms() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER).generic(new StringReader("# few\nFormular\n")).build();

    assertThat(vocabulary.isGeneric(ANALYZER.analyze("Formulare").getFirst().stem())).isTrue();
    assertThat(vocabulary.isGeneric("hund")).isFalse();
  }

  @Test
  void denied_wordOrPhrase_isMatchedFolded() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.builder(ANALYZER).denied(new StringReader("Blöd\nganz schlimm\n")).build();

    assertThat(vocabulary.isDenied("blod")).isTrue();
    assertThat(vocabulary.isDenied("sehr blod gelaufen")).isTrue();
    assertThat(vocabulary.isDenied("ganz schlimm")).isTrue();
    assertThat(vocabulary.isDenied("ganz")).isFalse();
    assertThat(vocabulary.isDenied("")).isFalse();
  }

  @Test
  void empty_knowsNothing() {
    assertThat(Vocabulary.EMPTY.groups()).isZero();
    assertThat(Vocabulary.EMPTY.synonyms(List.of("hund"))).isEmpty();
    assertThat(Vocabulary.EMPTY.bestBets("hund", LocalDate.EPOCH)).isEmpty();
    assertThat(Vocabulary.EMPTY.isDenied("hund")).isFalse();
    assertThat(Vocabulary.EMPTY.isGeneric("hund")).isFalse();
  }
}
