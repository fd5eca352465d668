package de.landbruecke.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.analysis.Vocabulary;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the shipped vocabulary promises. */
class VocabularyDataTest {

  @Test
  void load_shippedVocabulary_hasEnoughGroups() throws IOException {
    Vocabulary vocabulary = IndexData.load().vocabulary();

    assertThat(vocabulary.groups()).isGreaterThanOrEqualTo(700);
  }

  @Test
  void synonyms_ofOldNames_leadToTodays() throws IOException {
    IndexData data = IndexData.load();

    assertThat(meant(data, "Hartz IV")).contains("Bürgergeld");
    assertThat(meant(data, "perso")).contains("Personalausweis");
    assertThat(meant(data, "wbs")).contains("Wohnberechtigungsschein");
  }

  @Test
  void synonyms_shipped_areOfTheFormAndSaidOnce() throws IOException {
    Set<String> groups = new HashSet<>();

    List<String[]> rows = Shipped.rows(DataFile.shipped("synonyms.tsv"), "type from to lang note");

    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row).hasSize(5);
          assertThat(row[0]).isIn("equal", "implies", "former", "abbreviation", "translation");
          assertThat(row[1]).isNotBlank();
          assertThat(row[2].isBlank()).isEqualTo(row[0].equals("equal"));
          assertThat(groups.add(row[0] + row[1] + row[2])).isTrue();
        });
  }

  @Test
  void featured_shipped_areServicesWithSomebodyWhoAnswersForThem() throws IOException {
    Set<String> keys = new HashSet<>();
    Shipped.SERVICES.forEach(service -> service.keys().forEach(key -> keys.add(key.value())));
    Set<String> ids = new HashSet<>();

    List<String[]> rows = Shipped.rows(IndexData.featured(), "id title owner until state");

    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(row -> {
          assertThat(row).hasSize(5).doesNotContainNull();
          assertThat(keys).contains(row[0]);
          assertThat(ids.add(row[0])).as(row[0]).isTrue();
          assertThat(row[1]).isNotBlank().hasSizeLessThan(40);
          assertThat(row[2]).isNotBlank();
          assertThat(LocalDate.parse(row[3])).isAfter(LocalDate.of(2027, 1, 1));
          assertThat(row[4]).matches("(\\d\\d)?");
        });
  }

  @Test
  void lifeSituations_shipped_areShortAndSaidOnce() throws IOException {
    Set<String> names = new HashSet<>();

    assertThat(Shipped.rows(IndexData.lifeSituations(), "name query"))
        .hasSizeGreaterThan(8)
        .allSatisfy(row -> {
          assertThat(row).hasSize(2);
          assertThat(row[0]).isNotBlank().hasSizeLessThan(40);
          assertThat(row[1]).isNotBlank();
          assertThat(names.add(row[0])).as(row[0]).isTrue();
        });
  }

  private static List<String> meant(IndexData data, String query) {
    TextAnalyzer analyzer = data.analyzer();
    List<String> stems = analyzer.analyze(query).stream().map(Token::stem).toList();
    return data.vocabulary().synonyms(stems).stream().flatMap(s -> s.to().stream()).toList();
  }
}
