package de.landbruecke.server.pages;

import de.landbruecke.search.ServiceDetail;
import de.landbruecke.server.shared.LinkedData;
import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON-LD inside a page. No text in it can end the element {@code script} around it or begin
 * another, because the characters for that are written as escapes of JSON.
 */
final class LinkedDataBlock implements Content {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** As long as an address may be. */
  private static final int LONGEST = 4_000;

  private final String json;

  private LinkedDataBlock(String json) {
    this.json = json;
  }

  static LinkedDataBlock of(ServiceDetail detail, String language) {
    return new LinkedDataBlock(
        escape(MAPPER.writeValueAsString(clean(LinkedData.of(detail, language)))));
  }

  /** The same with every text as the page would show it. */
  private static Object clean(Object value) {
    return switch (value) {
      case String text -> Text.line(text, LONGEST);
      case List<?> list -> list.stream().map(LinkedDataBlock::clean).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> clean = new LinkedHashMap<>();
        map.forEach((name, member) -> clean.put(name, clean(member)));
        yield clean;
      }
      default -> value;
    };
  }

  private static String escape(String json) {
    StringBuilder escaped = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      // These stand only inside of strings, where an escape means the same.
      boolean markup = c == '<' || c == '>' || c == '&' || c == '\'';
      if (markup || c == '\u2028' || c == '\u2029') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(json);
  }

  @Override
  public String toString() {
    return json;
  }
}
