package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.data.DataFile;
import de.landbruecke.data.IndexData;
import de.landbruecke.server.StubCatalogSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartPageTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  @TempDir private Path directory = Path.of("");
  private final TitleIndex titles = new TitleIndex(new StubCatalogSearch());

  private StartPage page(String... rows) throws IOException {
    Path file = directory.resolve("featured.tsv");
    Files.writeString(file, StartPage.FEATURED + "\n" + String.join("\n", rows) + "\n");
    return StartPage.read(DataFile.of(file), null);
  }

  private List<String> featured(StartPage page, @Nullable RegionalKey place) {
    return page.featured(titles, place, TODAY).stream().map(ServiceLink::text).toList();
  }

  @Test
  void featured_lastDay_isStillShown() throws IOException {
    StartPage page =
        page(
            StubCatalogSearch.DOG + "\tHund\tRedaktion\t2026-11-24\t",
            StubCatalogSearch.PASSPORT + "\tReisepass\tRedaktion\t2026-11-23\t",
            "# a remark",
            "",
            "99999999999999\tGibt es nicht\tRedaktion\t2027-01-01\t");

    assertThat(featured(page, null)).containsExactly("Hund");
  }

  @Test
  void featured_ofOneState_isShownThereAndWithoutAPlace() throws IOException {
    StartPage page =
        page(
            StubCatalogSearch.DOG + "\tHund\tRedaktion\t2027-01-01\t08",
            StubCatalogSearch.PASSPORT + "\tReisepass\tRedaktion\t2027-01-01");

    assertThat(featured(page, null)).containsExactly("Hund", "Reisepass");
    assertThat(featured(page, new RegionalKey("081110000000")))
        .containsExactly("Hund", "Reisepass");
    assertThat(featured(page, new RegionalKey("147130000000"))).containsExactly("Reisepass");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x~Hund~Redaktion~morgen~      | line 2: until 'morgen'; a day such as 2027-12-31 is allowed
          x~Hund~Redaktion~2027-02-30~  | line 2: until '2027-02-30'
          x~Hund~~2027-01-01~           | line 2: nobody owns 'Hund'
          x~Hund~Redaktion~2027-01-01~8 | line 2: the state '8'; two digits such as 08 are allowed
          x~Hund~Redaktion~2027-01-01~081 | line 2: the state '081'
          x~~Redaktion~2027-01-01~      | does not have its 5 columns
          x                             | does not have its 5 columns
          """)
  void read_wrongRow_isToldWithItsLine(String row, String message) {
    assertThatIOException()
        .isThrownBy(() -> page(row.replace('~', '\t')))
        .withMessageContaining(directory.resolve("featured.tsv").toString())
        .withMessageContaining(message);
  }

  @Test
  void read_wrongHeaderOrNone_isTold() throws IOException {
    Path file = directory.resolve("x.tsv");
    for (String text : List.of("", "id\towner\n")) {
      Files.writeString(file, text);
      assertThatIOException()
          .isThrownBy(() -> StartPage.read(null, DataFile.of(file)))
          .withMessageContaining("the header 'name\tquery', tab-separated, is needed");
    }
  }

  @Test
  void read_nothing_showsNothing() throws IOException {
    StartPage page = StartPage.read(null, null);

    assertThat(featured(page, null)).isEmpty();
    assertThat(page.situations(null)).isEmpty();
  }

  @Test
  void situations_shipped_areSearchesThatKeepThePlace() throws IOException {
    StartPage page = StartPage.read(IndexData.featured(), IndexData.lifeSituations());

    assertThat(page.situations("147130000000"))
        .contains(new ServiceLink("Umzug", "/suche?q=Umzug&ort=147130000000", 0))
        .hasSizeGreaterThan(8);
  }
}
