package de.landbruecke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.benchmarks.LuceneEngine.Setup;
import de.landbruecke.evaluation.Ranker.Ranked;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {

  private static final List<Document> DOCUMENTS =
      List.of(
          new Document(List.of("dog"), List.of("Hundesteuer anmelden"), List.of("Hund"), "Steuer."),
          new Document(
              List.of("flat"),
              List.of("Wohnsitz anmelden"),
              List.of("Umzug"),
              "Auch der Hund zieht mit um."),
          new Document(
              List.of("pass"), List.of("Reisepass beantragen"), List.of("Pass"), "Für Reisen."));

  private static List<String> ask(Engine engine, String query) {
    try (engine) {
      return engine.rank(query, null, "de", 10).stream()
          .map(Ranked::ids)
          .map(List::getFirst)
          .toList();
    }
  }

  @Test
  void rank_wordInTitleAndInText_titleFirst() throws Exception {
    assertThat(ask(new LuceneEngine(Setup.GERMAN, DOCUMENTS), "hunde")).startsWith("dog", "flat");
    assertThat(ask(new LuceneEngine(Setup.REFERENCE, DOCUMENTS), "hunde"))
        .startsWith("dog", "flat");
    assertThat(ask(new SqliteEngine(DOCUMENTS), "hund")).startsWith("dog", "flat");
  }

  @Test
  void rank_partOfACompound_isFoundByTheReferenceOnly() throws Exception {
    assertThat(ask(new LuceneEngine(Setup.STANDARD, DOCUMENTS), "Hundeanmeldung")).isEmpty();
    assertThat(ask(new LuceneEngine(Setup.GERMAN, DOCUMENTS), "Hundeanmeldung")).isEmpty();
    assertThat(ask(new LuceneEngine(Setup.REFERENCE, DOCUMENTS), "Hundeanmeldung"))
        .startsWith("dog");
  }

  @Test
  void rank_typingError_isFoundByGrams() throws Exception {
    assertThat(ask(new LuceneEngine(Setup.REFERENCE, DOCUMENTS), "Reisepsas")).startsWith("pass");
    assertThat(ask(new SqliteEngine(DOCUMENTS), "Reisepsas")).startsWith("pass");
  }

  @Test
  void rank_nothingToAsk_findsNothing() throws Exception {
    for (String query : List.of("", "?!", "\" OR *")) {
      assertThat(ask(new LuceneEngine(Setup.REFERENCE, DOCUMENTS), query)).isEmpty();
      assertThat(ask(new SqliteEngine(DOCUMENTS), query)).isEmpty();
    }
  }
}
