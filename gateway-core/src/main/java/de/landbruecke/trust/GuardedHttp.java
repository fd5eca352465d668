package de.landbruecke.trust;

import de.landbruecke.trust.TrustedIssuer.Network;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with registered hosts and nobody else: the caller passes only addresses that were
 * registered, or that a registered host named of itself.
 *
 * <p>Each name is looked up once for a connection, all its addresses are checked, and one of these
 * is connected to, so a name that changes in between leads nowhere. Private addresses are only for
 * hosts marked {@link Network#PRIVATE}, http only for their loopback hosts, and link-local
 * addresses, where clouds keep their secrets, for nobody. The certificate must be that of the name.
 * No redirect is followed, nothing is sent twice, nothing is unpacked, no cookie or proxy is used.
 * Connections are kept for a minute and used again for the same name and network.
 *
 * <p>Safe to share between threads. Close it to end its connections.
 */
public final class GuardedHttp implements AutoCloseable {

  /** The most that is read of a body, in bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 64;
  private static final int MAX_CONNECTIONS = 1024;
  private static final int MAX_CONNECTIONS_OF_HOST = 64;

  /** Several addresses of one name have to fit into one request. */
  private static final Timeout CONNECT = Timeout.ofMilliseconds(500);

  /** Each deadline is shorter. */
  private static final Timeout HANDSHAKE = Timeout.ofSeconds(10);

  private static final TimeValue KEEP = TimeValue.ofMinutes(1);

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

  /** What the client sets itself; two of them would be two requests (RFC 9112, section 11.2). */
  private static final List<String> OWN_HEADERS =
      List.of("host", "content-length", "transfer-encoding", "connection", "te", "upgrade");

  /**
   * One request.
   *
   * @param method {@code GET} or {@code POST}
   * @param headers without those of the connection itself, such as {@code Host}
   * @param body null for none
   */
  public record Request(
      String method, URI address, Map<String, String> headers, @Nullable String body) {

    /** Refuses other methods, and headers that would change where or how the request is read. */
    public Request {
      if (!method.equals("GET") && !method.equals("POST")) {
        throw new IllegalArgumentException("method '" + method + "' must be GET or POST");
      }
      headers = Map.copyOf(headers);
      headers.forEach((name, value) -> {
        if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))
            || !name.matches("[A-Za-z0-9-]+")
            || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
          throw new IllegalArgumentException("header '" + name + "' must not be set so");
        }
      });
    }

    /** Names the host and nothing else: tokens stay out of logs. */
    @Override
    public String toString() {
      return method + " to " + address.getHost();
    }

    /** A request for JSON. */
    public static Request get(URI address) {
      return new Request("GET", address, Map.of("Accept", "application/json"), null);
    }

    /** A form, encoded already. */
    public static Request form(URI address, String form) {
      return new Request(
          "POST", address, Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
    }
  }

  /** What came back, whatever its status. Immutable. */
  public static final class Answer {

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private Answer(int status, Map<String, List<String>> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    /** The status; one of a redirect is an answer like others. */
    public int status() {
      return status;
    }

    /** All headers, found whatever the case of their names. */
    public Map<String, List<String>> headers() {
      return headers;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The body.
     *
     * @throws IOException when it is longer than {@link GuardedHttp#MAX_BYTES}, encoded, which was
     *     not asked for, or no UTF-8
     */
    public String text() throws IOException {
      if (body.length > MAX_BYTES) {
        throw new IOException("a body of more than " + MAX_BYTES + " bytes");
      }
      if (headers.containsKey("Content-Encoding")) {
        throw new IOException("an encoded body, which was not asked for");
      }
      try {
        return Json.decode(body);
      } catch (TokenRejectedException e) {
        throw new IOException("a body that is not UTF-8", e);
      }
    }
  }

  /** Looks names up. */
  @FunctionalInterface
  interface Names {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  private final Map<Network, CloseableHttpClient> clients = new EnumMap<>(Network.class);

  /** Platform threads: a name service that hangs would hold the carriers of virtual ones. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("http-", 0).factory());

  /** Trusts the certificates that {@code tls} trusts. */
  public GuardedHttp(SSLContext tls) {
    this(tls, InetAddress::getAllByName);
  }

  GuardedHttp(SSLContext tls, Names names) {
    for (Network network : Network.values()) {
      clients.put(network, client(tls, new CheckedNames(names, network)));
    }
  }

  private static CloseableHttpClient client(SSLContext tls, DnsResolver names) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                // The name is checked within the handshake (RFC 9525), by the JDK.
                .setTlsSocketStrategy(
                    new DefaultClientTlsStrategy(
                        tls, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE))
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                            Http1Config.custom()
                                .setMaxLineLength(MAX_LINE)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setTimeToLive(KEEP)
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(HANDSHAKE).build())
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS_OF_HOST)
                .build())
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableConnectionState()
        .disableContentCompression()
        .disableCookieManagement()
        .disableDefaultUserAgent()
        .disableRedirectHandling()
        .build();
  }

  /**
   * Sends one request, once.
   *
   * @param deadline for all of it: name, connection, request and the whole answer
   * @throws IllegalArgumentException when no host may be registered with this address
   * @throws IOException when the host may not be connected to, or there is no answer in time
   */
  public Answer send(Request request, Network network, Duration deadline) throws IOException {
    requireAllowed(request.address(), network);
    HttpUriRequestBase message = message(request, deadline);
    try {
      return threads
          .submit(() -> exchange(message, Objects.requireNonNull(clients.get(network))))
          .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("no answer", e.getCause());
    } catch (TimeoutException e) {
      // A connection that drips is cut as well: the timeouts of the reads alone do not end it.
      message.cancel();
      throw new IOException("no answer within " + deadline, e);
    } catch (InterruptedException e) {
      message.cancel();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (RejectedExecutionException e) {
      throw new IOException("closed", e);
    }
  }

  private static HttpUriRequestBase message(Request request, Duration deadline) {
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.address());
    request.headers().forEach(message::setHeader);
    if (request.body() != null) {
      message.setEntity(new ByteArrayEntity(request.body().getBytes(StandardCharsets.UTF_8), null));
    }
    Timeout timeout = Timeout.of(deadline);
    message.setConfig(
        RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setConnectionRequestTimeout(timeout)
            .setProtocolUpgradeEnabled(false)
            .setResponseTimeout(timeout)
            .build());
    return message;
  }

  private static Answer exchange(HttpUriRequestBase message, CloseableHttpClient client)
      throws IOException {
    return client.execute(
        message,
        response -> {
          Answer answer = new Answer(response.getCode(), headers(response), body(response));
          if (answer.body.length > MAX_BYTES) {
            // Or the rest would be read before the connection is given back.
            message.cancel();
          }
          return answer;
        });
  }

  private static byte[] body(ClassicHttpResponse response) throws IOException {
    if (response.getEntity() == null) {
      return new byte[0];
    }
    InputStream body = response.getEntity().getContent();
    return body.readNBytes(MAX_BYTES + 1);
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header each : response.getHeaders()) {
      headers
          .computeIfAbsent(each.getName(), name -> new ArrayList<>())
          .add(Objects.requireNonNullElse(each.getValue(), ""));
    }
    return headers;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.values().forEach(client -> client.close(CloseMode.IMMEDIATE));
  }

  /**
   * Whether an address may be registered at all.
   *
   * @throws IllegalArgumentException when it is not absolute, has a fragment or user, or a scheme
   *     that its network does not allow
   */
  static void requireAllowed(URI address, Network network) {
    String host = address.getHost();
    boolean secure = "https".equals(address.getScheme());
    boolean local =
        "http".equals(address.getScheme())
            && network == Network.PRIVATE
            && host != null
            && isLoopbackName(host);
    if (host == null
        || !(secure || local)
        // A second name of the same host, and an address of one interface only.
        || host.endsWith(".")
        || host.contains("%")
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "address '"
              + address
              + "' is not allowed: https without user or fragment; http only for loopback hosts of"
              + " a private network");
    }
  }

  private static boolean isLoopbackName(String host) {
    return LOOPBACK.matcher(host).matches();
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

  /** The addresses of a name that may be connected to; no other is ever connected to. */
  private record CheckedNames(Names names, Network network) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] found = names.find(host);
      for (InetAddress address : found) {
        // Http goes to names of the loopback only, so these must lead nowhere else.
        boolean stays = !isLoopbackName(host) || address.isLoopbackAddress();
        if (!stays || !isAllowed(address, network)) {
          throw new UnknownHostException("the host's address is not allowed");
        }
      }
      return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
