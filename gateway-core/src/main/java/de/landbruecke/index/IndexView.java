package de.landbruecke.index;

import de.landbruecke.PortalId;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Looks up records and entries in one state of the index. Safe to share between threads. */
final class IndexView {

  /** An entry's id, alone in its field. */
  static final String ENTRY_ID = "ei";

  /** An entry's records and former ids, stored, one value each. */
  static final String ENTRY_MEMBER = "em";

  static final String ENTRY_FORMER = "ef";

  /** What an entry's document says about identity. */
  record StoredEntry(String id, SortedSet<RecordId> members, SortedSet<String> formerIds) {}

  /** Takes documents of one segment. */
  @FunctionalInterface
  interface LeafConsumer {
    void accept(LeafReaderContext leaf, int document) throws IOException;
  }

  private final @Nullable DirectoryReader reader;

  /** A view of this state; null: of an empty one. */
  IndexView(@Nullable DirectoryReader reader) {
    this.reader = reader;
  }

  private List<LeafReaderContext> leaves() {
    return reader == null ? List.of() : reader.leaves();
  }

  private StoredFields stored() throws IOException {
    return Objects.requireNonNull(reader).storedFields();
  }

  /** Visits the living documents with this term, in their order. */
  void each(Term term, LeafConsumer consumer) throws IOException {
    for (LeafReaderContext leaf : leaves()) {
      PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
      if (postings == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        if (live == null || live.get(doc)) {
          consumer.accept(leaf, doc);
        }
      }
    }
  }

  /** The living documents with this term, in their order. */
  List<Integer> documents(Term term) throws IOException {
    List<Integer> documents = new ArrayList<>();
    each(term, (leaf, doc) -> documents.add(leaf.docBase + doc));
    return documents;
  }

  static String binary(LeafReaderContext leaf, String field, int doc) throws IOException {
    BinaryDocValues values = leaf.reader().getBinaryDocValues(field);
    if (values == null || !values.advanceExact(doc)) {
      throw new IOException("document " + doc + " has no '" + field + "'");
    }
    return values.binaryValue().utf8ToString();
  }

  private static String sorted(LeafReaderContext leaf, String field, int doc) throws IOException {
    SortedDocValues values = leaf.reader().getSortedDocValues(field);
    if (values == null || !values.advanceExact(doc)) {
      throw new IOException("document " + doc + " has no '" + field + "'");
    }
    return values.lookupOrd(values.ordValue()).utf8ToString();
  }

  private static long number(LeafReaderContext leaf, String field, int doc) throws IOException {
    NumericDocValues values = leaf.reader().getNumericDocValues(field);
    if (values == null || !values.advanceExact(doc)) {
      throw new IOException("document " + doc + " has no '" + field + "'");
    }
    return values.longValue();
  }

  private static RecordId id(String composite) throws IOException {
    return RecordId.parse(composite)
        .orElseThrow(() -> new IOException("the index holds a wrong record id"));
  }

  private StoredRecord record(LeafReaderContext leaf, int doc) throws IOException {
    int document = leaf.docBase + doc;
    return new StoredRecord(
        id(binary(leaf, StoredRecord.ID, doc)),
        sorted(leaf, StoredRecord.CONNECTOR, doc),
        new PortalId(sorted(leaf, StoredRecord.PORTAL, doc)),
        number(leaf, StoredRecord.CHANGED_AT, doc),
        number(leaf, StoredRecord.HASH, doc),
        keys(leaf, doc),
        () -> {
          Document fields = stored().document(document, Set.of(StoredRecord.JSON));
          return BytesRef.deepCopyOf(fields.getBinaryValue(StoredRecord.JSON)).bytes;
        });
  }

  /** All connectors' versions of a record. */
  List<StoredRecord> versions(RecordId id) throws IOException {
    List<StoredRecord> versions = new ArrayList<>();
    each(new Term(StoredRecord.ID, id.toString()), (leaf, doc) -> versions.add(record(leaf, doc)));
    return versions;
  }

  /** The version that counts, or null. */
  @Nullable StoredRecord winner(RecordId id) throws IOException {
    List<StoredRecord> winners = new ArrayList<>();
    each(
        new Term(StoredRecord.ID, id.toString()),
        (leaf, doc) -> {
          // The winner is written first.
          if (winners.isEmpty()) {
            winners.add(record(leaf, doc));
          }
        });
    return winners.isEmpty() ? null : winners.getFirst();
  }

  /** The ids of all records that a connector wrote. */
  Set<RecordId> ofConnector(String connector) throws IOException {
    Set<RecordId> ids = new TreeSet<>();
    each(
        new Term(StoredRecord.CONNECTOR, connector),
        (leaf, doc) -> ids.add(id(binary(leaf, StoredRecord.ID, doc))));
    return ids;
  }

  /** All connectors that have records. */
  SortedSet<String> connectors() throws IOException {
    SortedSet<String> connectors = new TreeSet<>();
    for (LeafReaderContext leaf : leaves()) {
      Terms terms = leaf.reader().terms(StoredRecord.CONNECTOR);
      if (terms != null) {
        TermsEnum each = terms.iterator();
        for (BytesRef term = each.next(); term != null; term = each.next()) {
          connectors.add(term.utf8ToString());
        }
      }
    }
    return connectors;
  }

  /** Takes all versions of one record. */
  @FunctionalInterface
  interface VersionsConsumer {
    void accept(List<StoredRecord> versions) throws IOException;
  }

  /** Visits all records; the versions of one stand together because they are written together. */
  void eachRecord(VersionsConsumer consumer) throws IOException {
    for (LeafReaderContext leaf : leaves()) {
      BinaryDocValues ids = leaf.reader().getBinaryDocValues(StoredRecord.ID);
      Bits live = leaf.reader().getLiveDocs();
      List<StoredRecord> versions = new ArrayList<>();
      for (int doc = ids == null ? DocIdSetIterator.NO_MORE_DOCS : ids.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = Objects.requireNonNull(ids).nextDoc()) {
        if (live == null || live.get(doc)) {
          StoredRecord record = record(leaf, doc);
          if (!versions.isEmpty() && !versions.getFirst().id().equals(record.id())) {
            consumer.accept(versions);
            versions = new ArrayList<>();
          }
          versions.add(record);
        }
      }
      if (!versions.isEmpty()) {
        consumer.accept(versions);
      }
    }
  }

  /** The keys of a winning service, or null. */
  private static @Nullable SortedSet<ServiceKey> keys(LeafReaderContext leaf, int doc)
      throws IOException {
    BinaryDocValues values = leaf.reader().getBinaryDocValues(StoredRecord.KEYS);
    if (values == null || !values.advanceExact(doc)) {
      return null;
    }
    NavigableSet<ServiceKey> keys = new TreeSet<>();
    for (String key : values.binaryValue().utf8ToString().split(" ", -1)) {
      ServiceKey.parse(key).ifPresent(keys::add);
    }
    return keys;
  }

  private static void putKeys(
      LeafReaderContext leaf, int doc, Map<RecordId, SortedSet<ServiceKey>> into)
      throws IOException {
    SortedSet<ServiceKey> keys = keys(leaf, doc);
    if (keys != null) {
      into.put(id(binary(leaf, StoredRecord.ID, doc)), keys);
    }
  }

  /** All services with their keys. */
  Map<RecordId, SortedSet<ServiceKey>> services() throws IOException {
    Map<RecordId, SortedSet<ServiceKey>> services = new HashMap<>();
    each(
        new Term(StoredRecord.WINNER, RecordClass.SERVICE.code()),
        (leaf, doc) -> putKeys(leaf, doc, services));
    return services;
  }

  /** The services of these that there are, with their keys. */
  Map<RecordId, SortedSet<ServiceKey>> services(Collection<RecordId> ids) throws IOException {
    Map<RecordId, SortedSet<ServiceKey>> services = new HashMap<>();
    for (RecordId id : ids) {
      each(new Term(StoredRecord.ID, id.toString()), (leaf, doc) -> putKeys(leaf, doc, services));
    }
    return services;
  }

  /** The services that stand in one of these slots, with their keys. */
  Map<RecordId, SortedSet<ServiceKey>> inSlots(Collection<String> slots) throws IOException {
    Map<RecordId, SortedSet<ServiceKey>> services = new HashMap<>();
    for (String slot : slots) {
      each(new Term(StoredRecord.SLOT, slot), (leaf, doc) -> putKeys(leaf, doc, services));
    }
    return services;
  }

  /** A service with what belongs to it, or null when there is none. */
  @Nullable Member member(RecordId id) throws IOException {
    StoredRecord record = winner(id);
    if (record == null) {
      return null;
    }
    List<OnlineService> online = new ArrayList<>();
    for (int document : documents(new Term(StoredRecord.ONLINE_FOR, id.toString()))) {
      online.add((OnlineService) content(document, RecordClass.ONLINE_SERVICE));
    }
    return record.member(online);
  }

  private CatalogRecord content(int document, RecordClass recordClass) throws IOException {
    Document fields = stored().document(document, Set.of(StoredRecord.JSON));
    return RecordJson.read(
        recordClass, BytesRef.deepCopyOf(fields.getBinaryValue(StoredRecord.JSON)).bytes);
  }

  /** All places. */
  AreaDirectory areas() throws IOException {
    List<Place> places = new ArrayList<>();
    for (int document : documents(new Term(StoredRecord.WINNER, RecordClass.PLACE.code()))) {
      places.add(((PlaceRecord) content(document, RecordClass.PLACE)).place());
    }
    return places.isEmpty() ? AreaDirectory.EMPTY : new AreaDirectory(places);
  }

  /** An entry's identity by its document. */
  StoredEntry entry(int document) throws IOException {
    Document fields = stored().document(document, Set.of(ENTRY_ID, ENTRY_MEMBER, ENTRY_FORMER));
    SortedSet<RecordId> members = new TreeSet<>();
    for (String member : fields.getValues(ENTRY_MEMBER)) {
      members.add(id(member));
    }
    return new StoredEntry(
        fields.get(ENTRY_ID), members, new TreeSet<>(List.of(fields.getValues(ENTRY_FORMER))));
  }

  /** The documents of all entries. */
  List<Integer> entries() throws IOException {
    List<Integer> documents = new ArrayList<>();
    for (LeafReaderContext leaf : leaves()) {
      SortedDocValues titles = leaf.reader().getSortedDocValues(IndexFields.SORT_TITLE);
      Bits live = leaf.reader().getLiveDocs();
      for (int doc = titles == null ? DocIdSetIterator.NO_MORE_DOCS : titles.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = Objects.requireNonNull(titles).nextDoc()) {
        if (live == null || live.get(doc)) {
          documents.add(leaf.docBase + doc);
        }
      }
    }
    return documents;
  }

  /**
   * Where each entry stands among all in the order of their ids, by document: what comes first of
   * two that are otherwise equal, whatever the order in which they were written.
   */
  int[] positions() throws IOException {
    int[] positions = new int[reader == null ? 0 : reader.maxDoc()];
    SortedDocValues ids =
        reader == null ? null : MultiDocValues.getSortedValues(reader, IndexFields.ID);
    if (ids != null) {
      for (int doc = ids.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = ids.nextDoc()) {
        positions[doc] = ids.ordValue();
      }
    }
    return positions;
  }

  /** How many winning records each portal has of each class, counted one by one. */
  SortedMap<String, SortedMap<String, Long>> counts() throws IOException {
    SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
    for (LeafReaderContext leaf : leaves()) {
      LeafReader segment = leaf.reader();
      Terms terms = segment.terms(StoredRecord.COUNT);
      if (terms == null) {
        continue;
      }
      Bits live = segment.getLiveDocs();
      TermsEnum each = terms.iterator();
      for (BytesRef term = each.next(); term != null; term = each.next()) {
        String[] parts = term.utf8ToString().split("\\|", -1);
        PostingsEnum postings = each.postings(null, PostingsEnum.NONE);
        for (int doc = postings.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = postings.nextDoc()) {
          if (live == null || live.get(doc)) {
            count(counts, parts[0], parts[1], 1);
          }
        }
      }
    }
    return counts;
  }

  /** Adds to a count; counts of zero are left out. */
  static void count(
      SortedMap<String, SortedMap<String, Long>> counts, String portal, String code, long add) {
    SortedMap<String, Long> byClass = counts.computeIfAbsent(portal, p -> new TreeMap<>());
    if (byClass.merge(code, add, Long::sum) == 0) {
      byClass.remove(code);
    }
    if (byClass.isEmpty()) {
      counts.remove(portal);
    }
  }
}
