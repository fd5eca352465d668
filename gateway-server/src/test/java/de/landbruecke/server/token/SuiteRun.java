package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import de.landbruecke.server.GatewayServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What docs/conformance describes, with a small stand-in for the suite: the gateway and the portals
 * by the files that the documented command makes, and browsers that do what the plans' scripts say.
 */
final class SuiteRun implements AutoCloseable {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  final String issuer;
  final String callback;
  final TestCertificate gateway;
  final SSLContext trust;
  final BlockingQueue<String> logoutTokens = new LinkedBlockingQueue<>();
  private final AtomicInteger networks = new AtomicInteger();
  private final Path directory;
  private final String suite;
  private final HttpsServer server;
  private final ConfigurableApplicationContext context;

  SuiteRun(Path directory) throws Exception {
    this.directory = directory.resolve("conformance");
    List<Integer> ports = freePorts(5);
    issuer = "https://localhost:" + ports.get(0);
    TestCertificate own = TestCertificate.selfSigned("CN=suite", TestCertificate.Use.SERVER);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.context(own, own)));
    server.createContext(
        "/test/a/landbruecke/backchannel_logout",
        exchange -> {
          logoutTokens.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    suite = "https://localhost:" + server.getAddress().getPort();
    callback = suite + "/test/a/landbruecke/callback";
    Path certificate = Files.writeString(directory.resolve("suite.pem"), own.pem());
    prepare(
        issuer,
        suite,
        certificate.toString(),
        "http://127.0.0.1:" + ports.get(2),
        this.directory.toString());
    gateway = TestCertificate.read(Files.readString(this.directory.resolve("gateway.pem")), null);
    trust = TestCertificate.context(gateway, null);
    context =
        SpringApplication.run(
            GatewayServer.class,
            "--spring.profiles.active=" + after("profiles=", ConformanceTest.START),
            "--spring.config.additional-location=file:" + this.directory + "/",
            "--server.port=" + ports.get(0),
            "--landbruecke.identity.mtls.port=" + ports.get(1),
            "--demo.port.service-bw=" + ports.get(2),
            "--demo.port.amt24=" + ports.get(3),
            "--management.server.port=0",
            "--demo.keys=../demo/src/main/resources/de/landbruecke/demo",
            "--landbruecke.catalogs.shipped=false",
            "--landbruecke.rate-limit.per-second=100000",
            "--landbruecke.rate-limit.burst=1000000",
            "--landbruecke.rate-limit.trusted-proxies=127.0.0.1,::1",
            "--landbruecke.identity.rate-limit.refusals=1",
            "--landbruecke.data-directory=" + directory.resolve("data"));
  }

  private static void prepare(String... arguments) throws IOException, InterruptedException {
    List<String> shown = List.of(ConformanceTest.PREPARE.strip().split(" "));
    assertThat(shown).hasSize(2 + arguments.length);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", shown.get(0)).toString());
    command.add("../" + shown.get(1));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("Prepare.java").isZero();
  }

  /** The word of a command that follows this. */
  private static String after(String start, String command) {
    String rest = command.substring(command.indexOf(start) + start.length());
    return rest.substring(0, rest.indexOf(' '));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** A plan as the command made it. */
  JsonNode plan(String name) {
    try {
      return MAPPER.readTree(Files.readString(directory.resolve(name + ".json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String afterLogout() {
    return suite + "/test/a/landbruecke/post_logout_redirect";
  }

  String authorize(Map<String, String> request) {
    return issuer + "/oauth2/authorize?" + Browser.encoded(request);
  }

  /** A module of a plan, with a browser that nobody used before. */
  Module module(String plan, String name) {
    return new Module(plan(plan), name);
  }

  /** A browser that runs the script of a module. */
  final class Module {

    /** How many pages had a field for a password. */
    int logins;

    private final JsonNode scripts;
    private final HttpClient client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private String address = "";
    private Document page = Document.createShell("");

    private Module(JsonNode plan, String name) {
      JsonNode own = plan.path("override").path(name).path("browser");
      scripts = own.isMissingNode() ? plan.path("browser") : own;
    }

    /** Opens an address and does what the script says; where the browser is in the end. */
    String run(String start) {
      open(HttpRequest.newBuilder(URI.create(start)));
      return script(start);
    }

    /** The same with a form. */
    String post(String start, Map<String, String> form) {
      open(
          HttpRequest.newBuilder(URI.create(start))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(Browser.encoded(form))));
      return script(start);
    }

    Document page() {
      return page;
    }

    private String script(String start) {
      JsonNode script =
          scripts
              .valueStream()
              .filter(each -> isMatch(each.path("match").asString(), start))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no script for " + start));
      for (JsonNode task : script.path("tasks")) {
        if (isMatch(task.path("match").asString(), address)) {
          task.path("commands").forEach(this::command);
        } else {
          assertThat(task.path("optional").asBoolean())
              .as(task.path("task").asString() + " at " + address + ": " + page.text())
              .isTrue();
        }
      }
      return address;
    }

    private void command(JsonNode command) {
      String what = command.path(0).asString();
      boolean optional = command.path(command.size() - 1).asString().equals("optional");
      String target = command.path(2).asString();
      if (what.equals("wait") && address.startsWith(suite)) {
        return;
      }
      Element element =
          command.path(1).asString().equals("xpath")
              ? page.selectXpath(target).first()
              : page.getElementById(target);
      if (element == null) {
        assertThat(optional).as(command + " at " + address + ": " + page.text()).isTrue();
        return;
      }
      switch (what) {
        case "text" -> element.val(command.path(3).asString());
        case "click" -> click(element);
        case "wait" -> assertThat(element.text()).matches(command.path(4).asString());
        default -> throw new AssertionError("no such command: " + what);
      }
    }

    private void click(Element element) {
      if (element.attr("type").equals("checkbox")) {
        element.attr("checked", true);
        return;
      }
      if (!(element.closest("form") instanceof FormElement form)) {
        throw new AssertionError("not in a form: " + element);
      }
      Map<String, String> data = new LinkedHashMap<>();
      form.formData().forEach(each -> data.put(each.key(), each.value()));
      if (element.hasAttr("name")) {
        data.put(element.attr("name"), element.val());
      }
      open(
          HttpRequest.newBuilder(URI.create(form.absUrl("action")))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(Browser.encoded(data))));
    }

    /** Follows redirects, but not out to the suite. */
    private void open(HttpRequest.Builder first) {
      HttpRequest.Builder request = first;
      for (int i = 0; i < 20; i++) {
        HttpResponse<String> response = send(client, request);
        String location = Browser.location(response);
        if (location.isEmpty()) {
          address = response.uri().toString();
          page = Jsoup.parse(response.body(), address);
          logins += page.getElementById("login-password") == null ? 0 : 1;
          return;
        }
        URI next = response.uri().resolve(location);
        if (next.toString().startsWith(suite)) {
          address = next.toString();
          page = Document.createShell("");
          return;
        }
        request = HttpRequest.newBuilder(next);
      }
      throw new AssertionError("redirects without end");
    }
  }

  private static boolean isMatch(String glob, String address) {
    return Pattern.matches(Pattern.quote(glob).replace("*", "\\E.*\\Q"), address);
  }

  /** A request of a program, from a network of its own. */
  HttpResponse<String> call(HttpRequest.Builder request) {
    int number = networks.incrementAndGet();
    return callFrom("10." + number / 250 + "." + number % 250 + ".1", request);
  }

  /** A request of a program that shows a certificate. */
  HttpResponse<String> call(TestCertificate certificate, HttpRequest.Builder request) {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(TestCertificate.context(gateway, certificate)).build()) {
      return send(client, request);
    }
  }

  /** The same from this address. */
  HttpResponse<String> callFrom(String address, HttpRequest.Builder request) {
    request.header("X-Forwarded-For", address);
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
      return send(client, request);
    }
  }

  /** A form that a program sends. */
  HttpResponse<String> post(String address, Map<String, String> form, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Browser.encoded(form)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return call(request);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    server.stop(0);
  }
}
