package de.landbruecke.server.pages;

import de.landbruecke.source.CatalogTexts;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address of another website that may be a link: http or https, with a host and without a user,
 * in ASCII only. Whoever holds one need not check again.
 *
 * @param href for the attribute
 * @param host where it leads, for people; without {@code www.}
 */
record WebLink(String href, String host) {

  /** Null where the address must not be a link. */
  static @Nullable WebLink of(@Nullable URI address) {
    return address == null ? null : of(address.toString());
  }

  /** Null where the text is no address, or one that must not be a link. */
  static @Nullable WebLink of(String text) {
    URI address = CatalogTexts.webAddress(text).orElse(null);
    if (address == null) {
      return null;
    }
    String authority = address.getRawAuthority();
    int colon = authority.lastIndexOf(':');
    String port =
        colon >= 0 && authority.substring(colon).matches(":\\d{1,5}")
            ? authority.substring(colon)
            : "";
    String name = authority.substring(0, authority.length() - port.length());
    String host = address.getHost() == null ? ascii(name) : address.getHost();
    if (host == null || host.isEmpty()) {
      return null;
    }
    String start = address.getScheme().toLowerCase(Locale.ROOT) + "://" + host + port;
    String rest =
        text.strip().substring(address.getScheme().length() + "://".length() + authority.length());
    return new WebLink(
        URI.create(start + rest).toASCIIString(),
        host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", ""));
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
