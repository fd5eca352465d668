package de.landbruecke.server.cli;

import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.CatalogIndex.Check;
import de.landbruecke.index.IndexGeneration;
import de.landbruecke.index.UpdateReport;
import de.landbruecke.server.shared.Catalogs;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Builds, checks and rolls back the index of a data directory. */
final class IndexCommand {

  private static final Set<String> VALUED = Set.of("--data-directory", "--catalog", "--vocabulary");
  private static final int SHOWN = 20;

  private IndexCommand() {}

  static int build(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, VALUED, Set.of("--rebuild", "--force", "--json"));
    options.noOperands();
    Catalogs catalogs = CatalogOptions.catalogs(options);
    Path directory = directory(options);
    Files.createDirectories(directory);
    Printer printer = new Printer(out, options.has("--json"));
    UpdateReport report;
    try (CatalogIndex index = catalogs.index(directory).open()) {
      List<CatalogSource> sources = catalogs.sources();
      boolean rebuild = options.has("--rebuild") || index.needsRebuild().isPresent();
      boolean force = options.has("--force");
      if (rebuild) {
        report = force ? index.rebuildDespiteShrinking(sources) : index.rebuild(sources);
      } else {
        report = force ? index.updateDespiteShrinking(sources) : index.update(sources);
      }
    }
    List<Map<String, Object>> results = new ArrayList<>();
    for (UpdateReport.SourceResult result : report.sources()) {
      results.add(source(result, printer));
    }
    printer.line(
        "generation %s: %s, %d records changed"
            .formatted(report.generation(), label(report.outcome()), report.changed()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("generation", report.generation());
    answer.put("outcome", label(report.outcome()));
    answer.put("changed", report.changed());
    answer.put("sources", results);
    printer.document(answer);
    return report.complete() ? CommandLine.GOOD : CommandLine.FINDING;
  }

  private static Map<String, Object> source(UpdateReport.SourceResult result, Printer printer) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("portal", result.portal().value());
    answer.put("connector", result.connector());
    answer.put("status", label(result.status()));
    answer.put("services", result.servicesAfter());
    answer.put("detail", result.detail());
    SourceReport report = result.report();
    long skipped = report == null ? 0 : report.skipped();
    answer.put("skipped", skipped);
    List<String> skips =
        report == null
            ? List.of()
            : report.skips().stream()
                .map(skip -> skip.position() + " " + skip.reason() + ": " + skip.detail())
                .toList();
    answer.put("skips", skips);
    printer.line(
        "%s (%s): %s, %d services, %d skipped %s"
            .formatted(
                result.portal(),
                result.connector(),
                label(result.status()),
                result.servicesAfter(),
                skipped,
                result.detail()));
    skips.stream().limit(SHOWN).forEach(skip -> printer.line("  " + skip));
    return answer;
  }

  static int verify(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, VALUED, Set.of("--json"));
    options.noOperands();
    try (CatalogIndex index = existing(options).openReadOnly()) {
      Check check = index.verify();
      Printer printer = new Printer(out, options.has("--json"));
      check.findings().forEach(printer::line);
      printer.line(
          "generation %s: %d entries, %d findings"
              .formatted(check.generation(), check.entries(), check.findings().size()));
      printer.document(
          Map.of(
              "generation",
              check.generation(),
              "entries",
              check.entries(),
              "findings",
              check.findings()));
      return check.clean() ? CommandLine.GOOD : CommandLine.FINDING;
    }
  }

  static int rollback(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, VALUED, Set.of("--json"));
    options.noOperands();
    try (CatalogIndex index = existing(options).open()) {
      IndexGeneration generation = index.rollback();
      Printer printer = new Printer(out, options.has("--json"));
      printer.line("generation %s: %d entries".formatted(generation.id(), generation.entries()));
      printer.document(Map.of("generation", generation.id(), "entries", generation.entries()));
      return CommandLine.GOOD;
    }
  }

  private static CatalogIndex.Builder existing(Options options) throws UsageException, IOException {
    Path directory = directory(options);
    if (!Files.isDirectory(directory)) {
      throw new IOException("there is no data directory " + directory);
    }
    return CatalogOptions.catalogs(options).index(directory);
  }

  static Path directory(Options options) throws UsageException {
    return Path.of(options.one("--data-directory").orElse("./landbruecke-data"));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
