package de.landbruecke.index.internal;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.RecordId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The entries of one published state of the index, as a search reads them. Each {@code
 * IndexSnapshot} is one, which the compiler checks where it is cast. Safe to share between threads
 * until the snapshot is closed.
 */
public interface EntryReader {

  /**
   * Where an entry stands among all in the order of their ids: what comes first of two that are
   * otherwise equal. The same on every machine and after every kind of update.
   */
  int position(int document);

  /** An entry by its Lucene document, as a hit shows it. */
  EntryCard card(int document);

  /**
   * The Lucene document of the entry with this id, key, record id or former id.
   *
   * @return empty when there is none; the smallest entry id when a record is part of several
   */
  Optional<Integer> entry(String id);

  /** The records of an entry with all their texts, in the order of its card's offers. */
  List<MergedEntry.Member> members(EntryCard card);

  /**
   * The bodies that are responsible for one of these services at a place, the narrowest area first;
   * several when the narrowest area that names any names several.
   *
   * @param services records of one entry
   * @param place the place
   */
  List<PublicOrganization> responsible(Collection<RecordId> services, RegionalKey place);
}
