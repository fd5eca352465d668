package de.landbruecke.demo;

import de.landbruecke.AssuranceLevel;
import java.util.Map;
import java.util.Optional;

/** The gateway's words for levels, and those for people. */
final class Levels {

  private static final Map<String, AssuranceLevel> OF_GATEWAY =
      Map.of(
          "urn:landbruecke:loa:basic", AssuranceLevel.BASIC,
          "http://bsi.bund.de/eID/LoA/normal", AssuranceLevel.LOW,
          "http://bsi.bund.de/eID/LoA/substantiell", AssuranceLevel.SUBSTANTIAL,
          "http://bsi.bund.de/eID/LoA/hoch", AssuranceLevel.HIGH);

  private Levels() {}

  /** The level that the gateway means; unknown words mean none. */
  static AssuranceLevel ofGateway(String acr) {
    return OF_GATEWAY.getOrDefault(acr, AssuranceLevel.NONE);
  }

  /** The gateway's word, or empty for none. */
  static Optional<String> gatewayAcr(AssuranceLevel level) {
    return OF_GATEWAY.entrySet().stream()
        .filter(entry -> entry.getValue() == level)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The gateway's label of a level in German; another word stays as it is. */
  static String german(String label) {
    return AssuranceLevel.ofLabel(label).map(Levels::german).orElse(label);
  }

  static String german(AssuranceLevel level) {
    return switch (level) {
      case NONE -> "keines";
      case BASIC -> "Basis (untergeordnet)";
      case LOW -> "normal";
      case SUBSTANTIAL -> "substanziell";
      case HIGH -> "hoch";
    };
  }
}
