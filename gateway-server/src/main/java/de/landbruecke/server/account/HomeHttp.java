package de.landbruecke.server.account;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import de.landbruecke.server.identity.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the endpoints of home portals: two seconds in all, 64 KiB, no redirects, and no
 * private address unless the portal is marked private. Safe to share between threads.
 */
final class HomeHttp implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration WHOLE = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 65_536;

  /** The JDK sets these itself. */
  private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "connection");

  private final HttpClient client;

  HomeHttp(SSLContext trust) {
    client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  /** Sends requests to hosts of this network. */
  HTTPRequestSender sender(Network network) {
    return request -> send(request, network);
  }

  private ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request, Network network)
      throws IOException {
    URI address = address(request);
    requireAllowed(address, network);
    HttpRequest.Builder builder = HttpRequest.newBuilder(address).timeout(WHOLE);
    request
        .getHeaderMap()
        .forEach((name, values) -> {
          if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    @Nullable String body = request.getBody();
    builder.method(
        request.getMethod().name(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    return answer(await(client.sendAsync(builder.build(), info -> new LimitedBody())));
  }

  private static URI address(ReadOnlyHTTPRequest request) throws IOException {
    try {
      return request.getURL().toURI();
    } catch (URISyntaxException e) {
      throw new IOException("no address", e);
    }
  }

  private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer)
      throws IOException {
    try {
      return answer.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer in time", e);
    } catch (ExecutionException e) {
      throw new IOException("no answer", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static HTTPResponse answer(HttpResponse<String> from) throws IOException {
    HTTPResponse to = new HTTPResponse(from.statusCode());
    for (var header : from.headers().map().entrySet()) {
      to.setHeader(header.getKey(), header.getValue().toArray(String[]::new));
    }
    to.setBody(from.body());
    if (from.statusCode() == 200) {
      try {
        to.ensureEntityContentType();
      } catch (ParseException e) {
        throw new IOException("an answer without a type", e);
      }
    }
    return to;
  }

  /**
   * Refuses what a registered host must not be. The name is looked up here and once more by the
   * client within the JDK's cache of names, which keeps the answer for longer than a request lasts.
   */
  private static void requireAllowed(URI address, Network network) throws IOException {
    String host = address.getHost();
    if (host == null || address.getRawUserInfo() != null) {
      throw new IOException("an address without a host or with a user");
    }
    boolean https = "https".equals(address.getScheme());
    if (!https && !(network == Network.PRIVATE && "http".equals(address.getScheme()))) {
      throw new IOException("neither https nor a loopback host marked private");
    }
    for (InetAddress found : InetAddress.getAllByName(host)) {
      if (!https && !found.isLoopbackAddress()) {
        throw new IOException("http beyond the loopback");
      }
      if (network == Network.PUBLIC && isPrivate(found)) {
        throw new IOException("a private address");
      }
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean special =
        address instanceof Inet6Address
            // Unique local, and everything that is not global unicast.
            ? (bytes[0] & 0xe0) != 0x20
            // Shared address space (RFC 6598), reserved, and the benchmark range (RFC 2544).
            : (bytes[0] == 100 && (bytes[1] & 0xc0) == 64)
                || (bytes[0] & 0xf0) == 0xf0
                || bytes[0] == 0
                || (bytes[0] == (byte) 198 && (bytes[1] & 0xfe) == 18);
    return special
        || address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress();
  }

  /** Collects text and gives up when it is more than a portal has to say. */
  private static final class LimitedBody implements HttpResponse.BodySubscriber<String> {

    private final CompletableFuture<String> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        if (bytes.size() + part.remaining() > MOST_BYTES) {
          whole.completeExceptionally(new IOException("more than " + MOST_BYTES + " bytes"));
          if (subscription != null) {
            subscription.cancel();
          }
          return;
        }
        byte[] piece = new byte[part.remaining()];
        part.get(piece);
        bytes.writeBytes(piece);
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toString(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
