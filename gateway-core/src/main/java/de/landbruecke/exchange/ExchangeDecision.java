package de.landbruecke.exchange;

import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.RejectionReason;
import de.landbruecke.trust.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policy's answer to one request. A denial is an answer, not a failure. Both name the version
 * of the policy and the rule, for the audit log.
 */
public sealed interface ExchangeDecision {

  /** The version of the policy that decided. */
  long policyVersion();

  /** The rule that decided; empty when it did not come to one. */
  Optional<String> ruleId();

  /**
   * A token may be issued, with exactly this in it. Only the policy makes one, after the use was
   * counted.
   */
  final class Granted implements ExchangeDecision {

    private final long policyVersion;
    private final ExchangeRule rule;
    private final VerifiedToken input;
    private final String subject;
    private final String consentId;
    private final Set<String> scopes;
    private final Set<String> attributes;
    private final LevelMap.Proven proven;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final VerifiedToken.Confirmation confirmation;
    private final ActorChain actors;
    private final String clientId;

    Granted(
        long policyVersion,
        ExchangeRule rule,
        VerifiedToken input,
        String clientId,
        String subject,
        String consentId,
        Set<String> scopes,
        Set<String> attributes,
        LevelMap.Proven proven,
        Instant issuedAt,
        Instant expiresAt,
        VerifiedToken.Confirmation confirmation,
        ActorChain actors) {
      this.policyVersion = policyVersion;
      this.rule = rule;
      this.input = input;
      this.clientId = clientId;
      this.subject = subject;
      this.consentId = consentId;
      this.scopes = Set.copyOf(scopes);
      this.attributes = Set.copyOf(attributes);
      this.proven = proven;
      this.issuedAt = issuedAt;
      this.expiresAt = expiresAt;
      this.confirmation = confirmation;
      this.actors = actors;
    }

    @Override
    public long policyVersion() {
      return policyVersion;
    }

    @Override
    public Optional<String> ruleId() {
      return Optional.of(rule.id());
    }

    /** The rule that allowed it. */
    public ExchangeRule rule() {
      return rule;
    }

    /** The token that was brought: the parent of what is issued. */
    public VerifiedToken input() {
      return input;
    }

    /** Who asked, and acts from now on. */
    public String clientId() {
      return clientId;
    }

    /** The only {@code aud}. */
    public String audience() {
      return rule.audience();
    }

    /** {@code sub}: the citizen's pseudonym for the target. */
    public String subject() {
      return subject;
    }

    /** The consent that this hangs on, and falls with. */
    public String consentId() {
      return consentId;
    }

    /** {@code scope}. */
    public Set<String> scopes() {
      return scopes;
    }

    /** The attributes that may be read with the token. */
    public Set<String> attributes() {
      return attributes;
    }

    /** The level, for {@code acr}. */
    public LevelMap.Proven proven() {
      return proven;
    }

    /** {@code iat}. */
    public Instant issuedAt() {
      return issuedAt;
    }

    /** {@code exp}: never later than that of the token that was brought. */
    public Instant expiresAt() {
      return expiresAt;
    }

    /** From now on. */
    public Duration lifetime() {
      return Duration.between(issuedAt, expiresAt);
    }

    /** {@code cnf}: bound to the key that the caller proved. */
    public VerifiedToken.Confirmation confirmation() {
      return confirmation;
    }

    /** {@code act}: the caller over those before it. */
    public ActorChain actors() {
      return actors;
    }

    /**
     * The claims to sign, all of them.
     *
     * @param issuer our own
     * @param tokenId a fresh {@code jti}
     */
    public Map<String, Object> claims(String issuer, String tokenId) {
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", issuer);
      claims.put("sub", subject);
      claims.put("aud", audience());
      claims.put("jti", tokenId);
      return claims;
    }

    @Override
    public String toString() {
      return "Granted[" + rule.id() + "]";
    }
  }

  /**
   * No token.
   *
   * @param error the code of OAuth: {@link DenialReason#error()}, but {@code invalid_grant} where a
   *     grant was redeemed
   * @param rejection what is wrong with the token, only for the audit log
   * @param demanded what to sign in with instead, when the level is too low
   * @param maxAge how fresh the sign-in must be, when the level is too low
   */
  record Denied(
      long policyVersion,
      Optional<String> ruleId,
      DenialReason reason,
      String error,
      @Nullable RejectionReason rejection,
      LevelMap.@Nullable Proven demanded,
      @Nullable Duration maxAge)
      implements ExchangeDecision {

    /** Checks that the reason is there. */
    public Denied {
      Objects.requireNonNull(reason);
    }

    /** The members of the answer to the caller (RFC 6749, section 5.2). */
    public Map<String, Object> body() {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("error", error);
      reason.reason().ifPresent(text -> body.put("reason", text));
      if (demanded != null) {
        LevelMap.acr(demanded.level()).ifPresent(acr -> body.put("acr_values", acr));
      }
      if (maxAge != null) {
        body.put("max_age", maxAge.toSeconds());
      }
      return body;
    }
  }
}
