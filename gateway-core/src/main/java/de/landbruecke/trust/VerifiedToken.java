package de.landbruecke.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token whose form, signature, issuer, audience and times were checked for its kind. Only this
 * package makes one, so holding one is the proof. Immutable.
 */
public final class VerifiedToken {

  /** The latest time that a token may name: the end of the year 9999. */
  private static final long MAX_TIME = 253_402_300_799L;

  /**
   * The key that a token is bound to (RFC 7800).
   *
   * @param keyThumbprint {@code jkt} of a DPoP key (RFC 9449, section 6), null when there is none
   * @param certificateThumbprint {@code x5t#S256} (RFC 8705, section 3.1), null when there is none
   */
  public record Confirmation(
      @Nullable String keyThumbprint, @Nullable String certificateThumbprint) {

    /** Bound to nothing: a bearer token. */
    public static final Confirmation NONE = new Confirmation(null, null);

    /** Whether there is any binding. */
    public boolean isBound() {
      return keyThumbprint != null || certificateThumbprint != null;
    }

    /** Whether every key that this is bound to is among those of {@code proven}. */
    public boolean isProvenBy(Confirmation proven) {
      return (keyThumbprint == null || keyThumbprint.equals(proven.keyThumbprint))
          && (certificateThumbprint == null
              || certificateThumbprint.equals(proven.certificateThumbprint));
    }
  }

  private final TrustedIssuer issuer;
  private final Map<String, Object> claims;
  private final List<String> audience;
  private final Set<String> scopes;
  private final Confirmation confirmation;
  private final @Nullable Instant authenticatedAt;
  private final @Nullable Instant issuedAt;
  private final Instant expiresAt;
  private final String replayKey;

  private VerifiedToken(TrustedIssuer issuer, Map<String, Object> claims, String signedText)
      throws TokenRejectedException {
    this.issuer = issuer;
    this.claims = claims;
    for (String name : new String[] {"sub", "azp", "client_id", "acr", "sid", "jti", "nonce"}) {
      requireText(claims, name);
    }
    audience = audience(claims.get("aud"));
    scopes = scopes(claims.get("scope"));
    confirmation = confirmation(claims.get("cnf"));
    authenticatedAt = time(claims, "auth_time");
    issuedAt = time(claims, "iat");
    Instant expiry = time(claims, "exp");
    if (expiry == null) {
      throw new TokenRejectedException(RejectionReason.EXPIRY_MISSING);
    }
    expiresAt = expiry;
    replayKey =
        claims.get("jti") instanceof String id
            ? hash("jti", issuer.issuer(), id)
            : hash("text", issuer.issuer(), signedText);
  }

  /** Reads claims whose signature was checked, and refuses those of a wrong form. */
  static VerifiedToken of(TrustedIssuer issuer, Map<String, Object> claims, String signedText)
      throws TokenRejectedException {
    return new VerifiedToken(issuer, claims, signedText);
  }

  private static void requireText(Map<String, Object> claims, String name)
      throws TokenRejectedException {
    Object value = claims.get(name);
    if (value != null
        && !(value instanceof String text && !text.isEmpty() && text.length() <= 2048)) {
      throw new TokenRejectedException(RejectionReason.MALFORMED_CLAIM);
    }
  }

  private static List<String> audience(@Nullable Object value) throws TokenRejectedException {
    if (value instanceof String single && !single.isEmpty()) {
      return List.of(single);
    }
    if (value instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(each -> each instanceof String name && !name.isEmpty())) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new TokenRejectedException(RejectionReason.WRONG_AUDIENCE);
  }

  private static Set<String> scopes(@Nullable Object value) throws TokenRejectedException {
    if (value == null || value.equals("")) {
      return Set.of();
    }
    if (value instanceof String text) {
      return Set.copyOf(new LinkedHashSet<>(Arrays.asList(text.strip().split(" +", -1))));
    }
    throw new TokenRejectedException(RejectionReason.MALFORMED_CLAIM);
  }

  /** A binding that we do not know cannot be checked, so it must not be dropped (RFC 7800, 3.1). */
  private static Confirmation confirmation(@Nullable Object value) throws TokenRejectedException {
    if (value == null) {
      return Confirmation.NONE;
    }
    if (value instanceof Map<?, ?> members
        && !members.isEmpty()
        && Set.of("jkt", "x5t#S256").containsAll(members.keySet())
        && members.values().stream().allMatch(String.class::isInstance)) {
      return new Confirmation((String) members.get("jkt"), (String) members.get("x5t#S256"));
    }
    throw new TokenRejectedException(RejectionReason.SENDER_CONSTRAINT);
  }

  /** A NumericDate (RFC 7519, section 2), null when it is absent. */
  static @Nullable Instant time(Map<String, Object> claims, String name)
      throws TokenRejectedException {
    Object value = claims.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Long seconds && seconds > 0 && seconds <= MAX_TIME) {
      return Instant.ofEpochSecond(seconds);
    }
    if (value instanceof Double seconds && seconds > 0 && seconds <= MAX_TIME) {
      return Instant.ofEpochMilli((long) (seconds * 1000));
    }
    throw new TokenRejectedException(RejectionReason.BAD_TIME);
  }

  /** By SHA-256 over the parts with their lengths, in Base64url. */
  static String hash(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Who signed it. */
  public TrustedIssuer issuer() {
    return issuer;
  }

  /** {@code sub}; empty in logout tokens that only name a session. */
  public String subject() {
    return string("sub").orElse("");
  }

  /** {@code aud}, never empty. */
  public List<String> audience() {
    return audience;
  }

  /** The client that it was issued to: {@code client_id}, or else {@code azp}. */
  public Optional<String> clientId() {
    return string("client_id").or(() -> string("azp"));
  }

  /** {@code scope}, taken apart. */
  public Set<String> scopes() {
    return scopes;
  }

  /** What {@code acr} proves in the eyes of the issuer's {@link LevelMap}. */
  public LevelMap.Proven proven() {
    return issuer.levels().proven(string("acr").orElse(null));
  }

  /** {@code auth_time}. */
  public Optional<Instant> authenticatedAt() {
    return Optional.ofNullable(authenticatedAt);
  }

  /** {@code iat}. */
  public Optional<Instant> issuedAt() {
    return Optional.ofNullable(issuedAt);
  }

  /** {@code exp}. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** {@code cnf}. */
  public Confirmation confirmation() {
    return confirmation;
  }

  /**
   * By what the token is known again: a hash of {@code iss} and {@code jti}, never of its text, of
   * which there are many for one token. Without {@code jti} a hash of header and payload.
   */
  public String replayKey() {
    return replayKey;
  }

  /** {@code jti}. */
  public Optional<String> tokenId() {
    return string("jti");
  }

  /** A claim that is a string; empty when it is absent or something else. */
  public Optional<String> string(String name) {
    return claims.get(name) instanceof String value ? Optional.of(value) : Optional.empty();
  }

  /**
   * All claims, deeply immutable: strings, Long, Double, Boolean, List and Map; members that are
   * null are left out.
   */
  public Map<String, Object> claims() {
    return claims;
  }

  /** Names the issuer and nothing else: tokens stay out of logs. */
  @Override
  public String toString() {
    return "VerifiedToken[" + issuer.id() + "]";
  }
}
