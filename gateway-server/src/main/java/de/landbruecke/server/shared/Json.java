package de.landbruecke.server.shared;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of the identity rooms: what others sent is read strictly and with bounds, what we stored
 * ourselves is read as it was written. Safe to share between threads.
 */
public final class Json {

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(65_536)
                          .maxNumberLength(32)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonMapper STORED = JsonMapper.builder().build();

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

  private Json() {}

  /** The value as JSON in UTF-8. */
  public static byte[] bytes(Object value) {
    return STORED.writeValueAsBytes(value);
  }

  /** The value as JSON. */
  public static String text(Object value) {
    return STORED.writeValueAsString(value);
  }

  /** An object that somebody else sent; empty when it is none. */
  public static Optional<Map<String, Object>> object(@Nullable String text) {
    return strict(text, OBJECT);
  }

  /** A list that somebody else sent; empty when it is none. */
  public static Optional<List<Object>> list(@Nullable String text) {
    return strict(text, LIST);
  }

  private static <T> Optional<T> strict(@Nullable String text, TypeReference<T> type) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(STRICT.readValue(text, type));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * What we wrote ourselves.
   *
   * @throws IllegalStateException if it cannot be read; without the cause, which may quote it
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return STORED.readValue(text, type);
    } catch (JacksonException e) {
      throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read");
    }
  }
}
