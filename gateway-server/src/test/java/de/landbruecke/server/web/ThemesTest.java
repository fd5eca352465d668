package de.landbruecke.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.shared.WebProperties.Theme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contrasts of every theme, light and dark (WCAG 2.2, 1.4.3, 1.4.11, 2.4.13), computed. */
class ThemesTest {

  private static final Path STYLES =
      Path.of("src", "main", "resources", "assets", "landbruecke.css");
  private static final String DARK = "@media (prefers-color-scheme: dark) {";
  private static final Pattern RULE =
      Pattern.compile(":root(?:\\.lb-theme-([a-z-]+))? \\{([^}]*)}");
  private static final Pattern COLOUR = Pattern.compile("--lb-([a-z-]+): (#[0-9a-f]{6});");
  private static final double TEXT = 4.5;
  private static final double PART = 3;

  private static final List<String> GROUNDS = List.of("background", "surface");
  private static final List<String> FEEDBACK = List.of("info", "success", "warning", "danger");

  static Stream<Arguments> themes() {
    return Stream.of(Theme.values())
        .flatMap(theme ->
            Stream.of(Arguments.of(theme.slug(), false), Arguments.of(theme.slug(), true)));
  }

  @ParameterizedTest(name = "{0}, dark: {1}")
  @MethodSource("themes")
  void contrast_ofEveryTheme_isEnough(String theme, boolean dark) throws IOException {
    Map<String, String> colours = colours(theme, dark);

    for (String ground : GROUNDS) {
      for (String text : List.of("text", "muted", "action", "visited")) {
        check(colours, text, ground, TEXT);
      }
      check(colours, "border", ground, PART);
      check(colours, "focus", ground, PART);
    }
    check(colours, "on-action", "action", TEXT);
    for (String feedback : FEEDBACK) {
      check(colours, "text", feedback + "-background", TEXT);
      check(colours, feedback, feedback + "-background", TEXT);
      check(colours, feedback, "background", TEXT);
      check(colours, "focus", feedback + "-background", PART);
    }
  }

  /** Else the light colour of a theme would be seen on the dark ground of another. */
  @Test
  void themes_namedInLight_areNamedInDark() throws IOException {
    String css = Files.readString(STYLES, StandardCharsets.UTF_8);
    Map<String, Map<String, String>> light = rules(css.substring(0, css.indexOf(DARK)));
    Map<String, Map<String, String>> dark = rules(css.substring(css.indexOf(DARK)));

    for (Theme theme : Theme.values()) {
      assertThat(Objects.requireNonNull(dark.get(theme.slug())).keySet())
          .as(theme.slug())
          .containsAll(Objects.requireNonNull(light.get(theme.slug())).keySet());
    }
  }

  /** The worked values of WCAG: black on white is 21, equal colours are 1. */
  @Test
  void ratio_ofKnownColours_isThatOfTheFormula() {
    assertThat(ratio("#000000", "#ffffff")).isEqualTo(21);
    assertThat(ratio("#777777", "#777777")).isEqualTo(1);
    assertThat(ratio("#767676", "#ffffff")).isBetween(4.5, 4.6);
    assertThat(ratio("#777777", "#ffffff")).isLessThan(4.5);
  }

  private static void check(Map<String, String> colours, String front, String back, double least) {
    assertThat(
            ratio(
                Objects.requireNonNull(colours.get(front), front),
                Objects.requireNonNull(colours.get(back), back)))
        .as(front + " on " + back)
        .isGreaterThanOrEqualTo(least);
  }

  /** As the browser cascades them: a theme's rule is more specific than a rule for all. */
  private static Map<String, String> colours(String theme, boolean dark) throws IOException {
    String css = Files.readString(STYLES, StandardCharsets.UTF_8);
    int at = css.indexOf(DARK);
    Map<String, Map<String, String>> light = rules(css.substring(0, at));
    Map<String, Map<String, String>> night = dark ? rules(css.substring(at)) : Map.of();
    Map<String, String> colours = new HashMap<>();
    for (String each : List.of(Theme.DEFAULT.slug(), theme)) {
      colours.putAll(Objects.requireNonNull(light.get(each)));
      colours.putAll(night.getOrDefault(each, Map.of()));
    }
    return colours;
  }

  private static Map<String, Map<String, String>> rules(String css) {
    Map<String, Map<String, String>> rules = new HashMap<>();
    Matcher rule = RULE.matcher(css);
    while (rule.find()) {
      String theme = rule.group(1) == null ? Theme.DEFAULT.slug() : rule.group(1);
      for (MatchResult colour : COLOUR.matcher(rule.group(2)).results().toList()) {
        rules.computeIfAbsent(theme, t -> new HashMap<>()).put(colour.group(1), colour.group(2));
      }
    }
    return rules;
  }

  private static double ratio(String first, String second) {
    double a = luminance(first);
    double b = luminance(second);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    double red = linear(Integer.parseInt(colour.substring(1, 3), 16) / 255.0);
    double green = linear(Integer.parseInt(colour.substring(3, 5), 16) / 255.0);
    double blue = linear(Integer.parseInt(colour.substring(5, 7), 16) / 255.0);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
