package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue of errors names every code and reason that the pages and the log can have. */
class ErrorCatalogueTest {

  private static final Path CATALOGUE = Path.of("../docs/reference/errors.md");
  private static final Path SOURCES = Path.of("src/main/java/de/landbruecke/server/account");

  /**
   * A reason beside its class of failure, or handed to what sends to the portal or checks its
   * answer.
   */
  private static final Pattern REASON =
      Pattern.compile(
          "Trouble\\.[A-Z_]+,\\s*(?:away \\?"
              + " )?\"([a-z_]+)\"|(?:send|check)\\([^;]*?\"([a-z_]+)\"\\);",
          Pattern.DOTALL);

  private static Set<String> reasons() throws IOException {
    Set<String> reasons = new TreeSet<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        Matcher matcher = REASON.matcher(Files.readString(file));
        while (matcher.find()) {
          reasons.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
      }
    }
    return reasons;
  }

  @Test
  void reasons_ofTheSources_allStandInTheCatalogue() throws IOException {
    String catalogue = Files.readString(CATALOGUE);

    assertThat(reasons())
        .hasSizeGreaterThan(30)
        .allSatisfy(reason ->
            assertThat(catalogue)
                .contains(reason.endsWith("_") ? "`" + reason + "…`" : "`" + reason + "`"));
  }

  @Test
  void codes_allStandInTheCatalogueWithStatusAndError() throws IOException {
    String catalogue = Files.readString(CATALOGUE);

    assertThat(Arrays.stream(Trouble.values()))
        .allSatisfy(trouble ->
            assertThat(catalogue)
                .containsPattern(
                    "\\| `%s` \\| %d \\|[^|]*\\| `%s` \\|"
                        .formatted(trouble.code(), trouble.status().value(), trouble.error())));
  }
}
