package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;

/**
 * A fact about the citizen from the home issuer, with a level of its own.
 *
 * @param source the home issuer's id
 * @param level how surely this value is proven, whatever the login's level
 */
public record Attribute(String name, String value, String source, AssuranceLevel level) {

  /** Without the value, which must not reach a log. */
  @Override
  public String toString() {
    return "Attribute[" + name + "]";
  }
}
