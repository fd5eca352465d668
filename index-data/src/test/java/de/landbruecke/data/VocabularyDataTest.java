package de.landbruecke.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.analysis.Vocabulary;
import java.io.IOException;
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

  private static List<String> meant(IndexData data, String query) {
    TextAnalyzer analyzer = data.analyzer();
    List<String> stems = analyzer.analyze(query).stream().map(Token::stem).toList();
    return data.vocabulary().synonyms(stems).stream().flatMap(s -> s.to().stream()).toList();
  }
}
