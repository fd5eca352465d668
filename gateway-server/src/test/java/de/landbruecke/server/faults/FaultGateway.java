package de.landbruecke.server.faults;

import de.landbruecke.demo.DemoPortal;
import de.landbruecke.demo.FederalState;
import de.landbruecke.demo.PortalOptions;
import de.landbruecke.server.GatewayServer;
import de.landbruecke.server.account.TestBrowser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The gateway of the demonstration and its two portals, each with a clock of its own; further nodes
 * of the gateway where a database serves several. The Saxon service's tokens are bound to no key,
 * so that its refresh tokens are replaced.
 */
final class FaultGateway implements AutoCloseable {

  private static final String EXCLUDED =
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
          + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration,"
          + "de.landbruecke.demo.DemoConfiguration";

  final URI origin;
  final ShiftedClock clock = new ShiftedClock();
  final ShiftedClock bwClock = new ShiftedClock();
  final ShiftedClock snClock = new ShiftedClock();
  final Path data;
  DemoPortal bw;
  final DemoPortal sn;
  private final int port;
  private final @Nullable String database;
  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

  /**
   * Starts one node.
   *
   * @param database a PostgreSQL database; null: a file
   */
  FaultGateway(@Nullable String database) {
    this(database, true);
  }

  /** Without a node if {@code start} is false: then only the portals run. */
  FaultGateway(@Nullable String database, boolean start) {
    this.database = database;
    try {
      port = freePort();
      origin = URI.create("http://localhost:" + port);
      data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "faults-");
      bw = portal(FederalState.BADEN_WUERTTEMBERG, 0, bwClock);
      sn = portal(FederalState.SAXONY, 0, snClock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (start) {
      nodes.add(run(port, data, clock));
    }
  }

  private DemoPortal portal(FederalState state, int at, Clock its) throws IOException {
    return DemoPortal.start(
        PortalOptions.of(state).withPort(at).withGateway(origin).withClock(its));
  }

  /** Another node on the same database; where it listens. */
  URI addNode(Clock its) {
    try {
      int own = freePort();
      nodes.add(run(own, Files.createTempDirectory(Path.of("target"), "faults-node-"), its));
      return URI.create("http://localhost:" + own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Baden-Württemberg's portal goes away. */
  void stopBw() {
    bw.close();
  }

  /** It comes back at the same address, with new keys. */
  void startBw() {
    try {
      bw = portal(FederalState.BADEN_WUERTTEMBERG, bw.origin().getPort(), bwClock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Time goes by everywhere. */
  void advance(Duration time) {
    clock.advance(time);
    bwClock.advance(time);
    snClock.advance(time);
  }

  /** All properties of a node, for a process too. */
  Map<String, String> properties(int at, Path directory) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("spring.profiles.active", "demo");
    properties.put("spring.autoconfigure.exclude", EXCLUDED);
    properties.put("server.port", Integer.toString(at));
    properties.put("management.server.port", "0");
    properties.put("demo.port.service-bw", Integer.toString(bw.origin().getPort()));
    properties.put("demo.port.amt24", Integer.toString(sn.origin().getPort()));
    properties.put("demo.keys", "../demo/src/main/resources/de/landbruecke/demo");
    properties.put("landbruecke.catalogs.shipped", "false");
    properties.put("landbruecke.rate-limit.enabled", "false");
    properties.put("landbruecke.data-directory", directory.toString());
    properties.put("landbruecke.identity.issuer", origin.toString());
    properties.put("landbruecke.identity.version", "faults");
    properties.put("landbruecke.identity.services.demo-sn-service.sender-constraint", "none");
    properties.put("landbruecke.identity.signing-keys.lead", "10m");
    if (database != null) {
      properties.put("landbruecke.identity.database.url", database);
      properties.put("landbruecke.identity.database.user", "postgres");
      properties.put("landbruecke.identity.master-key-file", data.resolve("master.key").toString());
    }
    return properties;
  }

  int port() {
    return port;
  }

  private ConfigurableApplicationContext run(int at, Path directory, Clock its) {
    return new SpringApplicationBuilder(GatewayServer.class)
        .initializers(context ->
            ((GenericApplicationContext) context)
                .registerBean(
                    "shiftedClock", Clock.class, () -> its, bean -> bean.setPrimary(true)))
        .run(
            properties(at, directory).entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new));
  }

  /** Of the first node. */
  <T> T bean(Class<T> type) {
    return bean(0, type);
  }

  <T> T bean(int node, Class<T> type) {
    return nodes.get(node).getBean(type);
  }

  TestBrowser browser() {
    return new TestBrowser(origin);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    nodes.forEach(ConfigurableApplicationContext::close);
    bw.close();
    sn.close();
  }
}
