package de.landbruecke.server.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person of the staff may do; one person may have several. */
enum StaffRole {
  /** Keeps it running, and switches things off in an emergency. */
  OPERATOR,
  /** Agrees to what somebody else proposed. */
  APPROVER,
  /** Reads what happened. */
  AUDITOR,
  /** Proposes changes of the registry. */
  EDITOR;

  /** The role that tokens call exactly so. */
  static Optional<StaffRole> ofClaim(String name) {
    return Arrays.stream(values()).filter(role -> role.claim().equals(name)).findFirst();
  }

  String claim() {
    return name().toLowerCase(Locale.ROOT);
  }
}
