package de.landbruecke.server.account;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import de.landbruecke.server.identity.Network;
import de.landbruecke.trust.GuardedHttp;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests of the protocol library to the endpoints of home portals, by {@link GuardedHttp}: two
 * seconds in all. Safe to share between threads.
 */
final class HomeHttp {

  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final GuardedHttp http;

  HomeHttp(GuardedHttp http) {
    this.http = http;
  }

  /** Sends requests to hosts of this network. */
  HTTPRequestSender sender(Network network) {
    return request -> send(request, network);
  }

  private ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request, Network network)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    request.getHeaderMap().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    try {
      return answer(
          http.send(
              new GuardedHttp.Request(
                  request.getMethod().name(), request.getURL().toURI(), headers, request.getBody()),
              network.trusted(),
              DEADLINE));
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Also a token of the portal's that would not fit into a header.
      throw new IOException("a request that must not be made", e);
    }
  }

  private static HTTPResponse answer(GuardedHttp.Answer from) throws IOException {
    HTTPResponse to = new HTTPResponse(from.status());
    from.headers().forEach((name, values) -> to.setHeader(name, values.toArray(String[]::new)));
    to.setBody(from.text());
    if (from.status() == 200) {
      try {
        to.ensureEntityContentType();
      } catch (ParseException e) {
        throw new IOException("an answer without a type", e);
      }
    }
    return to;
  }
}
