package de.landbruecke.demo.keycloak;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Keycloak in a process of its own, on a free port of the loopback address. Closing it ends the
 * process for sure; so does the end of this one. Not for several threads at once.
 */
public final class KeycloakServer implements AutoCloseable {

  /** Name and password of the administrator of the realm {@code master}. */
  public static final String ADMINISTRATOR = "demonstration-only";

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration GOODBYE = Duration.ofSeconds(10);

  /** What Keycloak's own script gives to Java. */
  private static final List<String> JVM =
      List.of(
          "-XX:MaxMetaspaceSize=256m",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.security=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "-Duser.language=en",
          "-Duser.country=US",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-Dpicocli.disable.closures=true",
          "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
              + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");

  /**
   * How it runs.
   *
   * @param jvm options of Java, such as the heap
   * @param command Keycloak's, with its options but those of host and port
   */
  public record Launch(List<String> jvm, List<String> command) {

    /** Copies the lists. */
    public Launch {
      jvm = List.copyOf(jvm);
      command = List.copyOf(command);
    }

    /**
     * The cheapest start, some 10 seconds of processor time: no build before it, since the
     * distribution as it is published is built already; the simple compiler and collector; a
     * database in memory. For tests, never to measure by.
     */
    public static Launch cheap() {
      return new Launch(
          List.of(
              "-Xms64m",
              "-Xmx512m",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Dkc.config.built=true"),
          List.of(
              "start-dev",
              "--cache=local",
              "--db-url=jdbc:h2:mem:keycloak;DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE"));
    }
  }

  private final URI origin;
  private final Process process;
  private final Path log;
  private final Thread hook;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable String token;
  private long tokenSince;

  private KeycloakServer(URI origin, Process process, Path log) {
    this.origin = origin;
    this.process = process;
    this.log = log;
    hook = new Thread(process::destroyForcibly, "keycloak-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * The distribution that was unpacked into this folder.
   *
   * @throws IOException when there is none, or several
   */
  public static Path distribution(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> found = all.filter(each -> Files.isDirectory(each.resolve("lib"))).toList();
      if (found.size() != 1) {
        throw new IOException("found " + found + " in " + folder + ", allowed is one Keycloak");
      }
      return found.getFirst().toAbsolutePath();
    }
  }

  /**
   * Runs a command that ends by itself, such as {@code build}.
   *
   * @throws IOException when it fails, with the end of what it wrote
   */
  public static void run(Path home, Launch launch) throws IOException, InterruptedException {
    Path log = home.resolve("command.log");
    Process process = process(home, launch.jvm(), launch.command(), log);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    // 10 is its way to say that it was built and must be started again.
    if (process.exitValue() != 0 && process.exitValue() != 10) {
      throw new IOException("Keycloak ended with " + process.exitValue() + ": " + end(log));
    }
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param home the unpacked distribution
   * @throws IOException when it ends or does not answer, with the end of what it wrote
   */
  public static KeycloakServer start(Path home, Launch launch)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI origin = URI.create("http://127.0.0.1:" + port);
    List<String> command = new ArrayList<>(launch.command());
    command.addAll(List.of("--hostname=" + origin, "--http-host=127.0.0.1", "--http-port=" + port));
    Path log = home.resolve("keycloak-" + port + ".log");
    KeycloakServer server =
        new KeycloakServer(origin, process(home, launch.jvm(), command, log), log);
    try {
      server.awaitAnswer();
      return server;
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  private static Process process(Path home, List<String> jvm, List<String> command, Path log)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(JVM);
    line.addAll(jvm);
    line.addAll(
        List.of(
            "-Dkc.home.dir=" + home,
            "-Djboss.server.config.dir=" + home.resolve("conf"),
            "-cp",
            home.resolve("lib/quarkus-run.jar").toString(),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMINISTRATOR);
    return builder.start();
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(origin.resolve("/realms/master")).build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Nobody listens yet; whether it ever does the time decides.
      }
      Thread.sleep(100);
    }
    throw new IOException("Keycloak did not start: " + end(log));
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** Scheme, host and port. */
  public URI origin() {
    return origin;
  }

  /** The exact issuer of a realm. */
  public String issuer(String realm) {
    return origin + "/realms/" + realm;
  }

  /** The process, for whoever measures it. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Where it writes what it has to say. */
  public Path log() {
    return log;
  }

  /**
   * Makes a realm of its representation, with clients, users and whatever else stands there.
   *
   * @throws IOException when Keycloak refuses it
   */
  public void createRealm(String json) throws IOException, InterruptedException {
    administer("POST", "", json);
  }

  /**
   * Calls the administration's interface as the administrator.
   *
   * @param path below {@code /admin/realms}, such as {@code /buerger/users}
   * @return the body of the answer
   * @throws IOException when the answer is an error
   */
  public String administer(String method, String path, @Nullable String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + "/admin/realms" + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                json == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json))
            .build();
    return body(request);
  }

  /** The administrator's token, which lives for a minute. */
  private String token() throws IOException, InterruptedException {
    String known = token;
    if (known != null && System.nanoTime() - tokenSince < Duration.ofSeconds(30).toNanos()) {
      return known;
    }
    String form =
        Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                ADMINISTRATOR,
                "password",
                ADMINISTRATOR)
            .entrySet()
            .stream()
            .map(each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer("master") + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      String fresh =
          JSONObjectUtils.getString(JSONObjectUtils.parse(body(request)), "access_token");
      token = fresh;
      tokenSince = System.nanoTime();
      return fresh;
    } catch (ParseException e) {
      throw new IOException("Keycloak answered no token", e);
    }
  }

  private String body(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          request.method()
              + " "
              + request.uri().getPath()
              + " was answered "
              + answer.statusCode()
              + ": "
              + answer.body());
    }
    return answer.body();
  }

  /** Ends the process: first by asking, then for sure. */
  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(GOODBYE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process ends anyway, and the hook runs already.
    }
  }
}
