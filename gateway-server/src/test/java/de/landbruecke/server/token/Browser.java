package de.landbruecke.server.token;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser that keeps cookies and follows nothing by itself. */
final class Browser {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private final Map<String, String> cookies = new HashMap<>();

  HttpResponse<String> get(String address, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(address)).GET(), headers);
  }

  HttpResponse<String> post(String address, Map<String, String> form, String... headers) {
    return post(address, encoded(form), headers);
  }

  HttpResponse<String> post(String address, String body, String... headers) {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      response
          .headers()
          .allValues("Set-Cookie")
          .forEach(cookie -> {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (pair[1].isEmpty()) {
              cookies.remove(pair[0]);
            } else {
              cookies.put(pair[0], pair[1]);
            }
          });
      return response;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void set(String name, String value) {
    cookies.put(name, value);
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry ->
            URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  static String location(HttpResponse<?> response) {
    return response.headers().firstValue("Location").orElse("");
  }

  /** The parameters of an address. */
  static Map<String, String> parameters(String address) {
    String query = URI.create(address).getRawQuery();
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      Arrays.stream(query.split("&"))
          .map(each -> each.split("=", 2))
          .forEach(
              pair -> parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
    return parameters;
  }
}
