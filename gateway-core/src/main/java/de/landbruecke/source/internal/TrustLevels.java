package de.landbruecke.source.internal;

import de.landbruecke.AssuranceLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a portal's codes for assurance levels mean ({@code vertrauensniveau}), by a versioned data
 * file. A code that is not in it is left out, never guessed. Immutable.
 */
public final class TrustLevels {

  private static final TrustLevels SHIPPED = loadShipped();

  private final String version;
  private final Map<String, AssuranceLevel> codes;

  private TrustLevels(String version, Map<String, AssuranceLevel> codes) {
    this.version = version;
    this.codes = Map.copyOf(codes);
  }

  /** The table that comes with this library, {@code trust-levels.json}. */
  public static TrustLevels shipped() {
    return SHIPPED;
  }

  /**
   * Reads a table: {@code {"version":"…","codes":{"00":"none",…}}}.
   *
   * @throws IllegalArgumentException when it has another form or names an unknown level
   */
  public static TrustLevels read(InputStream json) {
    try {
      JsonNode root = new JsonMapper().readTree(json);
      JsonNode codes = root.path("codes");
      if (!root.path("version").isString() || !codes.isObject()) {
        throw new IllegalArgumentException("a table of trust levels needs version and codes");
      }
      Map<String, AssuranceLevel> levels = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : codes.properties()) {
        String label = entry.getValue().asString("");
        levels.put(
            entry.getKey(),
            AssuranceLevel.ofLabel(label)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "trust level '"
                            + label
                            + "' of code "
                            + entry.getKey()
                            + " is not allowed: none, basic, low, substantial or high")));
      }
      return new TrustLevels(root.path("version").asString(), levels);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a table of trust levels is not JSON", e);
    }
  }

  /** Which version of the table this is. */
  public String version() {
    return version;
  }

  /** The level of a code, or empty when the table does not have the code. */
  public Optional<AssuranceLevel> level(String code) {
    return Optional.ofNullable(codes.get(code));
  }

  private static TrustLevels loadShipped() {
    try (InputStream in = TrustLevels.class.getResourceAsStream("trust-levels.json")) {
      if (in == null) {
        throw new IllegalStateException("trust-levels.json is missing from the library");
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
