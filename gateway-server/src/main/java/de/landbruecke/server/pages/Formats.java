package de.landbruecke.server.pages;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.catalog.PublicService.Fee;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values as German readers expect them, whatever the machine's own language is. */
final class Formats {

  /** Where the days of all pages are counted. */
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd.MM.uuuu", Locale.GERMANY);

  private static final Pattern DURATION =
      Pattern.compile("P(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(?:T(\\d+H)?(\\d+M)?)?");

  private static final List<String> ONE =
      List.of("Jahr", "Monat", "Woche", "Tag", "Stunde", "Minute");
  private static final List<String> MANY =
      List.of("Jahre", "Monate", "Wochen", "Tage", "Stunden", "Minuten");

  /** A number and its unit stay on one line. */
  private static final char JOINED = '\u00a0';

  private Formats() {}

  /** Such as {@code 12.11.2026}. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** The day in Germany. */
  static String day(Instant instant) {
    return day(instant.atZone(ZONE).toLocalDate());
  }

  /** A whole number with its thousands apart. */
  static String count(long number) {
    return decimals("#,##0").format(number);
  }

  /** {@code 1 Unterlage}, {@code 2 Unterlagen}. */
  static String count(long number, String one, String many) {
    return count(number) + JOINED + (number == 1 ? one : many);
  }

  /**
   * {@code 46,00 €}, {@code 27,60 bis 46,00 €}, {@code kostenlos} only where nothing is asked for;
   * null where the fee has no amount.
   */
  static @Nullable String amount(Fee fee) {
    BigDecimal amount = fee.amount();
    BigDecimal maximum = fee.maximum();
    if (amount == null) {
      return null;
    }
    if (maximum == null || maximum.compareTo(amount) == 0) {
      return amount.signum() == 0 ? "kostenlos" : number(amount) + unit(fee);
    }
    return number(amount) + " bis " + number(maximum) + unit(fee);
  }

  private static String unit(Fee fee) {
    return JOINED + (fee.currency().equals("EUR") ? "€" : fee.currency());
  }

  private static String number(BigDecimal amount) {
    return decimals("#,##0.00##").format(amount);
  }

  private static DecimalFormat decimals(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.GERMANY));
  }

  /** {@code P14D} is {@code 14 Tage}, {@code P6W} is {@code 6 Wochen}; null for no duration. */
  static @Nullable String duration(@Nullable String iso) {
    Matcher parts = iso == null ? null : DURATION.matcher(iso);
    if (parts == null || !parts.matches()) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < ONE.size(); i++) {
      String part = parts.group(i + 1);
      if (part != null) {
        String number = part.substring(0, part.length() - 1).replaceFirst("^0+(?=.)", "");
        if (!number.equals("0")) {
          words.add(number + JOINED + (number.equals("1") ? ONE : MANY).get(i));
        }
      }
    }
    return words.isEmpty() ? null : joined(words);
  }

  /** {@code a}, {@code a und b}, {@code a, b und c}. */
  static String joined(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " und " + words.get(last);
  }

  /** What a person needs to sign in, with the official word for the level. */
  static String level(AssuranceLevel level) {
    return switch (level) {
      case NONE -> "ohne Anmeldung";
      case BASIC -> "Konto mit Benutzername und Passwort (Vertrauensniveau untergeordnet)";
      case LOW -> "Konto mit einfacher Prüfung der Person (Vertrauensniveau normal)";
      case SUBSTANTIAL -> "Konto mit Zertifikat, etwa von ELSTER (Vertrauensniveau substanziell)";
      case HIGH -> "Konto mit Online-Ausweis (Vertrauensniveau hoch)";
    };
  }

  /** The same, short enough for a filter. */
  static String shortLevel(AssuranceLevel level) {
    return switch (level) {
      case NONE -> "ohne Anmeldung";
      case BASIC -> "Benutzername und Passwort";
      case LOW -> "einfache Prüfung (normal)";
      case SUBSTANTIAL -> "Zertifikat (substanziell)";
      case HIGH -> "Online-Ausweis (hoch)";
    };
  }
}
