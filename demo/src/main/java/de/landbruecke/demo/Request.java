package de.landbruecke.demo;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read whole.
 *
 * @param uri absolute, below the portal's own origin whatever the header Host says
 */
record Request(String method, URI uri, Map<String, List<String>> headers, String body) {

  private static final int MAXIMUM_BODY_BYTES = 64 * 1024;

  /**
   * Reads a request.
   *
   * @throws Refusal for a body that is too long
   */
  static Request read(HttpExchange exchange, URI origin) throws IOException, Refusal {
    byte[] body = exchange.getRequestBody().readNBytes(MAXIMUM_BODY_BYTES + 1);
    if (body.length > MAXIMUM_BODY_BYTES) {
      throw new Refusal(413, "Die Anfrage ist zu lang.");
    }
    Map<String, List<String>> headers = new HashMap<>(exchange.getRequestHeaders());
    URI target = exchange.getRequestURI();
    String query = target.getRawQuery();
    URI uri = URI.create(origin + target.getRawPath() + (query == null ? "" : "?" + query));
    return new Request(
        exchange.getRequestMethod(), uri, headers, new String(body, StandardCharsets.UTF_8));
  }

  String path() {
    return uri.getPath();
  }

  /** The parameters of the body of a POST, else of the query. */
  Map<String, List<String>> parameters() {
    return URLUtils.parseParameters(method.equals("POST") ? body : uri.getRawQuery());
  }

  /** The parameter's value, or empty text when it is absent. */
  String parameter(String name) {
    return parameters().getOrDefault(name, List.of("")).get(0);
  }

  /** All values of a header. */
  List<String> headers(String name) {
    return headers.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  Optional<String> cookie(String name) {
    return header("Cookie").stream()
        .flatMap(header -> Arrays.stream(header.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  /** Whether the browser says that the request comes from a page of another origin. */
  boolean isCrossSite() {
    return header("Sec-Fetch-Site")
        .filter(site -> !site.equals("same-origin") && !site.equals("none"))
        .isPresent();
  }

  /** The same for the library that knows the protocols' messages. */
  HTTPRequest toMessage() throws com.nimbusds.oauth2.sdk.ParseException {
    HTTPRequest message = new HTTPRequest(HTTPRequest.Method.valueOf(method), uri);
    headers.forEach((name, values) -> message.setHeader(name, values.toArray(String[]::new)));
    message.setBody(body);
    return message;
  }
}
