package de.landbruecke.exchange;

import de.landbruecke.trust.LevelMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the agreement between two portals: whose tokens may reach which service, and with
 * what in it. What no rule allows is denied.
 *
 * @param id written into the audit log with every decision
 * @param from id of the issuer whose tokens this is about
 * @param to id of the portal that receives
 * @param service client id of the service there, which names its sector and consent
 * @param audience the exact {@code audience} or {@code resource} that a caller asks for; for an
 *     authorization grant the peer's issuer
 * @param output what is issued
 * @param minimum level of the sign-in, and whether its means must be notified
 * @param maxAge of the sign-in, null when it does not matter
 * @param scopes that may be granted
 * @param attributes that may be released
 * @param uses of one token for this audience, 1 to 1000
 * @param lifetime of what is issued, at most 15 minutes, an authorization grant's at most 60
 *     seconds
 * @param senderConstraint whether what is issued must be bound to a key
 * @param validFrom the first instant
 * @param validUntil the first instant at which it no longer counts
 * @param approvedBy who approved it
 */
public record ExchangeRule(
    String id,
    String from,
    String to,
    String service,
    String audience,
    Output output,
    LevelMap.Proven minimum,
    @Nullable Duration maxAge,
    Set<String> scopes,
    Set<String> attributes,
    int uses,
    Duration lifetime,
    boolean senderConstraint,
    Instant validFrom,
    Instant validUntil,
    String approvedBy) {

  /** Uses of one token for one audience unless the agreement says otherwise. */
  public static final int DEFAULT_USES = 20;

  /** Lifetime unless the agreement says otherwise. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

  private static final Duration MAX_LIFETIME = Duration.ofMinutes(15);
  private static final Duration MAX_GRANT_LIFETIME = Duration.ofSeconds(60);

  /** What an exchange issues. */
  public enum Output {
    /** An access token for the target (RFC 9068). */
    ACCESS_TOKEN,
    /** A grant that the target's own authorization server redeems (RFC 7523). */
    AUTHORIZATION_GRANT
  }

  /** Copies the sets and checks the ranges. */
  public ExchangeRule {
    Objects.requireNonNull(output);
    Objects.requireNonNull(minimum);
    Objects.requireNonNull(approvedBy);
    scopes = Set.copyOf(scopes);
    attributes = Set.copyOf(attributes);
    for (String text : new String[] {id, from, to, service, audience}) {
      require(!text.isBlank(), "id, from, to, service and audience of rule " + id + " are needed");
    }
    require(uses >= 1 && uses <= 1000, "uses " + uses + " of rule " + id + ": 1 to 1000 allowed");
    Duration longest = output == Output.ACCESS_TOKEN ? MAX_LIFETIME : MAX_GRANT_LIFETIME;
    require(
        lifetime.isPositive() && lifetime.compareTo(longest) <= 0,
        "lifetime " + lifetime + " of rule " + id + ": up to " + longest + " allowed");
    require(maxAge == null || !maxAge.isNegative(), "max age " + maxAge + " of rule " + id);
    require(validFrom.isBefore(validUntil), "rule " + id + " is never valid");
  }

  /** Whether it counts at {@code now}. */
  public boolean isValidAt(Instant now) {
    return !now.isBefore(validFrom) && now.isBefore(validUntil);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
