package de.landbruecke.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {

  private static Paging paging(long total, int current) {
    return Paging.of(
        total, 10, 100, current, n -> Address.of("/x").with("seite", Integer.toString(n)));
  }

  private static String shown(Paging paging) {
    return paging.steps().stream()
        .map(step ->
            step.number() == 0
                ? "…"
                : step.href() == null ? "[" + step.number() + "]" : "" + step.number())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, [1]",
    "10, 1, 1, [1]",
    "11, 1, 2, [1] 2",
    "30, 2, 3, 1 [2] 3",
    "100, 1, 10, [1] 2 … 10",
    "100, 4, 10, 1 2 3 [4] 5 … 10",
    "100, 5, 10, 1 … 4 [5] 6 … 10",
    "100, 8, 10, 1 … 7 [8] 9 10",
    "100, 10, 10, 1 … 9 [10]",
    "1000, 100, 100, 1 … 99 [100]",
    "99999, 100, 100, 1 … 99 [100]"
  })
  void of_anyTotal_showsTheEndsAndTheNeighbours(
      long total, int current, int last, String expected) {
    Paging paging = paging(total, current);

    assertThat(paging.last()).isEqualTo(last);
    assertThat(shown(paging)).isEqualTo(expected);
    assertThat(paging.isNeeded()).isEqualTo(last > 1);
    assertThat(paging.previous() == null).isEqualTo(current == 1);
    assertThat(paging.next() == null).isEqualTo(current == last);
  }

  @Test
  void of_middle_leadsToBothNeighbours() {
    Paging paging = paging(100, 5);

    assertThat(paging.previous()).isEqualTo("/x?seite=4");
    assertThat(paging.next()).isEqualTo("/x?seite=6");
  }
}
