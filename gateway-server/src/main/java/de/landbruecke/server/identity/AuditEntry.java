package de.landbruecke.server.identity;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the audit log.
 *
 * @param person a random name for the citizen, in this log only; null: nobody's
 * @param personal null where the citizen was erased and nobody can read it
 */
public record AuditEntry(
    Instant happenedAt,
    String type,
    String outcome,
    @Nullable String person,
    @Nullable String transaction,
    @Nullable String clientId,
    long policyRevision,
    @Nullable String rule,
    Map<String, String> details,
    @Nullable Map<String, String> personal) {

  /** Copies the maps. */
  public AuditEntry {
    details = Map.copyOf(details);
    personal = personal == null ? null : Map.copyOf(personal);
  }

  /** Without values, some of which are personal. */
  @Override
  public String toString() {
    return "AuditEntry[" + type + ", " + outcome + "]";
  }
}
