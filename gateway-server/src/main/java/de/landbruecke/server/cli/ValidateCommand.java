package de.landbruecke.server.cli;

import de.landbruecke.data.CatalogValidator;
import de.landbruecke.data.DataFile;
import de.landbruecke.data.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks catalog files against the format. */
final class ValidateCommand {

  private ValidateCommand() {}

  static int run(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, Set.of(), Set.of("--shipped-rules", "--json"));
    if (options.operands().isEmpty()) {
      throw new UsageException("catalog validate needs at least one file");
    }
    CatalogValidator validator =
        options.has("--shipped-rules") ? CatalogValidator.shipped() : CatalogValidator.general();
    List<Finding> findings =
        validator.validate(
            options.operands().stream().map(file -> DataFile.of(Path.of(file))).toList());
    Printer printer = new Printer(out, options.has("--json"));
    findings.forEach(finding -> printer.line(finding.toString()));
    printer.line(findings.size() + " findings");
    printer.document(Map.of("findings", findings.stream().map(ValidateCommand::document).toList()));
    return findings.isEmpty() ? CommandLine.GOOD : CommandLine.FINDING;
  }

  private static Map<String, Object> document(Finding finding) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", finding.file());
    document.put("line", finding.line());
    document.put("record", finding.record());
    document.put("rule", finding.rule().name().toLowerCase(Locale.ROOT));
    document.put("reason", finding.reason());
    return document;
  }
}
