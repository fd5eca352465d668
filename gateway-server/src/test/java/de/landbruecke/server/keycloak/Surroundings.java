package de.landbruecke.server.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import de.landbruecke.demo.DemoPortal;
import de.landbruecke.demo.keycloak.KeycloakServer;
import de.landbruecke.server.GatewayServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Keycloak, and the gateway with the demonstration's portals. The portal {@code musterland} is
 * registered by a file, any other one by the administration of the running gateway. All files are
 * those of the how-to, with this run's addresses and names.
 */
final class Surroundings implements AutoCloseable {

  /** The portal that the gateway knows from its start. */
  static final String BY_FILE = "musterland";

  /** What this portal, like the gateway, calls the level substantial. */
  static final String SUBSTANTIAL = "http://bsi.bund.de/eID/LoA/substantiell";

  private static final Path SAMPLES = Path.of("../docs/how-to/connect");
  private static final Path FOLDER = Path.of("target/keycloak-portal-test");
  private static final JsonMapper JSON = new JsonMapper();
  private static final Namespace NAMESPACE = Namespace.create(Surroundings.class);

  private final HttpClient http = HttpClient.newHttpClient();
  private final KeycloakServer keycloak;
  private final int port;
  private final int west;
  private final int east;
  private final ConfigurableApplicationContext gateway;
  private final Set<String> registered = new HashSet<>(Set.of(BY_FILE));

  private Surroundings() throws IOException, InterruptedException {
    FileSystemUtils.deleteRecursively(FOLDER);
    Files.createDirectories(FOLDER);
    List<Integer> ports = freePorts(3);
    port = ports.get(0);
    west = ports.get(1);
    east = ports.get(2);
    keycloak =
        KeycloakServer.start(
            KeycloakServer.distribution(Path.of("target/keycloak")), KeycloakServer.Launch.cheap());
    try {
      keycloak.createRealm(staffRealm());
      keycloak.createRealm(realm(BY_FILE));
      Path file = FOLDER.resolve("registry.yaml");
      Files.writeString(file, sample("keycloak.yaml", BY_FILE));
      gateway =
          SpringApplication.run(
              GatewayServer.class,
              "--spring.profiles.active=demo",
              "--spring.config.additional-location=file:" + file.toAbsolutePath(),
              "--server.port=" + port,
              "--management.server.port=0",
              "--demo.port.service-bw=" + west,
              "--demo.port.amt24=" + east,
              "--demo.keys=../demo/src/main/resources/de/landbruecke/demo",
              "--demo.musterland.keys=" + keys(BY_FILE),
              "--landbruecke.identity.staff.issuer-uri=" + keycloak.issuer("verwaltung"),
              "--landbruecke.identity.staff.audience=landbruecke-admin",
              "--landbruecke.identity.staff.roles-claim=realm_access.roles",
              "--landbruecke.identity.staff.network=private",
              "--landbruecke.catalogs.shipped=false",
              "--landbruecke.rate-limit.enabled=false",
              "--landbruecke.data-directory=" + FOLDER.resolve("data"));
    } catch (IOException | InterruptedException | RuntimeException e) {
      keycloak.close();
      throw e;
    }
  }

  /** Those of this run: started for whoever asks first, stopped after the last test of all. */
  static Surroundings of(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                Surroundings.class,
                key -> {
                  try {
                    return new Surroundings();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                  }
                },
                Surroundings.class));
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

  KeycloakServer keycloak() {
    return keycloak;
  }

  /** A page of the gateway. */
  String gateway(String path) {
    return "http://localhost:" + port + path;
  }

  /** A page of Saxony's demonstration portal. */
  String east(String path) {
    return "http://127.0.0.1:" + east + path;
  }

  /** A token that Saxony's back end holds of a citizen who signed in there. */
  String easternToken(String person) {
    return gateway.getBean("demoSaxony", DemoPortal.class).backendToken(person);
  }

  /** A client whose key is one of the demonstration's. */
  TokenClient client(String id, String keyId) throws ParseException {
    return new TokenClient(id, ECKey.parse(DemoPortal.clientKey(keyId)));
  }

  /** The realm's public keys, as it publishes them. */
  private String keys(String portal) throws IOException, InterruptedException {
    URI address = URI.create(keycloak.issuer(portal) + "/protocol/openid-connect/certs");
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String sample(String name, String portal) throws IOException {
    return Files.readString(SAMPLES.resolve(name))
        .replace("http://127.0.0.1:8180", keycloak.origin().toString())
        .replace("http://localhost:8080", gateway(""))
        .replace("http://127.0.0.1:8091", "http://127.0.0.1:" + west)
        .replace("musterland", portal)
        .replace("Musterland", portal);
  }

  /** The sample's realm with persons. */
  private String realm(String portal) throws IOException {
    ObjectNode realm = (ObjectNode) JSON.readTree(sample("keycloak.json", portal));
    ArrayNode users = realm.putArray("users");
    for (String name : Persons.CITIZENS) {
      String proven =
          JSON.writeValueAsString(
              Map.of(
                  "verification",
                  Map.of("trust_framework", "de_aml", "assurance_level", SUBSTANTIAL),
                  "claims",
                  Map.of("given_name", Persons.capitalized(name), "family_name", "Musterbach")));
      users.add(JSON.valueToTree(Persons.citizen(name, proven)));
    }
    return realm.toString();
  }

  /** The sample's realm for the staff with two members, who sign in without a second device. */
  private static String staffRealm() throws IOException {
    ObjectNode realm =
        (ObjectNode) JSON.readTree(Files.readString(SAMPLES.resolve("keycloak-staff.json")));
    ((ObjectNode) realm.at("/clients/0")).put("directAccessGrantsEnabled", true);
    ArrayNode users = realm.putArray("users");
    users.add(JSON.valueToTree(Persons.staff("erika", "editor", "approver")));
    users.add(JSON.valueToTree(Persons.staff("paul", "approver")));
    return realm.toString();
  }

  /** Sees to it that the gateway knows the portal. */
  void register(String portal) throws IOException, InterruptedException {
    if (!registered.add(portal)) {
      return;
    }
    keycloak.createRealm(realm(portal));
    JsonNode added =
        JSON.valueToTree(new Yaml().<Map<String, Object>>load(sample("keycloak.yaml", portal)));
    String editor = staffToken("erika");
    ObjectNode registry =
        (ObjectNode) JSON.readTree(administer("GET", "registry/export", editor, null).body());
    ObjectNode whole = (ObjectNode) registry.at("/landbruecke/identity");
    JsonNode more = added.at("/landbruecke/identity");
    ((ObjectNode) whole.get("issuers")).setAll((ObjectNode) more.get("issuers"));
    ((ObjectNode) more.at("/services/demo-" + portal)).put("jwks", keys(portal));
    ((ObjectNode) whole.get("services")).setAll((ObjectNode) more.get("services"));
    ((ArrayNode) whole.get("policies")).addAll((ArrayNode) more.get("policies"));
    whole.remove("version");
    ObjectNode proposal = JSON.createObjectNode();
    proposal.put("reason", "another portal").set("registry", registry);

    HttpResponse<String> proposed = administer("POST", "proposals", editor, proposal.toString());
    assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(200);
    String approve =
        "proposals/" + JSON.readTree(proposed.body()).path("id").asString() + "/approve";
    assertThat(administer("POST", approve, editor, null).statusCode()).isEqualTo(409);
    HttpResponse<String> approved = administer("POST", approve, staffToken("paul"), null);
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
  }

  private String staffToken(String name) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(keycloak.issuer("verwaltung") + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    WebBrowser.encoded(
                        Map.of(
                            "grant_type",
                            "password",
                            "client_id",
                            "landbruecke-admin",
                            "username",
                            name,
                            "password",
                            Persons.PASSWORD))))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .path("access_token")
        .asString();
  }

  private HttpResponse<String> administer(
      String method, String path, String token, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:"
                        + gateway.getEnvironment().getProperty("local.management.port")
                        + "/admin/v1/"
                        + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    gateway.close();
    keycloak.close();
    http.close();
  }
}
