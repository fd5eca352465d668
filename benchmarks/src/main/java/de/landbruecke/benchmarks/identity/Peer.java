package de.landbruecke.benchmarks.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import de.landbruecke.demo.keycloak.KeycloakServer;
import de.landbruecke.demo.keycloak.KeycloakServer.Launch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak in production mode with a realm that signs by ES256: a back end that authenticates by
 * {@code private_key_jwt} and exchanges what citizens' tokens it is handed, and an interface that
 * introspects by a secret.
 */
final class Peer implements Closeable {

  static final String SECRET = "peer-secret-of-the-interface-0123456789";

  private static final String REALM = "bench";
  private static final String PASSWORD = "demo";
  private static final String WEB_SECRET = "peer-secret-of-the-web-client-0123456789";

  private final KeycloakServer server;
  private final Party backend;

  private Peer(KeycloakServer server, Party backend) {
    this.server = server;
    this.backend = backend;
  }

  /**
   * Builds it for the database and starts it.
   *
   * @param home the unpacked distribution
   * @param database options such as {@code --db=dev-file}, of the build and of the start
   * @param people how many citizens it knows
   */
  static Peer start(Path home, List<String> database, List<String> more, int people)
      throws IOException, InterruptedException {
    List<String> heap = List.of("-Xms1g", "-Xmx1g");
    // What an earlier run left there.
    Directories.delete(home.resolve("data"));
    List<String> build = new ArrayList<>(List.of("build"));
    build.addAll(database);
    KeycloakServer.run(home, new Launch(heap, build));
    List<String> start =
        new ArrayList<>(List.of("start", "--optimized", "--http-enabled=true", "--cache=local"));
    start.addAll(more);
    KeycloakServer server = KeycloakServer.start(home, new Launch(heap, start));
    Party backend = new Party("bw-backend");
    server.createRealm(realm(backend, people));
    return new Peer(server, backend);
  }

  int port() {
    return server.origin().getPort();
  }

  /** Processor time so far, µs. */
  long micros() {
    return Processors.micros(server.process().pid());
  }

  String path(String endpoint) {
    return "/realms/" + REALM + "/protocol/openid-connect/" + endpoint;
  }

  /** The parameters by which the back end proves to be itself. */
  Map<String, String> authentication() {
    return backend.authentication(server.issuer(REALM));
  }

  /** An access token of a citizen for the back end, issued to the web client. */
  String subjectToken(Wire wire, int person) throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", "web");
    form.put("client_secret", WEB_SECRET);
    return text(password(wire, form, person), "access_token");
  }

  /** A refresh token of a citizen, issued to the back end. */
  String refreshToken(Wire wire, int person) throws IOException {
    return text(password(wire, authentication(), person), "refresh_token");
  }

  private Wire.Answer password(Wire wire, Map<String, String> client, int person)
      throws IOException {
    Map<String, String> form = new LinkedHashMap<>(client);
    form.put("grant_type", "password");
    form.put("username", "person-" + person);
    form.put("password", PASSWORD);
    form.put("scope", "openid");
    return wire.post(path("token"), form);
  }

  /** A member of an answer, which must be good. */
  static String text(Wire.Answer answer, String name) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("answered " + answer.status() + ": " + answer.body());
    }
    try {
      return JSONObjectUtils.getString(JSONObjectUtils.parse(answer.body()), name);
    } catch (ParseException e) {
      throw new IOException("no " + name + " in the answer", e);
    }
  }

  private static String realm(Party backend, int people) {
    List<Object> users = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      users.add(
          Map.of(
              "username",
              "person-" + i,
              "enabled",
              true,
              "email",
              "person-" + i + "@example.org",
              "emailVerified",
              true,
              "firstName",
              "Clara",
              "lastName",
              "Muster",
              "credentials",
              List.of(Map.of("type", "password", "value", PASSWORD))));
    }
    Map<String, Object> web = client("web", "client-secret", WEB_SECRET, Map.of());
    web.put("directAccessGrantsEnabled", true);
    web.put("protocolMappers", List.of(audience("bw-backend")));
    Map<String, Object> exchanging =
        client(
            "bw-backend",
            "client-jwt",
            null,
            Map.of(
                "standard.token.exchange.enabled",
                "true",
                "use.jwks.string",
                "true",
                "jwks.string",
                backend.jwks(),
                "token.endpoint.auth.signing.alg",
                "ES256"));
    exchanging.put("directAccessGrantsEnabled", true);
    exchanging.put("serviceAccountsEnabled", true);
    exchanging.put("protocolMappers", List.of(audience("sn-api")));
    Map<String, Object> realm = new LinkedHashMap<>();
    realm.put("realm", REALM);
    realm.put("enabled", true);
    realm.put("sslRequired", "none");
    realm.put("defaultSignatureAlgorithm", "ES256");
    realm.put("accessTokenLifespan", 3600);
    realm.put("ssoSessionIdleTimeout", 7200);
    realm.put("users", users);
    realm.put(
        "clients", List.of(web, exchanging, client("sn-api", "client-secret", SECRET, Map.of())));
    return JSONObjectUtils.toJSONString(realm);
  }

  private static Map<String, Object> client(
      String id, String authentication, @Nullable String secret, Map<String, String> attributes) {
    Map<String, Object> client = new LinkedHashMap<>();
    client.put("clientId", id);
    client.put("enabled", true);
    client.put("publicClient", false);
    client.put("standardFlowEnabled", false);
    client.put("clientAuthenticatorType", authentication);
    client.put("attributes", attributes);
    if (secret != null) {
      client.put("secret", secret);
    }
    return client;
  }

  private static Map<String, Object> audience(String client) {
    return Map.of(
        "name",
        "audience-" + client,
        "protocol",
        "openid-connect",
        "protocolMapper",
        "oidc-audience-mapper",
        "config",
        Map.of("included.client.audience", client, "access.token.claim", "true"));
  }

  @Override
  public void close() {
    server.close();
  }
}
