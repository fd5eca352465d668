package de.landbruecke.server.pages;

import de.landbruecke.PortalId;
import java.util.Map;

/** What portals call themselves. */
final class PortalNames {

  private static final Map<String, String> NAMES =
      Map.of("amt24", "Amt24", "service-bw", "service-bw");

  private PortalNames() {}

  static String of(PortalId portal) {
    return of(portal.value());
  }

  /** The name, or the technical one where no other is known. */
  static String of(String portal) {
    return NAMES.getOrDefault(portal, portal);
  }
}
