package de.landbruecke.trust;

import de.landbruecke.trust.TrustedIssuer.Network;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fetches key sets, and discovery documents, by https: no redirects, at most 64 KiB and one second,
 * only JSON. The address that is checked is the one that is connected to, so a name that changes in
 * between leads nowhere. Private addresses are only for issuers marked {@link
 * TrustedIssuer.Network#PRIVATE}, http only for their loopback hosts.
 *
 * <p>By {@link HttpsURLConnection}, because {@code HttpClient} resolves names by itself and never
 * says to which address it connected.
 */
public final class HttpKeySetFetcher implements KeySetFetcher {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int MAX_BYTES = 64 * 1024;
  private static final Set<String> TYPES = Set.of("application/json", "application/jwk-set+json");

  private static final Executor AFTER_TIMEOUT =
      CompletableFuture.delayedExecutor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);

  private final SSLContext tls;

  /** Trusts the certificates that {@code tls} trusts. */
  public HttpKeySetFetcher(SSLContext tls) {
    this.tls = Objects.requireNonNull(tls);
  }

  @Override
  public String fetch(TrustedIssuer issuer) throws IOException {
    URI address =
        issuer
            .keySetAddress()
            .orElseThrow(
                () -> new IOException("issuer " + issuer.id() + " has no key set address"));
    return fetch(address, issuer.network());
  }

  /**
   * A JSON document of a registered host, such as an issuer's metadata.
   *
   * @throws IOException when it could not be had
   */
  public String fetch(URI address, TrustedIssuer.Network network) throws IOException {
    requireAllowed(address, network);
    GuardedSockets sockets = new GuardedSockets(tls.getSocketFactory(), network);
    HttpURLConnection connection = open(address, sockets);
    // A connection that drips is cut as well: the timeouts of the reads alone would not end it.
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            () -> {
              sockets.close();
              connection.disconnect();
            },
            AFTER_TIMEOUT);
    try {
      return read(connection);
    } finally {
      watch.cancel(false);
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(URI address, GuardedSockets sockets) throws IOException {
    URI target = address.getScheme().equals("https") ? address : pinned(address);
    HttpURLConnection connection =
        (HttpURLConnection) target.toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(sockets);
    }
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
    connection.setRequestProperty("Connection", "close");
    return connection;
  }

  /** Plain http has no socket of ours to guard, but its only hosts are this machine's. */
  private static URI pinned(URI address) throws IOException {
    InetAddress host = InetAddress.getByName(address.getHost());
    if (!host.isLoopbackAddress()) {
      throw new IOException("http is only for loopback hosts, not for " + address.getHost());
    }
    try {
      return new URI(
          "http",
          null,
          host.getHostAddress(),
          address.getPort(),
          address.getPath(),
          address.getQuery(),
          null);
    } catch (URISyntaxException e) {
      throw new IOException("no address: " + address.getHost(), e);
    }
  }

  private static String read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != 200) {
      throw new IOException("status " + status + " instead of 200; redirects are not followed");
    }
    String type = Objects.requireNonNullElse(connection.getContentType(), "");
    int parameters = type.indexOf(';');
    String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    if (!TYPES.contains(media.toLowerCase(Locale.ROOT))) {
      throw new IOException("a content type that is not JSON");
    }
    if (connection.getContentEncoding() != null) {
      throw new IOException("an encoded body, which was not asked for");
    }
    try (InputStream body = connection.getInputStream()) {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      return Json.decode(bytes);
    } catch (TokenRejectedException e) {
      throw new IOException("a body that is not UTF-8", e);
    }
  }

  /**
   * Whether an address may be registered at all.
   *
   * @throws IllegalArgumentException when it is not absolute, has a fragment or user, or a scheme
   *     that its network does not allow
   */
  static void requireAllowed(URI address, TrustedIssuer.Network network) {
    String host = address.getHost();
    boolean secure = "https".equals(address.getScheme());
    boolean local =
        "http".equals(address.getScheme())
            && network == Network.PRIVATE
            && host != null
            && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
    if (host == null
        || !(secure || local)
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "address '"
              + address
              + "' is not allowed: https without user or fragment; http only for loopback hosts of"
              + " a private network");
    }
  }

  /** Whether we may connect to this address. */
  static boolean isAllowed(InetAddress address, Network network) {
    // Link-local addresses include the metadata services of clouds: never.
    if (address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || address.isLinkLocalAddress()) {
      return false;
    }
    return network == Network.PRIVATE || isPublic(address);
  }

  /** By the registries of special-purpose addresses (RFC 6890). */
  private static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    if (address instanceof Inet4Address) {
      return !(first == 0
          || first == 10
          || first == 127
          || first >= 224
          || (first == 100 && (second & 0xc0) == 64)
          || (first == 169 && second == 254)
          || (first == 172 && (second & 0xf0) == 16)
          || (first == 192 && second == 168)
          || (first == 192 && second == 0 && (third == 0 || third == 2))
          || (first == 192 && second == 88 && third == 99)
          || (first == 198 && (second & 0xfe) == 18)
          || (first == 198 && second == 51 && third == 100)
          || (first == 203 && second == 0 && third == 113));
    }
    // Global unicast only, without what carries an IPv4 address inside or is for documents.
    boolean tunnel = first == 0x20 && (second == 0x02 || (second == 0x01 && third < 2));
    boolean documents =
        (first == 0x20 && second == 0x01 && third == 0x0d && (bytes[3] & 0xff) == 0xb8)
            || (first == 0x3f && second == 0xff && (third & 0xf0) == 0);
    return (first & 0xe0) == 0x20 && !tunnel && !documents;
  }

  /** Sockets for one fetch that refuse the address they are about to connect to. */
  private static final class GuardedSockets extends SSLSocketFactory {

    private final SSLSocketFactory tls;
    private final Network network;
    private volatile @Nullable Socket plain;

    GuardedSockets(SSLSocketFactory tls, Network network) {
      this.tls = tls;
      this.network = network;
    }

    void close() {
      Socket socket = plain;
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is gone either way.
        }
      }
    }

    @Override
    public Socket createSocket() {
      Socket socket = new GuardedSocket(network);
      plain = socket;
      return socket;
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
        throws IOException {
      return tls.createSocket(connected, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw unguarded();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unguarded();
    }

    private static IOException unguarded() {
      return new IOException("only sockets that check their address are allowed");
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return tls.getSupportedCipherSuites();
    }
  }

  private static final class GuardedSocket extends Socket {

    private final Network network;

    GuardedSocket(Network network) {
      this.network = network;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress address)
          || address.isUnresolved()
          || !isAllowed(address.getAddress(), network)) {
        throw new IOException("the host's address is unknown or not allowed");
      }
      super.connect(endpoint, timeout);
    }
  }
}
