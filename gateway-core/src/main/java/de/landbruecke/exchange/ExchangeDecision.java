package de.landbruecke.exchange;

import de.landbruecke.exchange.ExchangeRule.Output;
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
import java.util.TreeSet;
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
    private final boolean own;
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

    Granted(ExchangePolicy.Draft draft) {
      policyVersion = draft.policyVersion();
      rule = draft.rule();
      input = draft.input();
      own = draft.own();
      clientId = draft.clientId();
      subject = draft.subject();
      consentId = draft.consent().id();
      scopes = draft.scopes();
      attributes = draft.attributes();
      proven = draft.proven();
      issuedAt = draft.issuedAt();
      expiresAt = draft.expiresAt();
      confirmation = draft.confirmation();
      actors = draft.actors();
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

    /** {@code typ} of the header to sign: an access token's, or of a grant. */
    public String type() {
      return rule.output() == Output.ACCESS_TOKEN ? "at+jwt" : "JWT";
    }

    /**
     * The claims to sign, all of them: of an access token (RFC 9068, section 2.2), or of a grant
     * for the target's own authorization server (RFC 7523, section 3).
     *
     * @param issuer our own
     * @param tokenId a fresh {@code jti}
     */
    public Map<String, Object> claims(String issuer, String tokenId) {
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", issuer);
      claims.put("sub", subject);
      claims.put("aud", audience());
      if (rule.output() == Output.ACCESS_TOKEN) {
        claims.put("client_id", clientId);
      }
      if (!scopes.isEmpty()) {
        claims.put("scope", String.join(" ", new TreeSet<>(scopes)));
      }
      LevelMap.acr(proven).ifPresent(acr -> claims.put("acr", acr));
      input.authenticatedAt().ifPresent(at -> claims.put("auth_time", at.getEpochSecond()));
      claims.put("origin", origin());
      claims.put("act", actors.toClaim());
      if (confirmation.isBound()) {
        Map<String, Object> keys = new LinkedHashMap<>();
        if (confirmation.keyThumbprint() != null) {
          keys.put("jkt", confirmation.keyThumbprint());
        }
        if (confirmation.certificateThumbprint() != null) {
          keys.put("x5t#S256", confirmation.certificateThumbprint());
        }
        claims.put("cnf", keys);
      }
      claims.put("iat", issuedAt.getEpochSecond());
      claims.put("exp", expiresAt.getEpochSecond());
      claims.put("jti", tokenId);
      return claims;
    }

    /** The id of the issuer where the citizen signed in; a token of ours says it itself. */
    public String origin() {
      return own ? input.string("origin").orElse(input.issuer().id()) : input.issuer().id();
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
        LevelMap.acr(demanded).ifPresent(acr -> body.put("acr_values", acr));
      }
      if (maxAge != null) {
        body.put("max_age", maxAge.toSeconds());
      }
      return body;
    }
  }
}
