package de.landbruecke.server.identity;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON for what only this package reads again. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      // Without the cause, which may quote the text.
      throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read");
    }
  }
}
