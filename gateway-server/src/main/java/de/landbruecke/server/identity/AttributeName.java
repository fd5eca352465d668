package de.landbruecke.server.identity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The attributes that can be released: names as in OpenID Connect Core, section 5.1, and OpenID
 * Connect for Identity Assurance, in the order in which citizens read them. Keys of this side (bPK,
 * pseudonyms, mailbox handles) are not among them, so nothing can release them.
 */
public enum AttributeName {
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

  /** The name in tokens and in the registry. */
  public String claim() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What citizens read instead of the name, in German. */
  public String german() {
    return german;
  }

  /** The same in English. */
  public String english() {
    return english;
  }

  /** The attribute of this name; empty where there is none that could be released. */
  public static Optional<AttributeName> of(String claim) {
    return Arrays.stream(values()).filter(each -> each.claim().equals(claim)).findFirst();
  }

  /** The scope that it is part of. */
  public String scope() {
    return scope;
  }

  /** The names in the order in which citizens read them. */
  public static List<String> sorted(Iterable<String> claims) {
    return StreamSupport.stream(claims.spliterator(), false)
        .sorted(
            Comparator.comparing(
                    (String claim) -> of(claim).map(AttributeName::ordinal).orElse(999))
                .thenComparing(claim -> claim))
        .toList();
  }
}
