package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.AttributeRequest;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Network;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.shared.Json;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a portal's words becomes an attribute, and at which level. */
class HomeAttributesTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  private static final HomeIssuer ISSUER =
      new HomeIssuer(
          "amt24",
          "Amt24",
          Protocol.OIDC,
          "https://konto.example",
          Network.PUBLIC,
          AssuranceLevel.SUBSTANTIAL,
          Map.of("mittel", AssuranceLevel.SUBSTANTIAL, "viel", AssuranceLevel.HIGH),
          Set.of(),
          1,
          Set.of("ES256"),
          Set.of("at+jwt"),
          "landbruecke",
          null,
          AttributeRequest.CLAIMS,
          false,
          true,
          null);

  @Test
  void read_plainClaims_areBasicAtMost() {
    assertThat(read(Map.of("email", "a@b.example"), AssuranceLevel.HIGH))
        .extracting(Attribute::level)
        .containsExactly(AssuranceLevel.BASIC);
    assertThat(read(Map.of("email", "a@b.example"), AssuranceLevel.NONE))
        .extracting(Attribute::level)
        .containsExactly(AssuranceLevel.NONE);
  }

  /** OpenID Connect for Identity Assurance 1.0, section 5; never above the issuer's ceiling. */
  @Test
  void read_verifiedClaims_haveTheirOwnLevel() {
    Map<String, Object> claims =
        Map.of(
            "given_name",
            "Selbst",
            "verified_claims",
            List.of(
                verified("mittel", "given_name", "Clara"),
                verified("viel", "family_name", "Musterkind"),
                verified("unbekannt", "email", "a@b.example")));

    assertThat(read(claims, AssuranceLevel.BASIC))
        .extracting(Attribute::name, Attribute::value, Attribute::level)
        .containsExactlyInAnyOrder(
            tuple("given_name", "Clara", AssuranceLevel.SUBSTANTIAL),
            tuple("family_name", "Musterkind", AssuranceLevel.SUBSTANTIAL),
            tuple("email", "a@b.example", AssuranceLevel.NONE));
  }

  @Test
  void read_namesNobodyAskedFor_areLeftOut() {
    assertThat(read(Map.of("nickname", "Cla", "bpk2", "x", "sub", "y"), AssuranceLevel.HIGH))
        .isEmpty();
  }

  @Test
  void read_valuesThatAreNone_areLeftOut() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("given_name", null);
    claims.put("family_name", "  ");
    claims.put("email", "x".repeat(2_001));

    assertThat(read(claims, AssuranceLevel.HIGH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{\"a\":1,\"a\":2}", "<html>", "{\"a\":"})
  void parse_whatIsNoObject_isRefused(String json) {
    assertThat(Json.object(json)).isEmpty();
  }

  /** GDPR, article 8. */
  @ParameterizedTest
  @CsvSource({
    "2010-11-24,CITIZEN",
    "2010-11-25,MINOR",
    "2026-01-01,MINOR",
    "1972,CITIZEN",
    "0000-08-08,CITIZEN"
  })
  void holder_byDateOfBirth(String date, HomeLogin.Holder holder) {
    assertThat(HomeAttributes.holder(Map.of("birthdate", date), TODAY)).isEqualTo(holder);
  }

  @ParameterizedTest
  @CsvSource({
    "citizen,CITIZEN",
    "organisation,ORGANISATION",
    "representative,REPRESENTATIVE",
    "whatever,CITIZEN"
  })
  void holder_byKindOfAccount(String type, HomeLogin.Holder holder) {
    assertThat(HomeAttributes.holder(Map.of("account_type", type), TODAY)).isEqualTo(holder);
  }

  private static Map<String, Object> verified(String word, String name, String value) {
    return Map.of(
        "verification",
        Map.of("trust_framework", "eidas", "assurance_level", word),
        "claims",
        Map.of(name, value));
  }

  private static List<Attribute> read(Map<String, Object> claims, AssuranceLevel login) {
    return HomeAttributes.read(ISSUER, claims, Set.of("given_name", "family_name", "email"), login);
  }
}
