package de.landbruecke.server.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Everything that there is below {@code /admin/v1}, and who may do it. A call that is none of these
 * is refused.
 */
@SuppressWarnings("ImmutableEnumChecker") // The collections are copies, and no work has a state.
enum AdminOperation {
  /** The registry as it is. */
  READ_REGISTRY("GET", "registry", StaffRole.values(), AdminApi::registry),
  /** The registry as a configuration file. */
  EXPORT_REGISTRY("GET", "registry/export", StaffRole.values(), AdminApi::export),
  /** All changes. */
  LIST_REVISIONS("GET", "registry/revisions", StaffRole.values(), AdminApi::revisions),
  /** One change, with the whole registry after it. */
  READ_REVISION("GET", "registry/revisions/{id}", StaffRole.values(), AdminApi::revision),
  /** Undoes the newest change at once. */
  UNDO("POST", "registry/undo", only(StaffRole.OPERATOR, StaffRole.APPROVER), AdminApi::undo),
  /** Proposes what an earlier revision was. */
  RESTORE("POST", "registry/restore", only(StaffRole.EDITOR), AdminApi::restore),
  /** All changes that wait. */
  LIST_PROPOSALS("GET", "proposals", StaffRole.values(), AdminApi::proposals),
  /** One of them. */
  READ_PROPOSAL("GET", "proposals/{id}", StaffRole.values(), AdminApi::proposal),
  /** Proposes a whole registry. */
  PROPOSE("POST", "proposals", only(StaffRole.EDITOR), AdminApi::propose),
  /** Makes a proposal the registry; by somebody other than who proposed it. */
  APPROVE("POST", "proposals/{id}/approve", only(StaffRole.APPROVER), AdminApi::approve),
  /** Drops a proposal. */
  REJECT(
      "POST",
      "proposals/{id}/reject",
      only(StaffRole.APPROVER, StaffRole.EDITOR),
      AdminApi::reject),
  /** Switches a home issuer off. */
  DISABLE_ISSUER("POST", "issuers/{id}/disable", only(StaffRole.OPERATOR), AdminApi::disableIssuer),
  /** Switches a service off. */
  DISABLE_SERVICE(
      "POST", "services/{id}/disable", only(StaffRole.OPERATOR), AdminApi::disableService),
  /** Takes an account from whoever has it. Named in the body: addresses are logged. */
  DISABLE_LINK("POST", "links/disable", only(StaffRole.OPERATOR), AdminApi::disableLink),
  /** The gateway's own signing keys. */
  LIST_KEYS("GET", "keys", only(StaffRole.OPERATOR, StaffRole.AUDITOR), AdminApi::keys),
  /** Begins the rotation of the signing keys of an algorithm. */
  ROTATE_KEY("POST", "keys/rotate", only(StaffRole.OPERATOR), AdminApi::rotateKey),
  /** Takes a signing key out. */
  DISABLE_KEY("POST", "keys/{id}/disable", only(StaffRole.OPERATOR), AdminApi::disableKey),
  /** All erasures that wait. */
  LIST_ERASURES(
      "GET",
      "erasures",
      only(StaffRole.OPERATOR, StaffRole.APPROVER, StaffRole.AUDITOR),
      AdminApi::erasures),
  /** Asks for the erasure of a citizen's record. Named in the body: addresses are logged. */
  PROPOSE_ERASURE("POST", "erasures", only(StaffRole.OPERATOR), AdminApi::proposeErasure),
  /** Erases; by somebody other than who asked. */
  APPROVE_ERASURE(
      "POST", "erasures/{id}/approve", only(StaffRole.APPROVER), AdminApi::approveErasure),
  /** Drops an erasure. */
  REJECT_ERASURE(
      "POST",
      "erasures/{id}/reject",
      only(StaffRole.APPROVER, StaffRole.OPERATOR),
      AdminApi::rejectErasure),
  /** What happened. */
  SEARCH_AUDIT("GET", "audit", only(StaffRole.AUDITOR), AdminApi::searchAudit),
  /** Whether the audit log is whole. */
  VERIFY_AUDIT("GET", "audit/verification", only(StaffRole.AUDITOR), AdminApi::verifyAudit);

  private final String method;
  private final List<String> path;
  private final Set<StaffRole> roles;
  private final Work work;

  /** What an operation does: its answer is written as JSON. */
  private interface Work extends BiFunction<AdminApi, AdminCall, Object> {}

  AdminOperation(String method, String path, StaffRole[] roles, Work work) {
    this.method = method;
    this.path = List.of(path.split("/", -1));
    this.roles = Set.of(roles);
    this.work = work;
  }

  private static StaffRole[] only(StaffRole... roles) {
    return roles;
  }

  String method() {
    return method;
  }

  /** Below {@code /admin/v1/}, with <code>{id}</code> for a blank. */
  String path() {
    return String.join("/", path);
  }

  Set<StaffRole> roles() {
    return roles;
  }

  /** By what the audit log calls it. */
  String event() {
    return "admin." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Object run(AdminApi api, AdminCall call) {
    return work.apply(api, call);
  }

  /** What fills the blank of this path; nothing where there is none. */
  Optional<String> idIn(List<String> segments) {
    int blank = path.indexOf("{id}");
    return blank < 0 ? Optional.empty() : Optional.of(segments.get(blank));
  }

  /** All operations of a path, whatever the method. */
  static List<AdminOperation> at(List<String> segments) {
    List<AdminOperation> fitting =
        Arrays.stream(values()).filter(each -> each.fits(segments)).toList();
    // A path without a blank is meant where both fit.
    List<AdminOperation> exact =
        fitting.stream().filter(each -> each.path.equals(segments)).toList();
    return exact.isEmpty() ? fitting : exact;
  }

  private boolean fits(List<String> segments) {
    if (segments.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      boolean isBlank = path.get(i).equals("{id}");
      if (isBlank ? segments.get(i).isEmpty() : !path.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }
}
