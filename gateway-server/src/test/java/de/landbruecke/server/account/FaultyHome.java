package de.landbruecke.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * A home portal that does one thing wrong and everything else right; nobody has to sign in there.
 * Each has an address, and so keys in the gateway's memory, of its own.
 */
final class FaultyHome implements AutoCloseable {

  /** What the gateway makes of it at a sign-in, and at an exchange of its tokens. */
  enum Fault {
    NOTHING("", "link_required"),

    ISSUER_OTHER("provider-down", "subject_token_refused"),
    ISSUER_WITH_SLASH("provider-down", "subject_token_refused"),
    AUDIENCE_OTHER("provider-down", "subject_token_refused"),
    AUTHORIZED_PARTY_OTHER("provider-down", "subject_token_refused"),
    ALGORITHM_NONE("provider-down", "subject_token_refused"),
    ALGORITHM_SYMMETRIC("provider-down", "subject_token_refused"),
    ALGORITHM_RS256("provider-down", "subject_token_refused"),
    KEY_UNPUBLISHED("provider-down", "subject_token_refused"),
    KEY_BROUGHT_ALONG("provider-down", "subject_token_refused"),
    SIGNATURE_OTHER("provider-down", "subject_token_refused"),
    EXPIRED("provider-down", "subject_token_refused"),
    EXPIRY_MISSING("provider-down", "subject_token_refused"),
    ISSUED_IN_FUTURE("provider-down", "subject_token_refused"),
    NOT_YET_VALID("provider-down", "subject_token_refused"),
    TEN_YEARS("provider-down", "subject_token_refused"),
    SUBJECT_MISSING("provider-down", "subject_token_refused"),
    LEVEL_LOWER("level-too-low", "insufficient_user_authentication"),
    LEVEL_UNKNOWN("level-too-low", "insufficient_user_authentication"),

    KEYS_SLOW("provider-down", "subject_token_refused"),
    KEYS_HUGE("provider-down", "subject_token_refused"),
    KEYS_HTML("provider-down", "subject_token_refused"),
    KEYS_MISSING("provider-down", "subject_token_refused"),
    KEYS_PACKED("provider-down", "subject_token_refused"),
    KEYS_REDIRECTED("provider-down", "subject_token_refused"),
    KEYS_WITH_ONE_ID("provider-down", "subject_token_refused"),
    KEYS_PRIVATE("provider-down", "subject_token_refused"),
    KEYS_SYMMETRIC("provider-down", "subject_token_refused"),

    DISCOVERY_OF_ANOTHER("provider-down", "subject_token_refused"),
    DISCOVERY_LEADS_AWAY("provider-down", "subject_token_refused"),
    DISCOVERY_REDIRECTED("provider-down", "subject_token_refused"),
    DISCOVERY_HTML("provider-down", "subject_token_refused"),

    // Below: of a sign-in only, so the exchange goes on as with a sound portal.
    NONCE_OTHER("provider-down", "link_required"),
    NONCE_MISSING("provider-down", "link_required"),
    TOKEN_HASH_OTHER("provider-down", "link_required"),
    RESPONSE_OF_ANOTHER("provider-down", "link_required"),
    RESPONSE_WITHOUT_ISSUER("provider-down", "link_required"),
    TOKEN_SLOW("provider-down", "link_required"),
    TOKEN_HUGE("provider-down", "link_required"),
    TOKEN_HTML("provider-down", "link_required"),
    TOKEN_ERROR("provider-down", "link_required"),
    TOKEN_PACKED("provider-down", "link_required"),
    TOKEN_REDIRECTED("provider-down", "link_required"),
    TOKEN_WITHOUT_ID_TOKEN("provider-down", "link_required"),
    TOKEN_WITH_A_LINE_BREAK("provider-down", "link_required"),
    USERINFO_OF_ANOTHER("provider-down", "link_required"),
    USERINFO_HUGE("provider-down", "link_required"),
    USERINFO_HTML("provider-down", "link_required"),
    USERINFO_REFUSED("provider-down", "link_required");

    /** The error class of the page; empty where the sign-in works. */
    final String page;

    /** The reason that the exchange is refused for: here nobody is linked to a target. */
    final String reason;

    Fault(String page, String reason) {
      this.page = page;
      this.reason = reason;
    }

    String id() {
      return "f-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static final String LEVEL = "urn:test:substantial";
  static final String LOWER_LEVEL = "urn:test:low";

  private static final int HUGE = 1024 * 1024;
  private static final RSAKey RSA = rsa();

  private final Fault fault;
  private final URI trap;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> nonces = new ConcurrentHashMap<>();
  private final Semaphore waiting = new Semaphore(0);
  private volatile ECKey key = ec();

  /**
   * A portal with this fault.
   *
   * @param trap a host that nobody registered
   */
  FaultyHome(Fault fault, URI trap) {
    this.fault = fault;
    this.trap = trap;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).keyID("rsa").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String id() {
    return fault.id();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Signs with a new key, and publishes no other. */
  void rotateKey() {
    key = ec();
  }

  /** Waits until one more request has been given a slow answer. */
  void awaitRequest() throws InterruptedException {
    if (!waiting.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody asked " + id());
    }
  }

  /** Forgets the requests until now. */
  void forgetRequests() {
    waiting.drainPermits();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" -> discovery(exchange);
        case "/jwks" -> keys(exchange);
        case "/authorize" -> authorize(exchange);
        case "/token" -> token(exchange, body);
        case "/userinfo" -> userinfo(exchange);
        default -> send(exchange, 404, "text/plain", "");
      }
    }
  }

  private void discovery(HttpExchange exchange) throws IOException {
    String own = issuer();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", fault == Fault.DISCOVERY_OF_ANOTHER ? own + "/" : own);
    document.put("jwks_uri", fault == Fault.DISCOVERY_LEADS_AWAY ? trap.toString() : own + "/jwks");
    document.put("authorization_endpoint", own + "/authorize");
    document.put("token_endpoint", own + "/token");
    document.put("userinfo_endpoint", own + "/userinfo");
    document.put("response_types_supported", List.of("code"));
    document.put("subject_types_supported", List.of("pairwise"));
    document.put("id_token_signing_alg_values_supported", List.of("ES256"));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("authorization_response_iss_parameter_supported", true);
    switch (fault) {
      case DISCOVERY_REDIRECTED -> redirect(exchange, trap.toString());
      case DISCOVERY_HTML -> send(exchange, 200, "text/html", "<html>");
      default -> send(exchange, 200, "application/json", json(document));
    }
  }

  private void keys(HttpExchange exchange) throws IOException {
    String id = key.getKeyID();
    Map<String, Object> own = key.toPublicJWK().toJSONObject();
    List<Map<String, Object>> keys =
        switch (fault) {
          case KEYS_WITH_ONE_ID ->
              List.of(own, new ECKey.Builder(ec().toPublicJWK()).keyID(id).build().toJSONObject());
          case KEYS_PRIVATE -> List.of(key.toJSONObject());
          case KEYS_SYMMETRIC ->
              List.of(
                  Map.of(
                      "kty", "oct", "kid", id, "k", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
          default -> List.of(own, RSA.toPublicJWK().toJSONObject());
        };
    String set = json(Map.of("keys", keys));
    switch (fault) {
      case KEYS_SLOW -> drip(exchange, set);
      case KEYS_HUGE -> send(exchange, 200, "application/json", set + " ".repeat(HUGE));
      case KEYS_HTML -> send(exchange, 200, "text/html", "<html>" + set);
      case KEYS_MISSING -> send(exchange, 404, "application/json", set);
      case KEYS_PACKED -> packed(exchange, set);
      case KEYS_REDIRECTED -> redirect(exchange, trap.toString());
      default -> send(exchange, 200, "application/jwk-set+json", set);
    }
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> request = parameters(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    nonces.put(code, request.getOrDefault("nonce", ""));
    String issuer =
        switch (fault) {
          case RESPONSE_OF_ANOTHER -> "&iss=" + TestBrowser.encode(trap.toString());
          case RESPONSE_WITHOUT_ISSUER -> "";
          default -> "&iss=" + TestBrowser.encode(issuer());
        };
    redirect(
        exchange,
        request.get("redirect_uri")
            + "?code="
            + code
            + "&state="
            + TestBrowser.encode(request.getOrDefault("state", ""))
            + issuer);
  }

  private void token(HttpExchange exchange, String body) throws IOException {
    String access =
        fault == Fault.TOKEN_WITH_A_LINE_BREAK ? "a\r\nHost: other.example" : "access-" + id();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", access);
    answer.put("token_type", "Bearer");
    answer.put("expires_in", 60);
    if (fault != Fault.TOKEN_WITHOUT_ID_TOKEN) {
      String nonce = nonces.getOrDefault(parameters(body).getOrDefault("code", ""), "");
      answer.put("id_token", idToken(nonce));
    }
    String json = json(answer);
    switch (fault) {
      case TOKEN_SLOW -> drip(exchange, json);
      case TOKEN_HUGE -> send(exchange, 200, "application/json", json + " ".repeat(HUGE));
      case TOKEN_HTML -> send(exchange, 200, "text/html", "<html>" + json);
      case TOKEN_ERROR -> send(exchange, 500, "application/json", json);
      case TOKEN_PACKED -> packed(exchange, json);
      case TOKEN_REDIRECTED -> redirect(exchange, trap.toString());
      default -> send(exchange, 200, "application/json", json);
    }
  }

  private void userinfo(HttpExchange exchange) throws IOException {
    String json =
        json(Map.of("sub", fault == Fault.USERINFO_OF_ANOTHER ? "somebody" : "citizen-" + id()));
    switch (fault) {
      case USERINFO_HUGE -> send(exchange, 200, "application/json", json + " ".repeat(HUGE));
      case USERINFO_HTML -> send(exchange, 200, "text/html", "<html>" + json);
      case USERINFO_REFUSED -> send(exchange, 401, "application/json", json);
      default -> send(exchange, 200, "application/json", json);
    }
  }

  private String idToken(String nonce) {
    Map<String, Object> claims = claims("landbruecke", "citizen-" + id());
    claims.put("nonce", fault == Fault.NONCE_OTHER ? "other" : nonce);
    if (fault == Fault.NONCE_MISSING) {
      claims.remove("nonce");
    }
    claims.put("azp", fault == Fault.AUTHORIZED_PARTY_OTHER ? "other" : "landbruecke");
    if (fault == Fault.TOKEN_HASH_OTHER) {
      claims.put("at_hash", "AAAAAAAAAAAAAAAAAAAAAA");
    }
    return sign("JWT", claims);
  }

  /** An access token of its client {@code backend}, for an exchange. */
  String accessToken() {
    Map<String, Object> claims = claims("backend", "nobody-" + id());
    claims.put("client_id", fault == Fault.AUTHORIZED_PARTY_OTHER ? "other" : "backend");
    claims.put("scope", "read");
    return sign("at+jwt", claims);
  }

  /** Says that the session of its citizen ended, changed as a test wants. */
  String logoutToken(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = claims("landbruecke", "citizen-" + id());
    claims.keySet().removeAll(List.of("acr", "auth_time"));
    claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    change.accept(claims);
    return sign("logout+jwt", claims);
  }

  private Map<String, Object> claims(String audience, String subject) {
    long now = Instant.now().getEpochSecond();
    long issued = fault == Fault.ISSUED_IN_FUTURE ? now + 3600 : now;
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put(
        "iss",
        switch (fault) {
          case ISSUER_OTHER -> trap.toString();
          case ISSUER_WITH_SLASH -> issuer() + "/";
          default -> issuer();
        });
    claims.put("sub", subject);
    claims.put("aud", fault == Fault.AUDIENCE_OTHER ? "other" : audience);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", issued);
    claims.put("auth_time", issued);
    claims.put(
        "exp",
        switch (fault) {
          case EXPIRED -> now - 3600;
          case TEN_YEARS -> now + 315_360_000;
          default -> issued + 120;
        });
    claims.put(
        "acr",
        switch (fault) {
          case LEVEL_LOWER -> LOWER_LEVEL;
          case LEVEL_UNKNOWN -> "http://eidas.europa.eu/LoA/high";
          default -> LEVEL;
        });
    switch (fault) {
      case EXPIRY_MISSING -> claims.remove("exp");
      case SUBJECT_MISSING -> claims.remove("sub");
      case NOT_YET_VALID -> claims.put("nbf", now + 3600);
      default -> {}
    }
    return claims;
  }

  private String sign(String type, Map<String, Object> claims) {
    ECKey current = key;
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", type);
    header.put("kid", current.getKeyID());
    header.put("alg", "ES256");
    switch (fault) {
      case ALGORITHM_NONE -> header.put("alg", "none");
      case ALGORITHM_SYMMETRIC -> header.put("alg", "HS256");
      case ALGORITHM_RS256 -> {
        header.put("alg", "RS256");
        header.put("kid", RSA.getKeyID());
      }
      case KEY_UNPUBLISHED -> header.put("kid", "unpublished");
      case KEY_BROUGHT_ALONG -> {
        header.put("jku", trap.toString());
        header.put("x5u", trap.toString());
      }
      default -> {}
    }
    String signed = base64(json(header)) + "." + base64(json(claims));
    byte[] bytes = signed.getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] signature =
          switch (fault) {
            case ALGORITHM_NONE -> new byte[0];
            case ALGORITHM_SYMMETRIC -> mac(current.toPublicJWK(), bytes);
            case ALGORITHM_RS256 -> signature("SHA256withRSA", RSA.toPrivateKey(), bytes);
            case SIGNATURE_OTHER, KEY_UNPUBLISHED ->
                signature("SHA256withECDSAinP1363Format", ec().toPrivateKey(), bytes);
            default -> signature("SHA256withECDSAinP1363Format", current.toPrivateKey(), bytes);
          };
      return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] signature(String algorithm, PrivateKey key, byte[] bytes)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(bytes);
    return signature.sign();
  }

  /** With the public key as it is published for a secret. */
  private static byte[] mac(JWK key, byte[] bytes) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.toJSONString().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return mac.doFinal(bytes);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }

  private static Map<String, String> parameters(String form) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          parts[0], parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
    }
    return parameters;
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** A little that would unpack to a lot. */
  private static void packed(HttpExchange exchange, String body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write((body + " ".repeat(16 * HUGE)).getBytes(StandardCharsets.UTF_8));
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, packed.size());
    try (OutputStream out = exchange.getResponseBody()) {
      packed.writeTo(out);
    }
  }

  /** One byte after the other, for longer than anybody waits. */
  private void drip(HttpExchange exchange, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    waiting.release();
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 100; i++) {
        out.write(' ');
        out.flush();
        Thread.sleep(100);
      }
      out.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
