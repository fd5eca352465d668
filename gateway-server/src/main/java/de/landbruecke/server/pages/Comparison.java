package de.landbruecke.server.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What portals say about the same service, side by side.
 *
 * @param columns what tells the descriptions apart
 * @param rows only those to which one of them says something
 */
record Comparison(List<Column> columns, List<Row> rows) {

  /** A comparison of more is hard to read; the descriptions themselves are all there. */
  private static final int MOST_COLUMNS = 4;

  /**
   * A description.
   *
   * @param here whether it is valid at the place
   */
  record Column(String name, boolean here) {}

  /**
   * A row.
   *
   * @param different whether those that say something differ
   * @param cells one for each column; empty where nothing is said
   */
  record Row(String label, boolean different, List<List<Text>> cells) {}

  /** Copies the lists. */
  Comparison {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Compares descriptions.
   *
   * @param offices names of who is responsible for those that are valid at the place
   * @return null where there is nothing to compare
   */
  static @Nullable Comparison of(List<VariantView> all, List<Text> offices) {
    if (all.size() < 2) {
      return null;
    }
    List<VariantView> variants = all.subList(0, Math.min(all.size(), MOST_COLUMNS));
    List<Row> rows = new ArrayList<>();
    add(rows, variants, "Kosten", VariantView::fees);
    add(rows, variants, "Bearbeitungsdauer", v -> orNone(v.processingTime()));
    add(rows, variants, "Fristen", VariantView::deadlines);
    add(rows, variants, "Unterlagen", Comparison::documents);
    if (variants.stream().anyMatch(v -> !v.online().isEmpty())) {
      add(rows, variants, "Online", Comparison::online);
    }
    add(
        rows,
        variants,
        "Zuständige Stelle",
        v -> Boolean.TRUE.equals(v.validAtPlace()) ? offices : List.of());
    add(
        rows,
        variants,
        "Fachlich freigegeben am",
        v -> orNone(v.approved() == null ? null : Fact.german(v.approved())));
    return new Comparison(
        variants.stream()
            .map(v -> new Column(v.name(), Boolean.TRUE.equals(v.validAtPlace())))
            .toList(),
        rows);
  }

  private static void add(
      List<Row> rows,
      List<VariantView> variants,
      String label,
      Function<VariantView, List<Text>> cell) {
    List<List<Text>> cells = variants.stream().map(cell).toList();
    if (cells.stream().anyMatch(texts -> !texts.isEmpty())) {
      // Where only one says something, nobody knows whether the others differ.
      long said = cells.stream().filter(texts -> !texts.isEmpty()).distinct().count();
      rows.add(new Row(label, said > 1, cells));
    }
  }

  private static List<Text> orNone(@Nullable Text text) {
    return text == null ? List.of() : List.of(text);
  }

  private static List<Text> documents(VariantView variant) {
    return variant.documents().stream()
        .map(document ->
            document.optional()
                ? new Text(
                    document.title().value() + " (nur in manchen Fällen)",
                    document.title().language())
                : document.title())
        .toList();
  }

  private static List<Text> online(VariantView variant) {
    return variant.online().isEmpty()
        ? List.of(Fact.german("nicht online"))
        : variant.online().stream()
            .map(online ->
                Fact.german(
                    "möglich auf "
                        + online.address().host()
                        + (online.level() == null ? "" : ": " + online.level())))
            .distinct()
            .toList();
  }
}
