package de.landbruecke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.benchmarks.HeldOut.Kind;
import de.landbruecke.evaluation.JudgementList.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class QuestionsTest {

  private static Catalog catalog(String agency, String... records) {
    List<ObjectNode> services = new ArrayList<>();
    for (String record : records) {
      services.add((ObjectNode) Catalog.JSON.readTree(record));
    }
    return new Catalog("portal", agency, services);
  }

  private static final List<Catalog> CATALOGS =
      List.of(
          catalog(
              "A",
              "{'id':'1','keys':['99000000000001'],'title':{'de':'Ausweis'},'keywords':['Perso'],"
                      .replace('\'', '"')
                  + "\"formalName\":{\"de\":\"Ausweis Erteilung\"}}"),
          catalog(
              "B",
              "{'id':'2','keys':['99000000000001'],'title':'Ausweis','keywords':{'de':['Karte']}}"
                  .replace('\'', '"')));

  @Test
  void questions_key_onlyTheRecordWithTheKeywordIsRelevant() {
    assertThat(HeldOut.questions(Kind.KEY, CATALOGS, 1).development())
        .extracting(Question::query, question -> question.grades().keySet())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Perso", Set.of("A.LB.1")),
            org.assertj.core.groups.Tuple.tuple("Karte", Set.of("B.LB.2")));
  }

  @Test
  void questions_fed_recordsOfTheSameKeyAreRelevant() {
    assertThat(HeldOut.questions(Kind.FED, CATALOGS, 1).development().getFirst().grades())
        .containsOnlyKeys("A.LB.1", "B.LB.2");
  }

  @Test
  void questions_typo_differFromTheKeywordAndRepeatWithTheSeed() {
    List<Question> once = HeldOut.questions(Kind.TYPO, CATALOGS, 5).development();

    assertThat(once).extracting(Question::query).doesNotContain("Perso", "Karte");
    assertThat(HeldOut.questions(Kind.TYPO, CATALOGS, 5).development()).isEqualTo(once);
  }

  @Test
  void corpus_heldOut_isNotInTheDocuments() {
    List<Document> key = Catalog.records(HeldOut.corpus(Kind.KEY, CATALOGS));
    List<Document> title = Catalog.records(HeldOut.corpus(Kind.TITLE, CATALOGS));

    assertThat(key).allSatisfy(document -> assertThat(document.keywords()).isEmpty());
    assertThat(key.getFirst().titles()).containsExactly("Ausweis", "Ausweis Erteilung");
    assertThat(title.getFirst().titles()).containsExactly("Ausweis");
    assertThat(title.getFirst().keywords()).containsExactly("Perso");
  }

  @Test
  void entries_recordsOfOneKey_areOneDocument() {
    assertThat(Catalog.entries(CATALOGS))
        .singleElement()
        .satisfies(document -> assertThat(document.ids()).containsExactly("99000000000001"))
        .satisfies(document -> assertThat(document.keywords()).containsExactly("Perso", "Karte"));
  }

  @Test
  void typos_longAndShortWords_onlyLongOnesChange() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);

    for (int i = 0; i < 200; i++) {
      assertThat(Typos.one("Hundesteuer ab", random))
          .isNotEqualTo("Hundesteuer ab")
          .startsWith("H");
      assertThat(Typos.one("ab Kfz", random)).isEqualTo("ab Kfz");
    }
  }

  @Test
  void generated_sameSeed_sameTextsWithDistinctKeys() throws Exception {
    GeneratedCatalog catalog = new GeneratedCatalog(300, 3);
    Set<String> keys = new HashSet<>();
    Iterator<GeneratedCatalog.Entry> again = catalog.generate();

    for (Iterator<GeneratedCatalog.Entry> once = catalog.generate(); once.hasNext(); ) {
      GeneratedCatalog.Entry entry = once.next();
      assertThat(entry).isEqualTo(again.next());
      keys.add(entry.key());
    }

    assertThat(keys).hasSize(300);
    assertThat(catalog.queries(100)).hasSize(100).doesNotHaveDuplicates();
    assertThat(new GeneratedCatalog(1, 4).generate().next())
        .isNotEqualTo(catalog.generate().next());
  }

  /** Heaps' law: ten times the text has more words, but far from ten times as many. */
  @Test
  void generated_tenTimesTheEntries_vocabularyGrowsSlower() throws Exception {
    int few = vocabulary(200);
    int many = vocabulary(2_000);

    assertThat((double) many / few).isBetween(2.0, 8.0);
  }

  private static int vocabulary(int entries) throws Exception {
    Set<String> words = new HashSet<>();
    for (Document document : new GeneratedCatalog(entries, 3)) {
      words.addAll(List.of(document.body().split("\\W+", -1)));
    }
    return words.size();
  }

  @Test
  void speed_hundredTimes_p99IsTheNinetyNinth() {
    long[] nanos = new long[100];
    for (int i = 0; i < 100; i++) {
      nanos[99 - i] = (i + 1) * 1_000_000L;
    }

    Speed.Result result = Speed.Result.of(nanos);

    assertThat(result.p99()).isEqualTo(99_000_000L);
    assertThat(result.median()).isEqualTo(51_000_000L);
    assertThat(result.perSecond()).isEqualTo(100 / 5.05);
  }
}
