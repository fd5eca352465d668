package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That citizens of one home issuer may use one service, and how far a back end may go for them.
 *
 * @param from the home issuer's id
 * @param to the id of the portal whose service it is
 * @param service the service's client id
 * @param scopes what may be granted at most
 * @param attributes what may be released at most
 * @param exchange whether tokens may be exchanged, not only citizens sent
 * @param uses how often one token may be exchanged for one audience
 * @param lifetime of an exchanged token at most
 * @param validUntil null: for good
 * @param approvedBy who answers for the rule
 */
public record PolicyRule(
    String id,
    String from,
    String to,
    String service,
    AssuranceLevel minimumLevel,
    Set<String> scopes,
    Set<String> attributes,
    boolean exchange,
    int uses,
    Duration lifetime,
    SenderConstraint senderConstraint,
    @Nullable Instant validFrom,
    @Nullable Instant validUntil,
    String approvedBy) {

  /** Copies the sets. */
  public PolicyRule {
    scopes = Set.copyOf(scopes);
    attributes = Set.copyOf(attributes);
  }

  /** Whether the rule holds at this time. */
  public boolean isValid(Instant now) {
    return (validFrom == null || !now.isBefore(validFrom))
        && (validUntil == null || now.isBefore(validUntil));
  }
}
