package de.landbruecke.index;

import de.landbruecke.PortalId;
import de.landbruecke.catalog.RecordClass;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a commit says about itself, in its user data.
 *
 * @param generation {@code full.increment}
 * @param former what a roll-back leads to: {@link #FORMER_COMMIT}, {@link #FORMER_NONE} or the name
 *     of a directory
 * @param publishedAt when
 * @param settings precedence and decisions under which the records were merged
 * @param places the generation that last changed a place
 * @param entries how many
 * @param counts winning records by portal and class code
 * @param positions by connector
 */
record Manifest(
    String generation,
    String former,
    Instant publishedAt,
    String settings,
    String places,
    long entries,
    SortedMap<String, SortedMap<String, Long>> counts,
    SortedMap<String, String> positions) {

  /** A change of documents, stored records or this manifest is a new version. */
  static final String FORMAT_VERSION = "1";

  static final String FORMER_COMMIT = "commit";
  static final String FORMER_NONE = "none";

  static final String FORMAT_KEY = "landbruecke.format";
  static final String ANALYZER_KEY = "landbruecke.analyzer";
  static final String GENERATION_KEY = "landbruecke.generation";
  private static final String MANIFEST_KEY = "landbruecke.manifest";

  Map<String, String> toUserData(int analyzer) {
    return Map.of(
        FORMAT_KEY,
        FORMAT_VERSION,
        ANALYZER_KEY,
        Integer.toString(analyzer),
        GENERATION_KEY,
        generation,
        MANIFEST_KEY,
        RecordJson.MAPPER.writeValueAsString(this));
  }

  /** Why an index with this user data cannot be read, or null when it can. */
  static @Nullable String obstacle(Map<String, String> userData, int analyzer) {
    String format = userData.get(FORMAT_KEY);
    if (!FORMAT_VERSION.equals(format)) {
      return "it has format version " + format + ", only " + FORMAT_VERSION + " is readable";
    }
    if (!Integer.toString(analyzer).equals(userData.get(ANALYZER_KEY))) {
      return "its texts were analyzed by other rules or another vocabulary";
    }
    return null;
  }

  static Manifest of(Map<String, String> userData) throws IOException {
    String json = userData.get(MANIFEST_KEY);
    if (json == null) {
      throw new IOException("the commit has no manifest");
    }
    try {
      return RecordJson.MAPPER.readValue(json, Manifest.class);
    } catch (JacksonException e) {
      throw new IOException("the commit's manifest cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  GenerationId id() {
    return GenerationId.parse(generation);
  }

  Manifest withGeneration(GenerationId id, String formerGeneration, Instant now) {
    return new Manifest(
        id.toString(), formerGeneration, now, settings, places, entries, counts, positions);
  }

  Manifest withPositions(SortedMap<String, String> newPositions) {
    return new Manifest(
        generation, former, publishedAt, settings, places, entries, counts, newPositions);
  }

  IndexGeneration describe() {
    SortedMap<PortalId, SortedMap<RecordClass, Long>> records = new TreeMap<>();
    counts.forEach((portal, byClass) -> {
      SortedMap<RecordClass, Long> copy = new TreeMap<>();
      byClass.forEach((code, n) -> copy.put(RecordClass.ofCode(code).orElseThrow(), n));
      records.put(new PortalId(portal), copy);
    });
    return new IndexGeneration(generation, publishedAt, entries, records, positions);
  }
}
