package de.landbruecke.demo;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** A server of the test's own on the loopback address. Its port is taken before it answers. */
final class Loopback implements AutoCloseable {

  private final HttpServer server;

  Loopback() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void answer(HttpHandler handler) {
    server.createContext("/", handler);
    server.setExecutor(command -> Thread.ofVirtual().start(command));
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
