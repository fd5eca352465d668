package de.landbruecke.server.pages;

/**
 * A link to something on this site.
 *
 * @param text plain text
 * @param href the address
 * @param count how many services are behind it; 0 where that is not told
 */
record ServiceLink(String text, String href, long count) {

  /** A link that tells no number. */
  static ServiceLink of(String text, Address address) {
    return new ServiceLink(Text.line(text, Text.LONGEST_TITLE), address.toString(), 0);
  }
}
