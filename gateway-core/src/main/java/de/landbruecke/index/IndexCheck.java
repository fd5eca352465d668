package de.landbruecke.index;

import java.util.List;

/**
 * What {@link CatalogIndex#verify()} found.
 *
 * @param generation which was checked
 * @param entries how many entries were read
 * @param findings what is wrong; empty when all is well
 */
public record IndexCheck(String generation, long entries, List<String> findings) {

  /** Copies the list. */
  public IndexCheck {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is wrong. */
  public boolean clean() {
    return findings.isEmpty();
  }
}
