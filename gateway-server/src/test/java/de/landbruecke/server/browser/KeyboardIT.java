package de.landbruecke.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything by keys alone: no test here touches a pointer. */
class KeyboardIT extends BrowserTest {

  private static final int MOST_TABS = 400;

  /** Remembers what can have the focus, in reading order, and how it looks without. */
  private static final String PREPARE =
      """
      () => {
        window.tabbable = [...document.querySelectorAll(
            "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
          .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility());
        window.look = element => {
          const style = getComputedStyle(element);
          const drawn = style.outlineStyle !== "none" && !/, 0\\)$/.test(style.outlineColor);
          return { outline: drawn ? parseFloat(style.outlineWidth) : 0, shadow: style.boxShadow };
        };
        window.before = tabbable.map(look);
        return tabbable.length;
      }
      """;

  /** What is wrong with the focus on the element of this number; an empty text for nothing. */
  private static final String FOCUS =
      """
      number => {
        const element = document.activeElement;
        const name = `${element.outerHTML.slice(0, 100)}`;
        if (element !== tabbable[number]) {
          return `${name} has the focus instead of ${tabbable[number]?.outerHTML.slice(0, 100)}`;
        }
        const now = look(element);
        if (now.outline < 2 && (now.shadow === "none" || now.shadow === before[number].shadow)) {
          return `${name} does not show that it has the focus`;
        }
        const boxes = [...element.getClientRects()];
        const seen = boxes.some(box => {
          const x = box.left + box.width / 2;
          const y = box.top + box.height / 2;
          const top = document.elementFromPoint(x, y);
          return top && (element.contains(top) || top.contains(element)
            || [...(element.labels ?? [])].some(label => label.contains(top)));
        });
        return seen ? "" : `${name} is covered or out of sight`;
      }
      """;

  private static void tabTo(Visitor visitor, String selector) {
    for (int i = 0; i < MOST_TABS; i++) {
      visitor.press("Tab");
      if (Boolean.TRUE.equals(
          visitor
              .page()
              .evaluate("selector => document.activeElement.matches(selector)", selector))) {
        return;
      }
    }
    throw new AssertionError("no key leads to " + selector);
  }

  private static Locator focused(Visitor visitor) {
    return visitor.find(":focus");
  }

  @ParameterizedTest
  @EnumSource
  void tab_throughThePage_followsTheReadingOrderVisibly(SamplePage page) {
    Visitor visitor = visitor();
    visitor.go(page.path());
    visitor.unfold();
    int count = ((Number) visitor.page().evaluate(PREPARE)).intValue();

    assertThat(count).isGreaterThan(8);
    for (int i = 0; i < count; i++) {
      visitor.press("Tab");
      assertThat(visitor.page().evaluate(FOCUS, i)).as("Tab number %d", i + 1).isEqualTo("");
    }
    visitor.press("Tab");
    assertThat(
            visitor
                .page()
                .evaluate("() => [document.body, tabbable[0]].includes(document.activeElement)"))
        .as("the page lets go of the focus")
        .isEqualTo(true);
  }

  @Test
  void skipLink_firstKey_leadsToTheContent() {
    Visitor visitor = visitor();
    visitor.go("/suche?q=ausweis");

    visitor.press("Tab");

    assertThat(focused(visitor)).hasText("Zum Inhalt springen");
    assertThat(focused(visitor)).isInViewport();
    visitor.press("Enter");
    assertThat(focused(visitor)).hasId("inhalt");
    visitor.press("Tab");
    assertThat(visitor.find("main :focus")).hasCount(1);
  }

  @Test
  void skipLink_secondKey_leadsToTheFoot() {
    Visitor visitor = visitor();
    visitor.go("/suche?q=ausweis");

    visitor.press("Tab", "Tab", "Enter");

    assertThat(focused(visitor)).hasId("fuss");
    visitor.press("Tab");
    assertThat(visitor.find("footer :focus")).hasCount(1);
  }

  @Test
  void search_keysOnly_findsAService() {
    Visitor visitor = visitor();
    visitor.go("/");

    tabTo(visitor, "#suche");
    visitor.page().keyboard().type("hund anmelden");
    visitor.press("Tab");
    visitor.page().keyboard().type("Leipzig");
    visitor.follow("Enter");
    assertThat(visitor.page()).hasTitle(Pattern.compile("hund anmelden"));
    tabTo(visitor, ".lb-hit > h2 a");
    String title = focused(visitor).innerText();
    visitor.follow("Enter");

    assertThat(visitor.find("h1")).hasText(title);
    assertThat(visitor.path()).contains("ort=");
  }

  @Test
  void suggestions_keysOnly_leadToAService() {
    Visitor visitor = visitor();
    visitor.go("/");

    tabTo(visitor, "#suche");
    visitor.page().keyboard().type("personalausweis");
    assertThat(visitor.find("[role=listbox]:visible")).isVisible();
    visitor.press("Escape");
    assertThat(visitor.find("[role=listbox]:visible")).hasCount(0);
    visitor.press("ArrowDown");
    assertThat(visitor.find("[role=option][aria-selected=true]")).hasCount(1);
    visitor.follow("Enter");

    assertThat(visitor.path()).startsWith("/leistung/");
  }

  @Test
  void filters_keysOnly_areSetAndRemoved() {
    Visitor visitor = visitor();
    visitor.go("/suche?q=ausweis");

    tabTo(visitor, ".lb-filter__summary");
    visitor.press("Enter");
    tabTo(visitor, "input[type=checkbox][name=online]");
    visitor.press("Space");
    tabTo(visitor, ".lb-filter__form button[type=submit]");
    visitor.follow("Enter");
    assertThat(visitor.path()).isEqualTo("/suche?q=ausweis&online=ja");
    tabTo(visitor, "a.lb-chip");
    assertThat(focused(visitor)).containsText("Filter entfernen");
    visitor.follow("Enter");

    assertThat(visitor.path()).isEqualTo("/suche?q=ausweis");
  }

  @Test
  void paging_keysOnly_leadsOnAndBack() {
    Visitor visitor = visitor();
    visitor.go("/suche?q=antrag");

    tabTo(visitor, "a[rel=next]");
    visitor.follow("Enter");
    assertThat(visitor.path()).isEqualTo("/suche?q=antrag&seite=2");
    tabTo(visitor, "a[rel=prev]");
    visitor.follow("Enter");

    assertThat(visitor.path()).isEqualTo("/suche?q=antrag");
  }

  @Test
  void place_keysOnly_isChosen() {
    Visitor visitor = visitor();
    visitor.go("/suche?q=hund&ort=Lichtenau");

    tabTo(visitor, ".lb-choices a");
    visitor.follow("Enter");

    assertThat(visitor.find(".lb-nav")).containsText("Ort: Lichtenau");
  }
}
