package de.landbruecke.trust;

import java.time.Instant;
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
  }

  private final TrustedIssuer issuer;
  private final Map<String, Object> claims;
  private final String replayKey;
  private final Instant expiresAt;

  VerifiedToken(
      TrustedIssuer issuer, Map<String, Object> claims, String replayKey, Instant expiresAt) {
    this.issuer = issuer;
    this.claims = claims;
    this.replayKey = replayKey;
    this.expiresAt = expiresAt;
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
    return List.of();
  }

  /** The client that it was issued to: {@code client_id}, or else {@code azp}. */
  public Optional<String> clientId() {
    return string("client_id").or(() -> string("azp"));
  }

  /** {@code scope}, taken apart. */
  public Set<String> scopes() {
    return Set.of();
  }

  /** What {@code acr} proves in the eyes of the issuer's {@link LevelMap}. */
  public LevelMap.Proven proven() {
    return issuer.levels().proven(string("acr").orElse(null));
  }

  /** {@code auth_time}. */
  public Optional<Instant> authenticatedAt() {
    return Optional.empty();
  }

  /** {@code iat}. */
  public Optional<Instant> issuedAt() {
    return Optional.empty();
  }

  /** {@code exp}. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** {@code cnf}. */
  public Confirmation confirmation() {
    return Confirmation.NONE;
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
