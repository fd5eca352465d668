package de.landbruecke.server.token;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Attribute;
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

  /** Members of {@code address} (OpenID Connect Core, section 5.1.1). */
  static final Set<String> ADDRESS =
      Set.of("formatted", "street_address", "locality", "region", "postal_code", "country");

  private static final Set<String> FLAGS = Set.of("email_verified", "phone_number_verified");

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
    Map<String, Object> address = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      String name = attribute.name();
      if (ADDRESS.contains(name)) {
        address.put(name, attribute.value());
      } else if (FLAGS.contains(name)) {
        claims.put(name, Boolean.parseBoolean(attribute.value()));
      } else if (!TokenMint.RESERVED.contains(name)) {
        claims.put(name, attribute.value());
      }
    }
    if (!address.isEmpty()) {
      claims.put("address", address);
    }
    return claims;
  }
}
