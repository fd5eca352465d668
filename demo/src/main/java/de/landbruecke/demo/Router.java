package de.landbruecke.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the answer to a request by method and path, and sends it. */
final class Router implements HttpHandler {

  /** Answers one request. Whatever it throws but a refusal is a fault of ours. */
  @FunctionalInterface
  interface Route {
    Response answer(Request request) throws Exception;
  }

  private static final System.Logger LOG = System.getLogger(Router.class.getName());

  private final Pages pages;
  private final Map<String, Route> routes = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final URI origin;

  Router(Pages pages, URI origin) {
    this.pages = pages;
    this.origin = origin;
  }

  Router get(String path, Route route) {
    routes.put("GET " + path, route);
    return this;
  }

  /** A form of the portal's own pages: a browser's request from elsewhere is refused. */
  Router post(String path, Route route) {
    routes.put("POST " + path, route);
    return this;
  }

  /** What programs and other sites may send as well. */
  Router postFromAnywhere(String path, Route route) {
    open.add(path);
    return post(path, route);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response response;
      try {
        response = answer(Request.read(exchange, origin));
      } catch (Refusal refusal) {
        response = pages.error(refusal);
      }
      send(exchange, response);
    }
  }

  private Response answer(Request request) throws Refusal {
    try {
      Route route = routes.get(request.method() + " " + request.path());
      if (route == null) {
        throw new Refusal(404, "not_found", "Diese Seite gibt es nicht.");
      }
      if (request.parameters().values().stream().anyMatch(values -> values.size() > 1)) {
        throw new Refusal(400, "Eine Angabe kommt mehrfach vor.");
      }
      if (request.method().equals("POST")
          && !open.contains(request.path())
          && request.isCrossSite()) {
        throw new Refusal(403, "Das Formular kommt von einer fremden Seite.");
      }
      return route.answer(request);
    } catch (Refusal refusal) {
      throw refusal;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.log(System.Logger.Level.ERROR, "failed: " + request.method() + " " + request.path(), e);
      throw new Refusal(500, "server_error", "Das hat nicht geklappt. Das liegt an uns.");
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    response
        .headers()
        .forEach(header -> {
          if (header.getKey().equalsIgnoreCase("Set-Cookie")) {
            headers.add("Set-Cookie", header.getValue());
          } else {
            headers.set(header.getKey(), header.getValue());
          }
        });
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
