package de.landbruecke.server.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The rules of axe-core, run on a page as it stands. */
final class Axe {

  private static final String SCRIPT = script();

  /**
   * WCAG 2.2 A and AA with the rules that are good practice. AAA rules and experiments are left
   * out.
   */
  private static final String RUN =
      """
      forced => axe
        .run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          rules: { "color-contrast": { enabled: !forced } },
          resultTypes: ["violations"],
          // Else axe looks for frames, and there are none.
          iframes: false,
        })
        .then(result => result.violations.flatMap(rule => rule.nodes.map(node =>
          rule.id + ": " + node.target.join(" ") + ": "
            + node.any.concat(node.all, node.none).map(check => check.message).join("; "))))
      """;

  /**
   * Where colours are forced, axe reads those of the style sheet, which nobody sees. This reads the
   * forced ones.
   */
  private static final String FORCED_CONTRAST =
      """
      () => {
        const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
        const light = ([red, green, blue]) => [red, green, blue]
          .map(part => part / 255)
          .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
          .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = element => {
          const [red, green, blue, alpha = 1] = numbers(getComputedStyle(element).backgroundColor);
          return alpha > 0 || !element.parentElement
            ? [red, green, blue]
            : behind(element.parentElement);
        };
        return [...document.body.querySelectorAll("*")]
          .filter(element => element.checkVisibility() && !element.closest("svg")
            && [...element.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim()))
          .map(element => {
            const text = light(numbers(getComputedStyle(element).color));
            const ground = light(behind(element));
            const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
            return [element, ratio];
          })
          .filter(([, ratio]) => ratio < 4.5)
          .map(([element, ratio]) =>
            `contrast of ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 100)}`);
      }
      """;

  private Axe() {}

  /** What is wrong with a page, one line each. */
  static List<?> violations(Page page) {
    page.evaluate(SCRIPT);
    return (List<?>) page.evaluate(RUN, false);
  }

  /** The same where the person's own colours are forced on the page. */
  static List<?> violationsInForcedColours(Page page) {
    page.evaluate(SCRIPT);
    List<Object> all = new ArrayList<>((List<?>) page.evaluate(RUN, true));
    all.addAll((List<?>) page.evaluate(FORCED_CONTRAST));
    return all;
  }

  private static String script() {
    try (InputStream script =
        Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
