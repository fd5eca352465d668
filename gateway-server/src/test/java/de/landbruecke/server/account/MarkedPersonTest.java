package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.zaxxer.hikari.HikariDataSource;
import de.landbruecke.server.GatewayServer;
import de.landbruecke.server.account.MarkedPortal.Mode;
import de.landbruecke.server.identity.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person of whom every value is a marker signs in, releases, is exchanged, signs out and meets
 * every failure; afterwards everything that was written is searched for the markers.
 */
@Tag("postgresql")
@ExtendWith(OutputCaptureExtension.class)
class MarkedPersonTest {

  private static final String CALLBACK = "https://dienst.example/callback";
  private static final String API = "https://dienst.example/api";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @TempDir private Path data;

  private final MarkedPortal portal = new MarkedPortal();
  private final ECKey clientKey = newKey();
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final int port = freePort();
  private final String origin = "http://localhost:" + port;
  private final List<String> addresses = new ArrayList<>();

  private @Nullable ConfigurableApplicationContext running;

  @BeforeEach
  void start() throws IOException {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("spring.profiles.active", "conformance");
    properties.put(
        "spring.autoconfigure.exclude",
        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
            + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration,"
            + "de.landbruecke.demo.DemoConfiguration");
    properties.put("server.port", port);
    properties.put("management.server.port", 0);
    properties.put("logging.level.de.landbruecke", "DEBUG");
    properties.put("landbruecke.catalogs.shipped", false);
    properties.put("landbruecke.rate-limit.enabled", false);
    properties.put("landbruecke.data-directory", data);
    // As docs/operations.md has it for whoever wants one.
    properties.put("server.tomcat.accesslog.enabled", true);
    properties.put("server.tomcat.accesslog.directory", data.resolve("access"));
    properties.put("server.tomcat.accesslog.buffered", false);
    properties.put("server.tomcat.accesslog.pattern", "%t %m %U %s %D");
    properties.putAll(TestDatabase.ofThisRun(data));
    String all = "landbruecke.identity.";
    properties.put(all + "issuer", origin);
    properties.put(all + "version", "1");
    String home = all + "issuers.portal.";
    properties.put(home + "issuer-uri", portal.issuer());
    properties.put(home + "network", "private");
    properties.put(home + "ceiling", "high");
    properties.put(home + "levels[urn:marked]", "substantial");
    properties.put(home + "client-id", "landbruecke");
    String service = all + "services.dienst.";
    properties.put(service + "sector", "dienst");
    properties.put(service + "controller", "Stadt Musterstadt");
    properties.put(service + "audience", API);
    properties.put(service + "redirect-uris", CALLBACK);
    properties.put(service + "minimum-level", "low");
    properties.put(service + "purpose", "Antrag");
    properties.put(service + "attributes.required", "given_name,family_name");
    properties.put(service + "attributes.optional", "email,address,birthdate,phone_number");
    properties.put(service + "scopes", "openid,read");
    properties.put(service + "jwks", new JWKSet(clientKey.toPublicJWK()).toString());
    String backend = all + "services.backend.";
    properties.put(backend + "sector", "backend");
    properties.put(backend + "controller", "Stadt Musterstadt");
    properties.put(backend + "audience", "https://backend.example/api");
    properties.put(backend + "minimum-level", "low");
    properties.put(backend + "portal", "portal");
    properties.put(backend + "home-clients", "backend");
    properties.put(backend + "grants", "token-exchange");
    properties.put(backend + "jwks", new JWKSet(clientKey.toPublicJWK()).toString());
    String rule = all + "policies[0].";
    properties.put(rule + "id", "rule");
    properties.put(rule + "from", "portal");
    properties.put(rule + "to", "portal");
    properties.put(rule + "service", "dienst");
    properties.put(rule + "minimum-level", "low");
    properties.put(rule + "scopes", "openid,read");
    properties.put(
        rule + "attributes", "given_name,family_name,email,address,birthdate,phone_number");
    properties.put(rule + "exchange", true);
    properties.put(rule + "approved-by", "test");
    running =
        SpringApplication.run(
            GatewayServer.class,
            properties.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
    portal.close();
    LoggingSystem.get(getClass().getClassLoader()).setLogLevel("de.landbruecke", LogLevel.INFO);
  }

  @Test
  void everythingWritten_afterAMarkedPerson_holdsNoMarker(CapturedOutput output) throws Exception {
    // given: a person who does what can be done, while what is written lives
    TestBrowser browser = new TestBrowser(URI.create(origin));
    JsonNode tokens = signIn(browser);
    use(tokens);
    JsonNode exchanged = exchange();
    failures(browser, tokens);
    Map<String, byte[]> written = new LinkedHashMap<>();
    written.put("database of a running session", dump());
    written.put("metrics", text(manage("/actuator/prometheus")));
    written.put("health", text(manage("/actuator/health")));
    written.put("info", text(manage("/actuator/info")));
    logout(browser, tokens);
    browser.go("/konto/freigaben");
    erase();
    written.put("database after erasure", dump());
    databaseAway(tokens, exchanged);
    written.put("metrics at the end", text(manage("/actuator/prometheus")));
    server().close();
    written.put("log", text(output.getAll()));
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        written.put("file " + data.relativize(file), Files.readAllBytes(file));
      }
    }

    // when: each marker is looked for in each, in whatever writing
    List<String> found = new ArrayList<>();
    written.forEach((where, bytes) -> {
      String latin = new String(bytes, StandardCharsets.ISO_8859_1);
      portal
          .markers()
          .forEach((name, marker) -> {
            if (writings(marker).anyMatch(latin::contains)) {
              found.add(name + " in " + where);
            }
          });
    });
    // Codes, states, references and a portal's words for an error are in addresses by the
    // protocols; nothing else is.
    portal.markers().entrySet().stream()
        .filter(marker ->
            !marker
                .getKey()
                .matches("(home code|code|home nonce|state|nonce|request URI|error description).*"))
        .filter(marker ->
            addresses.stream()
                .anyMatch(each -> writings(marker.getValue()).anyMatch(each::contains)))
        .forEach(marker -> found.add(marker.getKey() + " in an address"));

    // then
    assertThat(found).isEmpty();
    assertThat(portal.markers()).hasSizeGreaterThan(30);
    assertThat(written.keySet())
        .anyMatch(name -> name.startsWith("file access"))
        .contains("log", "metrics");
    assertThat(output.getAll()).as("the log is really searched").contains("sign-in ");
    assertThat(
            new String(
                Objects.requireNonNull(written.get("database of a running session")),
                StandardCharsets.ISO_8859_1))
        .as("the database is really searched")
        .contains("consent-granted", "given_name", "dienst");
  }

  private ConfigurableApplicationContext server() {
    return Objects.requireNonNull(running);
  }

  private JsonNode signIn(TestBrowser browser) throws Exception {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("client_id", "dienst");
    request.put("response_type", "code");
    request.put("redirect_uri", CALLBACK);
    request.put("scope", "openid read");
    request.put("state", portal.marker("state"));
    request.put("nonce", portal.marker("nonce"));
    request.put("code_challenge", CHALLENGE);
    request.put("code_challenge_method", "S256");
    request.put(
        "claims",
        "{\"userinfo\":{\"given_name\":null,\"family_name\":null,\"email\":null,"
            + "\"address\":null,\"birthdate\":null,\"phone_number\":null}}");
    request.put("login_hint", portal.marker("login hint"));
    Map<String, String> pushed = authentication("dienst");
    pushed.putAll(request);
    String requestUri = post("/oauth2/par", pushed).path("request_uri").asString();
    portal.remember("request URI", requestUri.substring(requestUri.lastIndexOf(':') + 1));
    browser
        .go("/oauth2/authorize?client_id=dienst&request_uri=" + TestBrowser.encode(requestUri))
        .follow();
    browser.press("account-portal").follow();
    assertThat(browser.text()).contains(portal.marker("given_name"), portal.marker("street"));
    browser.press(
        "consent-allow", "angabe", "email", "angabe", "address", "merken", "ja", "portale", "ja");
    browser.get(URI.create(Objects.requireNonNull(browser.location())));
    remember(browser);
    String answer = Objects.requireNonNull(browser.location());
    String code =
        Objects.requireNonNull(
            MarkedPortal.parameters(URI.create(answer).getRawQuery()).get("code"));
    portal.remember("code of ours", code);
    Map<String, String> form = authentication("dienst");
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", CALLBACK);
    form.put("code_verifier", VERIFIER);
    portal.remember("code verifier", VERIFIER);
    JsonNode tokens = post("/oauth2/token", form);
    assertThat(tokens.has("access_token")).as(tokens.toString()).isTrue();
    for (String name : List.of("access_token", "id_token", "refresh_token")) {
      portal.remember("our " + name, tokens.path(name).asString());
    }
    portal.remember(
        "our sub",
        SignedJWT.parse(tokens.path("id_token").asString()).getJWTClaimsSet().getSubject());
    portal.remember(
        "our sid",
        SignedJWT.parse(tokens.path("id_token").asString())
            .getJWTClaimsSet()
            .getStringClaim("sid"));
    return tokens;
  }

  private void use(JsonNode tokens) throws Exception {
    String access = tokens.path("access_token").asString();
    HttpResponse<String> told =
        send(
            HttpRequest.newBuilder(URI.create(origin + "/userinfo"))
                .header("Authorization", "Bearer " + access));
    assertThat(told.body())
        .contains(portal.marker("given_name"), portal.marker("email"))
        .doesNotContain(portal.marker("bPK2"), portal.marker("mailbox_handle"));
    Map<String, String> form = authentication("dienst");
    form.put("token", access);
    assertThat(post("/oauth2/introspect", form).path("active").asBoolean()).isTrue();
    form = authentication("dienst");
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", tokens.path("refresh_token").asString());
    JsonNode refreshed = post("/oauth2/token", form);
    portal.remember("refreshed access token", refreshed.path("access_token").asString());
    portal.remember("refreshed refresh token", refreshed.path("refresh_token").asString());
  }

  private JsonNode exchange() throws Exception {
    Map<String, String> form = authentication("backend");
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", portal.accessToken());
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", API);
    form.put("scope", "read");
    JsonNode answer = post("/oauth2/token", form);
    assertThat(answer.has("access_token")).as(answer.toString()).isTrue();
    portal.remember("exchanged", answer.path("access_token").asString());
    return answer;
  }

  private void failures(TestBrowser browser, JsonNode tokens) throws Exception {
    for (Mode mode : List.of(Mode.ERROR, Mode.WRONG_NONCE, Mode.MALFORMED)) {
      portal.answers(mode);
      TestBrowser other = new TestBrowser(URI.create(origin));
      other.go("/konto/freigaben").press("enter").follow().press("account-portal").follow();
      assertThat(other.page().getElementById("error-reference")).as(mode.name()).isNotNull();
      addresses.addAll(other.seen());
    }
    portal.answers(Mode.GOOD);
    // What anybody may send anywhere.
    String stray = portal.marker("stray value");
    for (String path :
        List.of(
            "/oauth2/authorize?client_id=" + stray,
            "/oauth2/authorize?client_id=dienst&login_hint=" + stray + "&redirect_uri=" + stray,
            "/oauth2/authorize/resume?transaction=" + stray,
            "/konto/sitzung?zurueck=" + stray,
            "/login/oauth2/code/portal?code=" + stray + "&state=" + stray,
            "/connect/logout?id_token_hint=" + stray,
            "/suche?q=" + stray,
            "/api/v1/services?q=" + stray + "&limit=" + stray)) {
      int status = send(HttpRequest.newBuilder(URI.create(origin + path))).statusCode();
      // The search says that it has no index yet.
      assertThat(status).as(path).isNotEqualTo(500);
    }
    Map<String, String> form = authentication("dienst");
    form.put("grant_type", "authorization_code");
    form.put("code", stray);
    form.put("redirect_uri", stray);
    form.put("code_verifier", stray);
    assertThat(post("/oauth2/token", form).path("error").asString()).isEqualTo("invalid_grant");
    form = authentication("dienst");
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", tokens.path("refresh_token").asString() + "x");
    post("/oauth2/token", form);
    form = authentication("dienst");
    form.put("client_assertion", stray + ".e30." + stray);
    form.put("grant_type", stray);
    post("/oauth2/token", form);
    form = authentication("backend");
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", portal.accessToken() + "x");
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", API);
    post("/oauth2/token", form);
    send(
        HttpRequest.newBuilder(URI.create(origin + "/userinfo"))
            .header("Authorization", "Bearer " + stray));
    send(
        HttpRequest.newBuilder(URI.create(origin + "/logout/connect/back-channel/portal"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("logout_token=" + stray)));
    browser.post(
        URI.create(origin + "/konto/loeschen"),
        Map.of("token", List.of(stray), "sicher", List.of(stray)));
    malformed(stray);
  }

  /** What no client library sends: the container's own complaints quote it if they may. */
  private void malformed(String stray) throws IOException {
    for (String request :
        List.of(
            "GET /konto/freigaben?x=%zz" + stray + " HTTP/1.1\r\nHost: localhost\r\n",
            "GET /konto HTTP/1.1\r\nHost: localhost\r\nCookie: lb-session=\"" + stray + "\r\n",
            "GET /konto HTTP/1.1\r\nHost: " + stray + "_\r\n")) {
      try (Socket socket = new Socket("localhost", port)) {
        socket.setSoTimeout(5_000);
        OutputStream out = socket.getOutputStream();
        out.write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
            .startsWith("HTTP/1.1 ")
            .doesNotStartWith("HTTP/1.1 5");
      }
    }
  }

  private void logout(TestBrowser browser, JsonNode tokens) throws Exception {
    remember(browser);
    browser.go("/connect/logout?id_token_hint=" + tokens.path("id_token").asString()).follow();
    assertThat(browser.text()).contains("Sie sind abgemeldet");
    portal.remember("logout", String.valueOf(browser.cookie(URI.create(origin), "lb-logout")));
  }

  private void erase() {
    TestBrowser browser = new TestBrowser(URI.create(origin));
    browser.go("/konto/freigaben").press("enter").follow().press("account-portal").follow();
    remember(browser);
    browser.go("/konto/verknuepfungen").press("erase", "sicher", "ja").follow();
    assertThat(browser.text()).contains("Ihre Daten bei der Landbrücke sind gelöscht");
    addresses.addAll(browser.seen());
  }

  /** Errors of the database quote statements and keys if nobody prevents it. */
  private void databaseAway(JsonNode tokens, JsonNode exchanged) throws Exception {
    TestBrowser browser = new TestBrowser(URI.create(origin));
    browser.go("/konto/freigaben").press("enter").follow().press("account-portal").follow();
    remember(browser);
    ((HikariDataSource) server().getBean(DataSource.class)).close();
    send(
        HttpRequest.newBuilder(URI.create(origin + "/konto/freigaben"))
            .header("Cookie", "lb-session=" + browser.cookie(URI.create(origin), "lb-session")));
    Map<String, String> form = authentication("dienst");
    form.put("token", tokens.path("access_token").asString());
    form.put("state", exchanged.toString());
    post("/oauth2/introspect", form);
    send(
        HttpRequest.newBuilder(URI.create(origin + "/userinfo"))
            .header("Authorization", "Bearer " + tokens.path("access_token").asString()));
    send(
        HttpRequest.newBuilder(
            URI.create(
                origin
                    + "/login/oauth2/code/portal?code="
                    + portal.marker("code while away")
                    + "&state="
                    + portal.marker("state while away"))));
  }

  /** The cookies of a browser, and where it was. */
  private void remember(TestBrowser browser) {
    for (String name : List.of("lb-session", "lb-browser")) {
      String value = browser.cookie(URI.create(origin), name);
      if (value != null) {
        portal.remember(name + " " + value.hashCode(), value);
      }
    }
    addresses.addAll(browser.seen());
  }

  private static Stream<String> writings(String marker) {
    String encoded = URLEncoder.encode(marker, StandardCharsets.UTF_8);
    return Stream.of(
        marker,
        encoded,
        HexFormat.of().formatHex(marker.getBytes(StandardCharsets.UTF_8)),
        latin(marker, StandardCharsets.UTF_16BE),
        latin(marker, StandardCharsets.UTF_16LE));
  }

  private static String latin(String marker, Charset charset) {
    return new String(marker.getBytes(charset), StandardCharsets.ISO_8859_1);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Every cell of every table, as it would be in a dump. */
  private byte[] dump() throws SQLException, IOException {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    try (Connection connection = server().getBean(DataSource.class).getConnection()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          connection
              .getMetaData()
              .getTables(null, "public", "%", new String[] {"TABLE", "BASE TABLE"})) {
        while (found.next()) {
          tables.add(found.getString("TABLE_NAME"));
        }
      }
      assertThat(tables).contains("citizen_session", "audit_event", "token");
      for (String table : tables) {
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              Object cell = rows.getObject(i);
              all.write(cell instanceof byte[] bytes ? bytes : text(String.valueOf(cell)));
              all.write('\n');
            }
          }
        }
      }
    }
    return all.toByteArray();
  }

  private String manage(String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://localhost:"
                            + server().getEnvironment().getProperty("local.management.port")
                            + path))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode post(String path, Map<String, String> form) throws Exception {
    String body =
        form.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + TestBrowser.encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(origin + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    String text = answer.body();
    return !text.startsWith("{")
        ? JsonMapper.shared().createObjectNode()
        : JsonMapper.shared().readTree(text);
  }

  private Map<String, String> authentication(String id) {
    Instant now = Instant.now();
    String jti = UUID.randomUUID().toString();
    portal.remember("jti " + jti, jti);
    String assertion =
        MarkedPortal.sign(
            clientKey,
            "JWT",
            new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(origin)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .jwtID(jti)
                .build());
    portal.remember("assertion " + jti, assertion);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", id);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion);
    return form;
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
