package de.landbruecke.index;

import de.landbruecke.PortalId;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.grouping.internal.ServiceGrouping;
import de.landbruecke.index.internal.MergedEntry.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * One connector's version of a record, as a document of the index. Of several versions one wins:
 * only that one can be found by what it says.
 *
 * @param id the record's
 * @param connector which way to the portal brought it
 * @param portal whose
 * @param changedAt milliseconds since 1970; the smallest number where not known
 * @param hash of portal and content; versions with the same hash are the same
 * @param keys a service's keys; null where only the content tells them
 * @param json reads the content
 */
record StoredRecord(
    RecordId id,
    String connector,
    PortalId portal,
    long changedAt,
    long hash,
    @Nullable SortedSet<ServiceKey> keys,
    Content json) {

  /** A record's composite id, in every version's document. */
  static final String ID = "r";

  /** The class code, in winning documents only. */
  static final String WINNER = "rw";

  /** {@code portal|class code}, in winning documents only. */
  static final String COUNT = "rp";

  static final String CONNECTOR = "rn";
  static final String PORTAL = "rl";
  static final String CHANGED_AT = "rc";
  static final String HASH = "rh";
  static final String JSON = "rj";

  /** The slots of a winning service; see {@link ServiceGrouping}. */
  static final String SLOT = "rs";

  /** The keys of a winning service, joined by blanks. */
  static final String KEYS = "rk";

  /** The services of a winning online service. */
  static final String ONLINE_FOR = "os";

  /** The services, the areas and the body of a winning responsible jurisdiction. */
  static final String RESPONSIBLE_FOR = "js";

  static final String RESPONSIBLE_IN = "ja";
  static final String RESPONSIBLE_BODY = "jo";

  /** Reads a record's stored form. */
  @FunctionalInterface
  interface Content {
    byte[] read() throws IOException;
  }

  static StoredRecord of(CatalogRecord record, String connector, PortalId portal) {
    byte[] json = RecordJson.write(record);
    long changedAt =
        record instanceof PublicService service && service.changedAt() != null
            ? Objects.requireNonNull(service.changedAt()).toEpochMilli()
            : Long.MIN_VALUE;
    SortedSet<ServiceKey> keys = record instanceof PublicService service ? service.keys() : null;
    return new StoredRecord(
        record.id(), connector, portal, changedAt, hash(portal, json), keys, () -> json);
  }

  /** The keys of a service. */
  SortedSet<ServiceKey> serviceKeys() throws IOException {
    return keys == null ? ((PublicService) read()).keys() : keys;
  }

  /** 64 bits of a content: two checksums that know nothing of each other. */
  private static long hash(PortalId portal, byte[] json) {
    byte[] whose = portal.value().getBytes(StandardCharsets.UTF_8);
    Checksum checksum = new CRC32C();
    checksum.update(whose);
    checksum.update(json);
    int seed = StringHelper.murmurhash3_x86_32(whose, 0, whose.length, 0);
    int murmur = StringHelper.murmurhash3_x86_32(json, 0, json.length, seed);
    return checksum.getValue() << 32 | (murmur & 0xFFFFFFFFL);
  }

  /** A service with these online services. */
  Member member(Collection<OnlineService> online) throws IOException {
    List<OnlineService> sorted =
        online.stream().sorted(Comparator.comparing(OnlineService::id)).toList();
    return new Member(portal, connector, (PublicService) read(), sorted);
  }

  CatalogRecord read() throws IOException {
    return RecordJson.read(id.recordClass(), json.read());
  }

  /** The order in which versions win: precedence of the connector, newest, name. */
  static Comparator<StoredRecord> precedence(List<String> connectors) {
    return Comparator.comparingInt(
            (StoredRecord r) -> {
              int index = connectors.indexOf(r.connector());
              return index < 0 ? connectors.size() : index;
            })
        .thenComparing(StoredRecord::changedAt, Comparator.reverseOrder())
        .thenComparing(StoredRecord::connector);
  }

  /** The documents of all versions of one record, the winner first. */
  static List<Document> documents(List<StoredRecord> versions, ServiceGrouping grouping)
      throws IOException {
    List<Document> documents = new ArrayList<>();
    for (StoredRecord version : versions) {
      documents.add(version.document(documents.isEmpty(), grouping));
    }
    return documents;
  }

  private Document document(boolean winner, ServiceGrouping grouping) throws IOException {
    byte[] content = json.read();
    Document document = new Document();
    term(document, ID, id.toString());
    document.add(new BinaryDocValuesField(ID, new BytesRef(id.toString())));
    term(document, CONNECTOR, connector);
    document.add(new SortedDocValuesField(CONNECTOR, new BytesRef(connector)));
    document.add(new SortedDocValuesField(PORTAL, new BytesRef(portal.value())));
    document.add(new NumericDocValuesField(CHANGED_AT, changedAt));
    document.add(new NumericDocValuesField(HASH, hash));
    document.add(new StoredField(JSON, content));
    if (winner) {
      RecordClass recordClass = id.recordClass();
      term(document, WINNER, recordClass.code());
      term(document, COUNT, portal.value() + '|' + recordClass.code());
      if (recordClass == RecordClass.SERVICE) {
        addKeys(document, serviceKeys(), grouping);
      } else {
        addLookups(document, RecordJson.read(recordClass, content));
      }
    }
    return document;
  }

  private void addKeys(Document document, SortedSet<ServiceKey> its, ServiceGrouping grouping) {
    grouping.slots(id, its).forEach(slot -> term(document, SLOT, slot));
    String joined = its.stream().map(ServiceKey::toString).collect(Collectors.joining(" "));
    document.add(new BinaryDocValuesField(KEYS, new BytesRef(joined)));
  }

  private static void addLookups(Document document, CatalogRecord record) {
    if (record instanceof OnlineService online) {
      online.services().forEach(id -> term(document, ONLINE_FOR, id.toString()));
    } else if (record instanceof Jurisdiction jurisdiction
        && jurisdiction.role() == Jurisdiction.Role.RESPONSIBLE) {
      jurisdiction.services().forEach(id -> term(document, RESPONSIBLE_FOR, id.toString()));
      jurisdiction.areas().forEach(area -> term(document, RESPONSIBLE_IN, area.value()));
      document.add(
          new BinaryDocValuesField(
              RESPONSIBLE_BODY, new BytesRef(jurisdiction.organization().toString())));
    }
  }

  private static void term(Document document, String field, String value) {
    document.add(new StringField(field, value, Field.Store.NO));
  }
}
