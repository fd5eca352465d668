package de.landbruecke.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.Topic;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.OfferTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which entries satisfy a filter, as sets of documents of one generation, kept once computed. The
 * sets are shared: never change one. Safe to share between threads.
 */
final class Filters {

  private final IndexReader reader;
  private final Cache<String, FixedBitSet> sets = Caffeine.newBuilder().maximumSize(2_000).build();
  private final List<PortalId> portals;

  Filters(IndexReader reader) throws IOException {
    this.reader = reader;
    this.portals = readPortals();
  }

  private List<PortalId> readPortals() throws IOException {
    Set<PortalId> found = new TreeSet<>();
    Terms terms = MultiTerms.getTerms(reader, IndexFields.OFFER);
    if (terms == null) {
      return List.of();
    }
    TermsEnum iterator = terms.iterator();
    // Terms without an area come first: "|portal||".
    for (BytesRef term = iterator.next(); term != null; term = iterator.next()) {
      String text = term.utf8ToString();
      String[] parts = text.split("\\|", -1);
      if (parts[0].isEmpty() && !parts[1].isEmpty()) {
        found.add(new PortalId(parts[1]));
      }
    }
    return List.copyOf(found);
  }

  private FixedBitSet newSet() {
    return new FixedBitSet(Math.max(1, reader.maxDoc()));
  }

  /** The portals that have offers. */
  List<PortalId> portals() {
    return portals;
  }

  /** All entries. */
  FixedBitSet all() {
    return set(IndexFields.OFFER, OfferTerms.term(null, null, false, null));
  }

  /** Entries described for a place: for its area or one that contains it. */
  FixedBitSet describedAt(RegionalKey place) {
    return cached("at " + place, () -> offers(chain(place), List.of(), null, Set.of()));
  }

  /**
   * Entries with an offer that satisfies all of this at once.
   *
   * @param place null: anywhere
   * @param portals empty: any
   * @param online null: either
   * @param levels empty: any
   */
  FixedBitSet offers(
      @Nullable RegionalKey place,
      Collection<PortalId> portals,
      @Nullable Boolean online,
      Collection<AssuranceLevel> levels) {
    return cached(
        "offers " + place + portals + online + levels,
        () -> offers(chain(place), portals, online, levels));
  }

  /** Entries with one of these topics. */
  FixedBitSet topics(Collection<Topic> topics) {
    return cached(
        "topics " + topics,
        () -> {
          FixedBitSet union = newSet();
          topics.forEach(topic -> union.or(set(IndexFields.TOPIC, topic.slug())));
          return union;
        });
  }

  /** Entries for one of these. */
  FixedBitSet audience(Collection<Audience> audience) {
    return cached(
        "audience " + audience,
        () -> {
          FixedBitSet union = newSet();
          audience.forEach(who -> union.or(set(IndexFields.AUDIENCE, who.label())));
          return union;
        });
  }

  /** Entries with exactly this term; not kept. */
  FixedBitSet with(String field, String term) {
    return read(field, term);
  }

  private static List<@Nullable RegionalKey> chain(@Nullable RegionalKey place) {
    List<@Nullable RegionalKey> chain = new ArrayList<>();
    if (place == null) {
      chain.add(null);
    } else {
      chain.addAll(place.selfAndAncestors());
    }
    return chain;
  }

  private FixedBitSet offers(
      List<@Nullable RegionalKey> chain,
      Collection<PortalId> asked,
      @Nullable Boolean online,
      Collection<AssuranceLevel> levels) {
    FixedBitSet union = newSet();
    if (Boolean.FALSE.equals(online)) {
      if (levels.isEmpty()) {
        // Not online is an offer of a portal that is described there and not online there.
        for (PortalId portal : asked.isEmpty() ? portals : asked) {
          FixedBitSet offline = union(chain, List.of(portal), false, Set.of()).clone();
          offline.andNot(union(chain, List.of(portal), true, Set.of()));
          union.or(offline);
        }
      }
      return union;
    }
    return union(chain, asked, Boolean.TRUE.equals(online) || !levels.isEmpty(), levels);
  }

  private FixedBitSet union(
      List<@Nullable RegionalKey> chain,
      Collection<PortalId> asked,
      boolean online,
      Collection<AssuranceLevel> levels) {
    FixedBitSet union = newSet();
    List<@Nullable PortalId> anyPortal = new ArrayList<>(asked);
    if (anyPortal.isEmpty()) {
      anyPortal.add(null);
    }
    List<@Nullable AssuranceLevel> anyLevel =
        new ArrayList<>(levels.isEmpty() ? EnumSet.noneOf(AssuranceLevel.class) : levels);
    if (anyLevel.isEmpty()) {
      anyLevel.add(null);
    }
    for (RegionalKey area : chain) {
      for (PortalId portal : anyPortal) {
        for (AssuranceLevel level : anyLevel) {
          union.or(set(IndexFields.OFFER, OfferTerms.term(area, portal, online, level)));
        }
      }
    }
    return union;
  }

  private FixedBitSet set(String field, String term) {
    return cached(field + " " + term, () -> read(field, term));
  }

  private FixedBitSet cached(String key, java.util.function.Supplier<FixedBitSet> compute) {
    // Not computed inside the cache: one set is made of others.
    FixedBitSet known = sets.getIfPresent(key);
    if (known == null) {
      known = compute.get();
      sets.put(key, known);
    }
    return known;
  }

  private FixedBitSet read(String field, String term) {
    FixedBitSet found = newSet();
    try {
      for (LeafReaderContext context : reader.leaves()) {
        PostingsEnum postings = context.reader().postings(new Term(field, term), PostingsEnum.NONE);
        Bits live = context.reader().getLiveDocs();
        if (postings != null) {
          for (int doc = postings.nextDoc();
              doc != DocIdSetIterator.NO_MORE_DOCS;
              doc = postings.nextDoc()) {
            if (live == null || live.get(doc)) {
              found.set(context.docBase + doc);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
