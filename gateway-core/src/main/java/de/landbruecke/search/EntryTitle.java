package de.landbruecke.search;

import de.landbruecke.area.RegionalKey;
import java.util.List;

/**
 * An entry by its names.
 *
 * @param id the entry's id
 * @param names what each offer calls it, the first offer's first; never empty
 */
public record EntryTitle(String id, List<Name> names) {

  /**
   * What one offer calls an entry.
   *
   * @param title the everyday name, in German where there is one
   * @param areas where the offer is valid; empty: everywhere
   */
  public record Name(String title, List<RegionalKey> areas) {
    /** Copies the list. */
    public Name {
      areas = List.copyOf(areas);
    }
  }

  /** Copies the list. */
  public EntryTitle {
    names = List.copyOf(names);
  }
}
