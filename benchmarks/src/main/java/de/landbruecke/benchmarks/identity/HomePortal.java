package de.landbruecke.benchmarks.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A home portal on this machine: discovery, a key set, access tokens for its back end, and citizens
 * who are signed in at once.
 */
final class HomePortal implements Closeable {

  /** The id of its back end there. */
  static final String BACKEND = "backend";

  private static final int TOKEN_SECONDS = 300;

  private final HttpServer server;
  private final Party party = new Party("home");
  private final Map<String, SignIn> codes = new ConcurrentHashMap<>();

  private record SignIn(String subject, String nonce) {}

  HomePortal() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Its public keys. */
  String jwks() {
    return party.jwks();
  }

  /** An access token that the back end may exchange. */
  String accessToken(String subject) {
    return accessToken(party, subject);
  }

  /** The same signed by somebody else. */
  String accessToken(Party signer, String subject) {
    Instant now = Instant.now();
    return signer.sign(
        "at+jwt",
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject(subject)
            .audience(BACKEND)
            .claim("client_id", BACKEND)
            .claim("scope", "read write")
            .claim("acr", "substantial")
            .claim("auth_time", now.minusSeconds(5).getEpochSecond())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(TOKEN_SECONDS)))
            .jwtID(UUID.randomUUID().toString())
            .build());
  }

  /**
   * What its sign-in page would do: lets the citizen in, and sends them back.
   *
   * @param request the parameters that the gateway sent
   * @return where to
   */
  String signIn(Map<String, String> request, String subject) {
    String code = UUID.randomUUID().toString();
    codes.put(code, new SignIn(subject, request.getOrDefault("nonce", "")));
    return request.get("redirect_uri")
        + "?"
        + Wire.encoded(
            Map.of("code", code, "state", request.getOrDefault("state", ""), "iss", issuer()));
  }

  /** The answer of the token endpoint. */
  private String tokens(String form) {
    String code = form.replaceAll("(?s).*(?:^|&)code=([^&]*).*", "$1");
    SignIn signIn = codes.remove(code);
    if (signIn == null) {
      return "{\"error\":\"invalid_grant\"}";
    }
    Instant now = Instant.now();
    String idToken =
        party.sign(
            "JWT",
            new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(signIn.subject())
                .audience("landbruecke")
                .claim("nonce", signIn.nonce())
                .claim("acr", "substantial")
                .claim("auth_time", now.getEpochSecond())
                .claim("given_name", "Clara")
                .claim("family_name", "Muster")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(TOKEN_SECONDS)))
                .jwtID(UUID.randomUUID().toString())
                .build());
    return "{\"access_token\":\""
        + UUID.randomUUID()
        + "\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\""
        + idToken
        + "\"}";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String json =
          switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" ->
                """
                {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "token_endpoint": "%1$s/token",
                 "authorization_endpoint": "%1$s/authorize",
                 "response_types_supported": ["code"], "subject_types_supported": ["pairwise"],
                 "id_token_signing_alg_values_supported": ["ES256"],
                 "token_endpoint_auth_methods_supported": ["private_key_jwt"]}
                """
                    .formatted(issuer());
            case "/jwks" -> party.jwks();
            case "/token" -> tokens(body);
            default -> "{}";
          };
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
