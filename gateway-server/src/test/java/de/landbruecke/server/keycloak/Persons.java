package de.landbruecke.server.keycloak;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Invented persons with accounts at a Keycloak, as Keycloak imports them. */
final class Persons {

  static final String PASSWORD = "demo";

  /** Citizens, one for each test: what one has remembered another is still asked. */
  static final List<String> CITIZENS = List.of("berta", "carl", "dora");

  private Persons() {}

  /** Somebody with a password, and a generator of codes for level 2. */
  static Map<String, Object> citizen(String name, String proven) {
    return Map.of(
        "username",
        name,
        "enabled",
        true,
        "email",
        name + "@musterland.demo.landbruecke.example",
        "firstName",
        capitalized(name),
        "lastName",
        "Musterbach",
        "attributes",
        Map.of(
            "street",
            List.of("Ausgedachte Straße 7"),
            "postal_code",
            List.of("12345"),
            "locality",
            List.of("Musterstadt"),
            "country",
            List.of("DE"),
            "verified_claims",
            List.of(proven)),
        "credentials",
        List.of(
            password(),
            Map.of(
                "type",
                "otp",
                "secretData",
                "{\"value\": \"" + secret(name) + "\"}",
                "credentialData",
                """
                {"subType": "totp", "digits": 6, "period": 30, "algorithm": "HmacSHA1"}
                """)));
  }

  /** Somebody of the staff. */
  static Map<String, Object> staff(String name, String... roles) {
    return Map.of(
        "username",
        name,
        "enabled",
        true,
        "email",
        name + "@verwaltung.example",
        "firstName",
        capitalized(name),
        "lastName",
        "Muster",
        "realmRoles",
        List.of(roles),
        "credentials",
        List.of(password()));
  }

  private static Map<String, Object> password() {
    return Map.of("type", "password", "value", PASSWORD);
  }

  static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String secret(String name) {
    return "demonstration-only-" + name;
  }

  /** What the citizen's generator shows now (RFC 6238). */
  static String code(String name) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret(name).getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
    byte[] hash =
        mac.doFinal(ByteBuffer.allocate(8).putLong(Instant.now().getEpochSecond() / 30).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%06d", number % 1_000_000);
  }
}
