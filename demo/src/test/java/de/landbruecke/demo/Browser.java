package de.landbruecke.demo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A browser without scripts: cookies, links, forms. */
final class Browser {

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final Map<String, String> cookies = new HashMap<>();

  /** One answer, not followed. */
  record Answer(URI address, HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    boolean isRedirect() {
      return status() == 303;
    }

    URI location() {
      return address.resolve(response.headers().firstValue("Location").orElseThrow());
    }

    Document page() {
      return Jsoup.parse(response.body(), address.toString());
    }

    String text(String id) {
      return requireNonNull(page().getElementById(id), id).text();
    }

    boolean has(String id) {
      return page().getElementById(id) != null;
    }
  }

  Answer get(URI address) throws IOException, InterruptedException {
    return send(address, HttpRequest.newBuilder(address).GET());
  }

  /** Goes on until there is a page, or an address that {@code outside} begins. */
  Answer open(URI address, String outside) throws IOException, InterruptedException {
    return follow(get(address), outside);
  }

  /** Fills in a form and presses one of its buttons. */
  Answer press(Answer on, String button, Map<String, String> fields, String outside)
      throws IOException, InterruptedException {
    return follow(press(on, button, fields), outside);
  }

  Answer press(Answer on, String button, Map<String, String> fields)
      throws IOException, InterruptedException {
    Element pressed = requireNonNull(on.page().getElementById(button), button);
    Element form = requireNonNull(pressed.closest("form"));
    Map<String, String> values = new LinkedHashMap<>();
    for (Element input : form.select("input[name]")) {
      values.put(input.attr("name"), input.attr("value"));
    }
    if (pressed.hasAttr("name")) {
      values.put(pressed.attr("name"), pressed.attr("value"));
    }
    values.putAll(fields);
    return post(URI.create(form.absUrl("action")), values);
  }

  Answer post(URI address, Map<String, String> values) throws IOException, InterruptedException {
    String body =
        values.entrySet().stream()
            .map(value -> Html.encode(value.getKey()) + "=" + Html.encode(value.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        address,
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Answer follow(Answer first, String outside) throws IOException, InterruptedException {
    Answer answer = first;
    while (answer.isRedirect() && !answer.location().toString().startsWith(outside)) {
      answer = get(answer.location());
    }
    return answer;
  }

  private Answer send(URI address, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String sent =
        cookies.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    if (!sent.isEmpty()) {
      request.header("Cookie", sent);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    for (String cookie : response.headers().allValues("Set-Cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      if (cookie.contains("Max-Age=0")) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return new Answer(address, response);
  }
}
