package de.landbruecke.exchange;

import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.VerifiedToken;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides on requests to exchange tokens. Default deny: level, scopes, audience, lifetime and
 * attributes of what is issued never exceed what the token and the rule have in common.
 *
 * <p>Immutable; a new version of the rules is a new policy.
 */
public final class ExchangePolicy {

  /** Under which name the target knows the citizen. */
  @FunctionalInterface
  public interface Links {
    /** The citizen's pseudonym in the sector of the rule's service; empty without a link. */
    Optional<String> subject(VerifiedToken token, ExchangeRule rule);
  }

  /** What the citizen has released. */
  @FunctionalInterface
  public interface Consents {
    /** The consent to the use of the rule's service from portal to portal; empty without one. */
    Optional<Consent> find(VerifiedToken token, ExchangeRule rule, String subject);
  }

  /**
   * A consent that counts now.
   *
   * @param id tokens hang on it
   * @param attributes that were released
   */
  public record Consent(String id, Set<String> attributes) {
    /** Copies the attributes. */
    public Consent {
      attributes = Set.copyOf(attributes);
    }
  }

  /** Whether a token still counts with its issuer. */
  @FunctionalInterface
  public interface Status {
    /** Asked for issuers that demand it, see {@code TrustedIssuer.demandStatus()}. */
    boolean isActive(VerifiedToken token);
  }

  /** Counts uses, atomically on all nodes. */
  @FunctionalInterface
  public interface Replays {
    /** Counts a use of {@code key}, and says whether it was one of the first {@code limit}. */
    boolean use(String key, Instant until, int limit);
  }

  /**
   * All checks but the last were made. The use must be counted in the transaction that stores what
   * is issued, so this is concluded there.
   */
  public static final class Assessment {

    private final ExchangeDecision decision;

    Assessment(ExchangeDecision decision) {
      this.decision = decision;
    }

    /** Counts the use, and decides. Called once. */
    public ExchangeDecision conclude(Replays replays) {
      Objects.requireNonNull(replays);
      return decision;
    }
  }

  /** A policy of these rules. */
  public ExchangePolicy(
      long version,
      List<ExchangeRule> rules,
      String ownIssuer,
      TokenVerifier verifier,
      Links links,
      Consents consents,
      Status status,
      Clock clock) {
    Objects.requireNonNull(rules);
    Objects.requireNonNull(clock);
  }

  /**
   * Makes all checks but the count of uses. May wait for an issuer's keys, for a second at most.
   */
  public Assessment assess(ExchangeRequest request) {
    return new Assessment(
        new ExchangeDecision.Denied(
            0,
            Optional.empty(),
            DenialReason.TARGET_NOT_ALLOWED,
            DenialReason.TARGET_NOT_ALLOWED.error(),
            null,
            null,
            null));
  }
}
