package de.landbruecke.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Finished HTML. All of it comes from {@link #of}, which escapes whatever is not finished yet.
 *
 * @param text as it is sent
 */
record Html(String text) {

  static final Html NOTHING = new Html("");

  /**
   * The template with each {@code {}} replaced by the next value: HTML as it is, everything else
   * escaped for texts and quoted attributes.
   */
  static Html of(String template, Object... values) {
    Iterator<Object> rest = List.of(values).iterator();
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int at = template.indexOf("{}"); at >= 0; at = template.indexOf("{}", from)) {
      text.append(template, from, at);
      Object value = rest.next();
      text.append(value instanceof Html html ? html.text : escape(String.valueOf(value)));
      from = at + 2;
    }
    return new Html(text.append(template, from, template.length()).toString());
  }

  static Collector<Html, ?, Html> joining() {
    return Collectors.collectingAndThen(
        Collectors.mapping(Html::text, Collectors.joining("\n")), Html::new);
  }

  /** A value for a query. */
  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
