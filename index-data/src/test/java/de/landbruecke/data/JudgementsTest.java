package de.landbruecke.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.ServiceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the shipped judgements promise. No test shows a locked query. */
class JudgementsTest {

  private static final String HEADER = "query place lang class part serviceKey grade reason";
  private static final Set<String> CLASSES =
      Set.of("everyday", "official", "typo", "compound", "umlaut", "place", "question", "english");

  private static List<String[]> judgements() throws IOException {
    return Shipped.rows(IndexData.judgements(), HEADER);
  }

  @Test
  void judgements_shipped_areEnoughInEveryClassAndHalf() throws IOException {
    Map<String, Set<String>> byClass = new TreeMap<>();
    Map<String, Set<String>> byPart = new TreeMap<>();
    for (String[] row : judgements()) {
      byClass.computeIfAbsent(row[3], k -> new HashSet<>()).add(row[0]);
      byPart.computeIfAbsent(row[4], k -> new HashSet<>()).add(row[0]);
    }
    int all = byClass.values().stream().mapToInt(Set::size).sum();

    assertThat(all).isGreaterThanOrEqualTo(800);
    assertThat(byClass.keySet()).isEqualTo(CLASSES);
    assertThat(byClass.values()).allSatisfy(q -> assertThat(q).hasSizeGreaterThanOrEqualTo(80));
    assertThat(byPart).containsOnlyKeys("development", "locked");
    assertThat(byPart.get("locked")).hasSizeBetween(all * 45 / 100, all * 55 / 100);
  }

  @Test
  void judgement_everyLine_isOfTheForm() throws IOException {
    Set<String> scope = Set.copyOf(Shipped.scope());
    Map<String, String> classOf = new HashMap<>();
    Set<String> answered = new HashSet<>();
    for (String[] row : judgements()) {
      assertThat(row).hasSize(8);
      String query = row[0].toLowerCase(Locale.ROOT);
      assertThat(part(query).equals(row[4])).as("part of a query").isTrue();
      assertThat(row[1]).matches("\\d{12}|");
      assertThat(row[2]).isIn("de", "en");
      assertThat(scope).contains(row[5]);
      assertThat(row[6]).matches("[0-3]");
      assertThat(row[7]).isNotBlank();
      String meant = row[1] + row[2] + row[3];
      assertThat(meant.equals(classOf.getOrDefault(query, meant))).as("one class").isTrue();
      classOf.put(query, meant);
      if (row[6].equals("3")) {
        answered.add(query);
      }
    }

    assertThat(answered.size()).as("queries with an answer").isEqualTo(classOf.size());
  }

  @Test
  void judgements_ofAllServices_askForEach() throws IOException {
    Set<String> asked =
        judgements().stream()
            .filter(row -> row[6].equals("3"))
            .map(row -> row[5])
            .collect(Collectors.toSet());

    assertThat(asked).containsExactlyInAnyOrderElementsOf(Shipped.scope());
  }

  @Test
  void noAnswers_shipped_areEnoughAndJudgedNowhere() throws IOException {
    List<String[]> rows = Shipped.rows(IndexData.noAnswers(), "query place lang part reason");
    Set<String> judged =
        judgements().stream()
            .map(row -> row[0].toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());

    assertThat(rows).hasSizeGreaterThanOrEqualTo(40);
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row[3]).isEqualTo(part(row[0].toLowerCase(Locale.ROOT)));
          assertThat(judged.contains(row[0].toLowerCase(Locale.ROOT))).isFalse();
        });
  }

  @Test
  void invariants_shipped_areEnoughAndNameServices() throws IOException {
    List<String[]> rows = Shipped.rows(IndexData.invariants(), "query place serviceKey maxRank");
    Set<String> scope = Set.copyOf(Shipped.scope());

    assertThat(rows).hasSizeGreaterThanOrEqualTo(150);
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(scope).contains(row[2]);
          assertThat(Integer.parseInt(row[3])).isBetween(1, 10);
        });
  }

  /** Else the everyday class would only show that words were copied. */
  @Test
  void everydayQueries_locked_standSeldomVerbatimInVocabularyOrKeywords() throws IOException {
    Set<String> words = new HashSet<>();
    for (String[] row : Shipped.rows(DataFile.shipped("synonyms.tsv"), "type from to lang note")) {
      Stream.of(row[1], row[2])
          .flatMap(cell -> Stream.of(cell.split("\\|", -1)))
          .map(term -> term.strip().toLowerCase(Locale.ROOT))
          .forEach(words::add);
    }
    for (PublicService service : Shipped.SERVICES) {
      service
          .keywords()
          .values()
          .forEach(list -> list.forEach(word -> words.add(word.toLowerCase(Locale.ROOT))));
    }
    Set<String> locked =
        judgements().stream()
            .filter(row -> row[3].equals("everyday") && row[4].equals("locked"))
            .map(row -> row[0].toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    long verbatim = locked.stream().filter(words::contains).count();

    assertThat(verbatim).isLessThanOrEqualTo(locked.size() / 4);
  }

  @Test
  void bestBets_shipped_nameServicesOfTheCatalogs() throws IOException {
    Set<String> keys =
        Shipped.SERVICES.stream()
            .flatMap(service -> service.keys().stream())
            .map(ServiceKey::value)
            .collect(Collectors.toSet());

    List<String[]> rows = Shipped.rows(DataFile.shipped("best-bets.tsv"), "query id owner until");

    assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
    assertThat(rows).allSatisfy(row -> assertThat(keys).contains(row[1]));
  }

  /** Even first bytes of the hash are for development. */
  private static String part(String query) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
      return hash[0] % 2 == 0 ? "development" : "locked";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
