package de.landbruecke.server.shared;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address of another website that may be a link: http or https, with a host and without a user,
 * in ASCII only. Whoever holds one need not check again.
 *
 * @param href for the attribute
 * @param host where it leads, for people; without {@code www.}
 */
public record WebLink(String href, String host) {

  /** How long an address may be; browsers and proxies refuse more. */
  private static final int LONGEST = 4_000;

  /** Null where the address must not be a link. */
  public static @Nullable WebLink of(@Nullable URI address) {
    return address == null ? null : of(address.toString());
  }

  /** Null where the text is no address, or one that must not be a link. */
  public static @Nullable WebLink of(String text) {
    String stripped = text.strip();
    URI address = parse(stripped);
    if (address == null) {
      return null;
    }
    String authority = address.getRawAuthority();
    String scheme = address.getScheme();
    if (authority == null || scheme == null || authority.indexOf('@') >= 0) {
      return null;
    }
    String lower = scheme.toLowerCase(Locale.ROOT);
    if (!lower.equals("http") && !lower.equals("https")) {
      return null;
    }
    int colon = authority.lastIndexOf(':');
    String port =
        colon >= 0 && authority.substring(colon).matches(":\\d{1,5}")
            ? authority.substring(colon)
            : "";
    String host = address.getHost();
    if (host == null) {
      host = ascii(authority.substring(0, authority.length() - port.length()));
    }
    if (host == null || host.isEmpty()) {
      return null;
    }
    String rest = stripped.substring(scheme.length() + "://".length() + authority.length());
    URI encoded = parse(lower + "://" + host + port + rest);
    return encoded == null
        ? null
        : new WebLink(
            encoded.toASCIIString(), host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", ""));
  }

  private static @Nullable URI parse(String text) {
    try {
      return text.length() > LONGEST ? null : new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** A host with umlauts as the domain name system has it; null where it is none. */
  private static @Nullable String ascii(String name) {
    try {
      return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
