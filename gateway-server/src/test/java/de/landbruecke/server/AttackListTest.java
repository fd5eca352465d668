package de.landbruecke.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of attacks in the docs names tests; they are there, and each row has one. */
class AttackListTest {

  private static final Path LIST = Path.of("../docs/reference/attacks.md");
  private static final List<Path> TESTS =
      List.of(Path.of("../gateway-core/src/test/java"), Path.of("src/test/java"));
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| [A-Z]\\d+ \\|.*$");

  @Test
  void tests_thatTheListNames_exist() throws IOException {
    List<MatchResult> named = NAMED.matcher(Files.readString(LIST)).results().toList();

    assertThat(named)
        .hasSizeGreaterThan(50)
        .allSatisfy(each ->
            assertThat(sources(each.group(1)))
                .as(each.group())
                .anySatisfy(source -> assertThat(source).contains("void " + each.group(2) + "(")));
  }

  @Test
  void rows_all_nameATest() throws IOException {
    assertThat(ROW.matcher(Files.readString(LIST)).results().map(MatchResult::group))
        .hasSizeGreaterThan(40)
        .allSatisfy(row -> assertThat(NAMED.matcher(row).find()).as(row).isTrue());
  }

  /** The text of every test class of this name; two rooms may have one of the same. */
  private static List<String> sources(String name) throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path tests : TESTS) {
      try (Stream<Path> files = Files.walk(tests)) {
        for (Path file : files.filter(each -> each.endsWith(name + ".java")).toList()) {
          sources.add(Files.readString(file));
        }
      }
    }
    return sources;
  }
}
