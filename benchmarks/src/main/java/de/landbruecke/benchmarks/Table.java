package de.landbruecke.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table of text, printed as Markdown. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  /** An empty table. */
  public Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row. */
  public Table row(String... cells) {
    return row(Arrays.asList(cells));
  }

  /** Adds a row. */
  public Table row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + rows.getFirst().size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** A number with a point, whatever the machine's language. */
  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|").append(" --- |".repeat(rows.getFirst().size())).append('\n');
      }
    }
    return text.toString();
  }
}
