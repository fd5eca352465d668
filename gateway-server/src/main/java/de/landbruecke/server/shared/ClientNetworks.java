package de.landbruecke.server.shared;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Tells from which network a request comes: a /24 of IPv4, a /48 of IPv6. Whole addresses are never
 * handed out. Immutable and safe to share between threads.
 */
@Component
public final class ClientNetworks {

  private static final int IPV4_BYTES = 4;
  private static final int IPV4_BITS = 24;
  private static final int IPV6_BITS = 48;

  private final List<AddressRange> trusted;

  /** Believes {@code X-Forwarded-For} of the trusted proxies only. */
  public ClientNetworks(RateLimitProperties properties) {
    this.trusted =
        properties.trustedProxies().stream()
            .map(AddressRange::parse)
            .flatMap(Optional::stream)
            .toList();
  }

  /**
   * The network of the client, in hexadecimal digits.
   *
   * @return empty when the connection has no internet address
   */
  public Optional<String> networkOf(HttpServletRequest request) {
    return client(request).map(ClientNetworks::network);
  }

  static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    int bits = bytes.length == IPV4_BYTES ? IPV4_BITS : IPV6_BITS;
    return HexFormat.of().formatHex(AddressRange.masked(bytes, bits));
  }

  /** The nearest address that no trusted proxy has; what is further left could be made up. */
  private Optional<InetAddress> client(HttpServletRequest request) {
    Optional<InetAddress> nearest = AddressRange.address(request.getRemoteAddr());
    if (trusted.isEmpty()) {
      return nearest;
    }
    List<String> hops =
        Collections.list(request.getHeaders("X-Forwarded-For")).stream()
            .flatMap(header -> List.of(header.split(",")).stream())
            .map(String::strip)
            .toList();
    for (String hop : hops.reversed()) {
      if (nearest.isEmpty() || !isTrusted(nearest.get())) {
        return nearest;
      }
      Optional<InetAddress> before = AddressRange.address(hop);
      if (before.isEmpty()) {
        return nearest;
      }
      nearest = before;
    }
    return nearest;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }
}
