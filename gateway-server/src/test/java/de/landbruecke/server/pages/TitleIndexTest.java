package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.server.StubCatalogSearch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleIndexTest {

  private final StubCatalogSearch search = new StubCatalogSearch();
  private final TitleIndex index = new TitleIndex(search);

  @ParameterizedTest
  @CsvSource({
    "Hund, h",
    "Öffnung, o",
    "Ärztin, a",
    "Überweisung, u",
    "ß, s",
    "łódź, l",
    "Élysée, e",
    "„Blauer“ Parkausweis, b",
    "(Neu) Hund, n",
    "115, 0-9",
    "3D-Druck, 0-9",
    "Жук, 0-9",
    "'', 0-9",
    "'…', 0-9"
  })
  void letter_anyName_isUnderOne(String title, String letter) {
    assertThat(TitleIndex.letter(title)).isEqualTo(letter);
  }

  @Test
  void byLetter_everyEntry_isThereOnceByItsFirstName() {
    Map<String, List<TitleIndex.Title>> letters = index.byLetter(null);

    assertThat(letters).hasSize(27);
    assertThat(letters.get("h"))
        .containsExactly(new TitleIndex.Title(StubCatalogSearch.DOG, "Hundesteuer anmelden"));
    assertThat(letters.values().stream().mapToInt(List::size).sum()).isEqualTo(3);
  }

  @Test
  void byLetter_atAPlace_usesTheNameThere() {
    assertThat(index.byLetter(new RegionalKey("145225221310")).get("h"))
        .containsExactly(new TitleIndex.Title(StubCatalogSearch.DOG, "Hund anmelden"));
    assertThat(index.title(StubCatalogSearch.DOG, new RegionalKey("145225221310")))
        .contains("Hund anmelden");
    assertThat(index.title("nothing", null)).isEmpty();
  }
}
