package de.landbruecke.server.token;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON: strictly, and with bounds. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(16_384)
                          .maxNumberLength(32)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

  private Json() {}

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** An object that somebody else sent; empty when it is none. */
  static Optional<Map<String, Object>> object(String text) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, OBJECT));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** A list that somebody else sent; empty when it is none. */
  static Optional<List<Object>> list(String text) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, LIST));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** What this room wrote itself. */
  static <T> T read(String text, Class<T> type) {
    return MAPPER.readValue(text, type);
  }
}
