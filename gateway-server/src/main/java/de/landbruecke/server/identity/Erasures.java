package de.landbruecke.server.identity;

import de.landbruecke.server.shared.Digests;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Erasures that staff does for citizens who cannot sign in: asked for by one person, done by
 * another. The citizen is named by what a service or a home portal calls them, which is looked up
 * and not kept.
 */
public final class Erasures {

  /** How long a proposal waits. */
  static final Duration LONGEST = Duration.ofDays(90);

  private final JdbcClient jdbc;
  private final IdentityTransactions transactions;
  private final Registry registry;
  private final Pseudonyms pseudonyms;
  private final Citizens citizens;
  private final AuditLog audit;
  private final Clock clock;

  Erasures(
      JdbcClient jdbc,
      IdentityTransactions transactions,
      Registry registry,
      Pseudonyms pseudonyms,
      Citizens citizens,
      AuditLog audit,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.registry = registry;
    this.pseudonyms = pseudonyms;
    this.citizens = citizens;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Asks for the erasure of whom a service calls so.
   *
   * @param subject the pseudonym, which the citizen sees at the service
   * @return empty if there is no such service, or it knows nobody by this name
   */
  public Optional<ErasureProposal> proposeByService(
      String clientId, String subject, String reason, String by) {
    return transactions.call(() ->
        Optional.ofNullable(registry.current().services().get(clientId))
            .flatMap(service -> pseudonyms.resolve(service.sector(), subject))
            .map(citizen -> propose(citizen, "service " + clientId, reason, by)));
  }

  /**
   * Asks for the erasure of whoever has this account at a home portal.
   *
   * @return empty if nobody has it
   */
  public Optional<ErasureProposal> proposeByAccount(
      String issuer, String homeSubject, String reason, String by) {
    return transactions.call(() ->
        citizens
            .find(issuer, homeSubject)
            .map(citizen -> propose(citizen, "issuer " + issuer, reason, by)));
  }

  /** All that wait, oldest first. */
  public List<ErasureProposal> proposals() {
    return jdbc.sql("select * from erasure_proposal order by proposed_at, id")
        .query(Erasures::proposal)
        .list();
  }

  /**
   * Erases the citizen, as {@link Citizens#erase}.
   *
   * @throws IllegalArgumentException if there is no such proposal, or it is the same person's
   */
  public void approve(String proposalId, String by) {
    transactions.run(() -> {
      ErasureProposal proposal =
          jdbc.sql("select * from erasure_proposal where id = ? for update")
              .param(proposalId)
              .query(Erasures::proposal)
              .optional()
              .orElseThrow(() -> new IllegalArgumentException("there is no such proposal"));
      if (proposal.proposedBy().equalsIgnoreCase(by)) {
        throw new IllegalArgumentException("a proposal is approved by somebody else");
      }
      CitizenId citizen =
          jdbc.sql("select citizen_id from erasure_proposal where id = ?")
              .param(proposalId)
              .query(String.class)
              .optional()
              .map(CitizenId::new)
              .orElseThrow();
      // Before it is erased: afterwards nobody would have the random name in the log.
      audit.append(
          AuditEvent.audit("record.erased", "staff")
              .citizen(citizen)
              .detail("proposal", proposalId)
              .detail("named-by", proposal.namedBy())
              .detail("reason", proposal.reason())
              .detail("proposed-by", proposal.proposedBy())
              .detail("approved-by", by)
              .build());
      citizens.erase(citizen);
    });
  }

  /** Drops a proposal. False if there is none. */
  public boolean reject(String proposalId, String by) {
    return transactions.call(() -> {
      boolean isGone =
          jdbc.sql("delete from erasure_proposal where id = ?").param(proposalId).update() == 1;
      if (isGone) {
        audit.append(
            AuditEvent.audit("erasure.rejected", "ok")
                .detail("proposal", proposalId)
                .detail("by", by)
                .build());
      }
      return isGone;
    });
  }

  /** Deletes proposals that nobody approved for 90 days. */
  int deleteOld() {
    return jdbc.sql("delete from erasure_proposal where proposed_at < ?")
        .param(clock.millis() - LONGEST.toMillis())
        .update();
  }

  private ErasureProposal propose(CitizenId citizen, String namedBy, String reason, String by) {
    ErasureProposal proposal =
        new ErasureProposal(
            Digests.newId(), namedBy, reason, by, Instant.ofEpochMilli(clock.millis()));
    jdbc.sql(
            "insert into erasure_proposal (id, citizen_id, named_by, reason, proposed_by,"
                + " proposed_at) values (?, ?, ?, ?, ?, ?)")
        .params(
            proposal.id(),
            citizen.value(),
            namedBy,
            reason,
            by,
            proposal.proposedAt().toEpochMilli())
        .update();
    audit.append(
        AuditEvent.audit("erasure.proposed", "ok")
            .citizen(citizen)
            .detail("proposal", proposal.id())
            .detail("named-by", namedBy)
            .detail("reason", reason)
            .detail("by", by)
            .build());
    return proposal;
  }

  private static ErasureProposal proposal(ResultSet row, int number) throws SQLException {
    return new ErasureProposal(
        row.getString("id"),
        row.getString("named_by"),
        row.getString("reason"),
        row.getString("proposed_by"),
        Instant.ofEpochMilli(row.getLong("proposed_at")));
  }
}
