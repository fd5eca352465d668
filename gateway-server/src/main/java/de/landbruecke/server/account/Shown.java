package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.AttributeName;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.shared.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Values as citizens read them: whatever others wrote is one line of text without tricks. */
final class Shown {

  private static final ZoneId GERMANY = ZoneId.of("Europe/Berlin");

  /** Control characters, signs of direction, and what is invisible and could hide something. */
  private static final Pattern TRICKS =
      Pattern.compile(
          "[\\p{Cc}\\p{Co}\\p{Cs}\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]+");

  private static final int LONGEST = 300;

  private Shown() {}

  /** One line of text. */
  static String text(String value) {
    String line = TRICKS.matcher(value).replaceAll(" ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  /** What a home issuer is called; its id where it is registered no more. */
  static String issuer(RegistrySnapshot registry, String id) {
    HomeIssuer issuer = registry.issuers().get(id);
    return issuer == null ? id : text(issuer.label());
  }

  /** A day written as ISO 8601 does. */
  static String date(String iso, Language language) {
    try {
      return LocalDate.parse(iso)
          .format(
              DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language.locale()));
    } catch (DateTimeParseException e) {
      return text(iso);
    }
  }

  static String day(Instant time, Language language) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(language.locale())
        .withZone(GERMANY)
        .format(time);
  }

  static String dayAndTime(Instant time, Language language) {
    return day(time, language) + ", " + clock(time, language);
  }

  static String clock(Instant time, Language language) {
    String hour = DateTimeFormatter.ofPattern("HH:mm").withZone(GERMANY).format(time);
    return language.of(hour + " Uhr", hour);
  }

  /** The level in everyday words. */
  static String level(AssuranceLevel level, Language language) {
    return switch (level) {
      case NONE -> language.of("ohne Anmeldung", "without signing in");
      case BASIC -> language.of("untergeordnet", "basic");
      case LOW -> language.of("normal", "low");
      case SUBSTANTIAL -> language.of("substanziell", "substantial");
      case HIGH -> language.of("hoch", "high");
    };
  }

  /** By what the level is usually reached. */
  static String means(AssuranceLevel level, Language language) {
    return switch (level) {
      case NONE -> language.of("ohne Konto", "no account");
      case BASIC -> language.of("Benutzername und Passwort", "user name and password");
      case LOW ->
          language.of(
              "Benutzername, Passwort und geprüfte Angaben",
              "user name, password and checked details");
      case SUBSTANTIAL ->
          language.of("ELSTER-Zertifikat oder Online-Ausweis", "ELSTER certificate or online ID");
      case HIGH -> language.of("Online-Ausweis", "online ID");
    };
  }

  /** What citizens read instead of an attribute's name. */
  static String attribute(String claim, Language language) {
    return AttributeName.of(claim)
        .map(known -> language.of(known.german(), known.english()))
        .orElse(claim);
  }

  /** An attribute's value. */
  static String value(String claim, String value, Language language) {
    if (value.startsWith("{")) {
      return Json.object(value).map(parts -> text(structured(claim, parts))).orElse(text(value));
    }
    if (value.startsWith("[")) {
      return text(value.substring(1, value.length() - 1).replace("\"", "").replace(",", ", "));
    }
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true") ? language.of("ja", "yes") : language.of("nein", "no");
    }
    return switch (claim) {
      case "birthdate" -> date(value, language);
      case "gender" ->
          switch (value) {
            case "male" -> language.of("männlich", "male");
            case "female" -> language.of("weiblich", "female");
            default -> text(value);
          };
      default -> text(value);
    };
  }

  private static String structured(String claim, Map<String, Object> parts) {
    if (!claim.equals("address")) {
      return String.join(", ", parts.values().stream().map(String::valueOf).toList());
    }
    String town = (part(parts, "postal_code") + " " + part(parts, "locality")).strip();
    List<String> lines =
        List.of(part(parts, "street_address"), town, part(parts, "country")).stream()
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.isEmpty() ? part(parts, "formatted") : String.join(", ", lines);
  }

  private static String part(Map<String, Object> parts, String name) {
    return parts.get(name) instanceof String value ? value.strip() : "";
  }
}
