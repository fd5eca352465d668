package de.landbruecke.server.token;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A home portal on this machine: discovery, key set, and tokens of its citizens. */
final class HomePortal {

  private final HttpServer server;
  private final ECKey key = TestClient.newKey("home");
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  HomePortal() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What was asked for, as method and path, and the body of what was posted. */
  List<String> requests() {
    return requests;
  }

  /** Answers the next logout of this session with 503. */
  void refuseLogoutOnce(String sid) {
    refuseLogout(sid, 1);
  }

  /** Answers the next so many logouts of this session with 503. */
  void refuseLogout(String sid, int times) {
    refusals.put(sid, times);
  }

  ECKey key() {
    return key;
  }

  /** An access token of its client {@code backend} for {@code backend}. */
  String accessToken(String subject, Consumer<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject(subject)
            .audience("backend")
            .claim("client_id", "backend")
            .claim("scope", "read write")
            .claim("acr", "substantial")
            .claim("auth_time", now.minusSeconds(5).getEpochSecond())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(120)))
            .jwtID(UUID.randomUUID().toString());
    change.accept(claims);
    return TestClient.sign(key, "at+jwt", claims.build());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(exchange.getRequestMethod() + " " + path + (body.isEmpty() ? "" : " " + body));
      String json =
          switch (path) {
            case "/.well-known/openid-configuration" ->
                """
                {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "token_endpoint": "%1$s/token",
                 "authorization_endpoint": "%1$s/authorize",
                 "response_types_supported": ["code"], "subject_types_supported": ["pairwise"],
                 "id_token_signing_alg_values_supported": ["ES256"]}
                """
                    .formatted(issuer());
            case "/jwks" -> new JWKSet(key.toPublicJWK()).toString();
            default -> "{}";
          };
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      boolean refused =
          path.startsWith("/logout/") && refusals.merge(sidOf(body), -1, Integer::sum) >= 0;
      exchange.sendResponseHeaders(refused ? 503 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String sidOf(String body) {
    String payload = body.split("\\.", -1)[1];
    String claims = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    return claims.replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
  }
}
