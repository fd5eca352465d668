package de.landbruecke.server.cli;

import de.landbruecke.search.Explanation;
import de.landbruecke.search.SearchRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells how the score of an entry comes about. */
final class ExplainCommand {

  private static final Set<String> VALUED =
      Set.of("--catalog", "--vocabulary", "--query", "--id", "--place", "--lang");

  private ExplainCommand() {}

  static int run(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, VALUED, CatalogOptions.FLAGS);
    options.noOperands();
    String id = options.required("--id");
    SearchRequest request =
        SearchRequest.builder(options.required("--query"))
            .place(options.one("--place").orElse(null))
            .language(options.one("--lang").orElse("de"))
            .build();
    try (TemporaryIndex index = TemporaryIndex.build(CatalogOptions.catalogs(options))) {
      Optional<Explanation> found = index.search().explain(request, id);
      if (found.isEmpty()) {
        throw new IOException("there is no entry " + id);
      }
      Explanation explanation = found.get();
      Printer printer = new Printer(out, options.has("--json"));
      printer.line(
          "%s: %s, score %s"
              .formatted(
                  explanation.id(),
                  explanation.found() ? "found" : "not found",
                  number(explanation.score())));
      printer.line(explanation.description());
      explanation.parts().forEach(part -> part(part, "  ", printer));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("id", explanation.id());
      answer.put("found", explanation.found());
      answer.put("score", explanation.score());
      answer.put("description", explanation.description());
      answer.put("parts", explanation.parts());
      printer.document(answer);
      return explanation.found() ? CommandLine.GOOD : CommandLine.FINDING;
    }
  }

  private static void part(Explanation.Part part, String indent, Printer printer) {
    printer.line(indent + number(part.value()) + "  " + part.description());
    part.parts().forEach(inner -> part(inner, indent + "  ", printer));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
