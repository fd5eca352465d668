package de.landbruecke.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the pages fit into windows, and how large what one has to hit is. */
class AppearanceIT extends BrowserTest {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** The values of WCAG 2.2, 1.4.12. */
  private static final String SPACED =
      """
      () => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`
          * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
          p { margin-bottom: 2em !important; }`);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      }
      """;

  private static final String MOVING =
      """
      () => [...document.querySelectorAll("*")]
        .flatMap(element => ["", "::before", "::after"].map(part => [element, getComputedStyle(element, part)]))
        .filter(([, style]) => style.animationName !== "none"
          || style.transitionDuration.split(",").some(time => parseFloat(time) > 0)
          || style.scrollBehavior === "smooth")
        .map(([element]) => element.outerHTML.slice(0, 80))
      """;

  private static final String REPEATED_IDS =
      """
      () => {
        const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
        return ids.filter((id, i) => ids.indexOf(id) !== i);
      }
      """;

  @ParameterizedTest
  @EnumSource
  void page_narrowOrWide_fitsWithTargetsToHit(SamplePage page) {
    Visitor visitor = visitor(new Visitor.Setting().width(320));

    visitor.go(page.path());
    visitor.unfold();

    for (int width : new int[] {320, 360, 768, 1280}) {
      visitor.page().setViewportSize(width, 640);
      assertThat(Geometry.overflowing(visitor)).as("at %d pixels", width).isEmpty();
      assertThat(Geometry.smallTargets(visitor)).as("targets at %d pixels", width).isEmpty();
    }
    assertThat(visitor.ask(REPEATED_IDS)).isEmpty();
    assertThat(visitor.ask(MOVING)).as("moving although the person asked for less").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void page_largeOrSpacedText_fits(SamplePage page) {
    Visitor visitor = visitor(new Visitor.Setting().width(320));

    visitor.go(page.path());
    visitor.unfold();

    visitor.page().evaluate(SPACED);
    for (int width : new int[] {320, 1280}) {
      visitor.page().setViewportSize(width, 640);
      assertThat(Geometry.overflowing(visitor)).as("spaced text at %d pixels", width).isEmpty();
    }
    visitor.page().evaluate("() => { document.adoptedStyleSheets = []; }");
    visitor.page().evaluate("() => { document.documentElement.style.fontSize = '200%'; }");
    for (int width : new int[] {320, 1280}) {
      visitor.page().setViewportSize(width, 640);
      assertThat(Geometry.overflowing(visitor)).as("text of 200 %% at %d pixels", width).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void page_printed_isOnlyWhatPaperCanUse(SamplePage page) {
    Visitor visitor = visitor();

    visitor.go(page.path());
    visitor.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

    assertThat(visitor.find("h1").isVisible()).isTrue();
    assertThat(visitor.find(".lb-nav").isVisible()).isFalse();
    assertThat(visitor.find("body > footer").isVisible()).isFalse();
    assertThat(visitor.find("form:visible, .lb-pagination:visible, .lb-skip:visible").all())
        .isEmpty();
  }

  /** For people to look at: the whole page, light and dark, on a phone and on a desk. */
  @ParameterizedTest
  @EnumSource
  void page_lightAndDark_isPictured(SamplePage page) throws Exception {
    for (Look look : List.of(Look.LIGHT, Look.DARK)) {
      Visitor visitor = visitor(look.setting().width(360));
      visitor.go(page.path());
      for (int width : new int[] {360, 1280}) {
        visitor.page().setViewportSize(width, 900);
        Path file =
            SCREENSHOTS.resolve(
                page.slug() + "-" + look.name().toLowerCase(Locale.ROOT) + "-" + width + ".png");
        visitor.page().screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        assertThat(Files.size(file)).as(file.toString()).isGreaterThan(10_000);
      }
    }
  }
}
