package de.landbruecke.server.browser;

import de.landbruecke.server.GatewayServer;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.OfflineIdentity;
import de.landbruecke.server.identity.Registry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** What the run command starts: the gateway and both demonstration portals, on free ports. */
final class Demonstration implements AutoCloseable {

  private static final String DATA = "target/demonstration-test-data";
  private static final Namespace NAMESPACE = Namespace.create(Demonstration.class);

  /** What would start the gateway's parts in other applications of the same class path. */
  static final List<String> NOT_FOR_OTHERS =
      List.of(
          "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
          "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
          "de.landbruecke.demo.DemoConfiguration");

  private final int gateway;
  private final int west;
  private final int east;
  private final ConfigurableApplicationContext context;

  private Demonstration() {
    try {
      FileSystemUtils.deleteRecursively(Path.of(DATA));
      List<Integer> ports = freePorts(3);
      gateway = ports.get(0);
      west = ports.get(1);
      east = ports.get(2);
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
    context =
        SpringApplication.run(
            GatewayServer.class,
            "--spring.profiles.active=demo",
            "--server.port=" + gateway,
            "--management.server.port=0",
            "--demo.port.service-bw=" + west,
            "--demo.port.amt24=" + east,
            "--demo.keys=../demo/src/main/resources/de/landbruecke/demo",
            "--landbruecke.catalogs.shipped=false",
            "--landbruecke.rate-limit.enabled=false",
            "--landbruecke.data-directory=" + DATA);
  }

  /** The one of this run: started for whoever asks first, stopped after the last test of all. */
  static Demonstration of(ExtensionContext context) {
    return Objects.requireNonNull(
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Demonstration.class, key -> new Demonstration(), Demonstration.class));
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

  /** Registers a part beside what is registered, as two people do it at run time. */
  void register(String part) {
    Registry registry = context.getBean(Registry.class);
    String joined =
        OfflineIdentity.joined(
            registry.configuration(registry.current().revision()),
            part,
            context.getBean(IdentitySettings.class));
    registry.approve(registry.propose(joined, "a sample", "one").id(), "two");
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** A page of the gateway. */
  String gateway(String path) {
    return "http://localhost:" + gateway + path;
  }

  /** A page of Baden-Württemberg's demonstration portal. */
  String west(String path) {
    return "http://127.0.0.1:" + west + path;
  }

  /** A page of Saxony's demonstration portal. */
  String east(String path) {
    return "http://127.0.0.1:" + east + path;
  }

  @Override
  public void close() {
    context.close();
  }
}
