package de.landbruecke.server.token;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.StoredToken;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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

  private static final int HALF_OF_SHA256 = 16;

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
  private final Signer signer;
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

  TokenMint(Endpoints endpoints, Signer signer, Clock clock) {
    this.endpoints = endpoints;
    this.signer = signer;
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
    return minted(TokenKind.ACCESS, grantId, Signer.ACCESS_TOKEN, claims, now, expiresAt);
  }

  /** A token with exactly these claims, as an exchange decided. */
  Minted exchanged(
      String grantId,
      String type,
      Map<String, Object> claims,
      Instant issuedAt,
      Instant expiresAt) {
    return minted(TokenKind.EXCHANGED, grantId, type, claims, issuedAt, expiresAt);
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
    // OpenID Connect Core, section 3.1.3.6.
    claims.put(
        "at_hash", Digests.base64url(Arrays.copyOf(Digests.sha256(accessToken), HALF_OF_SHA256)));
    return minted(TokenKind.ID, grantId, Signer.PLAIN, claims, now, expiresAt);
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

  private Minted minted(
      TokenKind kind,
      String grantId,
      String type,
      Map<String, Object> claims,
      Instant issuedAt,
      Instant expiresAt) {
    String text = signer.sign(type, claims);
    // An ID token is only known again, never looked into: its attributes are not stored.
    String content = kind == TokenKind.ID ? null : Json.text(claims);
    return new Minted(
        text,
        new StoredToken(kind, Tokens.hash(text), grantId, content, issuedAt, expiresAt, null));
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
