package de.landbruecke.server.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that must be proven later.
 *
 * @param log which of the logs it goes to, and so how long it is kept
 * @param type what happened, such as {@code token.exchanged}
 * @param outcome {@code ok}, or the reason of a refusal
 * @param citizen whose personal fields these are; null: nobody's
 * @param transaction the transaction's id; null: none
 * @param clientId null: none
 * @param policyRevision the registry's revision by which it was decided; 0: none
 * @param rule the id of the rule by which it was decided; null: none
 * @param details nothing personal
 * @param personal readable until the citizen is erased
 */
public record AuditEvent(
    Log log,
    String type,
    String outcome,
    @Nullable CitizenId citizen,
    @Nullable String transaction,
    @Nullable String clientId,
    long policyRevision,
    @Nullable String rule,
    Map<String, String> details,
    Map<String, String> personal) {

  /** The logs, by how long they are kept. */
  public enum Log {
    /** Decisions and releases: two years. */
    AUDIT,
    /** Attacks and refused attempts: 90 days. */
    SECURITY,
    /** What helps to find faults: 14 days. */
    TECHNICAL
  }

  /** Copies the maps, sorted by name. */
  public AuditEvent {
    details = Map.copyOf(details);
    personal = Map.copyOf(personal);
    if (citizen == null && !personal.isEmpty()) {
      throw new IllegalArgumentException("personal fields need a citizen");
    }
  }

  /** An event of the audit log with nothing but its type and outcome. */
  public static Builder audit(String type, String outcome) {
    return new Builder(Log.AUDIT, type, outcome);
  }

  /** An event of the security log. */
  public static Builder security(String type, String outcome) {
    return new Builder(Log.SECURITY, type, outcome);
  }

  /** An event of the technical log. */
  public static Builder technical(String type, String outcome) {
    return new Builder(Log.TECHNICAL, type, outcome);
  }

  Map<String, String> sortedDetails() {
    return new TreeMap<>(details);
  }

  Map<String, String> sortedPersonal() {
    return new TreeMap<>(personal);
  }

  /** Without values, some of which are personal. */
  @Override
  public String toString() {
    return "AuditEvent[" + type + ", " + outcome + "]";
  }

  /** Collects the parts of an event. Not safe to share between threads. */
  public static final class Builder {
    private final Log log;
    private final String type;
    private final String outcome;
    private @Nullable CitizenId citizen;
    private @Nullable String transaction;
    private @Nullable String clientId;
    private long policyRevision;
    private @Nullable String rule;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final Map<String, String> personal = new LinkedHashMap<>();

    private Builder(Log log, String type, String outcome) {
      this.log = log;
      this.type = type;
      this.outcome = outcome;
    }

    /** Whom it is about. */
    public Builder citizen(@Nullable CitizenId id) {
      citizen = id;
      return this;
    }

    /** In which transaction it happened. */
    public Builder transaction(@Nullable String id) {
      transaction = id;
      return this;
    }

    /** Which client was involved. */
    public Builder client(@Nullable String id) {
      clientId = id;
      return this;
    }

    /** By which revision and rule it was decided. */
    public Builder decidedBy(long revision, @Nullable String ruleId) {
      policyRevision = revision;
      rule = ruleId;
      return this;
    }

    /** Adds a field that is not personal. */
    public Builder detail(String name, String value) {
      details.put(name, value);
      return this;
    }

    /** Adds a field that is readable until the citizen is erased. */
    public Builder personal(String name, String value) {
      personal.put(name, value);
      return this;
    }

    /** The event. */
    public AuditEvent build() {
      return new AuditEvent(
          log,
          type,
          outcome,
          citizen,
          transaction,
          clientId,
          policyRevision,
          rule,
          details,
          personal);
    }
  }
}
