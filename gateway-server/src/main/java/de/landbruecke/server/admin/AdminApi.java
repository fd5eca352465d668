package de.landbruecke.server.admin;

import com.nimbusds.jose.JWSAlgorithm;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.EmergencyStop;
import de.landbruecke.server.identity.ErasureProposal;
import de.landbruecke.server.identity.Erasures;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistryProposal;
import de.landbruecke.server.identity.RegistryRevision;
import de.landbruecke.server.identity.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the operations do. Each answers with what is written as JSON. */
final class AdminApi {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final int ENTRIES = 200;
  private static final int MAX_ENTRIES = 5_000;
  private static final int MAX_SUBJECT = 2_048;

  private static final int MAX_ALGORITHM = 10;
  private static final Set<String> ALGORITHMS = Set.of("ES256", "PS256", "EdDSA");

  private final Registry registry;
  private final EmergencyStop stop;
  private final SigningKeys keys;
  private final Erasures erasures;
  private final AuditLog audit;
  private final Clock clock;

  AdminApi(
      Registry registry,
      EmergencyStop stop,
      SigningKeys keys,
      Erasures erasures,
      AuditLog audit,
      Clock clock) {
    this.registry = registry;
    this.stop = stop;
    this.keys = keys;
    this.erasures = erasures;
    this.audit = audit;
    this.clock = clock;
  }

  /** The registry as it is at a revision; null before the first. */
  private record RegistryView(long revision, @Nullable JsonNode registry) {}

  private record RevisionView(RegistryRevision revision, JsonNode registry) {}

  private record ProposalView(
      String id,
      long base,
      String reason,
      String proposedBy,
      Instant proposedAt,
      JsonNode registry) {}

  /** Without the personal fields where nobody asked for them. */
  private record EntryView(
      Instant happenedAt,
      String type,
      String outcome,
      @Nullable String person,
      @Nullable String transaction,
      @Nullable String clientId,
      long policyRevision,
      @Nullable String rule,
      Map<String, String> details,
      @Nullable Map<String, String> personal) {}

  Object registry(AdminCall call) {
    call.allow();
    long revision = newest();
    return new RegistryView(revision, revision == 0 ? null : tree(registry.export(revision)));
  }

  Object export(AdminCall call) {
    call.allow();
    long revision = newest();
    if (revision == 0) {
      throw AdminProblem.notFound("nothing is registered yet");
    }
    return tree(registry.configuration(revision));
  }

  Object revisions(AdminCall call) {
    call.allow();
    return Map.of("revisions", registry.revisions());
  }

  Object revision(AdminCall call) {
    call.allow();
    RegistryRevision found = revisionOf(call.id());
    return new RevisionView(found, tree(registry.export(found.number())));
  }

  Object undo(AdminCall call) {
    call.allow("revision", "reason");
    RegistryRevision found = revisionOf(Long.toString(call.revision()));
    return registry.undo(found.number(), call.reason(), call.by());
  }

  Object restore(AdminCall call) {
    call.allow("revision", "reason");
    RegistryRevision found = revisionOf(Long.toString(call.revision()));
    return view(registry.propose(registry.export(found.number()), call.reason(), call.by()));
  }

  Object proposals(AdminCall call) {
    call.allow();
    return Map.of("proposals", registry.proposals().stream().map(AdminApi::view).toList());
  }

  Object proposal(AdminCall call) {
    call.allow();
    return view(proposalOf(call.id()));
  }

  Object propose(AdminCall call) {
    call.allow("registry", "reason");
    return view(registry.propose(call.object("registry").toString(), call.reason(), call.by()));
  }

  Object approve(AdminCall call) {
    call.allow();
    return registry.approve(proposalOf(call.id()).id(), call.by());
  }

  Object reject(AdminCall call) {
    call.allow();
    if (!registry.reject(call.id(), call.by())) {
      throw noProposal();
    }
    return Map.of("rejected", call.id());
  }

  Object disableIssuer(AdminCall call) {
    call.allow("reason");
    if (!registry.current().issuers().containsKey(call.id())) {
      throw AdminProblem.notFound("there is no such issuer");
    }
    return stop.issuer(call.id(), call.reason(), call.by());
  }

  Object disableService(AdminCall call) {
    call.allow("reason");
    if (!registry.current().services().containsKey(call.id())) {
      throw AdminProblem.notFound("there is no such service");
    }
    return stop.service(call.id(), call.reason(), call.by());
  }

  Object disableLink(AdminCall call) {
    call.allow("issuer", "subject", "reason");
    String issuer = call.text("issuer", MAX_SUBJECT);
    if (!stop.link(issuer, call.text("subject", MAX_SUBJECT), call.reason(), call.by())) {
      throw AdminProblem.notFound("nobody has this account");
    }
    return Map.of("unlinked", true);
  }

  Object keys(AdminCall call) {
    call.allow();
    return Map.of("keys", keys.all());
  }

  Object rotateKey(AdminCall call) {
    call.allow("algorithm", "reason");
    String name = call.text("algorithm", MAX_ALGORITHM);
    if (!ALGORITHMS.contains(name)) {
      throw AdminProblem.badRequest(
          "algorithm: allowed is "
              + ALGORITHMS.stream().sorted().collect(Collectors.joining(", ")));
    }
    // When it signs is in the list of keys, once this is committed.
    return Map.of("published", keys.rotate(JWSAlgorithm.parse(name), call.reason(), call.by()));
  }

  Object disableKey(AdminCall call) {
    call.allow("reason");
    if (!stop.key(call.id(), call.reason(), call.by())) {
      throw AdminProblem.notFound("there is no such key");
    }
    return Map.of("removed", call.id());
  }

  Object erasures(AdminCall call) {
    call.allow();
    return Map.of("erasures", erasures.proposals());
  }

  Object proposeErasure(AdminCall call) {
    call.allow("service", "issuer", "subject", "reason");
    boolean isByService = call.has("service");
    if (isByService == call.has("issuer")) {
      throw AdminProblem.badRequest("needed is either service or issuer");
    }
    String namedBy = call.text(isByService ? "service" : "issuer", MAX_SUBJECT);
    String subject = call.text("subject", MAX_SUBJECT);
    Optional<ErasureProposal> proposal =
        isByService
            ? erasures.proposeByService(namedBy, subject, call.reason(), call.by())
            : erasures.proposeByAccount(namedBy, subject, call.reason(), call.by());
    return proposal.orElseThrow(() -> AdminProblem.notFound("nobody is called so there"));
  }

  Object approveErasure(AdminCall call) {
    call.allow();
    requireErasure(call.id());
    erasures.approve(call.id(), call.by());
    return Map.of("erased", call.id());
  }

  Object rejectErasure(AdminCall call) {
    call.allow();
    requireErasure(call.id());
    erasures.reject(call.id(), call.by());
    return Map.of("rejected", call.id());
  }

  private void requireErasure(String id) {
    if (erasures.proposals().stream().noneMatch(each -> each.id().equals(id))) {
      throw noProposal();
    }
  }

  Object searchAudit(AdminCall call) {
    call.allow("log", "from", "until", "transaction", "limit", "personal");
    AuditEvent.Log log = call.parameter("log").map(AdminApi::log).orElse(AuditEvent.Log.AUDIT);
    Instant until = call.time("until").orElse(clock.instant().plusSeconds(1));
    Instant from = call.time("from").orElse(until.minus(Duration.ofDays(1)));
    int limit = call.number("limit", ENTRIES, MAX_ENTRIES);
    boolean isPersonal = call.flag("personal");
    // One more than wanted tells whether there are more.
    List<AuditEntry> found =
        audit.search(log, from, until, call.parameter("transaction").orElse(null), limit + 1);
    return Map.of(
        "entries",
        found.stream().limit(limit).map(entry -> view(entry, isPersonal)).toList(),
        "more",
        found.size() > limit);
  }

  Object verifyAudit(AdminCall call) {
    call.allow("from", "until");
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate until = call.day("until").orElse(today);
    LocalDate from = call.day("from").orElse(until);
    if (from.isAfter(until) || from.isBefore(audit.firstDay()) || until.isAfter(today)) {
      throw AdminProblem.badRequest(
          "from and until: allowed are days from " + audit.firstDay() + " to " + today);
    }
    List<String> faults = new ArrayList<>();
    from.datesUntil(until.plusDays(1)).forEach(day -> faults.addAll(audit.verify(day)));
    return Map.of("from", from.toString(), "until", until.toString(), "faults", faults);
  }

  private static AuditEvent.Log log(String name) {
    return Arrays.stream(AuditEvent.Log.values())
        .filter(log -> log.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> AdminProblem.badRequest("log: allowed is audit, security or technical"));
  }

  private long newest() {
    return registry.revisions().stream().findFirst().map(RegistryRevision::number).orElse(0L);
  }

  private RegistryRevision revisionOf(String number) {
    return registry.revisions().stream()
        .filter(each -> Long.toString(each.number()).equals(number))
        .findFirst()
        .orElseThrow(() -> AdminProblem.notFound("there is no such revision"));
  }

  private RegistryProposal proposalOf(String id) {
    return registry.proposals().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(AdminApi::noProposal);
  }

  private static AdminProblem noProposal() {
    return AdminProblem.notFound("there is no such proposal");
  }

  private static ProposalView view(RegistryProposal proposal) {
    return new ProposalView(
        proposal.id(),
        proposal.base(),
        proposal.reason(),
        proposal.proposedBy(),
        proposal.proposedAt(),
        tree(proposal.document()));
  }

  private static EntryView view(AuditEntry entry, boolean isPersonal) {
    return new EntryView(
        entry.happenedAt(),
        entry.type(),
        entry.outcome(),
        entry.person(),
        entry.transaction(),
        entry.clientId(),
        entry.policyRevision(),
        entry.rule(),
        entry.details(),
        isPersonal ? entry.personal() : null);
  }

  private static JsonNode tree(String json) {
    return MAPPER.readTree(json);
  }
}
