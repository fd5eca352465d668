package de.landbruecke.benchmarks.identity;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built server as a process of its own, with the identity half only. It runs in the profile
 * {@code conformance}, which changes nothing but what may be registered: http on this machine, and
 * a client with a secret.
 */
final class Gateway implements Closeable {

  static final String BW_API = "https://api.bw.example.org";
  static final String SN_API = "https://api.sn.example.org";
  static final String CALLBACK = "https://service.example.org/callback";
  static final String PURPOSE = "Antrag auf Wohngeld";

  /** Of the client that introspects. */
  static final String SECRET = "kOXyvM3pqB7mfb1Q0uS2v5JrD8tWc4nZyE6hLgAxNwI";

  private static final int START_SECONDS = 180;
  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final int port;

  /** Who is registered. */
  record Clients(Party backend, Party service, Party signIn) {

    static Clients anew() {
      return new Clients(new Party("bw-backend"), new Party("sn-service"), new Party("bw-service"));
    }
  }

  private Gateway(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param port that it listens on, and that its issuer names
   * @param data its data directory, kept
   * @param options of the Java that runs it
   * @param more properties
   */
  static Gateway start(
      Path jar,
      int port,
      Path data,
      HomePortal home,
      Clients clients,
      List<String> options,
      Map<String, String> more)
      throws IOException, InterruptedException {
    int management = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g"));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    Map<String, String> properties = properties(port, home, clients);
    properties.put("management.server.port", Integer.toString(management));
    properties.put("landbruecke.data-directory", data.toString());
    properties.putAll(more);
    properties.forEach((name, value) -> command.add("--" + name + "=" + value));
    Path log = data.resolve("server.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    awaitReady(process, management, log);
    return new Gateway(process, port);
  }

  int port() {
    return port;
  }

  /** The name it signs with. */
  static String issuer(int port) {
    return "http://localhost:" + port;
  }

  String issuer() {
    return issuer(port);
  }

  long pid() {
    return process.pid();
  }

  /** Processor time so far, µs. */
  long micros() {
    return Processors.micros(process.pid());
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> properties(int port, HomePortal home, Clients clients) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("spring.profiles.active", "conformance");
    properties.put("server.port", Integer.toString(port));
    properties.put("landbruecke.roles", "identity");
    properties.put("landbruecke.rate-limit.enabled", "false");
    properties.put("landbruecke.identity.issuer", issuer(port));
    properties.put("landbruecke.identity.version", "1");
    String at = "landbruecke.identity.issuers.home-bw.";
    properties.put(at + "issuer-uri", home.issuer());
    properties.put(at + "network", "private");
    properties.put(at + "ceiling", "high");
    properties.put(at + "levels[low]", "low");
    properties.put(at + "levels[substantial]", "substantial");
    properties.put(at + "client-id", "landbruecke");
    service(properties, clients.backend().id(), clients.backend().jwks(), BW_API, "bw");
    at = at(clients.backend().id());
    properties.put(at + "grants", "client_credentials,token-exchange");
    properties.put(at + "portal", "home-bw");
    properties.put(at + "home-clients", HomePortal.BACKEND);
    service(properties, clients.service().id(), clients.service().jwks(), SN_API, "sn");
    at = at(clients.service().id());
    properties.put(at + "grants", "authorization_code,refresh_token");
    properties.put(at + "redirect-uris", CALLBACK);
    properties.put(at + "attributes.required", "given_name,family_name");
    service(properties, clients.signIn().id(), clients.signIn().jwks(), BW_API, "bw");
    at = at(clients.signIn().id());
    properties.put(at + "grants", "authorization_code,refresh_token");
    properties.put(at + "redirect-uris", CALLBACK);
    properties.put(at + "attributes.required", "given_name,family_name");
    service(properties, "sn-api", "", SN_API, "sn");
    at = at("sn-api");
    properties.put(at + "grants", "client_credentials");
    properties.put(at + "authentication", "client-secret-basic");
    properties.put(at + "secret-hash", sha256(SECRET));
    properties.put(at + "weakenings", "allow-client-secret");
    at = "landbruecke.identity.policies[0].";
    properties.put(at + "id", "wohngeld");
    properties.put(at + "from", "home-bw");
    properties.put(at + "to", "home-sn");
    properties.put(at + "service", clients.service().id());
    properties.put(at + "minimum-level", "low");
    properties.put(at + "scopes", "openid,read");
    properties.put(at + "attributes", "given_name,family_name");
    properties.put(at + "exchange", "true");
    properties.put(at + "approved-by", "Referat 42");
    at = "landbruecke.identity.policies[1].";
    properties.put(at + "id", "sign-in");
    properties.put(at + "from", "home-bw");
    properties.put(at + "to", "home-sn");
    properties.put(at + "service", clients.signIn().id());
    properties.put(at + "minimum-level", "low");
    properties.put(at + "scopes", "openid,read");
    properties.put(at + "attributes", "given_name,family_name");
    properties.put(at + "approved-by", "Referat 42");
    at = "landbruecke.identity.issuers.home-sn.";
    properties.put(at + "issuer-uri", "http://127.0.0.1:9");
    properties.put(at + "network", "private");
    properties.put(at + "ceiling", "high");
    properties.put(at + "levels[low]", "low");
    properties.put(at + "client-id", "landbruecke");
    return properties;
  }

  private static void service(
      Map<String, String> properties, String id, String jwks, String audience, String sector) {
    String at = at(id);
    properties.put(at + "sector", sector);
    properties.put(at + "controller", "Stadt Beispiel");
    properties.put(at + "audience", audience);
    properties.put(at + "jwks", jwks);
    properties.put(at + "minimum-level", "low");
    properties.put(at + "scopes", "openid,profile,read");
    properties.put(at + "purpose", PURPOSE);
  }

  private static String at(String client) {
    return "landbruecke.identity.services." + client + ".";
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void awaitReady(Process process, int management, Path log)
      throws IOException, InterruptedException {
    for (int i = 0; i < START_SECONDS * 4; i++) {
      if (!process.isAlive()) {
        throw new IOException("the server ended: " + Files.readString(log));
      }
      try (Wire wire = new Wire(management)) {
        if (wire.get("/actuator/health/readiness").status() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(250);
    }
    process.destroyForcibly();
    throw new IOException("the server was not ready after " + START_SECONDS + " seconds");
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
