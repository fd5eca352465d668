package de.landbruecke.server.account;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The attributes that can be released: names as in OpenID Connect Core, section 5.1, and OpenID
 * Connect for Identity Assurance, in the order in which citizens read them. Keys of this side (bPK,
 * pseudonyms, mailbox handles) are not among them, so nothing can release them.
 */
enum AttributeName {
  NAME("profile", "Name", "Name"),
  GIVEN_NAME("profile", "Vornamen", "Given names"),
  MIDDLE_NAME("profile", "Weitere Vornamen", "Middle names"),
  FAMILY_NAME("profile", "Familienname", "Family name"),
  BIRTH_FAMILY_NAME("profile", "Geburtsname", "Family name at birth"),
  TITLE("profile", "Doktorgrad", "Doctoral degree"),
  NICKNAME("profile", "Rufname", "Nickname"),
  PREFERRED_USERNAME("profile", "Benutzername", "User name"),
  BIRTHDATE("profile", "Geburtsdatum", "Date of birth"),
  PLACE_OF_BIRTH("profile", "Geburtsort", "Place of birth"),
  NATIONALITIES("profile", "Staatsangehörigkeiten", "Nationalities"),
  GENDER("profile", "Geschlecht", "Gender"),
  ADDRESS("address", "Anschrift", "Address"),
  EMAIL("email", "E-Mail-Adresse", "E-mail address"),
  EMAIL_VERIFIED("email", "E-Mail-Adresse bestätigt", "E-mail address confirmed"),
  PHONE_NUMBER("phone", "Telefonnummer", "Telephone number"),
  PHONE_NUMBER_VERIFIED("phone", "Telefonnummer bestätigt", "Telephone number confirmed"),
  PROFILE("profile", "Profilseite", "Profile page"),
  PICTURE("profile", "Bild", "Picture"),
  WEBSITE("profile", "Website", "Website"),
  ZONEINFO("profile", "Zeitzone", "Time zone"),
  LOCALE("profile", "Sprache und Region", "Language and region"),
  UPDATED_AT("profile", "Zuletzt geändert", "Last changed");

  private final String scope;
  private final String german;
  private final String english;

  AttributeName(String scope, String german, String english) {
    this.scope = scope;
    this.german = german;
    this.english = english;
  }

  private String claim() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Optional<AttributeName> of(String claim) {
    return Arrays.stream(values()).filter(each -> each.claim().equals(claim)).findFirst();
  }

  /** Whether an attribute of this name can be released. */
  static boolean isKnown(String claim) {
    return of(claim).isPresent();
  }

  /** The scope that it is part of. */
  static String scope(String claim) {
    return of(claim).map(each -> each.scope).orElse("profile");
  }

  /** What citizens read instead of the name. */
  static String label(String claim, Language language) {
    return of(claim).map(each -> language.of(each.german, each.english)).orElse(claim);
  }

  /** The names in the order in which citizens read them. */
  static List<String> sorted(Iterable<String> claims) {
    return StreamSupport.stream(claims.spliterator(), false)
        .sorted(
            Comparator.comparing(
                    (String claim) -> of(claim).map(AttributeName::ordinal).orElse(999))
                .thenComparing(claim -> claim))
        .toList();
  }

  /** A value as citizens read it. */
  static String shown(String claim, String value, Language language) {
    if (value.startsWith("{") || value.startsWith("[")) {
      try {
        return Shown.text(structured(claim, value));
      } catch (IllegalArgumentException e) {
        return Shown.text(value);
      }
    }
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true") ? language.of("ja", "yes") : language.of("nein", "no");
    }
    return switch (claim) {
      case "birthdate" -> Shown.date(value, language);
      case "gender" ->
          switch (value) {
            case "male" -> language.of("männlich", "male");
            case "female" -> language.of("weiblich", "female");
            default -> Shown.text(value);
          };
      default -> Shown.text(value);
    };
  }

  private static String structured(String claim, String json) {
    if (json.startsWith("[")) {
      return json.substring(1, json.length() - 1).replace("\"", "").replace(",", ", ");
    }
    Map<String, Object> parts = HomeAttributes.parse(json);
    if (!claim.equals("address")) {
      return String.join(", ", parts.values().stream().map(String::valueOf).toList());
    }
    String town = (text(parts, "postal_code") + " " + text(parts, "locality")).strip();
    List<String> lines =
        List.of(text(parts, "street_address"), town, text(parts, "country")).stream()
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.isEmpty() ? text(parts, "formatted") : String.join(", ", lines);
  }

  private static String text(Map<String, Object> parts, String name) {
    return parts.get(name) instanceof String value ? value.strip() : "";
  }
}
