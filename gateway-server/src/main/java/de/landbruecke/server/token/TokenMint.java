package de.landbruecke.server.token;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.StoredToken;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import de.landbruecke.trust.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes tokens: their text, and what of them is stored. Stores nothing itself. */
final class TokenMint {

  static final Duration ACCESS_LIFETIME = Duration.ofMinutes(10);
  static final Duration ID_LIFETIME = Duration.ofMinutes(5);
  static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

  /** Names of claims that no attribute may take. */
  static final Set<String> RESERVED =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "iat",
          "nbf",
          "jti",
          "auth_time",
          "nonce",
          "acr",
          "amr",
          "azp",
          "sid",
          "at_hash",
          "c_hash",
          "cnf",
          "act",
          "client_id",
          "scope",
          "verified_claims");

  private final Endpoints endpoints;
  private final Clients clients;
  private final Signer signer;
  private final SignatureAlgorithm accessAlgorithm;
  private final Clock clock;

  /**
   * A token and what is stored of it.
   *
   * @param text the only copy
   */
  record Minted(String text, StoredToken stored) {

    /** How long it lives from its issue. */
    long seconds() {
      return Duration.between(stored.issuedAt(), stored.expiresAt()).toSeconds();
    }

    /** Without the text, which must not reach a log. */
    @Override
    public String toString() {
      return "Minted[" + stored.kind() + "]";
    }
  }

  /**
   * Makes tokens.
   *
   * @param accessAlgorithm what access tokens are signed with; for ID tokens each client has its
   *     own
   */
  TokenMint(
      Endpoints endpoints,
      Clients clients,
      Signer signer,
      SignatureAlgorithm accessAlgorithm,
      Clock clock) {
    this.endpoints = endpoints;
    this.clients = clients;
    this.signer = signer;
    this.accessAlgorithm = accessAlgorithm;
    this.clock = clock;
  }

  /** The time as tokens know it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * An access token (RFC 9068, section 2.2).
   *
   * @param latest it ends no later, with the session
   */
  Minted access(String grantId, String clientId, GrantContent content, Instant latest) {
    Instant now = now();
    Instant expiresAt = earlier(now.plus(ACCESS_LIFETIME), latest);
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", endpoints.issuer());
    claims.put("sub", content.subject());
    claims.put("aud", content.audience());
    claims.put("client_id", clientId);
    claims.put("scope", String.join(" ", new TreeSet<>(content.scopes())));
    put(claims, "acr", content.acr());
    put(claims, "auth_time", content.authTime());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", expiresAt.getEpochSecond());
    claims.put("jti", Tokens.newId());
    Map<String, Object> confirmation = confirmation(content);
    if (!confirmation.isEmpty()) {
      claims.put("cnf", confirmation);
    }
    put(claims, "act", content.act());
    String text = signer.sign(accessAlgorithm, Signer.ACCESS_TOKEN, claims);
    return minted(TokenKind.ACCESS, grantId, text, claims, now, expiresAt);
  }

  /** A token with exactly these claims, as an exchange decided. */
  Minted exchanged(
      String grantId,
      String type,
      Map<String, Object> claims,
      Instant issuedAt,
      Instant expiresAt) {
    // A grant is for a peer, who knows ES256 from us and nothing else.
    SignatureAlgorithm algorithm =
        type.equals(Signer.ACCESS_TOKEN) ? accessAlgorithm : SignatureAlgorithm.ES256;
    String text = signer.sign(algorithm, type, claims);
    return minted(TokenKind.EXCHANGED, grantId, text, claims, issuedAt, expiresAt);
  }

  /**
   * An ID token (OpenID Connect Core, section 2).
   *
   * @param attributes that the request wants in it and the citizen released
   */
  Minted id(
      String grantId,
      String clientId,
      GrantContent content,
      String accessToken,
      List<Attribute> attributes) {
    Instant now = now();
    Instant expiresAt = now.plus(ID_LIFETIME);
    Map<String, Object> claims = new LinkedHashMap<>(Claims.of(attributes));
    claims.put("iss", endpoints.issuer());
    claims.put("sub", content.subject());
    claims.put("aud", clientId);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", expiresAt.getEpochSecond());
    put(claims, "auth_time", content.authTime());
    put(claims, "nonce", content.nonce());
    put(claims, "acr", content.acr());
    if (!content.amr().isEmpty()) {
      claims.put("amr", content.amr());
    }
    put(claims, "sid", content.sid());
    SignatureAlgorithm algorithm = clients.idTokenAlgorithm(clientId);
    claims.put("at_hash", halfHash(accessToken, algorithm));
    String text = signer.sign(algorithm, Signer.PLAIN, claims);
    return minted(TokenKind.ID, grantId, text, claims, now, expiresAt);
  }

  /** A code or refresh token: nothing but a secret. */
  Minted opaque(TokenKind kind, String grantId, Instant expiresAt) {
    String text = Digests.newSecret();
    return new Minted(
        text,
        new StoredToken(kind, Tokens.hash(text), grantId, null, clock.instant(), expiresAt, null));
  }

  /** {@code cnf} (RFC 7800). */
  static Map<String, Object> confirmation(GrantContent content) {
    Map<String, Object> confirmation = new LinkedHashMap<>();
    put(confirmation, "jkt", content.keyThumbprint());
    put(confirmation, "x5t#S256", content.certificateThumbprint());
    return confirmation;
  }

  private static Minted minted(
      TokenKind kind,
      String grantId,
      String text,
      Map<String, Object> claims,
      Instant issuedAt,
      Instant expiresAt) {
    // An ID token is only known again, never looked into: its attributes are not stored.
    String content = kind == TokenKind.ID ? null : Json.text(claims);
    return new Minted(
        text,
        new StoredToken(kind, Tokens.hash(text), grantId, content, issuedAt, expiresAt, null));
  }

  /** {@code at_hash} (OpenID Connect Core, section 3.1.3.6) in an ID token of this algorithm. */
  private static String halfHash(String token, SignatureAlgorithm algorithm) {
    // Ed25519 hashes by SHA-512 (RFC 8032, section 5.1), all others have 256 in their names.
    String hash = algorithm == SignatureAlgorithm.EDDSA ? "SHA-512" : "SHA-256";
    try {
      byte[] whole =
          MessageDigest.getInstance(hash).digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(whole, whole.length / 2));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + hash, e);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
    if (value != null) {
      claims.put(name, value);
    }
  }
}
