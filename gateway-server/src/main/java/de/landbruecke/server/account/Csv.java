package de.landbruecke.server.account;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180) that no spreadsheet takes for formulas. */
final class Csv {

  private Csv() {}

  static String of(List<List<String>> lines) {
    return lines.stream()
        .map(line -> line.stream().map(Csv::cell).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static String cell(String value) {
    String plain =
        !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    return "\"" + plain.replace("\"", "\"\"") + "\"";
  }
}
