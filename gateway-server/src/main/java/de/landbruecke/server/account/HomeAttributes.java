package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.shared.Json;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a home portal tells of a citizen. Only attributes that were asked for are kept. What
 * stands in {@code verified_claims} (OpenID Connect for Identity Assurance 1.0) has the level that
 * is named there; all else counts as the citizen's own word, which is basic at most, however surely
 * the citizen signed in.
 */
final class HomeAttributes {

  /** Longer values are left out: no name or address is. */
  private static final int LONGEST = 2_000;

  /** From this age on a person may agree alone (GDPR, article 8). */
  static final int AGE = 16;

  private HomeAttributes() {}

  /** The attributes with these names. */
  static List<Attribute> read(
      HomeIssuer issuer, Map<String, Object> claims, Set<String> names, AssuranceLevel login) {
    Map<String, Attribute> found = new LinkedHashMap<>();
    AssuranceLevel own = lower(login, AssuranceLevel.BASIC);
    claims.forEach((name, value) -> put(found, issuer, names, name, value, own));
    for (Object part : list(claims.get("verified_claims"))) {
      if (part instanceof Map<?, ?> verified
          && verified.get("verification") instanceof Map<?, ?> verification
          && verified.get("claims") instanceof Map<?, ?> proven
          && verification.get("assurance_level") instanceof String word) {
        AssuranceLevel level = issuer.level(word);
        proven.forEach((name, value) -> {
          Attribute known = found.get(String.valueOf(name));
          if (known == null || !known.level().isAtLeast(level)) {
            put(found, issuer, names, String.valueOf(name), value, level);
          }
        });
      }
    }
    return List.copyOf(found.values());
  }

  private static void put(
      Map<String, Attribute> found,
      HomeIssuer issuer,
      Set<String> names,
      String name,
      @Nullable Object value,
      AssuranceLevel level) {
    String text =
        switch (value) {
          case null -> "";
          case String plain -> plain;
          case Boolean flag -> flag.toString();
          case Number number -> number.toString();
          // As JSON, so that the service gets what the portal sent.
          default -> Json.text(value);
        };
    if (names.contains(name) && !text.isBlank() && text.length() <= LONGEST) {
      found.put(name, new Attribute(name, text, issuer.id(), level));
    }
  }

  /** Whose account it is, as far as the portal tells. */
  static HomeLogin.Holder holder(Map<String, Object> claims, LocalDate today) {
    if (claims.get("account_type") instanceof String type) {
      switch (type) {
        case "organisation" -> {
          return HomeLogin.Holder.ORGANISATION;
        }
        case "representative" -> {
          return HomeLogin.Holder.REPRESENTATIVE;
        }
        default -> {
          // A citizen's, or a kind that is told from none.
        }
      }
    }
    if (claims.get("birthdate") instanceof String date) {
      try {
        if (Period.between(LocalDate.parse(date), today).getYears() < AGE) {
          return HomeLogin.Holder.MINOR;
        }
      } catch (DateTimeParseException e) {
        // Only the year is known, or nothing (OpenID Connect Core, section 5.1): no minor.
        return HomeLogin.Holder.CITIZEN;
      }
    }
    return HomeLogin.Holder.CITIZEN;
  }

  private static AssuranceLevel lower(AssuranceLevel one, AssuranceLevel other) {
    return one.isAtLeast(other) ? other : one;
  }

  private static List<Object> list(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> several ? new ArrayList<>(several) : List.of(value);
  }
}
