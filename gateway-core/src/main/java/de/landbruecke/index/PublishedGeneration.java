package de.landbruecke.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.EntryReader;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A published generation that can be read: what all snapshots of it share. The Lucene reader counts
 * who holds it and closes when the last one lets go.
 */
final class PublishedGeneration {

  /** Cards of some hundred result pages. */
  private static final int CARDS = 5_000;

  /** More bodies than most states have. */
  private static final int ORGANIZATIONS = 5_000;

  private final String directoryName;
  private final Manifest manifest;
  private final DirectoryReader reader;
  private final IndexView view;
  private final int[] positions;
  private final AreaDirectory areas;
  private final Cache<Integer, EntryCard> cards = Caffeine.newBuilder().maximumSize(CARDS).build();
  private final Cache<RecordId, Optional<PublicOrganization>> organizations =
      Caffeine.newBuilder().maximumSize(ORGANIZATIONS).build();

  /** A generation; takes over the reader. The places of {@code before} serve on if they can. */
  PublishedGeneration(
      String directoryName,
      Manifest manifest,
      DirectoryReader reader,
      @Nullable PublishedGeneration before)
      throws IOException {
    this.directoryName = directoryName;
    this.manifest = manifest;
    this.reader = reader;
    this.view = new IndexView(reader);
    this.positions = view.positions();
    this.areas =
        before != null && before.manifest.places().equals(manifest.places())
            ? before.areas
            : view.areas();
  }

  String directoryName() {
    return directoryName;
  }

  Manifest manifest() {
    return manifest;
  }

  DirectoryReader reader() {
    return reader;
  }

  IndexView view() {
    return view;
  }

  /** A snapshot, or null when the generation has just been let go for a newer one. */
  @Nullable IndexSnapshot tryAcquire() {
    return reader.tryIncRef() ? new Snapshot() : null;
  }

  void release() throws IOException {
    reader.decRef();
  }

  private EntryCard load(int document) {
    try {
      Document fields = reader.storedFields().document(document, Set.of(IndexFields.CARD));
      BytesRef json = fields.getBinaryValue(IndexFields.CARD);
      if (json == null) {
        throw new IllegalArgumentException("document " + document + " is no entry");
      }
      return RecordJson.readCard(BytesRef.deepCopyOf(json).bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Integer> find(String id) throws IOException {
    for (String field : List.of(IndexView.ENTRY_ID, IndexFields.ENTRY, IndexFields.FORMER)) {
      List<Integer> documents = view.documents(new Term(field, id));
      if (documents.size() == 1) {
        return Optional.of(documents.getFirst());
      }
      Integer best = null;
      String bestId = null;
      for (int document : documents) {
        String entry = view.entry(document).id();
        if (bestId == null || entry.compareTo(bestId) < 0) {
          best = document;
          bestId = entry;
        }
      }
      if (best != null) {
        return Optional.of(best);
      }
    }
    return Optional.empty();
  }

  private List<PublicOrganization> findResponsible(Collection<RecordId> services, RegionalKey place)
      throws IOException {
    for (RegionalKey area : place.selfAndAncestors()) {
      Set<RecordId> bodies = new TreeSet<>();
      for (RecordId service : services) {
        addBodies(service, area, bodies);
      }
      List<PublicOrganization> found = new ArrayList<>();
      bodies.forEach(id -> organizations.get(id, this::organization).ifPresent(found::add));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** The bodies of jurisdictions that name both the service and the area. */
  private void addBodies(RecordId service, RegionalKey area, Set<RecordId> bodies)
      throws IOException {
    Term forService = new Term(StoredRecord.RESPONSIBLE_FOR, service.toString());
    Term inArea = new Term(StoredRecord.RESPONSIBLE_IN, area.value());
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum some = leaf.reader().postings(forService, PostingsEnum.NONE);
      PostingsEnum others = leaf.reader().postings(inArea, PostingsEnum.NONE);
      if (some == null || others == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      int doc = some.nextDoc();
      while (doc != DocIdSetIterator.NO_MORE_DOCS) {
        int other = others.docID() < doc ? others.advance(doc) : others.docID();
        if (other == doc) {
          if (live == null || live.get(doc)) {
            String body = IndexView.binary(leaf, StoredRecord.RESPONSIBLE_BODY, doc);
            RecordId.parse(body).ifPresent(bodies::add);
          }
          doc = some.nextDoc();
        } else {
          doc = other == DocIdSetIterator.NO_MORE_DOCS ? other : some.advance(other);
        }
      }
    }
  }

  private Optional<PublicOrganization> organization(RecordId id) {
    try {
      StoredRecord record = view.winner(id);
      return record != null && record.read() instanceof PublicOrganization organization
          ? Optional.of(organization)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One holder's snapshot. */
  final class Snapshot implements IndexSnapshot, EntryReader {
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public String generation() {
      return manifest.generation();
    }

    @Override
    public DirectoryReader reader() {
      return reader;
    }

    @Override
    public AreaDirectory areas() {
      return areas;
    }

    @Override
    public int position(int document) {
      return positions[document];
    }

    @Override
    public EntryCard card(int document) {
      return cards.get(document, PublishedGeneration.this::load);
    }

    @Override
    public Optional<Integer> entry(String id) {
      try {
        return find(id);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<MergedEntry.Member> members(EntryCard card) {
      try {
        List<MergedEntry.Member> members = new ArrayList<>();
        for (EntryCard.CardOffer offer : card.offers()) {
          MergedEntry.Member member = view.member(offer.id());
          if (member == null) {
            throw new IllegalArgumentException(
                "the card is of another generation than " + manifest.generation());
          }
          members.add(member);
        }
        return List.copyOf(members);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<PublicOrganization> responsible(Collection<RecordId> services, RegionalKey place) {
      try {
        return List.copyOf(findResponsible(new HashSet<>(services), place));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        try {
          release();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
