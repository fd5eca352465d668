package de.landbruecke.demo;

import static de.landbruecke.AssuranceLevel.BASIC;
import static de.landbruecke.AssuranceLevel.HIGH;
import static de.landbruecke.AssuranceLevel.LOW;
import static de.landbruecke.AssuranceLevel.SUBSTANTIAL;

import de.landbruecke.AssuranceLevel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An invented person with an account.
 *
 * @param level reached by signing in with the password
 * @param reachable reached by showing the online ID card as well; never below {@code level}
 * @param claims all that OpenID Connect Core 1.0, section 5.4, names for the four scopes
 */
record Person(
    FederalState state,
    String username,
    AssuranceLevel level,
    AssuranceLevel reachable,
    Map<String, Object> claims) {

  static final String PASSWORD = "demo";

  Person {
    claims = Map.copyOf(claims);
  }

  /** The persons with an account at the portal of {@code state}, by user name. */
  static Map<String, Person> of(FederalState state) {
    List<Person> persons =
        switch (state) {
          case BADEN_WUERTTEMBERG ->
              List.of(
                  of(state, "Anna", "Mustermann", "female", "1991-03-14", BASIC, BASIC)
                      .at("Erfundene Gasse 1", "70173", "Stuttgart", 1),
                  of(state, "Bernd", "Musterle", "male", "1978-11-02", LOW, LOW)
                      .at("Erfundene Gasse 2", "79098", "Freiburg im Breisgau", 2),
                  of(state, "Clara", "Musterfrau", "female", "1985-07-21", SUBSTANTIAL, SUBSTANTIAL)
                      .at("Erfundene Gasse 3", "69117", "Heidelberg", 3),
                  of(state, "Doris", "Mustermüller", "female", "1969-01-30", HIGH, HIGH)
                      .at("Erfundene Gasse 4", "89073", "Ulm", 4),
                  of(state, "Erik", "Musterbauer", "male", "1996-09-09", BASIC, SUBSTANTIAL)
                      .at("Erfundene Gasse 5", "76133", "Karlsruhe", 5));
          case SAXONY ->
              List.of(
                  of(state, "Anna", "Musterlein", "female", "1993-05-17", BASIC, BASIC)
                      .at("Erdachter Weg 1", "04109", "Leipzig", 11),
                  of(state, "Bernd", "Musterhoff", "male", "1964-12-24", LOW, LOW)
                      .at("Erdachter Weg 2", "01067", "Dresden", 12),
                  of(state, "Clara", "Musterkind", "female", "1988-02-29", SUBSTANTIAL, SUBSTANTIAL)
                      .at("Erdachter Weg 3", "09111", "Chemnitz", 13),
                  of(state, "Doris", "Musterstein", "female", "1972-08-08", HIGH, HIGH)
                      .at("Erdachter Weg 4", "08056", "Zwickau", 14),
                  of(state, "Erik", "Musterberg", "male", "1999-10-31", BASIC, SUBSTANTIAL)
                      .at("Erdachter Weg 5", "02826", "Görlitz", 15));
        };
    return persons.stream().collect(Collectors.toMap(Person::username, person -> person));
  }

  /**
   * One person.
   *
   * @throws IllegalArgumentException for a name that nobody has
   */
  static Person named(FederalState state, String username) {
    Person person = of(state).get(username);
    if (person == null) {
      throw new IllegalArgumentException(
          "found " + username + ", allowed are " + of(state).keySet());
    }
    return person;
  }

  private static Person of(
      FederalState state,
      String givenName,
      String familyName,
      String gender,
      String birthdate,
      AssuranceLevel level,
      AssuranceLevel reachable) {
    String username = givenName.toLowerCase(Locale.ROOT);
    Map<String, Object> claims = new TreeMap<>();
    claims.put("given_name", givenName);
    claims.put("middle_name", "Demo");
    claims.put("family_name", familyName);
    claims.put("name", givenName + " " + familyName + " (erfunden)");
    claims.put("nickname", givenName);
    claims.put("preferred_username", username);
    claims.put("gender", gender);
    claims.put("birthdate", birthdate);
    String site = "https://" + state.issuerId() + ".demo.landbruecke.example/";
    claims.put("profile", site + username);
    claims.put("picture", site + username + ".png");
    claims.put("website", site + username + "/web");
    claims.put("zoneinfo", "Europe/Berlin");
    claims.put("locale", "de-DE");
    claims.put("updated_at", 1_790_000_000L);
    claims.put("email", username + "@" + state.issuerId() + ".demo.landbruecke.example");
    claims.put("email_verified", true);
    return new Person(state, username, level, reachable, claims);
  }

  /** The same with an address, and a telephone number of those that are kept free for fiction. */
  private Person at(String street, String postalCode, String town, int number) {
    Map<String, Object> all = new TreeMap<>(claims);
    all.put(
        "address",
        Map.of(
            "formatted",
            street + "\n" + postalCode + " " + town,
            "street_address",
            street,
            "postal_code",
            postalCode,
            "locality",
            town,
            "region",
            state.label(),
            "country",
            "DE"));
    all.put("phone_number", "+49302312%04d".formatted(5000 + number));
    all.put("phone_number_verified", true);
    return new Person(state, username, level, reachable, all);
  }

  /**
   * The person's pairwise subject: one for each sector, the same after every start. Derived without
   * a secret, which would be wrong for persons who are not invented.
   */
  String subject(String sector) {
    return digest("subject", state.issuerId(), sector, username);
  }

  String text(String claim) {
    return String.valueOf(claims.get(claim));
  }

  /** A value of 128 bits that follows from the parts and tells nothing of them. */
  static String digest(String... parts) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
