package de.landbruecke.server.pages;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What results can be narrowed by: a parameter of the address with German values, and a facet of
 * the search with its own.
 */
enum Filter {
  /** Which portal offers the service. */
  PORTAL("portal", "portal", "Angeboten von"),
  /** Whether it can be used online. */
  ONLINE("online", "online", "Online"),
  /** How one signs in to use it online. */
  LEVEL("niveau", "trustLevel", "Anmeldung"),
  /** What it is about. */
  TOPIC("thema", "topic", "Thema"),
  /** Whom it addresses. */
  AUDIENCE("zielgruppe", "audience", "Für wen");

  private static final Map<String, String> GERMAN =
      Map.ofEntries(
          Map.entry("true", "ja"),
          Map.entry("false", "nein"),
          Map.entry("none", "ohne"),
          Map.entry("basic", "untergeordnet"),
          Map.entry("low", "normal"),
          Map.entry("substantial", "substanziell"),
          Map.entry("high", "hoch"),
          Map.entry("citizen", "buerger"),
          Map.entry("business", "unternehmen"),
          Map.entry("administration", "verwaltung"));

  private final String parameter;
  private final String facet;
  private final String legend;

  Filter(String parameter, String facet, String legend) {
    this.parameter = parameter;
    this.facet = facet;
    this.legend = legend;
  }

  /** Its name in the address. */
  String parameter() {
    return parameter;
  }

  /** Its name in the core's answer. */
  String facet() {
    return facet;
  }

  /** Its name for people. */
  String legend() {
    return legend;
  }

  /**
   * The core's values, in the order in which they are shown.
   *
   * @param portals the portals that are known
   */
  List<String> values(List<String> portals) {
    return switch (this) {
      case PORTAL -> portals;
      case ONLINE -> List.of("true", "false");
      case LEVEL -> Arrays.stream(AssuranceLevel.values()).map(AssuranceLevel::label).toList();
      case TOPIC -> Arrays.stream(Topic.values()).map(Topic::slug).toList();
      case AUDIENCE -> Arrays.stream(Audience.values()).map(Audience::label).toList();
    };
  }

  /** A value of the core as the address has it. */
  String parameterValue(String value) {
    // Portals and topics have one name everywhere.
    return this == PORTAL || this == TOPIC ? value : GERMAN.getOrDefault(value, value);
  }

  /**
   * A value for people.
   *
   * @param value one of the core's
   */
  String label(String value) {
    return switch (this) {
      case PORTAL -> PortalNames.of(value);
      case ONLINE -> value.equals("true") ? "online möglich" : "nicht online";
      case LEVEL -> AssuranceLevel.ofLabel(value).map(Formats::shortLevel).orElse(value);
      case TOPIC -> Topic.ofSlug(value).map(Topic::title).orElse(value);
      case AUDIENCE ->
          switch (value) {
            case "citizen" -> "Bürgerinnen und Bürger";
            case "business" -> "Unternehmen";
            case "administration" -> "Verwaltung";
            default -> value;
          };
    };
  }
}
