package de.landbruecke.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What axe-core finds on the pages: nothing. */
class AccessibilityIT extends BrowserTest {

  private static final List<Integer> WIDTHS = List.of(320, 360, 768, 1280);

  /** Each page once; looks and widths take turns, so that all of them occur. */
  static Stream<Arguments> inTurn() {
    List<SamplePage> pages = List.of(SamplePage.values());
    List<Look> looks = List.of(Look.values());
    return IntStream.range(0, pages.size())
        .mapToObj(i ->
            Arguments.of(pages.get(i), looks.get(i % looks.size()), WIDTHS.get(i % WIDTHS.size())));
  }

  static Stream<Arguments> all() {
    return Arrays.stream(SamplePage.values())
        .flatMap(page ->
            Arrays.stream(Look.values())
                .flatMap(look -> WIDTHS.stream().map(width -> Arguments.of(page, look, width))));
  }

  @ParameterizedTest
  @MethodSource("inTurn")
  void page_inTurn_hasNoViolations(SamplePage page, Look look, int width) {
    check(page, look, width);
  }

  @Tag("proof")
  @ParameterizedTest
  @MethodSource("all")
  void page_inEveryLookAndWidth_hasNoViolations(SamplePage page, Look look, int width) {
    check(page, look, width);
  }

  /** Its cells are boxes one below the other there, which once made browsers forget the table. */
  @Test
  void table_stackedOnAPhone_isStillATable() {
    Visitor visitor = visitor(new Visitor.Setting().width(360));
    visitor.go(SamplePage.SERVICE_AT_PLACE.path());

    Map<String, Integer> roles = new HashMap<>();
    visitor
        .page()
        .context()
        .newCDPSession(visitor.page())
        .send("Accessibility.getFullAXTree")
        .getAsJsonArray("nodes")
        .forEach(node -> {
          JsonObject role = node.getAsJsonObject().getAsJsonObject("role");
          roles.merge(role.get("value").getAsString(), 1, Integer::sum);
        });

    assertThat(roles).containsEntry("table", 1).containsEntry("columnheader", 2);
    assertThat(roles.get("row")).isGreaterThan(4);
    assertThat(roles.get("rowheader")).isGreaterThan(1);
    assertThat(roles.get("cell")).isGreaterThan(3);
  }

  private void check(SamplePage page, Look look, int width) {
    Visitor visitor = visitor(look.setting().width(width));

    int status = visitor.go(page.path()).status();
    look.applyTo(visitor);
    // What is folded is part of the page, too.
    visitor.unfold();

    assertThat(status).isEqualTo(page.status());
    assertThat(
            look == Look.FORCED
                ? Axe.violationsInForcedColours(visitor.page())
                : Axe.violations(visitor.page()))
        .isEmpty();
  }
}
