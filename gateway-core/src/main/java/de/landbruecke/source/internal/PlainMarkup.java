package de.landbruecke.source.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells texts that are clean already, as most are, without parsing them: paragraphs, headings and
 * lists without attributes, with nothing inside but text and single emphases. What it does not know
 * is for the parser to clean; what it takes, the parser would give back unchanged.
 */
final class PlainMarkup {

  private static final List<String> BLOCKS = List.of("p", "h2", "h3", "h4", "h5", "h6");
  private static final List<String> LISTS = List.of("ul", "ol");
  private static final List<String> ITEMS = List.of("li");
  private static final List<String> EMPHASES = List.of("strong", "b", "em", "i", "sup", "sub");

  private final String html;
  private int place;

  private PlainMarkup(String html) {
    this.html = html;
  }

  /** Whether the text is clean. */
  static boolean is(String html) {
    return !html.isEmpty() && html.equals(html.strip()) && new PlainMarkup(html).blocks();
  }

  private boolean blocks() {
    while (place < html.length()) {
      if (!text()) {
        String tag = opened(BLOCKS);
        String list = tag == null ? opened(LISTS) : null;
        boolean known =
            tag != null ? words() && closed(tag) : list != null && items() && closed(list);
        if (!known) {
          return false;
        }
      }
    }
    return true;
  }

  /** One item at least. */
  private boolean items() {
    boolean any = false;
    while (opened(ITEMS) != null) {
      if (!words() || !closed("li")) {
        return false;
      }
      any = true;
    }
    return any;
  }

  /** Text and emphases, one at least. */
  private boolean words() {
    int start = place;
    boolean more = true;
    while (more) {
      more = text();
      String emphasis = opened(EMPHASES);
      if (emphasis != null) {
        more = text() && closed(emphasis);
        if (!more) {
          return false;
        }
      }
    }
    return place > start;
  }

  /** Skips characters that stand for themselves, one at least. */
  private boolean text() {
    int start = place;
    while (place < html.length() && standsForItself(html.charAt(place))) {
      place++;
    }
    return place > start;
  }

  private static boolean standsForItself(char c) {
    boolean ascii = c == '\n' || (c >= ' ' && c < '\u007f' && c != '<' && c != '>' && c != '&');
    return ascii || (c > '\u00a0' && c < '\ufff0' && !Character.isSurrogate(c));
  }

  private @Nullable String opened(List<String> tags) {
    for (String tag : tags) {
      if (html.startsWith("<" + tag + ">", place)) {
        place += tag.length() + 2;
        return tag;
      }
    }
    return null;
  }

  private boolean closed(String tag) {
    if (html.startsWith("</" + tag + ">", place)) {
      place += tag.length() + 3;
      return true;
    }
    return false;
  }
}
