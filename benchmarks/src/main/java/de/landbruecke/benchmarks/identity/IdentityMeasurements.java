package de.landbruecke.benchmarks.identity;

import de.landbruecke.benchmarks.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** The measurements of the identity gateway beside Keycloak. */
public final class IdentityMeasurements {

  /** What can be measured, each by its name. */
  public static final List<String> NAMES =
      List.of(
          "identity-core",
          "identity-exchange",
          "identity-introspection",
          "identity-login",
          "identity-flood");

  private static final String ISSUER = "home-bw";
  private static final String PREFIX = "person-";
  private static final int PEOPLE = 1_000;
  private static final int PEER_PEOPLE = 50;
  private static final int CONNECTIONS = 8;
  private static final int WINDOWS = 3;
  private static final String EXCHANGE = "exchange";
  private static final double LESS = 0.4;
  private static final int FEW_TOKENS = 10_000;
  private static final int MANY_TOKENS = 1_000_000;
  private static final int MANY_ACCOUNTS = 770_000;
  private static final int SIGNING_IN = 200;
  private static final int GOOD_PER_SECOND = 30;
  private static final int BAD_PER_SECOND = 200;

  private final Path jar;
  private final Path nativeCrypto;
  private final Path keycloak;
  private final double seconds;
  private final double warmUp;
  private final int tokens;
  private final int accounts;
  private final List<String> databases;
  private final PrintStream out;

  /**
   * Prepares measurements.
   *
   * @param options those of the command line, see docs/benchmarks.md
   * @param jar the built server
   */
  public IdentityMeasurements(Map<String, String> options, Path jar, PrintStream out) {
    this.jar = existing(jar, "mvn -DskipTests package builds the server");
    this.nativeCrypto = Path.of(options.getOrDefault("--native-crypto", NativeJar.path()));
    this.keycloak = Path.of(options.getOrDefault("--keycloak", "target/keycloak"));
    this.seconds = Double.parseDouble(options.getOrDefault("--seconds", "6"));
    this.warmUp = Double.parseDouble(options.getOrDefault("--warm-up", "30"));
    this.tokens = Integer.parseInt(options.getOrDefault("--tokens", Integer.toString(MANY_TOKENS)));
    this.accounts =
        Integer.parseInt(options.getOrDefault("--accounts", Integer.toString(MANY_ACCOUNTS)));
    this.databases = List.of(options.getOrDefault("--databases", "file,postgresql").split(","));
    this.out = out;
  }

  private static Path existing(Path file, String otherwise) {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("there is no " + file + ": " + otherwise);
    }
    return file;
  }

  /** Measures what is named, and prints a table for each. */
  public void run(List<String> names) throws IOException, InterruptedException, SQLException {
    if (names.contains("identity-core")) {
      print("Core", new CoreCost().table());
    }
    if (names.contains("identity-exchange")) {
      print("Requests", exchanges());
    }
    if (names.contains("identity-introspection")) {
      print("Introspection", introspections());
    }
    if (names.contains("identity-login")) {
      print("Signing in", logins());
    }
    if (names.contains("identity-flood")) {
      print("Flood", flood());
    }
  }

  private void print(String title, Table table) {
    out.println("\n### " + title + "\n\n" + table);
  }

  /** One kind of request to a server, under the name of the table. */
  private record Operation(String name, Load.Request request) {

    /** The exchange comes last and longest, when the others have warmed the server up. */
    double share() {
      return name.equals(EXCHANGE) ? 1 : LESS;
    }
  }

  private record Row(
      String operation, String database, String server, Load.Result result, double ratio) {}

  private Table exchanges() throws IOException, InterruptedException, SQLException {
    Table table =
        new Table(
            "request",
            "database",
            "server",
            "server CPU µs",
            "of Keycloak's",
            "database CPU µs",
            "requests/s",
            "p50 ms",
            "p99 ms");
    for (String kind : databases) {
      Path directory = Files.createTempDirectory("landbruecke-identity-");
      try (Database database = database(kind, directory);
          HomePortal home = new HomePortal()) {
        Map<String, Double> peer = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        if (!keycloak.equals(Path.of("none"))) {
          peer(database, peer, rows);
        }
        Gateway.Clients clients = Gateway.Clients.anew();
        int port = Gateway.freePort();
        prepare(database, port, home, clients);
        for (boolean isNative : List.of(false, true)) {
          try (Gateway gateway = start(database, port, home, clients, isNative)) {
            for (Operation operation : operations(gateway, home, clients)) {
              Load.Result result =
                  measured(port, gateway::micros, database, operation.share(), operation.request());
              rows.add(
                  new Row(
                      operation.name(),
                      database.label(),
                      isNative ? "Landbrücke, ACCP" : "Landbrücke, JCA",
                      result,
                      result.micros() / peer.getOrDefault(operation.name(), Double.NaN)));
            }
          }
        }
        rows.sort(Comparator.comparing(Row::operation));
        rows.forEach(row -> table.row(cells(row)));
      } finally {
        Directories.delete(directory);
      }
    }
    return table;
  }

  private void peer(Database database, Map<String, Double> micros, List<Row> rows)
      throws IOException, InterruptedException {
    try (Peer server =
        Peer.start(
            distribution(), database.keycloakBuild(), database.keycloakStart(), PEER_PEOPLE)) {
      for (Operation operation : operations(server)) {
        Load.Result result =
            measured(
                server.port(), server::micros, database, operation.share(), operation.request());
        micros.put(operation.name(), result.micros());
        rows.add(new Row(operation.name(), database.label(), "Keycloak", result, 1));
      }
    }
  }

  private static List<String> cells(Row row) {
    Load.Result result = row.result();
    return List.of(
        row.operation(),
        row.database(),
        row.server(),
        Table.number(result.micros(), 0),
        Double.isNaN(row.ratio()) ? "–" : Table.number(row.ratio(), 2),
        Table.number(result.databaseMicros(), 0),
        Table.number(result.perSecond(), 0),
        Table.number(result.p50Micros() / 1e3, 1),
        Table.number(result.p99Micros() / 1e3, 1));
  }

  /**
   * Warms the server up, and takes the middle of several measurements.
   *
   * @param share of the seconds that the command line gives
   */
  private Load.Result measured(
      int port,
      java.util.function.LongSupplier server,
      Database database,
      double share,
      Load.Request request)
      throws IOException, InterruptedException {
    Load.run(port, CONNECTIONS, share * warmUp, server, database::micros, request);
    List<Load.Result> results = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      results.add(Load.run(port, CONNECTIONS, share * seconds, server, database::micros, request));
    }
    results.sort(Comparator.comparingDouble(Load.Result::micros));
    out.println("<!-- " + results + " -->");
    return results.get(WINDOWS / 2);
  }

  private static List<Operation> operations(
      Gateway gateway, HomePortal home, Gateway.Clients clients) throws IOException {
    return List.of(
        new Operation(
            "client credentials",
            (wire, number) -> {
              Map<String, String> form =
                  new LinkedHashMap<>(clients.backend().authentication(gateway.issuer()));
              form.put("grant_type", "client_credentials");
              return good(wire, "/oauth2/token", form);
            }),
        new Operation("introspection", introspection(FEW_TOKENS)),
        new Operation("refresh", refresh(gateway, home, clients)),
        new Operation(EXCHANGE, (wire, number) -> exchange(gateway, home, clients, wire, number)));
  }

  /** Each of these people has signed in, and goes on with the newest refresh token. */
  private static Load.Request refresh(Gateway gateway, HomePortal home, Gateway.Clients clients)
      throws IOException {
    List<AtomicReference<String>> newest = new ArrayList<>();
    try (Wire wire = new Wire(gateway.port())) {
      for (int i = 0; i < PEER_PEOPLE; i++) {
        Wire.Answer answer = new Visitor(wire, home, gateway, clients.signIn()).signIn(PREFIX + i);
        newest.add(new AtomicReference<>(Peer.text(answer, "refresh_token")));
      }
    }
    return (wire, number) -> {
      AtomicReference<String> mine = newest.get(number % PEER_PEOPLE);
      synchronized (mine) {
        Map<String, String> form =
            new LinkedHashMap<>(clients.signIn().authentication(gateway.issuer()));
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", mine.get());
        long start = System.nanoTime();
        Wire.Answer answer = wire.post("/oauth2/token", form);
        long nanos = System.nanoTime() - start;
        mine.set(Peer.text(answer, "refresh_token"));
        return nanos;
      }
    };
  }

  /** What a sign-in costs with few accounts in the database, and with those of two states. */
  private Table logins() throws IOException, InterruptedException, SQLException {
    Table table =
        new Table(
            "accounts", "consents", "server CPU µs of a sign-in", "to few", "database CPU µs");
    Path directory = Files.createTempDirectory("landbruecke-identity-");
    try (Database database = Database.postgres(directory);
        HomePortal home = new HomePortal()) {
      Gateway.Clients clients = Gateway.Clients.anew();
      int port = Gateway.freePort();
      prepare(database, port, home, clients);
      double few = 0;
      for (int count : new TreeSet<>(List.of(PEOPLE, accounts))) {
        if (count > PEOPLE) {
          try (Connection connection = database.connect()) {
            new IdentityRows(connection, database.masterKey())
                .many(ISSUER, PREFIX, PEOPLE, count, clients.service().id());
          }
        }
        // Spread over all accounts.
        int step = count / SIGNING_IN;
        try (Gateway gateway = start(database, port, home, clients, true)) {
          Load.Request signIn =
              (wire, number) -> {
                long start = System.nanoTime();
                new Visitor(wire, home, gateway, clients.signIn())
                    .signIn(PREFIX + number % SIGNING_IN * step);
                return System.nanoTime() - start;
              };
          Load.Result result = measured(port, gateway::micros, database, 1, signIn);
          few = few == 0 ? result.micros() : few;
          try (Connection connection = database.connect()) {
            table.row(
                IdentityRows.count(connection, "citizen"),
                IdentityRows.count(connection, "consent"),
                Table.number(result.micros(), 0),
                Table.number(result.micros() / few, 2),
                Table.number(result.databaseMicros(), 0));
          }
        }
      }
    } finally {
      Directories.delete(directory);
    }
    return table;
  }

  private static Load.Request introspection(int tokens) {
    return (wire, number) ->
        good(
            wire,
            "/oauth2/introspect",
            // All of them in turn, far from each other.
            Map.of("token", IdentityRows.token((int) (number * 7_919L % tokens))),
            basic("sn-api", Gateway.SECRET));
  }

  private List<Operation> operations(Peer peer) throws IOException {
    List<String> subjects = new ArrayList<>();
    List<String> refresh = new ArrayList<>();
    List<String> exchanged = new ArrayList<>();
    try (Wire wire = new Wire(peer.port())) {
      for (int i = 0; i < PEER_PEOPLE; i++) {
        subjects.add(peer.subjectToken(wire, i));
        refresh.add(peer.refreshToken(wire, i));
        Wire.Answer answer = wire.post(peer.path("token"), peerExchange(peer, subjects.get(i)));
        exchanged.add(Peer.text(answer, "access_token"));
      }
    }
    return List.of(
        new Operation(
            "client credentials",
            (wire, number) -> {
              Map<String, String> form = new LinkedHashMap<>(peer.authentication());
              form.put("grant_type", "client_credentials");
              return good(wire, peer.path("token"), form);
            }),
        new Operation(
            "refresh",
            (wire, number) -> {
              Map<String, String> form = new LinkedHashMap<>(peer.authentication());
              form.put("grant_type", "refresh_token");
              form.put("refresh_token", refresh.get(number % PEER_PEOPLE));
              return good(wire, peer.path("token"), form);
            }),
        new Operation(
            "introspection",
            (wire, number) ->
                good(
                    wire,
                    peer.path("token/introspect"),
                    Map.of("token", exchanged.get(number % PEER_PEOPLE)),
                    basic("sn-api", Peer.SECRET))),
        new Operation(
            EXCHANGE,
            (wire, number) ->
                good(
                    wire,
                    peer.path("token"),
                    peerExchange(peer, subjects.get(number % PEER_PEOPLE)))));
  }

  private static Map<String, String> peerExchange(Peer peer, String subject) {
    Map<String, String> form = new LinkedHashMap<>(peer.authentication());
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", subject);
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", "sn-api");
    return form;
  }

  private static long exchange(
      Gateway gateway, HomePortal home, Gateway.Clients clients, Wire wire, int number)
      throws IOException {
    return good(
        wire,
        "/oauth2/token",
        exchange(gateway, clients, home.accessToken(PREFIX + number % PEOPLE)));
  }

  private static Map<String, String> exchange(
      Gateway gateway, Gateway.Clients clients, String token) {
    Map<String, String> form =
        new LinkedHashMap<>(clients.backend().authentication(gateway.issuer()));
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", token);
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", Gateway.SN_API);
    form.put("scope", "read");
    return form;
  }

  /** Sends it; the answer must be 200, and not that a token is not active. */
  private static long good(Wire wire, String path, Map<String, String> form, String... headers)
      throws IOException {
    long start = System.nanoTime();
    Wire.Answer answer = wire.post(path, form, headers);
    long nanos = System.nanoTime() - start;
    if (answer.status() != 200 || answer.body().contains("\"active\":false")) {
      throw new IOException(path + " answered " + answer.status() + ": " + answer.body());
    }
    return nanos;
  }

  private static String basic(String id, String secret) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  private Database database(String kind, Path directory) throws IOException {
    return switch (kind) {
      case "file" -> Database.file(directory);
      case "postgresql" -> Database.postgres(directory);
      default ->
          throw new IllegalArgumentException(
              "--databases=" + kind + " is not allowed: file or postgresql");
    };
  }

  /** The gateway makes its tables and keys, then they are filled while it is stopped. */
  private void prepare(Database database, int port, HomePortal home, Gateway.Clients clients)
      throws IOException, InterruptedException, SQLException {
    start(database, port, home, clients, false).close();
    try (Connection connection = database.connect()) {
      IdentityRows rows = new IdentityRows(connection, database.masterKey());
      rows.citizens(ISSUER, PREFIX, PEOPLE, clients.service().id());
      rows.tokens(0, FEW_TOKENS, clients.backend().id(), rows.anybody());
    }
  }

  private Gateway start(
      Database database, int port, HomePortal home, Gateway.Clients clients, boolean isNative)
      throws IOException, InterruptedException {
    Map<String, String> properties = new LinkedHashMap<>(database.gateway());
    if (isNative) {
      properties.put("landbruecke.identity.native-crypto", nativeCrypto.toString());
    }
    return Gateway.start(jar, port, database.data(), home, clients, List.of(), properties);
  }

  private Path distribution() throws IOException {
    return de.landbruecke.demo.keycloak.KeycloakServer.distribution(
        existing(keycloak, "-Pbenchmarks unpacks it"));
  }

  /** The same requests with few tokens in the database and with many. */
  private Table introspections() throws IOException, InterruptedException, SQLException {
    Table table =
        new Table(
            "database", "tokens", "server CPU µs", "requests/s", "p50 µs", "p99 µs", "p50 to few");
    for (String kind : databases) {
      Path directory = Files.createTempDirectory("landbruecke-identity-");
      try (Database database = database(kind, directory);
          HomePortal home = new HomePortal()) {
        Gateway.Clients clients = Gateway.Clients.anew();
        int port = Gateway.freePort();
        prepare(database, port, home, clients);
        double few = 0;
        for (int count : new TreeSet<>(List.of(FEW_TOKENS, tokens))) {
          if (count > FEW_TOKENS) {
            try (Connection connection = database.connect()) {
              IdentityRows rows = new IdentityRows(connection, database.masterKey());
              rows.tokens(FEW_TOKENS, count, clients.backend().id(), rows.anybody());
            }
          }
          try (Gateway gateway = start(database, port, home, clients, true)) {
            Load.Result result =
                measured(port, gateway::micros, database, LESS, introspection(count));
            few = few == 0 ? result.p50Micros() : few;
            table.row(
                database.label(),
                Integer.toString(count),
                Table.number(result.micros(), 0),
                Table.number(result.perSecond(), 0),
                Table.number(result.p50Micros(), 0),
                Table.number(result.p99Micros(), 0),
                Table.number(result.p50Micros() / few, 2));
          }
        }
      } finally {
        Directories.delete(directory);
      }
    }
    return table;
  }

  /** Good tokens at a constant rate, alone and while bad ones come in. */
  private Table flood() throws IOException, InterruptedException, SQLException {
    Table table = new Table("bad tokens/s", "good tokens/s", "p50 ms", "p99 ms", "p99 to calm");
    Path directory = Files.createTempDirectory("landbruecke-identity-");
    try (Database database = Database.file(directory);
        HomePortal home = new HomePortal()) {
      Gateway.Clients clients = Gateway.Clients.anew();
      int port = Gateway.freePort();
      prepare(database, port, home, clients);
      try (Gateway gateway = start(database, port, home, clients, true)) {
        Load.run(
            port,
            CONNECTIONS,
            warmUp,
            gateway::micros,
            () -> 0,
            (wire, number) -> exchange(gateway, home, clients, wire, number));
        Party stranger = new Party("stranger");
        Load.Request bad =
            (wire, number) -> {
              // Of the home's name, by a key that it does not have: its keys are asked for.
              String token = home.accessToken(stranger, PREFIX + number % PEOPLE);
              Wire.Answer answer = wire.post("/oauth2/token", exchange(gateway, clients, token));
              if (answer.status() != 400) {
                throw new IOException("a bad token was answered " + answer.status());
              }
              return 0;
            };
        Load.Request good = (wire, number) -> exchange(gateway, home, clients, wire, number);
        int count = (int) (GOOD_PER_SECOND * 3 * seconds);
        double calm = 0;
        for (int perSecond : List.of(0, BAD_PER_SECOND)) {
          long[] nanos =
              Paced.run(
                  port,
                  new Paced.Stream(good, GOOD_PER_SECOND, count),
                  perSecond == 0 ? null : new Paced.Stream(bad, perSecond, 0));
          Arrays.sort(nanos);
          double p99 = Load.at(nanos, 0.99) / 1e6;
          calm = perSecond == 0 ? p99 : calm;
          table.row(
              Integer.toString(perSecond),
              Integer.toString(GOOD_PER_SECOND),
              Table.number(Load.at(nanos, 0.5) / 1e6, 1),
              Table.number(p99, 1),
              Table.number(p99 / calm, 2));
        }
      }
    } finally {
      Directories.delete(directory);
    }
    return table;
  }
}
