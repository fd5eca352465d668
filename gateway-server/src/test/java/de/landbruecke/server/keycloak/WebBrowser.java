package de.landbruecke.server.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A browser without scripts: keeps cookies by host and port, also secure ones on this machine as
 * browsers do, follows redirects, fills in forms.
 */
final class WebBrowser {

  private static final int MOST_REDIRECTS = 20;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private final Map<String, Map<String, String>> cookies = new HashMap<>();
  private final String outside;
  private URI address = URI.create("about:blank");
  private Document page = new Document("");

  /**
   * A new one.
   *
   * @param outside begins the addresses that it does not visit
   */
  WebBrowser(String outside) {
    this.outside = outside;
  }

  /** Goes there, and on as long as it is sent on. */
  WebBrowser open(String to) throws IOException, InterruptedException {
    return send(URI.create(to), null);
  }

  /** Presses a button, after filling in fields of its form: names and values in turn. */
  WebBrowser press(String id, String... fields) throws IOException, InterruptedException {
    Element button =
        Objects.requireNonNull(
            page.getElementById(id), () -> "no #" + id + " at " + address + ": " + page.text());
    Element form = Objects.requireNonNull(button.closest("form"));
    Map<String, String> values = new LinkedHashMap<>();
    for (Element input : form.select("input[name]:not([type=checkbox])")) {
      values.put(input.attr("name"), input.val());
    }
    if (!button.attr("name").isEmpty()) {
      values.put(button.attr("name"), button.val());
    }
    for (int i = 0; i < fields.length; i += 2) {
      values.put(fields[i], fields[i + 1]);
    }
    return send(address.resolve(form.attr("action")), encoded(values));
  }

  /** Follows the link that has this id. */
  WebBrowser follow(String id) throws IOException, InterruptedException {
    Element link =
        Objects.requireNonNull(
            page.getElementById(id), () -> "no #" + id + " at " + address + ": " + page.text());
    return send(address.resolve(link.attr("href")), null);
  }

  private WebBrowser send(URI to, @Nullable String form) throws IOException, InterruptedException {
    URI next = to;
    String body = form;
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      address = next;
      if (next.toString().startsWith(outside)) {
        page = new Document("");
        return this;
      }
      HttpRequest.Builder request = HttpRequest.newBuilder(next).header("Accept", "text/html");
      if (body != null) {
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body));
      }
      Map<String, String> jar =
          cookies.computeIfAbsent(next.getRawAuthority(), host -> new LinkedHashMap<>());
      if (!jar.isEmpty()) {
        request.header(
            "Cookie",
            jar.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ")));
      }
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (String cookie : answer.headers().allValues("Set-Cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty() || cookie.contains("Max-Age=0")) {
          jar.remove(pair[0]);
        } else {
          jar.put(pair[0], pair[1]);
        }
      }
      if (answer.statusCode() / 100 != 3) {
        page = Jsoup.parse(answer.body(), next.toString());
        return this;
      }
      next = next.resolve(answer.headers().firstValue("Location").orElseThrow());
      body = null;
    }
    throw new IOException("sent on " + MOST_REDIRECTS + " times, at last to " + address);
  }

  static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(each ->
            each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Where it is. */
  URI address() {
    return address;
  }

  boolean has(String id) {
    return page.getElementById(id) != null;
  }

  /** What stands in the element with this id. */
  String text(String id) {
    return Objects.requireNonNull(
            page.getElementById(id), () -> "no #" + id + " at " + address + ": " + page.text())
        .text();
  }

  /** Everything that can be read. */
  String text() {
    return page.text();
  }
}
