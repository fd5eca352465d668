package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who may do what. The database holds the truth; a configuration file is imported as one revision
 * when its version is new. A change is effective at once on this node and within five seconds on
 * others.
 */
public final class Registry {

  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
  private static final String MARK = "registry";

  private final JdbcClient jdbc;
  private final IdentityTransactions transactions;
  private final AuditLog audit;
  private final IdentitySettings settings;
  private final Clock clock;
  private final Refreshed<RegistrySnapshot> snapshot;

  Registry(
      JdbcClient jdbc,
      IdentityTransactions transactions,
      AuditLog audit,
      IdentitySettings settings,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
    snapshot = new Refreshed<>(jdbc, MARK, this::load);
  }

  /** The registry as it is now. Costs nothing most times; see the class for how new it is. */
  public RegistrySnapshot current() {
    return snapshot.get();
  }

  /** All changes, newest first. */
  public List<RegistryRevision> revisions() {
    return jdbc.sql(
            "select revision, version, reason, proposed_by, approved_by, made_at"
                + " from registry_revision order by revision desc")
        .query(Registry::revision)
        .list();
  }

  /**
   * The whole registry at a revision as JSON, in the keys of the configuration.
   *
   * @throws IllegalArgumentException if there is no such revision
   */
  public String export(long revision) {
    return document(revision);
  }

  /**
   * The whole registry at a revision as a configuration file: JSON, which is YAML too. It is
   * imported by a server that does not know its version yet.
   *
   * @throws IllegalArgumentException if there is no such revision
   */
  public String configuration(long revision) {
    return RegistryDocument.parse(document(revision)).toConfiguration();
  }

  /**
   * Proposes a whole registry, to be approved by somebody else.
   *
   * @throws InvalidRegistryException with all that is wrong with it
   */
  public RegistryProposal propose(String document, String reason, String by) {
    RegistryDocument proposed = RegistryDocument.parse(document);
    RegistryReader.read(proposed, 0, settings);
    return transactions.call(() -> {
      RegistryProposal proposal =
          new RegistryProposal(
              Digests.newId(),
              newest(),
              proposed.toJson(),
              named("reason", reason),
              named("by", by),
              Instant.ofEpochMilli(clock.millis()));
      jdbc.sql(
              "insert into registry_proposal (id, base, document, reason, proposed_by, proposed_at)"
                  + " values (?, ?, ?, ?, ?, ?)")
          .params(
              proposal.id(),
              proposal.base(),
              proposal.document(),
              proposal.reason(),
              proposal.proposedBy(),
              proposal.proposedAt().toEpochMilli())
          .update();
      audit.append(
          AuditEvent.audit("registry.proposed", "ok")
              .detail("proposal", proposal.id())
              .detail("by", by)
              .build());
      return proposal;
    });
  }

  /** All changes that wait, oldest first. */
  public List<RegistryProposal> proposals() {
    return jdbc.sql("select * from registry_proposal order by proposed_at, id")
        .query(Registry::proposal)
        .list();
  }

  /**
   * Makes a proposal the registry.
   *
   * @throws IllegalArgumentException if there is none, it is the same person's, or the registry was
   *     changed since
   */
  public RegistryRevision approve(String proposalId, String by) {
    return transactions.call(() -> {
      Refreshed.lock(jdbc, MARK);
      RegistryProposal proposal =
          jdbc.sql("select * from registry_proposal where id = ?")
              .param(proposalId)
              .query(Registry::proposal)
              .optional()
              .orElseThrow(() -> new IllegalArgumentException("there is no such proposal"));
      if (proposal.proposedBy().equalsIgnoreCase(named("by", by))) {
        throw new IllegalArgumentException("a proposal is approved by somebody else");
      }
      if (proposal.base() != newest()) {
        throw new IllegalArgumentException(
            "the proposal was made for revision "
                + proposal.base()
                + ", the newest is "
                + newest());
      }
      jdbc.sql("delete from registry_proposal where id = ?").param(proposalId).update();
      return make(
          RegistryDocument.parse(proposal.document()),
          proposal.reason(),
          proposal.proposedBy(),
          by);
    });
  }

  /** Drops a proposal. False if there is none. */
  public boolean reject(String proposalId, String by) {
    return transactions.call(() -> {
      int dropped =
          jdbc.sql("delete from registry_proposal where id = ?").param(proposalId).update();
      if (dropped == 1) {
        audit.append(
            AuditEvent.audit("registry.rejected", "ok")
                .detail("proposal", proposalId)
                .detail("by", named("by", by))
                .build());
      }
      return dropped == 1;
    });
  }

  /**
   * Makes the registry again what it was before its newest revision, as a new revision, without a
   * second person; undoing that one too restores it.
   *
   * @param revision the newest, which is to be undone: whoever means another one is told
   * @throws IllegalArgumentException if it is not the newest, or there is none
   */
  public RegistryRevision undo(long revision, String reason, String by) {
    return transactions.call(() -> {
      Refreshed.lock(jdbc, MARK);
      long newest = newest();
      if (newest == 0 || newest != revision) {
        throw new IllegalArgumentException(
            newest == 0
                ? "there is nothing to undo"
                : "only the newest revision can be undone, which is " + newest);
      }
      RegistryDocument before =
          newest == 1
              ? new RegistryDocument(null, null, null, null)
              : RegistryDocument.parse(document(newest - 1));
      return make(before.withoutVersion(), named("reason", reason), named("by", by), null);
    });
  }

  /**
   * Imports a configuration file as one revision, unless its version was imported before.
   *
   * @throws InvalidRegistryException with all that is wrong with it
   */
  void importOnce(RegistryDocument document) {
    String version = document.version();
    if (version == null) {
      return;
    }
    RegistryReader.read(document, 0, settings);
    transactions.run(() -> {
      Refreshed.lock(jdbc, MARK);
      List<String> known =
          jdbc.sql("select document from registry_revision where version = ?")
              .param(version)
              .query(Rows.TEXT)
              .list();
      if (known.isEmpty()) {
        make(document, "file of version " + version, "configuration", null);
        LOG.info("The registry of version {} was imported as revision {}", version, newest());
      } else if (!known.getFirst().equals(document.toJson())) {
        LOG.warn(
            "The registry of version {} was imported before and was changed since: give the file a"
                + " new version for its changes to count",
            version);
      }
    });
  }

  /** Switches one thing off, without a second person. */
  RegistryRevision disable(UnaryOperator<RegistryDocument> change, String reason, String by) {
    return transactions.call(() -> {
      Refreshed.lock(jdbc, MARK);
      RegistryDocument now = RegistryDocument.parse(document(newest()));
      return make(
          change.apply(now).withoutVersion(), named("reason", reason), named("by", by), null);
    });
  }

  /** Deletes proposals that nobody approved for 90 days. */
  int deleteOldProposals() {
    return jdbc.sql("delete from registry_proposal where proposed_at < ?")
        .param(clock.millis() - java.time.Duration.ofDays(90).toMillis())
        .update();
  }

  private RegistryRevision make(
      RegistryDocument document, String reason, String proposedBy, @Nullable String approvedBy) {
    long number = newest() + 1;
    RegistryReader.read(document, number, settings);
    RegistryRevision made =
        new RegistryRevision(
            number,
            isNew(document.version()) ? document.version() : null,
            reason,
            proposedBy,
            approvedBy,
            Instant.ofEpochMilli(clock.millis()));
    jdbc.sql(
            "insert into registry_revision"
                + " (revision, version, document, reason, proposed_by, approved_by, made_at)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            Rows.values(
                number,
                made.version(),
                document.toJson(),
                reason,
                proposedBy,
                approvedBy,
                made.madeAt().toEpochMilli()))
        .update();
    Refreshed.count(jdbc, MARK);
    snapshot.forget();
    audit.append(
        AuditEvent.audit("registry.changed", "ok")
            .decidedBy(number, null)
            .detail("reason", reason)
            .detail("proposed-by", proposedBy)
            .detail("approved-by", approvedBy == null ? "" : approvedBy)
            .build());
    return made;
  }

  private boolean isNew(@Nullable String version) {
    return version != null
        && jdbc.sql("select count(*) from registry_revision where version = ?")
                .param(version)
                .query(Integer.class)
                .single()
            == 0;
  }

  private RegistrySnapshot load() {
    long newest = newest();
    if (newest == 0) {
      return new RegistrySnapshot(0, Map.of(), Map.of(), List.of());
    }
    RegistrySnapshot snapshot =
        RegistryReader.read(RegistryDocument.parse(document(newest)), newest, settings);
    snapshot.services().values().stream()
        .filter(service -> service.weakenings().stream().anyMatch(Weakening::isConformanceOnly))
        .forEach(service ->
            LOG.warn(
                "For the conformance suite the client {} is weakened: {}",
                service.clientId(),
                service.weakenings()));
    return snapshot;
  }

  private long newest() {
    return jdbc.sql("select coalesce(max(revision), 0) from registry_revision")
        .query(Long.class)
        .single();
  }

  private String document(long revision) {
    return jdbc.sql("select document from registry_revision where revision = ?")
        .param(revision)
        .query(String.class)
        .optional()
        .orElseThrow(() -> new IllegalArgumentException("there is no revision " + revision));
  }

  private static String named(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + ": found nothing");
    }
    return text;
  }

  private static RegistryRevision revision(ResultSet row, int number) throws SQLException {
    return new RegistryRevision(
        row.getLong("revision"),
        row.getString("version"),
        row.getString("reason"),
        row.getString("proposed_by"),
        row.getString("approved_by"),
        Instant.ofEpochMilli(row.getLong("made_at")));
  }

  private static RegistryProposal proposal(ResultSet row, int number) throws SQLException {
    return new RegistryProposal(
        row.getString("id"),
        row.getLong("base"),
        row.getString("document"),
        row.getString("reason"),
        row.getString("proposed_by"),
        Instant.ofEpochMilli(row.getLong("proposed_at")));
  }

  static <V> Map<String, V> replaced(
      @Nullable Map<String, V> entries, String id, UnaryOperator<V> change) {
    V entry = entries == null ? null : entries.get(id);
    if (entries == null || entry == null) {
      throw new IllegalArgumentException("nothing is registered as " + id);
    }
    Map<String, V> changed = new LinkedHashMap<>(entries);
    changed.put(id, change.apply(entry));
    return changed;
  }
}
