package de.landbruecke.server.token;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.shared.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Attributes as claims (OpenID Connect Core, section 5.1). Each with its own level beside: {@code
 * verified_claims} (OpenID Connect for Identity Assurance 1.0, section 5) has those that are proven
 * at one of the levels of the eIDAS regulation, grouped by level.
 */
final class Claims {

  private static final Set<String> FLAGS = Set.of("email_verified", "phone_number_verified");

  /** What is kept as the JSON that it is; other values are text, whatever they look like. */
  private static final Set<String> OBJECTS = Set.of("address", "place_of_birth");

  private Claims() {}

  static Map<String, Object> of(List<Attribute> attributes) {
    if (attributes.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> claims = flat(attributes);
    List<Map<String, Object>> verified = new ArrayList<>();
    Map<AssuranceLevel, List<Attribute>> byLevel = new TreeMap<>(Comparator.reverseOrder());
    attributes.stream()
        .filter(attribute -> attribute.level().isAtLeast(AssuranceLevel.LOW))
        .forEach(attribute ->
            byLevel.computeIfAbsent(attribute.level(), level -> new ArrayList<>()).add(attribute));
    byLevel.forEach((level, each) ->
        verified.add(
            Map.of(
                "verification",
                Map.of("trust_framework", "eidas", "assurance_level", level.label()),
                "claims",
                flat(each))));
    if (!verified.isEmpty()) {
      claims.put("verified_claims", verified);
    }
    return claims;
  }

  private static Map<String, Object> flat(List<Attribute> attributes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      String name = attribute.name();
      if (FLAGS.contains(name)) {
        claims.put(name, Boolean.parseBoolean(attribute.value()));
      } else if (!TokenMint.RESERVED.contains(name)) {
        claims.put(name, value(name, attribute.value()));
      }
    }
    return claims;
  }

  private static Object value(String name, String text) {
    if (OBJECTS.contains(name)) {
      return Json.object(text).<Object>map(object -> object).orElse(text);
    }
    if (name.equals("updated_at") && text.matches("[0-9]{1,12}")) {
      return Long.valueOf(text);
    }
    return name.equals("nationalities")
        ? Json.list(text).<Object>map(list -> list).orElse(text)
        : text;
  }
}
