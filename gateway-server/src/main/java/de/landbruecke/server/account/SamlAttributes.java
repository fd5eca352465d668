package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.HomeIssuer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What of an identity provider's attributes becomes attributes of ours: those of the table {@link
 * BundIdAttribute} that were asked for. Each has the level that BundID names for it, whatever that
 * of the sign-in; without one, or with a word that is not in the issuer's table, it has none.
 */
final class SamlAttributes {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private SamlAttributes() {}

  /**
   * By what the provider knows the citizen: BundID by bPK2, which alone stays the same there;
   * others by a persistent name.
   *
   * @throws TroubleException if there is no such key
   */
  static String subject(HomeIssuer.Saml saml, SamlAnswer answer) throws TroubleException {
    String subject =
        saml.onlineServiceId() == null
            ? answer.subjectFormat().equals(SamlNames.PERSISTENT) ? answer.subject() : null
            : single(answer, BundIdAttribute.BPK2);
    if (subject == null || !subject.matches("\\S(.{0,498}\\S)?")) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "subject_missing");
    }
    return subject;
  }

  /** How the citizen signed in, in the provider's words; null where they are no plain words. */
  static @Nullable String means(SamlAnswer answer) {
    String text = single(answer, BundIdAttribute.PROVED_BY);
    return text != null && text.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}") ? text : null;
  }

  /** The attributes with these names. */
  static List<Attribute> read(HomeIssuer issuer, SamlAnswer answer, Set<String> names) {
    Map<String, Map<BundIdAttribute, String>> parts = new LinkedHashMap<>();
    Map<String, AssuranceLevel> levels = new LinkedHashMap<>();
    for (BundIdAttribute each : BundIdAttribute.values()) {
      String claim = each.claim();
      SamlAnswer.Value told = answer.attributes().get(each.uri());
      if (claim == null || told == null || !names.contains(claim)) {
        continue;
      }
      String value = value(each, told.values().stream().filter(text -> !text.isBlank()).toList());
      if (value != null) {
        parts.computeIfAbsent(claim, name -> new LinkedHashMap<>()).put(each, value);
        // What has several parts is as sure as the least sure of them.
        levels.merge(
            claim,
            issuer.level(told.trustLevel()),
            (one, other) -> one.isAtLeast(other) ? other : one);
      }
    }
    List<Attribute> found = new ArrayList<>();
    parts.forEach((claim, values) ->
        found.add(
            new Attribute(
                claim,
                claim.equals("address") ? address(values) : values.values().iterator().next(),
                issuer.id(),
                levels.getOrDefault(claim, AssuranceLevel.NONE))));
    return List.copyOf(found);
  }

  /** Whose account it is, as far as the date of birth tells it. */
  static HomeLogin.Holder holder(SamlAnswer answer, LocalDate today) {
    String date = single(answer, BundIdAttribute.BIRTHDATE);
    return HomeAttributes.holder(date == null ? Map.of() : Map.of("birthdate", date), today);
  }

  /** As OpenID Connect writes it; null where it cannot be told. */
  private static @Nullable String value(BundIdAttribute attribute, List<String> values) {
    if (attribute == BundIdAttribute.NATIONALITY) {
      return values.isEmpty() ? null : MAPPER.writeValueAsString(values);
    }
    if (values.size() != 1) {
      return null;
    }
    String value = values.getFirst();
    return switch (attribute) {
      case GENDER ->
          switch (value) {
            case "1" -> "male";
            case "2" -> "female";
            // 0 and 9: not known, not applicable (ISO/IEC 5218).
            default -> null;
          };
      case BIRTHDATE -> isDate(value) ? value : null;
      case PLACE_OF_BIRTH -> MAPPER.writeValueAsString(Map.of("locality", value));
      default -> value;
    };
  }

  private static boolean isDate(String text) {
    try {
      return !LocalDate.parse(text).isBefore(LocalDate.of(1, 1, 1));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String address(Map<BundIdAttribute, String> parts) {
    Map<String, String> address = new LinkedHashMap<>();
    put(address, "street_address", parts.get(BundIdAttribute.STREET));
    put(address, "postal_code", parts.get(BundIdAttribute.POSTAL_CODE));
    put(address, "locality", parts.get(BundIdAttribute.TOWN));
    put(address, "country", parts.get(BundIdAttribute.COUNTRY));
    return MAPPER.writeValueAsString(address);
  }

  private static void put(Map<String, String> address, String name, @Nullable String value) {
    if (value != null) {
      address.put(name, value);
    }
  }

  private static @Nullable String single(SamlAnswer answer, BundIdAttribute attribute) {
    SamlAnswer.Value told = answer.attributes().get(attribute.uri());
    return told == null || told.values().size() != 1 ? null : told.values().getFirst();
  }
}
