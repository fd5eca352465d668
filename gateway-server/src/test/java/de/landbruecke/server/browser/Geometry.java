package de.landbruecke.server.browser;

import java.util.List;

/** Whether the parts of a page are where and as large as they should be. */
final class Geometry {

  /** Elements that stick out, and text that is cut off; none of a table that scrolls by itself. */
  private static final String OVERFLOWING =
      """
      () => {
        const root = document.scrollingElement;
        const found = [];
        if (root.scrollWidth > root.clientWidth) {
          found.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
        }
        for (const element of document.body.querySelectorAll("*")) {
          const style = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          const hidden = element.closest(".kern-sr-only, .lb-skip, .lb-scroll, pre, svg")
            || !element.checkVisibility();
          if (hidden) {
            continue;
          }
          const name = `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`;
          if (box.right > root.clientWidth + 1 || box.left < -1) {
            found.push(`${name} sticks out`);
          }
          if (/hidden|clip/.test(style.overflowX + style.overflowY)
              // The text of a field scrolls by itself.
              && ((element.scrollWidth > element.clientWidth + 1 && element.localName !== "input")
                || element.scrollHeight > element.clientHeight + 1)) {
            found.push(`${name} is cut off`);
          }
        }
        return found;
      }
      """;

  /** WCAG 2.2, 2.5.8; links within a sentence may be as low as its lines. */
  private static final String SMALL =
      """
      () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
        .filter(element => element.checkVisibility() && !element.closest(".lb-skip"))
        .filter(element => {
          const inline = getComputedStyle(element).display === "inline";
          const sentence = [...element.parentElement.childNodes].some(node =>
            node !== element && node.nodeType === Node.TEXT_NODE && /\\p{L}{2}/u.test(node.data));
          return !(inline && sentence);
        })
        .map(element => [element, element.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24)
        .map(([element, box]) =>
          `${element.outerHTML.slice(0, 120)} has ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`)
      """;

  private Geometry() {}

  /** What sticks out of the window or is cut off, one line each. */
  static List<?> overflowing(Visitor visitor) {
    return visitor.ask(OVERFLOWING);
  }

  /** What is too small to be hit, one line each. */
  static List<?> smallTargets(Visitor visitor) {
    return visitor.ask(SMALL);
  }
}
