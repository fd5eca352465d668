package de.landbruecke.server.cli;

import de.landbruecke.server.shared.QueryCount;
import de.landbruecke.server.shared.StatisticsFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Reports what is searched most, and what is searched in vain. */
final class StatisticsCommand {

  private static final Set<String> VALUED = Set.of("--data-directory", "--days", "--limit");
  private static final int DAYS = 30;
  private static final int MAX_DAYS = 3_650;
  private static final int LIMIT = 50;
  private static final int MAX_LIMIT = 10_000;

  private StatisticsCommand() {}

  static int report(List<String> arguments, PrintStream out, Clock clock)
      throws UsageException, IOException {
    Options options = Options.read(arguments, VALUED, Set.of("--json"));
    options.noOperands();
    int days = options.number("--days", DAYS, 1, MAX_DAYS);
    int limit = options.number("--limit", LIMIT, 1, MAX_LIMIT);
    Path directory = IndexCommand.directory(options);
    if (!Files.isDirectory(directory)) {
      throw new IOException("there is no data directory " + directory);
    }
    LocalDate last = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate first = last.minusDays(days - 1L);
    List<QueryCount> counts = new StatisticsFiles(directory).read(first, last);
    long searches = counts.stream().mapToLong(QueryCount::searches).sum();
    long withoutHits = counts.stream().mapToLong(QueryCount::withoutHits).sum();
    List<QueryCount> top = most(counts, QueryCount::searches, limit);
    List<QueryCount> inVain = most(counts, QueryCount::withoutHits, limit);

    Printer printer = new Printer(out, options.has("--json"));
    printer.line(
        "%s to %s: %d queries, %d searches, %d without hits"
            .formatted(first, last, counts.size(), searches, withoutHits));
    lines("searched most", top, printer);
    lines("without hits", inVain, printer);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("from", first.toString());
    answer.put("to", last.toString());
    answer.put("queries", counts.size());
    answer.put("searches", searches);
    answer.put("withoutHits", withoutHits);
    answer.put("searchedMost", top);
    answer.put("searchedInVain", inVain);
    printer.document(answer);
    return CommandLine.GOOD;
  }

  /** Those with the largest number; none where it is 0. */
  private static List<QueryCount> most(
      List<QueryCount> counts, ToLongFunction<QueryCount> number, int limit) {
    // The sort is stable and the counts are in the order of their queries.
    return counts.stream()
        .filter(count -> number.applyAsLong(count) > 0)
        .sorted(Comparator.comparingLong(number).reversed())
        .limit(limit)
        .toList();
  }

  private static void lines(String title, List<QueryCount> counts, Printer printer) {
    printer.line("");
    printer.line("%s (searches, without hits, query)".formatted(title));
    for (QueryCount count : counts) {
      printer.line("%9d %9d  %s".formatted(count.searches(), count.withoutHits(), count.query()));
    }
    if (counts.isEmpty()) {
      printer.line("          none");
    }
  }
}
