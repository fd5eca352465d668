package de.landbruecke.index;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.grouping.internal.ServiceGroup;
import de.landbruecke.grouping.internal.ServiceGrouping;
import de.landbruecke.index.IndexView.StoredEntry;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry;
import de.landbruecke.index.internal.MergedEntry.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Writes changed records and the entries that they touch. First the records, then, from a view of
 * the records as they are now, the entries: so a full generation and an increment come about the
 * same way.
 */
final class GenerationWriter {

  /**
   * What a writer buffers at most, so that a full build seldom flushes: megabytes. One half is for
   * the entries' terms, one for all the rest.
   */
  private static final double MOST_BUFFER = 512;

  /** Of the heap all writers together buffer at most this share. */
  private static final double BUFFER_SHARE = 0.25;

  /** Finds a service with what belongs to it; null when there is none. */
  @FunctionalInterface
  private interface Members {
    @Nullable Member member(RecordId id) throws IOException;
  }

  /** Opens where a part of a generation is written before all are put together. */
  @FunctionalInterface
  interface PartOpener {
    Directory open(int part) throws IOException;
  }

  /** The records that count, as far as entries are made of them. */
  private static final class Winners {
    private final Map<RecordId, StoredRecord> services = new HashMap<>();
    private final Map<RecordId, List<OnlineService>> online = new HashMap<>();

    void add(StoredRecord record) throws IOException {
      if (record.id().recordClass() == RecordClass.SERVICE) {
        services.put(record.id(), record);
      } else if (record.id().recordClass() == RecordClass.ONLINE_SERVICE) {
        OnlineService service = (OnlineService) record.read();
        service
            .services()
            .forEach(id -> online.computeIfAbsent(id, i -> new ArrayList<>()).add(service));
      }
    }

    Map<RecordId, SortedSet<ServiceKey>> services() throws IOException {
      Map<RecordId, SortedSet<ServiceKey>> keys = new HashMap<>();
      for (StoredRecord service : services.values()) {
        keys.put(service.id(), service.serviceKeys());
      }
      return keys;
    }

    @Nullable Member member(RecordId id) throws IOException {
      StoredRecord record = services.get(id);
      return record == null ? null : record.member(online.getOrDefault(id, List.of()));
    }
  }

  private final IndexView old;
  private final Map<RecordId, List<StoredRecord>> changes;
  private final ServiceGrouping grouping;
  private final Comparator<StoredRecord> precedence;
  private final TextAnalyzer analyzer;
  private final SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
  private long entries;

  /**
   * A writer of these changes.
   *
   * @param old what is published
   * @param changes all versions that each changed record has now, the winner first
   */
  GenerationWriter(
      IndexView old,
      Map<RecordId, List<StoredRecord>> changes,
      ServiceGrouping grouping,
      Comparator<StoredRecord> precedence,
      TextAnalyzer analyzer) {
    this.old = old;
    this.changes = changes;
    this.grouping = grouping;
    this.precedence = precedence;
    this.analyzer = analyzer;
  }

  private static double buffer(int writers) {
    double heap = Runtime.getRuntime().maxMemory() / (1024.0 * 1024.0);
    return Math.min(MOST_BUFFER, heap * BUFFER_SHARE / writers);
  }

  /** A Lucene writer whose commits are made by hand and whose merges run inside it. */
  static IndexWriter open(Directory directory, OpenMode mode, @Nullable IndexCommit commit)
      throws IOException {
    return new IndexWriter(
        directory,
        config(mode, 1)
            .setIndexCommit(commit)
            .setMergeScheduler(new SerialMergeScheduler())
            .setIndexDeletionPolicy(new GenerationStore.KeepTwoGenerations()));
  }

  private static IndexWriter openPart(Directory directory, int parts) throws IOException {
    return new IndexWriter(
        directory, config(OpenMode.CREATE, parts).setMergePolicy(NoMergePolicy.INSTANCE));
  }

  private static IndexWriterConfig config(OpenMode mode, int writers) {
    double half = buffer(writers) / 2;
    return new IndexWriterConfig(new KeywordAnalyzer())
        .setCodec(new EntryCodec((long) (half * (1 << 20))))
        .setOpenMode(mode)
        .setCommitOnClose(false)
        .setRAMBufferSizeMB(half);
  }

  SortedMap<String, SortedMap<String, Long>> counts() {
    return counts;
  }

  long entries() {
    return entries;
  }

  /**
   * Writes everything into an empty index: each part of the records and of the entries in a
   * directory of its own and by a thread of its own, then all of them one behind the other. So the
   * order of the documents does not depend on the number of parts.
   *
   * @param parts in how many parts so many entries are written
   */
  void writeFull(IndexWriter writer, PartOpener opener, IntUnaryOperator parts) throws IOException {
    List<List<StoredRecord>> records = new ArrayList<>();
    old.eachRecord(versions -> {
      if (!changes.containsKey(versions.getFirst().id())) {
        List<StoredRecord> sorted = new ArrayList<>(versions);
        sorted.sort(precedence);
        records.add(sorted);
      }
    });
    changes.values().stream().filter(versions -> !versions.isEmpty()).forEach(records::add);
    Winners winners = new Winners();
    for (List<StoredRecord> versions : records) {
      winners.add(versions.getFirst());
      count(versions.getFirst(), 1);
    }
    List<ServiceGroup> groups = grouping.group(winners.services());
    List<StoredEntry> before = new ArrayList<>();
    for (int document : old.entries()) {
      before.add(old.entry(document));
    }
    Map<String, SortedSet<String>> formerIds = formerIds(before, groups);
    entries = groups.size();
    int count = parts.applyAsInt(groups.size());
    if (count == 1) {
      writePart(writer, records, groups, winners, formerIds);
      return;
    }
    List<Directory> directories = new ArrayList<>();
    try {
      List<Parallel.Task> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Directory directory = opener.open(i);
        directories.add(directory);
        List<List<StoredRecord>> itsRecords = share(records, i, count);
        List<ServiceGroup> itsGroups = share(groups, i, count);
        tasks.add(() -> {
          try (IndexWriter part = openPart(directory, count)) {
            writePart(part, itsRecords, itsGroups, winners, formerIds);
            part.commit();
          }
        });
      }
      Parallel.run(tasks);
      writer.addIndexes(directories.toArray(new Directory[0]));
    } finally {
      IOUtils.close(directories);
    }
  }

  private static <T> List<T> share(List<T> all, int part, int parts) {
    return all.subList(share(all.size(), part, parts), share(all.size(), part + 1, parts));
  }

  private static int share(int all, int part, int parts) {
    return (int) ((long) all * part / parts);
  }

  private void writePart(
      IndexWriter writer,
      List<List<StoredRecord>> records,
      List<ServiceGroup> groups,
      Winners winners,
      Map<String, SortedSet<String>> formerIds)
      throws IOException {
    for (List<StoredRecord> versions : records) {
      writer.addDocuments(StoredRecord.documents(versions, grouping));
    }
    // Records stay in segments of their own: entries among themselves are walked faster.
    writer.flush();
    write(writer, winners::member, groups, formerIds);
  }

  private void count(StoredRecord winner, long add) {
    IndexView.count(counts, winner.portal().value(), winner.id().recordClass().code(), add);
  }

  /** Writes what changed into the index that {@code old} is a view of. */
  void writeIncrement(IndexWriter writer, Manifest manifest) throws IOException {
    manifest.counts().forEach((portal, byClass) -> counts.put(portal, new TreeMap<>(byClass)));
    Set<RecordId> services = new HashSet<>();
    for (Map.Entry<RecordId, List<StoredRecord>> change : changes.entrySet()) {
      RecordId id = change.getKey();
      List<StoredRecord> versions = change.getValue();
      StoredRecord before = old.winner(id);
      if (before != null) {
        count(before, -1);
        touch(before, services);
      }
      if (!versions.isEmpty()) {
        count(versions.getFirst(), 1);
        touch(versions.getFirst(), services);
      }
      Term term = new Term(StoredRecord.ID, id.toString());
      if (versions.isEmpty()) {
        writer.deleteDocuments(term);
      } else {
        writer.updateDocuments(term, StoredRecord.documents(versions, grouping));
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      writeTouched(writer, new IndexView(reader), services);
    }
    entries += manifest.entries();
    writer.flush();
    writer.maybeMerge();
  }

  private static void touch(StoredRecord record, Set<RecordId> services) throws IOException {
    if (record.id().recordClass() == RecordClass.SERVICE) {
      services.add(record.id());
    } else if (record.id().recordClass() == RecordClass.ONLINE_SERVICE) {
      services.addAll(((OnlineService) record.read()).services());
    }
  }

  /**
   * Regroups around the touched services. Only slots in which a touched service stood or stands
   * have other records than before; any entry that changes has one of their records, and all that
   * decides about it stands in a slot of one of these.
   */
  private void writeTouched(IndexWriter writer, IndexView now, Set<RecordId> services)
      throws IOException {
    Set<String> slots = slots(old.services(services));
    slots.addAll(slots(now.services(services)));
    Map<RecordId, SortedSet<ServiceKey>> before = old.inSlots(slots);
    Map<RecordId, SortedSet<ServiceKey>> after = now.inSlots(slots);
    Set<RecordId> around = new TreeSet<>(before.keySet());
    around.addAll(after.keySet());
    List<ServiceGroup> groups = new ArrayList<>();
    for (ServiceGroup group : grouping.group(now.inSlots(slots(after)))) {
      if (group.members().stream().anyMatch(around::contains)) {
        groups.add(group);
      }
    }
    Map<String, StoredEntry> gone = new LinkedHashMap<>();
    for (RecordId id : around) {
      for (int document : old.documents(new Term(IndexFields.ENTRY, id.toString()))) {
        StoredEntry entry = old.entry(document);
        gone.put(entry.id(), entry);
      }
    }
    for (String id : gone.keySet()) {
      writer.deleteDocuments(new Term(IndexView.ENTRY_ID, id));
    }
    Map<String, SortedSet<String>> formerIds = formerIds(List.copyOf(gone.values()), groups);
    releaseFormerIds(writer, now, groups, gone);
    write(writer, now::member, groups, formerIds);
    entries = (long) groups.size() - gone.size();
  }

  /** Where a new entry's id was a former id of an entry that stays, it is so no longer. */
  private void releaseFormerIds(
      IndexWriter writer, IndexView now, List<ServiceGroup> groups, Map<String, StoredEntry> gone)
      throws IOException {
    Map<String, StoredEntry> holders = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    for (ServiceGroup group : groups) {
      ids.add(group.id());
      if (!gone.containsKey(group.id())) {
        for (int document : old.documents(new Term(IndexFields.FORMER, group.id()))) {
          StoredEntry holder = old.entry(document);
          if (!gone.containsKey(holder.id())) {
            holders.put(holder.id(), holder);
          }
        }
      }
    }
    if (holders.isEmpty()) {
      return;
    }
    for (StoredEntry holder : holders.values()) {
      SortedSet<String> formerIds = new TreeSet<>(holder.formerIds());
      formerIds.removeAll(ids);
      Map<RecordId, SortedSet<ServiceKey>> all = now.inSlots(slots(now.services(holder.members())));
      for (ServiceGroup group : grouping.group(all)) {
        if (group.id().equals(holder.id())) {
          writer.deleteDocuments(new Term(IndexView.ENTRY_ID, holder.id()));
          write(writer, now::member, List.of(group), Map.of(holder.id(), formerIds));
        }
      }
    }
  }

  private Set<String> slots(Map<RecordId, SortedSet<ServiceKey>> services) {
    Set<String> slots = new TreeSet<>();
    services.forEach((id, keys) -> slots.addAll(grouping.slots(id, keys)));
    return slots;
  }

  /**
   * The former ids of each new entry: those of the entry that had its id, and the ids of entries
   * that vanished and most of whose records it holds now.
   */
  private static Map<String, SortedSet<String>> formerIds(
      List<StoredEntry> before, List<ServiceGroup> groups) {
    Set<String> ids = new HashSet<>();
    Map<RecordId, List<String>> entriesOf = new HashMap<>();
    for (ServiceGroup group : groups) {
      ids.add(group.id());
      group
          .members()
          .forEach(
              member -> entriesOf.computeIfAbsent(member, m -> new ArrayList<>()).add(group.id()));
    }
    Map<String, SortedSet<String>> result = new HashMap<>();
    for (StoredEntry entry : before) {
      String heir = ids.contains(entry.id()) ? entry.id() : heir(entry, entriesOf);
      if (heir != null) {
        SortedSet<String> formerIds = new TreeSet<>(entry.formerIds());
        formerIds.add(entry.id());
        formerIds.removeAll(ids);
        result.computeIfAbsent(heir, h -> new TreeSet<>()).addAll(formerIds);
      }
    }
    return result;
  }

  private static @Nullable String heir(StoredEntry entry, Map<RecordId, List<String>> entriesOf) {
    SortedMap<String, Integer> votes = new TreeMap<>();
    for (RecordId member : entry.members()) {
      for (String id : entriesOf.getOrDefault(member, List.of())) {
        votes.merge(id, 1, Integer::sum);
      }
    }
    String heir = null;
    for (Map.Entry<String, Integer> vote : votes.entrySet()) {
      if (heir == null || vote.getValue() > votes.getOrDefault(heir, 0)) {
        heir = vote.getKey();
      }
    }
    return heir;
  }

  private void write(
      IndexWriter writer,
      Members members,
      List<ServiceGroup> groups,
      Map<String, SortedSet<String>> formerIds)
      throws IOException {
    EntryCodec codec = EntryCodec.of(writer);
    EntryDocument documents = new EntryDocument(analyzer, codec);
    for (ServiceGroup group : groups) {
      List<Member> its = new ArrayList<>();
      for (RecordId id : group.members()) {
        Member member = members.member(id);
        if (member == null) {
          throw new IOException("record " + id + " was grouped but is not in the index");
        }
        its.add(member);
      }
      its.sort(Comparator.comparing(Member::portal).thenComparing(member -> member.service().id()));
      SortedSet<String> former = formerIds.getOrDefault(group.id(), new TreeSet<>());
      Document document = documents.of(new MergedEntry(group.id(), group.keys(), its), former);
      document.add(new StringField(IndexView.ENTRY_ID, group.id(), Field.Store.YES));
      group
          .members()
          .forEach(id -> document.add(new StoredField(IndexView.ENTRY_MEMBER, id.toString())));
      former.forEach(id -> document.add(new StoredField(IndexView.ENTRY_FORMER, id)));
      writer.addDocument(document);
      if (codec.isFull()) {
        writer.flush();
      }
    }
  }
}
