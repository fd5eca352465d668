package de.landbruecke.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A home portal of one person who is signed in at once, and of whom every value is a marker: a text
 * that stands nowhere else in the world, so that it is known again wherever it turns up.
 */
final class MarkedPortal implements AutoCloseable {

  /** How the portal answers. */
  enum Mode {
    GOOD,
    /** An error with a description. */
    ERROR,
    /** An ID token for another nonce. */
    WRONG_NONCE,
    /** A cut answer of userinfo. */
    MALFORMED
  }

  private final HttpServer server;
  private final ECKey key;
  private final Map<String, String> nonces = new ConcurrentHashMap<>();
  private final Map<String, String> markers = new ConcurrentHashMap<>();
  private volatile Mode mode = Mode.GOOD;

  MarkedPortal() {
    try {
      key = new ECKeyGenerator(Curve.P_256).keyID("marked").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answers(Mode other) {
    mode = other;
  }

  /** The marker of this name; made when it is asked for first. */
  String marker(String name) {
    return markers.computeIfAbsent(
        name, n -> "Mark" + UUID.randomUUID().toString().replace("-", ""));
  }

  /** All markers that were ever used, by their names. */
  Map<String, String> markers() {
    return Map.copyOf(markers);
  }

  /** Something else that must not turn up. */
  void remember(String name, String value) {
    markers.put(name, value);
  }

  /** An access token of the portal's own back end. */
  String accessToken() {
    Instant now = Instant.now();
    String token =
        sign(
            "at+jwt",
            new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(marker("sub"))
                .audience("backend")
                .claim("client_id", "backend")
                .claim("scope", "read")
                .claim("acr", "urn:marked")
                .claim("email", marker("email") + "@example.org")
                .claim("auth_time", now.getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .jwtID(marker("jti"))
                .build());
    remember("home access token", token);
    return token;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      switch (exchange.getRequestURI().getPath()) {
        case "/authorize" -> authorize(exchange, query);
        case "/token" -> json(exchange, token(parameters(body)));
        case "/userinfo" -> {
          String text = JsonMapper.shared().writeValueAsString(claims());
          send(exchange, mode == Mode.MALFORMED ? text.substring(0, text.length() - 3) : text);
        }
        case "/jwks" -> send(exchange, new JWKSet(key.toPublicJWK()).toString());
        default -> json(exchange, metadata());
      }
    }
  }

  private void authorize(HttpExchange exchange, Map<String, String> query) throws IOException {
    String code = "Mark" + UUID.randomUUID();
    remember("home code " + code, code);
    nonces.put(code, String.valueOf(query.get("nonce")));
    remember("home nonce " + code, String.valueOf(query.get("nonce")));
    String answer =
        mode == Mode.ERROR
            ? "error=server_error&error_description=" + encode(marker("error description"))
            : "code=" + encode(code);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            query.get("redirect_uri") + "?" + answer + "&state=" + encode(query.get("state")));
    exchange.sendResponseHeaders(302, -1);
  }

  private Map<String, Object> token(Map<String, String> form) {
    Instant now = Instant.now();
    String nonce = mode == Mode.WRONG_NONCE ? marker("wrong nonce") : nonces.get(form.get("code"));
    String idToken =
        sign(
            "JWT",
            new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(marker("sub"))
                .audience("landbruecke")
                .claim("nonce", nonce)
                .claim("acr", "urn:marked")
                .claim("amr", List.of("pwd"))
                .claim("sid", marker("home sid"))
                .claim("bPK2", marker("bPK2"))
                .claim("given_name", marker("given_name"))
                .claim("auth_time", now.getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .build());
    remember("home ID token " + now, idToken);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", accessToken());
    answer.put("token_type", "Bearer");
    answer.put("expires_in", 120);
    answer.put("id_token", idToken);
    return answer;
  }

  private Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", marker("sub"));
    for (String name :
        List.of(
            "given_name",
            "family_name",
            "birth_family_name",
            "title",
            "nickname",
            "gender",
            "bPK",
            "bPK2",
            "bundid_pseudonym",
            "mailbox_handle",
            "preferred_username")) {
      claims.put(name, marker(name));
    }
    claims.put("email", marker("email") + "@example.org");
    claims.put("phone_number", "+49" + marker("phone"));
    claims.put("birthdate", "1968-05-" + marker("birthdate"));
    claims.put(
        "address",
        Map.of(
            "street_address", marker("street"),
            "locality", marker("town"),
            "postal_code", marker("postal code")));
    return claims;
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("issuer", issuer());
    metadata.put("jwks_uri", issuer() + "/jwks");
    metadata.put("authorization_endpoint", issuer() + "/authorize");
    metadata.put("token_endpoint", issuer() + "/token");
    metadata.put("userinfo_endpoint", issuer() + "/userinfo");
    metadata.put("response_types_supported", List.of("code"));
    metadata.put("subject_types_supported", List.of("pairwise"));
    metadata.put("id_token_signing_alg_values_supported", List.of("ES256"));
    metadata.put("claims_parameter_supported", true);
    return metadata;
  }

  private String sign(String type, JWTClaimsSet claims) {
    return sign(key, type, claims);
  }

  static String sign(ECKey key, String type, JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType(type))
                  .keyID(key.getKeyID())
                  .build(),
              claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void json(HttpExchange exchange, Map<String, Object> answer) throws IOException {
    send(exchange, JsonMapper.shared().writeValueAsString(answer));
  }

  private static void send(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static Map<String, String> parameters(@org.jspecify.annotations.Nullable String query) {
    return query == null
        ? Map.of()
        : Arrays.stream(query.split("&", -1))
            .map(pair -> pair.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(
                Collectors.toMap(
                    pair -> pair[0],
                    pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                    (one, other) -> one));
  }

  private static String encode(@org.jspecify.annotations.Nullable String text) {
    return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
