package de.landbruecke.index.internal;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.index.internal.MergedEntry.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms by which an offer is filtered. Portal, online and level must hold for one and the same
 * offer, at the asked place if there is one, so each offer has a term for each combination of what
 * may be asked: {@code area|portal|online|level} with an empty part where it is not asked.
 */
public final class OfferTerms {

  private OfferTerms() {}

  /**
   * The term of one combination.
   *
   * @param area null: wherever
   * @param portal null: any
   * @param online whether it must be usable online, or only be described
   * @param level of the online service; null: any
   */
  public static String term(
      @Nullable RegionalKey area,
      @Nullable PortalId portal,
      boolean online,
      @Nullable AssuranceLevel level) {
    return (area == null ? "" : area.value())
        + '|'
        + (portal == null ? "" : portal.value())
        + (online ? "|online|" : "||")
        + (level == null ? "" : level.label());
  }

  /**
   * Every combination that holds for the offer. There are none for "not online": whether an offer
   * is not online at a place follows from its being described there and not being online there.
   */
  public static Set<String> of(Member member) {
    Set<String> terms = new HashSet<>();
    Collection<RegionalKey> areas =
        member.service().areas().isEmpty()
            ? List.of(RegionalKey.FEDERATION)
            : member.service().areas();
    described(terms, null, member.portal());
    areas.forEach(area -> described(terms, area, member.portal()));
    for (OnlineService online : member.onlineServices()) {
      usable(terms, null, member.portal(), online.level());
      for (RegionalKey area : areas) {
        // Where the online service is bound to narrower areas, only those count as online.
        Collection<RegionalKey> where =
            online.areas().isEmpty() ? List.of(area) : narrower(area, online.areas());
        where.forEach(key -> usable(terms, key, member.portal(), online.level()));
      }
    }
    return terms;
  }

  private static List<RegionalKey> narrower(RegionalKey area, Collection<RegionalKey> others) {
    List<RegionalKey> result = new ArrayList<>();
    for (RegionalKey other : others) {
      if (area.contains(other)) {
        result.add(other);
      } else if (other.contains(area)) {
        result.add(area);
      }
    }
    return result;
  }

  private static void described(Set<String> terms, @Nullable RegionalKey area, PortalId portal) {
    terms.add(term(area, null, false, null));
    terms.add(term(area, portal, false, null));
  }

  private static void usable(
      Set<String> terms,
      @Nullable RegionalKey area,
      PortalId portal,
      @Nullable AssuranceLevel level) {
    terms.add(term(area, null, true, null));
    terms.add(term(area, portal, true, null));
    if (level != null) {
      terms.add(term(area, null, true, level));
      terms.add(term(area, portal, true, level));
    }
  }
}
