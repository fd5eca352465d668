package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.pages.HtmlRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A browser without scripts: keeps cookies by host and port, sends forms, and follows redirects one
 * by one. Every page of the gateway that it sees has to keep the rules of all pages, and its own.
 */
public final class TestBrowser {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private final URI gateway;
  private final Map<String, Map<String, String>> cookies = new HashMap<>();
  private final List<String> seen = new ArrayList<>();
  private @Nullable HttpResponse<String> last;
  private Consumer<String> listener = text -> {};

  public TestBrowser(URI gateway) {
    this.gateway = gateway;
  }

  /** Hands on all that the gateway answers from now on. */
  void listen(Consumer<String> each) {
    listener = each;
  }

  /** Goes to a path of the gateway. */
  public TestBrowser go(String path) {
    return get(gateway.resolve(path));
  }

  public TestBrowser get(URI address) {
    return send(HttpRequest.newBuilder(address).GET(), address);
  }

  /** Sends the form that the element with this id belongs to, by that element. */
  public TestBrowser press(String id, String... fields) {
    Document page = page();
    Element button =
        Objects.requireNonNull(
            page.getElementById(id), () -> "no #" + id + " in " + address() + ": " + page.text());
    Element form = Objects.requireNonNull(button.closest("form"));
    Map<String, List<String>> values = values(form);
    if (!button.attr("name").isEmpty()) {
      values.computeIfAbsent(button.attr("name"), n -> new ArrayList<>()).add(button.val());
    }
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].endsWith("=")) {
        values.put(fields[i].substring(0, fields[i].length() - 1), List.of(fields[i + 1]));
      } else {
        values.computeIfAbsent(fields[i], n -> new ArrayList<>()).add(fields[i + 1]);
      }
    }
    return post(address().resolve(form.attr("action")), values);
  }

  /** Sends the form whose address ends like this. */
  TestBrowser submit(String action) {
    Element form =
        Objects.requireNonNull(
            page().selectFirst("form[action$=" + action + "]"),
            () -> "no form " + action + " in " + text());
    return post(address().resolve(form.attr("action")), values(form));
  }

  TestBrowser post(URI address, Map<String, List<String>> values, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(values)));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return send(builder, address);
  }

  /** Follows redirects, except to hosts that only services in tests have. */
  public TestBrowser follow() {
    return follow(true);
  }

  private TestBrowser follow(boolean answers) {
    for (int i = 0; i < 20; i++) {
      String location = location();
      if (location == null) {
        return this;
      }
      URI next = address().resolve(location);
      if (next.getHost().endsWith(".example")
          || next.getPath().equals("/oauth2/authorize/resume")
          || (!answers && next.getPath().startsWith("/login/oauth2/code/"))) {
        return this;
      }
      get(next);
    }
    return this;
  }

  /** Signs in at a portal of the demonstration, on whose page the browser is. */
  public TestBrowser signIn(String person) {
    follow();
    if (page().getElementById("login-submit") != null) {
      press("login-submit", "username=", person, "password=", "demo").follow();
    }
    return this;
  }

  /** As {@link #signIn}, but stops before the browser brings the answer to the gateway. */
  public URI answer(String person) {
    follow(false);
    if (page().getElementById("login-submit") != null) {
      press("login-submit", "username=", person, "password=", "demo").follow(false);
    }
    return URI.create(Objects.requireNonNull(location()));
  }

  /** Shows the card of the demonstration. */
  TestBrowser showCard() {
    return press("card-submit").follow();
  }

  /** Goes on to a portal of SAML, from the page whose form leads there. */
  TestBrowser leave() {
    assertThat(header("Content-Security-Policy"))
        .contains("form-action 'self' " + origin(page().selectFirst("form#leave")) + ";");
    return press("leave-submit");
  }

  private static String origin(@Nullable Element form) {
    URI action = URI.create(Objects.requireNonNull(form).attr("action"));
    return action.getScheme() + "://" + action.getRawAuthority();
  }

  private TestBrowser send(HttpRequest.Builder builder, URI address) {
    String host = address.getAuthority();
    HttpResponse<String> before = last;
    HttpRequest bare = builder.copy().build();
    // SameSite=Lax: a form of another site brings no cookies, a redirect after it does.
    boolean isForeignForm =
        bare.method().equals("POST") && before != null && !before.uri().getAuthority().equals(host);
    Map<String, String> kept = isForeignForm ? Map.of() : cookies.getOrDefault(host, Map.of());
    String jar =
        kept.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("; "));
    if (!jar.isEmpty()) {
      builder.header("Cookie", jar);
    }
    builder.header("Accept", "text/html,*/*;q=0.8");
    try {
      last = CLIENT.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    seen.add(address.toString());
    for (String set : last.headers().allValues("Set-Cookie")) {
      String[] pair = set.split(";", 2)[0].split("=", 2);
      if (set.contains("Max-Age=0")) {
        cookies.computeIfAbsent(host, h -> new HashMap<>()).remove(pair[0]);
      } else {
        cookies.computeIfAbsent(host, h -> new HashMap<>()).put(pair[0], pair[1]);
      }
      if (address.toString().startsWith(gateway.toString())) {
        assertThat(set).contains("HttpOnly", "SameSite=Lax", "Path=/");
      }
    }
    if (address.toString().startsWith(gateway.toString())) {
      listener.accept(last.uri() + " " + last.headers().map() + " " + last.body());
      checkGateway();
    }
    return this;
  }

  private void checkGateway() {
    assertThat(header("Cache-Control")).contains("no-store");
    assertThat(response().headers().allValues("Content-Security-Policy")).hasSize(1);
    assertThat(header("Content-Security-Policy"))
        .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(response().statusCode()).isNotIn(302, 307, 308);
    if (header("Content-Type").startsWith("text/html")) {
      HtmlRules.check(response().body());
      for (Element form : page().select("form[method=post]:not(#leave)")) {
        assertThat(form.attr("action")).startsWith("/konto/");
      }
    }
  }

  public HttpResponse<String> response() {
    return Objects.requireNonNull(last, "nothing was asked yet");
  }

  URI address() {
    return response().uri();
  }

  String path() {
    return address().getPath();
  }

  public int status() {
    return response().statusCode();
  }

  public Document page() {
    return Jsoup.parse(response().body(), address().toString());
  }

  public String text() {
    return page().text();
  }

  public String header(String name) {
    return response().headers().firstValue(name).orElse("");
  }

  public @Nullable String location() {
    return response().headers().firstValue("Location").orElse(null);
  }

  /** The kind of error that the page tells; empty where it tells none. */
  public String trouble() {
    return page().select("#error-code").text();
  }

  public @Nullable String cookie(URI host, String name) {
    return cookies.getOrDefault(host.getAuthority(), Map.of()).get(name);
  }

  public void setCookie(URI host, String name, String value) {
    cookies.computeIfAbsent(host.getAuthority(), h -> new HashMap<>()).put(name, value);
  }

  void forget(URI host, String name) {
    cookies.getOrDefault(host.getAuthority(), new HashMap<>()).remove(name);
  }

  /** All addresses that the browser asked for, in order. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  private static Map<String, List<String>> values(Element form) {
    Map<String, List<String>> values = new HashMap<>();
    for (Element input : form.select("input[name]")) {
      boolean box = input.attr("type").equals("checkbox");
      if (!box || input.hasAttr("checked")) {
        values.computeIfAbsent(input.attr("name"), n -> new ArrayList<>()).add(input.val());
      }
    }
    return values;
  }

  private static String encoded(Map<String, List<String>> values) {
    return values.entrySet().stream()
        .flatMap(
            entry -> entry.getValue().stream().map(value -> entry.getKey() + "=" + encode(value)))
        .collect(Collectors.joining("&"));
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
