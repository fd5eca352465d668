package de.landbruecke.server.faults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import de.landbruecke.demo.DemoPortal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the demonstration, by its own key and clock. */
final class Client {

  /** A verifier of PKCE and its challenge (RFC 7636, appendix B). */
  static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final String id;
  private final ECKey key;
  private final URI issuer;
  private final Clock clock;

  Client(String id, URI issuer, Clock clock) {
    this.id = id;
    this.issuer = issuer;
    this.clock = clock;
    try {
      key = ECKey.parse(DemoPortal.clientKey(id));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a browser begins to sign in. */
  String authorize(String redirectUri) {
    return issuer + "/oauth2/authorize?" + encoded(request(redirectUri));
  }

  private Map<String, String> request(String redirectUri) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("client_id", id);
    request.put("response_type", "code");
    request.put("redirect_uri", redirectUri);
    request.put("scope", "openid hund.lesen");
    request.put("state", "st-1");
    request.put("nonce", "no-1");
    request.put("prompt", "consent");
    request.put("code_challenge", CHALLENGE);
    request.put("code_challenge_method", "S256");
    return request;
  }

  HttpResponse<String> push(String redirectUri) {
    return post(issuer, "/oauth2/par", request(redirectUri));
  }

  HttpResponse<String> redeem(URI node, String code, String redirectUri) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirectUri);
    form.put("code_verifier", VERIFIER);
    return post(node, "/oauth2/token", form);
  }

  HttpResponse<String> refresh(URI node, String token) {
    return post(
        node, "/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", token));
  }

  HttpResponse<String> exchange(URI node, String token, String audience) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", token);
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", audience);
    form.put("scope", "hund.lesen");
    return post(node, "/oauth2/token", form);
  }

  HttpResponse<String> introspect(URI node, String token) {
    return post(node, "/oauth2/introspect", Map.of("token", token));
  }

  HttpResponse<String> revoke(URI node, String token) {
    return post(node, "/oauth2/revoke", Map.of("token", token));
  }

  HttpResponse<String> userinfo(URI node, String token) {
    return send(
        HttpRequest.newBuilder(node.resolve("/userinfo"))
            .header("Authorization", "Bearer " + token));
  }

  HttpResponse<String> post(URI node, String path, Map<String, String> form, String... headers) {
    Map<String, String> all = new LinkedHashMap<>(form);
    all.put("client_id", id);
    all.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    all.putIfAbsent("client_assertion", assertion());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(all)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** Good for a minute of this client's clock. */
  String assertion() {
    Instant now = clock.instant();
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build(),
        key,
        new JWTClaimsSet.Builder()
            .issuer(id)
            .subject(id)
            .audience(issuer.toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .jwtID(UUID.randomUUID().toString())
            .build());
  }

  /** A proof of possession (RFC 9449, section 4.2) for the token endpoint. */
  String proof(ECKey proofKey) {
    return sign(
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(proofKey.toPublicJWK())
            .build(),
        proofKey,
        new JWTClaimsSet.Builder()
            .claim("htm", "POST")
            .claim("htu", issuer + "/oauth2/token")
            .issueTime(Date.from(clock.instant()))
            .jwtID(UUID.randomUUID().toString())
            .build());
  }

  private static String sign(JWSHeader header, ECKey signing, JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new ECDSASigner(signing));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  static String text(HttpResponse<String> response, String member) {
    return json(response).path(member).asString();
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
