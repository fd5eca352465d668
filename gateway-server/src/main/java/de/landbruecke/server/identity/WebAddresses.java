package de.landbruecke.server.identity;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of other servers may be registered. A host that is only a name is looked at again
 * when it is called.
 */
final class WebAddresses {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

  /** IPv4 that is not public (RFC 6890), other than loopback. */
  private static final Pattern PRIVATE_IPV4 =
      Pattern.compile(
          "(0|10)\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|192\\.168\\..*|169\\.254\\..*"
              + "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*|(22[4-9]|2[3-5]\\d)\\..*");

  /** What some read as an IPv4 address, and others as a name. */
  private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:0x[0-9a-f]*|\\d+)");

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

  /** IPv6 that is not public: all but global unicast. */
  private static final Pattern PRIVATE_IPV6 = Pattern.compile("\\[(?!2|3).*]");

  private WebAddresses() {}

  /**
   * What would be allowed instead of this address; null where it is allowed.
   *
   * @param insecureAllowed whether http is allowed at all, for hosts of this machine
   */
  static @Nullable String fault(String text, Network network, boolean insecureAllowed) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      return "an address that starts with https://";
    }
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
      return "an address that starts with https://";
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null || text.contains("*")) {
      return "an address without user, fragment and wildcard";
    }
    if (host.endsWith(".") || (NUMBER.matcher(host).matches() && !IPV4.matcher(host).matches())) {
      return "a host by its name without a dot at the end, or by four numbers";
    }
    boolean isLoopback = LOOPBACK.matcher(host).matches();
    if (scheme.equals("http")) {
      return isLoopback && network == Network.PRIVATE && insecureAllowed
          ? null
          : "https; http only for loopback hosts marked private, in the profiles demo and"
              + " conformance";
    }
    boolean isPrivate =
        isLoopback || PRIVATE_IPV4.matcher(host).matches() || PRIVATE_IPV6.matcher(host).matches();
    return isPrivate && network == Network.PUBLIC ? "a public host, or network private" : null;
  }
}
