package de.landbruecke.server.admin;

import java.util.Set;

/**
 * Who calls.
 *
 * @param subject at the staff issuer
 * @param roles those that we know; may be none
 */
record StaffMember(String subject, Set<StaffRole> roles) {
  StaffMember {
    roles = Set.copyOf(roles);
  }
}
