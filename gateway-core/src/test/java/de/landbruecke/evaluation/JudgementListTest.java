package de.landbruecke.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.evaluation.JudgementList.Part;
import de.landbruecke.evaluation.JudgementList.Question;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class JudgementListTest {

  private static final String HEADER =
      "query\tplace\tlang\tclass\tpart\tserviceKey\tgrade\treason\n";

  private static JudgementList read(String lines) throws IOException {
    return JudgementList.read(new StringReader(HEADER + lines));
  }

  private static JudgementList trec(String queries, String qrels) throws IOException {
    return JudgementList.trec(new StringReader(queries), new StringReader(qrels));
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String... parts) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(reading)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void partOf_sameWordInOtherCase_isTheSame() throws Exception {
    for (String query : new String[] {"Reisepass", "Hund anmelden", "Straße"}) {
      byte first =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(
                  query
                      .toLowerCase(java.util.Locale.ROOT)
                      .getBytes(java.nio.charset.StandardCharsets.UTF_8))[0];

      Part expected = Math.floorMod(first, 2) == 1 ? Part.LOCKED : Part.DEVELOPMENT;
      assertThat(Part.of(query)).isEqualTo(expected);
      assertThat(Part.of(query.toUpperCase(java.util.Locale.ROOT).replace("STRASSE", "STRAßE")))
          .isEqualTo(expected);
    }
  }

  /** The digests are those of RFC 6234's function: ba7816bf… for "abc", e3b0c442… for "". */
  @Test
  void partOf_knownDigests_firstByteDecides() {
    assertThat(Part.of("abc")).isEqualTo(Part.DEVELOPMENT);
    assertThat(Part.of("ABC")).isEqualTo(Part.DEVELOPMENT);
    assertThat(Part.of("")).isEqualTo(Part.LOCKED);
  }

  @Test
  void read_twoLinesOfOneQuery_areOneQuestion() throws IOException {
    JudgementList list =
        read(
            """
            abc\t\tde\teveryday\tdevelopment\t99008001012000\t3\tthe card
            abc\t\tde\teveryday\tdevelopment\t99008004180000\t0\tonly the pin
            """);

    assertThat(list.development()).hasSize(1);
    Question question = list.development().getFirst();
    assertThat(question.id()).isEqualTo("q2");
    assertThat(question.place()).isNull();
    assertThat(question.type()).isEqualTo("everyday");
    assertThat(question.grades())
        .containsEntry("99008001012000", 3)
        .containsEntry("99008004180000", 0);
    assertThat(list.relevantFrom()).isEqualTo(2);
    assertThat(list.size(Part.LOCKED)).isZero();
  }

  @Test
  void read_wrongHeader_namesTheRightOne() {
    assertRefused(
        () -> JudgementList.read(new StringReader("query\tgrade\n")), "query place lang class");
  }

  @Test
  void read_partAgainstTheHash_isRefusedWithoutTheQuery() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read("abc\t\tde\teveryday\tlocked\t99008001012000\t3\tr\n"))
        .satisfies(e -> assertThat(e.getMessage()).contains("line 2", "development"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("abc"));
  }

  @Test
  void read_gradeThreeAndFour_onlyThreeIsAllowed() throws IOException {
    String line = "abc\t\tde\teveryday\tdevelopment\t99008001012000\t";

    assertThat(read(line + "3\tr\n").development()).hasSize(1);
    assertRefused(() -> read(line + "4\tr\n"), "line 2", "at most 3");
    assertRefused(() -> read(line + "good\tr\n"), "line 2", "whole number");
  }

  @Test
  void read_missingCell_namesLineAndCount() {
    assertRefused(() -> read("abc\t\tde\teveryday\tdevelopment\tkey\t3\n"), "line 2", "8 cells");
  }

  @Test
  void read_linesOfAQueryThatDisagree_areRefused() {
    assertRefused(
        () ->
            read(
                """
                abc\t\tde\teveryday\tdevelopment\tk1\t3\tr
                abc\t\ten\teveryday\tdevelopment\tk2\t3\tr
                """),
        "line 3",
        "as in line 2");
  }

  @Test
  void read_sameKeyTwice_isRefused() {
    String line = "abc\t\tde\teveryday\tdevelopment\tk1\t3\tr\n";

    assertRefused(() -> read(line + line), "line 3", "once");
  }

  @Test
  void trec_queriesAndQrels_areJoined() throws IOException {
    JudgementList list =
        trec(
            "1\thund anmelden\n2\tpass\t081110000000\ten\n3\tnot judged\n",
            "1 0 L1.LB.7 1\n1 0 L1.LB.8 0\n2\t0\tL1.LB.9\t-1\n");

    assertThat(list.relevantFrom()).isEqualTo(1);
    assertThat(list.development()).hasSize(3);
    assertThat(list.development().get(0).grades()).containsEntry("L1.LB.7", 1);
    assertThat(list.development().get(1))
        .returns("081110000000", Question::place)
        .returns("en", Question::language);
    assertThat(list.development().get(1).grades()).containsEntry("L1.LB.9", 0);
    assertThat(list.development().get(2).grades()).isEmpty();
  }

  @Test
  void trec_brokenLines_areNamed() {
    assertRefused(() -> trec("1\n", ""), "line 1", "id, text");
    assertRefused(() -> trec("a b\ttext\n", ""), "line 1", "id, text");
    assertRefused(() -> trec("1\tx\n1\ty\n", ""), "line 2", "once");
    assertRefused(() -> trec("1\tx\n", "1 0 d\n"), "line 1", "iteration");
    assertRefused(() -> trec("1\tx\n", "2 0 d 1\n"), "line 1", "an id of the queries");
    assertRefused(() -> trec("1\tx\n", "1 0 d 1.5\n"), "line 1", "whole number");
  }

  @Test
  void invariants_rankOneAndZero_onlyOneIsAllowed() throws IOException {
    String header = "query\tplace\tserviceKey\tmaxRank\n";

    assertThat(Invariant.read(new StringReader(header + "BAföG\t\t99022001017003\t1\n")))
        .containsExactly(new Invariant("BAföG", null, "99022001017003", 1));
    assertRefused(
        () -> Invariant.read(new StringReader(header + "BAföG\t\t99022001017003\t0\n")),
        "line 2",
        "'0'");
  }
}
