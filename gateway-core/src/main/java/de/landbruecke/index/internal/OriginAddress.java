package de.landbruecke.index.internal;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings the known shapes of a portal page's address to one: {@code /zufi/leistungen/ID?…}, {@code
 * /leistung/-/sbw/id-ID-leistung-0} and {@code /leistung/-/sbw/Title-ID-leistung-0} are one page.
 */
public final class OriginAddress {

  private static final Pattern ZUFI = Pattern.compile("(https?://[^/]+)/zufi/leistungen/(\\d+).*");
  private static final Pattern SBW =
      Pattern.compile("(https?://[^/]+)/leistung/-/sbw/.*?-?(\\d+)-leistung-\\d+.*");

  private OriginAddress() {}

  /** The one form of an address; other addresses only lose a slash at the end. */
  public static String normalize(String address) {
    String stripped = address.strip();
    for (Pattern pattern : new Pattern[] {ZUFI, SBW}) {
      Matcher matcher = pattern.matcher(stripped);
      if (matcher.matches()) {
        return host(matcher.group(1)) + "/zufi/leistungen/" + matcher.group(2);
      }
    }
    return stripped.endsWith("/") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  private static String host(String schemeAndHost) {
    return schemeAndHost.toLowerCase(Locale.ROOT).replace("http://", "https://");
  }
}
