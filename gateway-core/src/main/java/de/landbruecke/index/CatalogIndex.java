package de.landbruecke.index;

import de.landbruecke.PortalId;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.grouping.EditorialDecisions;
import de.landbruecke.grouping.internal.ServiceGrouping;
import de.landbruecke.index.UpdateReport.Outcome;
import de.landbruecke.index.UpdateReport.SourceResult;
import de.landbruecke.index.UpdateReport.Status;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceReport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * All portals' records and the entries merged from them, in one embedded Lucene index that always
 * serves a whole generation.
 *
 * <p>{@link Builder#open()} opens it for writing, for one process at a time; {@link
 * Builder#openReadOnly()} for reading beside a writer. Readers {@link #acquire() acquire} a
 * snapshot; it stays as it is while newer generations are published. Safe to share between threads;
 * changes are made one after the other.
 */
public final class CatalogIndex implements Closeable {

  /** From this many changed records on, and from this share of all, a full build is cheaper. */
  private static final int FULL_FROM_CHANGES = 1_000;

  private static final double FULL_FROM_SHARE = 0.1;

  /** Fewer entries are built soon enough by one thread, and searched faster in one piece. */
  private static final int LEAST_IN_PART = 1_000;

  /** A reader beside a writer may find files gone that a new generation replaced. */
  private static final int OPEN_ATTEMPTS = 10;

  private final TextAnalyzer analyzer;
  private final ServiceGrouping grouping;
  private final Comparator<StoredRecord> precedence;
  private final String settings;
  private final double shrinkLimit;
  private final Clock clock;
  private final boolean writable;
  private final int threads;
  private final int leastInPart;
  private final GenerationStore store;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable PublishedGeneration published;
  private volatile @Nullable String obstacle;
  private volatile boolean closed;
  private @Nullable Directory directory;

  private CatalogIndex(Builder builder, boolean writable) {
    this.analyzer = builder.analyzer;
    this.grouping = new ServiceGrouping(builder.decisions);
    this.precedence = StoredRecord.precedence(builder.precedence);
    this.settings =
        builder.precedence + " " + Integer.toHexString(builder.decisions.toString().hashCode());
    this.shrinkLimit = builder.shrinkLimit;
    this.clock = builder.clock;
    this.writable = writable;
    this.threads = builder.threads;
    this.leastInPart = builder.leastInPart;
    this.store = new GenerationStore(builder.directory, builder.opener);
  }

  /**
   * Starts an index.
   *
   * @param dataDirectory holds everything that is written, in a folder {@code index}
   * @param analyzer an index written under another one must be rebuilt
   */
  public static Builder builder(Path dataDirectory, TextAnalyzer analyzer) {
    return new Builder(dataDirectory, analyzer);
  }

  /**
   * What {@link CatalogIndex#verify()} found. Immutable.
   *
   * @param generation which was checked
   * @param entries how many entries were read
   * @param findings what is wrong; empty when all is well
   */
  public record Check(String generation, long entries, List<String> findings) {

    /** Copies the list. */
    public Check {
      findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean clean() {
      return findings.isEmpty();
    }
  }

  /** Collects how an index works. Not thread-safe. */
  public static final class Builder {
    private final Path directory;
    private final TextAnalyzer analyzer;
    private List<String> precedence = List.of();
    private EditorialDecisions decisions = EditorialDecisions.NONE;
    private double shrinkLimit = 0.05;
    private Clock clock = Clock.systemUTC();
    private int threads = Runtime.getRuntime().availableProcessors();
    private int leastInPart = LEAST_IN_PART;
    private GenerationStore.Opener opener = FSDirectory::open;

    private Builder(Path directory, TextAnalyzer analyzer) {
      this.directory = directory;
      this.analyzer = analyzer;
    }

    /**
     * Sets which connector's version of a record wins: the first named; the others follow. Among
     * equals the newer version wins, then the first connector by name.
     */
    public Builder precedence(List<String> connectors) {
      precedence = List.copyOf(connectors);
      return this;
    }

    /** Sets what editors joined and split; none by default. */
    public Builder decisions(EditorialDecisions value) {
      decisions = value;
      return this;
    }

    /** Sets by which share of its services a portal may shrink at once; 0.05 by default. */
    public Builder shrinkLimit(double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            "a shrink limit of " + value + " is not allowed: 0 to 1");
      }
      shrinkLimit = value;
      return this;
    }

    /** Sets the clock that dates generations; the system's by default. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * Sets how many threads build and check a full generation; one for each processor by default.
     * Their buffers take up to a quarter of the heap. The content does not depend on it.
     */
    public Builder threads(int value) {
      if (value < 1) {
        throw new IllegalArgumentException(value + " threads are not allowed: 1 or more");
      }
      threads = value;
      return this;
    }

    /** Sets from how many entries on a thread is worth its cost, for tests with few entries. */
    Builder leastInPart(int value) {
      leastInPart = value;
      return this;
    }

    /** Sets how Lucene directories are opened, for tests of failing disks. */
    Builder opener(GenerationStore.Opener value) {
      opener = value;
      return this;
    }

    /**
     * Opens the index for writing and removes what a crash left half-built. An index of another
     * format does not fail here but {@link CatalogIndex#needsRebuild() needs a rebuild}.
     *
     * @throws IOException when it cannot be read or another writer has it
     */
    public CatalogIndex open() throws IOException {
      CatalogIndex index = new CatalogIndex(this, true);
      try {
        index.store.lock();
        index.load();
        index.removeOld();
        return index;
      } catch (IOException | RuntimeException e) {
        index.close();
        throw e;
      }
    }

    /**
     * Opens the index for reading, beside a writer or without one; {@link CatalogIndex#refresh()}
     * follows the writer.
     */
    public CatalogIndex openReadOnly() throws IOException {
      CatalogIndex index = new CatalogIndex(this, false);
      try {
        index.load();
        return index;
      } catch (IOException | RuntimeException e) {
        index.close();
        throw e;
      }
    }
  }

  // Reading

  /**
   * The generation that serves now, to be closed after use. Costs next to nothing.
   *
   * @throws IllegalStateException when there is none, because nothing was built yet or the index
   *     needs a rebuild
   */
  public IndexSnapshot acquire() {
    while (true) {
      checkOpen();
      PublishedGeneration current = published;
      if (current == null) {
        throw new IllegalStateException(nothingPublished());
      }
      IndexSnapshot snapshot = current.tryAcquire();
      if (snapshot != null) {
        return snapshot;
      }
    }
  }

  /**
   * The id of the newest published generation, {@code full.increment}.
   *
   * @throws IllegalStateException when there is none
   */
  public String generationId() {
    PublishedGeneration current = published;
    if (current == null) {
      throw new IllegalStateException(nothingPublished());
    }
    return current.manifest().generation();
  }

  private String nothingPublished() {
    String reason = obstacle;
    return reason == null ? "the index is empty: update it first" : reason;
  }

  /** The folder below the data directory that holds the generations and nothing else. */
  public Path directory() {
    return store.root();
  }

  /** The generation that serves now; empty when there is none. */
  public Optional<IndexGeneration> generation() {
    PublishedGeneration current = published;
    return current == null ? Optional.empty() : Optional.of(current.manifest().describe());
  }

  /** Why the index cannot be read and must be rebuilt from the sources; empty when it can. */
  public Optional<String> needsRebuild() {
    return Optional.ofNullable(obstacle);
  }

  /** The generation that serves now, then the one that {@link #rollback()} leads to, if any. */
  public List<IndexGeneration> generations() throws IOException {
    changing.lock();
    try {
      checkOpen();
      List<IndexGeneration> generations = new ArrayList<>();
      generation().ifPresent(generations::add);
      Former former = former();
      if (former != null) {
        generations.add(former.manifest().describe());
      }
      return List.copyOf(generations);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Turns to the newest published generation, if it is not the one that serves.
   *
   * @return whether the generation changed
   */
  public boolean refresh() throws IOException {
    changing.lock();
    try {
      checkOpen();
      String before = generation().map(IndexGeneration::id).orElse("");
      load();
      return !generation().map(IndexGeneration::id).orElse("").equals(before);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Reads the whole index: Lucene's own checks of files and checksums, the counts against the
   * manifest, and every entry's card.
   *
   * @throws IllegalStateException when there is no generation
   */
  public Check verify() throws IOException {
    changing.lock();
    try (IndexSnapshot snapshot = acquire()) {
      PublishedGeneration current = Objects.requireNonNull(published);
      try {
        return IndexVerifier.verify(
            Objects.requireNonNull(directory),
            snapshot.reader(),
            current.manifest(),
            CheckIndex.Level.DEFAULT_VALUE,
            threads);
      } catch (CorruptIndexException e) {
        return new Check(current.manifest().generation(), 0, List.of("damaged: " + e.getMessage()));
      }
    } finally {
      changing.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the index is closed");
    }
  }

  // Loading

  private void load() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        loadOnce();
        return;
      } catch (IOException e) {
        if (writable || attempt == OPEN_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void loadOnce() throws IOException {
    Optional<String> name = store.current();
    if (name.isEmpty()) {
      return;
    }
    PublishedGeneration before = published;
    if (before != null && before.directoryName().equals(name.get())) {
      DirectoryReader changed = DirectoryReader.openIfChanged(before.reader());
      if (changed != null) {
        publish(name.get(), changed);
      }
      return;
    }
    Directory opened = store.open(name.get());
    DirectoryReader reader = null;
    try {
      reader = DirectoryReader.open(opened);
    } catch (IndexFormatTooOldException | IndexFormatTooNewException | CorruptIndexException e) {
      setObstacle(e.getMessage());
    } finally {
      if (reader == null) {
        opened.close();
      }
    }
    if (reader != null) {
      publish(name.get(), reader);
      Directory old = directory;
      directory = opened;
      if (old != null) {
        old.close();
      }
    }
  }

  private void setObstacle(@Nullable String reason) {
    obstacle = "the index at " + store.root() + " must be rebuilt from the sources: " + reason;
  }

  /** Lets a reader serve; takes it over. */
  private void publish(String name, DirectoryReader reader) throws IOException {
    PublishedGeneration next = null;
    PublishedGeneration before = published;
    try {
      Map<String, String> userData = reader.getIndexCommit().getUserData();
      String reason = Manifest.obstacle(userData, analyzer.fingerprint());
      if (reason == null) {
        next = new PublishedGeneration(name, Manifest.of(userData), reader, before);
        obstacle = null;
      } else {
        setObstacle(reason);
      }
    } finally {
      if (next == null) {
        reader.close();
      }
    }
    published = next;
    if (before != null) {
      before.release();
    }
  }

  private void removeOld() throws IOException {
    Set<String> keep = new HashSet<>();
    store.current().ifPresent(keep::add);
    PublishedGeneration current = published;
    if (current != null) {
      keep.add(current.manifest().former());
    }
    store.keepOnly(keep);
    store.removeParts();
  }

  // Writing

  /**
   * Reads what is new from the sources and publishes it. A source that cannot be read, or whose
   * portal would shrink too much, keeps its last accepted records; the report says so. Records of
   * connectors that are not among the sources stay.
   *
   * @throws IOException when the index cannot be written; what served before serves on
   */
  public UpdateReport update(List<CatalogSource> sources) throws IOException {
    return change(sources, false, shrinkLimit);
  }

  /** As {@link #update}, but a portal may lose any number of services. */
  public UpdateReport updateDespiteShrinking(List<CatalogSource> sources) throws IOException {
    return change(sources, false, 1);
  }

  /**
   * Reads the sources from their beginning and builds a full generation from them. Records of
   * connectors that are not among the sources are gone afterwards.
   *
   * @throws IOException when the index cannot be written; what served before serves on
   */
  public UpdateReport rebuild(List<CatalogSource> sources) throws IOException {
    return change(sources, true, shrinkLimit);
  }

  /** As {@link #rebuild}, but a portal may lose any number of services. */
  public UpdateReport rebuildDespiteShrinking(List<CatalogSource> sources) throws IOException {
    return change(sources, true, 1);
  }

  private UpdateReport change(List<CatalogSource> sources, boolean rebuild, double limit)
      throws IOException {
    checkWritable();
    checkConnectors(sources);
    changing.lock();
    try {
      checkOpen();
      PublishedGeneration current = published;
      Update update = new Update(current, rebuild, limit);
      update.read(sources);
      return update.write();
    } finally {
      changing.unlock();
    }
  }

  private void checkWritable() {
    if (!writable) {
      throw new IllegalStateException("the index was opened read-only");
    }
  }

  private static void checkConnectors(List<CatalogSource> sources) {
    Set<String> connectors = new HashSet<>();
    for (CatalogSource source : sources) {
      if (source.connector().isBlank() || !connectors.add(source.connector())) {
        throw new IllegalArgumentException(
            "connector '" + source.connector() + "' is blank or there twice: each needs a name");
      }
    }
  }

  /** One update from reading to publishing. */
  private final class Update {
    private final @Nullable PublishedGeneration current;
    private final IndexView view;
    private final boolean rebuild;
    private final double limit;
    private final List<Staging> staged = new ArrayList<>();
    private final List<SourceResult> results = new ArrayList<>();
    private final SortedMap<String, String> positions = new TreeMap<>();

    /** All versions that each changed record will have, the winner first. */
    private Map<RecordId, List<StoredRecord>> changes = Map.of();

    private final Map<PortalId, Long> before = new HashMap<>();

    Update(@Nullable PublishedGeneration current, boolean rebuild, double limit) {
      this.current = current;
      this.view = new IndexView(current == null ? null : current.reader());
      this.rebuild = rebuild || current == null;
      this.limit = limit;
      if (current != null) {
        positions.putAll(current.manifest().positions());
        current
            .manifest()
            .describe()
            .records()
            .forEach((portal, counts) ->
                before.put(portal, counts.getOrDefault(RecordClass.SERVICE, 0L)));
      }
    }

    void read(List<CatalogSource> sources) throws IOException {
      Map<CatalogSource, SourceReport> reports = new HashMap<>();
      Map<CatalogSource, String> failures = new HashMap<>();
      for (CatalogSource source : sources) {
        Staging staging = new Staging(source, view, rebuild);
        try {
          String position = rebuild ? null : positions.get(source.connector());
          reports.put(source, source.read(position, staging));
          staging.finish();
          staged.add(staging);
        } catch (IOException | RuntimeException e) {
          failures.put(source, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
      }
      Collection<Staging> refused = refused();
      staged.removeAll(refused);
      changes = merge(absent(sources));
      Map<PortalId, Long> after = after(changes);
      for (CatalogSource source : sources) {
        long old = before.getOrDefault(source.portal(), 0L);
        long now = old + after.getOrDefault(source.portal(), 0L);
        Status status = Status.ACCEPTED;
        String detail = "";
        if (failures.containsKey(source)) {
          status = Status.FAILED;
          detail = Objects.requireNonNull(failures.get(source));
        }
        for (Staging staging : refused) {
          if (staging.source().connector().equals(source.connector())) {
            status = Status.REFUSED;
            now = old + after(alone(staging)).getOrDefault(source.portal(), 0L);
            detail =
                "portal "
                    + source.portal()
                    + " would fall from "
                    + old
                    + " to "
                    + now
                    + " services: at most "
                    + limit
                    + " of them may go at once";
          }
        }
        results.add(
            new SourceResult(
                source.portal(),
                source.connector(),
                status,
                reports.get(source),
                old,
                now,
                detail));
      }
    }

    /** In a rebuild, the connectors whose records go because no source was given for them. */
    private Set<String> absent(List<CatalogSource> sources) throws IOException {
      if (!rebuild) {
        return Set.of();
      }
      Set<String> absent = new HashSet<>(view.connectors());
      sources.forEach(source -> absent.remove(source.connector()));
      positions.keySet().removeAll(absent);
      return absent;
    }

    /** The sources that take services away from a portal that would shrink too much. */
    private Collection<Staging> refused() throws IOException {
      Map<PortalId, Long> deltas = after(merge(Set.of()));
      List<Staging> refused = new ArrayList<>();
      for (Staging staging : staged) {
        PortalId portal = staging.source().portal();
        double allowed = limit * before.getOrDefault(portal, 0L);
        // Less than one service, but more than what rounding can do.
        double rounding = 1e-6;
        if (-deltas.getOrDefault(portal, 0L) > allowed + rounding
            && after(alone(staging)).getOrDefault(portal, 0L) < 0) {
          refused.add(staging);
        }
      }
      return refused;
    }

    private Map<RecordId, List<StoredRecord>> alone(Staging staging) throws IOException {
      return merge(List.of(staging), Set.of());
    }

    private Map<RecordId, List<StoredRecord>> merge(Set<String> absent) throws IOException {
      return merge(staged, absent);
    }

    private Map<RecordId, List<StoredRecord>> merge(
        List<Staging> stagings, Set<String> absentConnectors) throws IOException {
      Map<RecordId, Map<String, @Nullable StoredRecord>> byRecord = new LinkedHashMap<>();
      for (Staging staging : stagings) {
        staging
            .changes()
            .forEach((id, record) ->
                byRecord
                    .computeIfAbsent(id, i -> new HashMap<>())
                    .put(staging.source().connector(), record));
      }
      for (String connector : absentConnectors) {
        for (RecordId id : view.ofConnector(connector)) {
          byRecord.computeIfAbsent(id, i -> new HashMap<>()).put(connector, null);
        }
      }
      Map<RecordId, List<StoredRecord>> merged = new LinkedHashMap<>();
      for (Map.Entry<RecordId, Map<String, @Nullable StoredRecord>> entry : byRecord.entrySet()) {
        List<StoredRecord> versions = new ArrayList<>();
        for (StoredRecord old : view.versions(entry.getKey())) {
          if (!entry.getValue().containsKey(old.connector())) {
            versions.add(old);
          }
        }
        for (StoredRecord record : entry.getValue().values()) {
          if (record != null) {
            versions.add(record);
          }
        }
        versions.sort(precedence);
        merged.put(entry.getKey(), versions);
      }
      return merged;
    }

    /** By how many services each portal grows. */
    private Map<PortalId, Long> after(Map<RecordId, List<StoredRecord>> merged) throws IOException {
      Map<PortalId, Long> deltas = new HashMap<>();
      for (Map.Entry<RecordId, List<StoredRecord>> entry : merged.entrySet()) {
        if (entry.getKey().recordClass() == RecordClass.SERVICE) {
          StoredRecord old = view.winner(entry.getKey());
          if (old != null) {
            deltas.merge(old.portal(), -1L, Long::sum);
          }
          if (!entry.getValue().isEmpty()) {
            deltas.merge(entry.getValue().getFirst().portal(), 1L, Long::sum);
          }
        }
      }
      return deltas;
    }

    UpdateReport write() throws IOException {
      for (Staging staging : staged) {
        String position = staging.position();
        if (position != null) {
          positions.put(staging.source().connector(), position);
        }
      }
      PublishedGeneration old = current;
      Outcome outcome = outcome();
      try {
        if (outcome == Outcome.FULL) {
          writeFull();
        } else if (outcome == Outcome.INCREMENT) {
          writeIncrement(Objects.requireNonNull(old));
        } else if (old != null && !positions.equals(old.manifest().positions())) {
          writePositions(old.manifest());
        }
      } catch (IOException | RuntimeException e) {
        throw failed(e);
      }
      return new UpdateReport(
          outcome, generation().map(IndexGeneration::id).orElse(null), changes.size(), results);
    }

    private Outcome outcome() {
      if (current == null) {
        // Nothing could be read, so there is nothing to publish; an empty catalog is something.
        return staged.isEmpty() ? Outcome.UNCHANGED : Outcome.FULL;
      }
      if (rebuild && !staged.isEmpty()) {
        return Outcome.FULL;
      }
      if (!current.manifest().settings().equals(settings)) {
        return Outcome.FULL;
      }
      if (changes.isEmpty()) {
        return Outcome.UNCHANGED;
      }
      long all = current.reader().numDocs() - current.manifest().entries();
      return changes.size() >= FULL_FROM_CHANGES && changes.size() >= FULL_FROM_SHARE * all
          ? Outcome.FULL
          : Outcome.INCREMENT;
    }

    private void writeFull() throws IOException {
      int full = current == null ? 0 : current.manifest().id().full();
      for (int number : store.numbers()) {
        full = Math.max(full, number);
      }
      full++;
      String name = GenerationStore.name(full);
      GenerationId id = new GenerationId(full, 0);
      boolean done = false;
      try {
        build(name, id);
        store.publish(name);
        done = true;
      } finally {
        store.removeParts();
        // When only the last step failed, the pointer may already be the new one.
        if (!done && !store.current().equals(Optional.of(name))) {
          store.remove(name);
        }
      }
      load();
      removeOld();
    }

    private void build(String name, GenerationId id) throws IOException {
      try (Directory fresh = store.open(name)) {
        GenerationWriter content =
            new GenerationWriter(view, changes, grouping, precedence, analyzer);
        Manifest manifest;
        try (IndexWriter writer = GenerationWriter.open(fresh, OpenMode.CREATE, null)) {
          content.writeFull(writer, part -> store.openPart(name, part), CatalogIndex.this::parts);
          manifest =
              new Manifest(
                  id.toString(),
                  current == null ? Manifest.FORMER_NONE : current.directoryName(),
                  clock.instant(),
                  settings,
                  id.toString(),
                  content.entries(),
                  content.counts(),
                  positions);
          commit(writer, manifest);
        }
        try (DirectoryReader reader = DirectoryReader.open(fresh)) {
          requireClean(
              IndexVerifier.verify(
                      fresh,
                      reader,
                      manifest,
                      CheckIndex.Level.MIN_LEVEL_FOR_CHECKSUM_CHECKS,
                      threads)
                  .findings());
        }
      }
    }

    private void writeIncrement(PublishedGeneration old) throws IOException {
      GenerationWriter content =
          new GenerationWriter(view, changes, grouping, precedence, analyzer);
      GenerationId id = old.manifest().id().next();
      boolean places =
          changes.keySet().stream().anyMatch(c -> c.recordClass() == RecordClass.PLACE);
      try (IndexWriter writer =
          GenerationWriter.open(Objects.requireNonNull(directory), OpenMode.APPEND, null)) {
        content.writeIncrement(writer, old.manifest());
        Manifest manifest =
            new Manifest(
                id.toString(),
                Manifest.FORMER_COMMIT,
                clock.instant(),
                settings,
                places ? id.toString() : old.manifest().places(),
                content.entries(),
                content.counts(),
                positions);
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          requireClean(IndexVerifier.counts(reader, manifest));
        }
        commit(writer, manifest);
      }
      load();
      removeOld();
    }

    private void writePositions(Manifest manifest) throws IOException {
      try (IndexWriter writer =
          GenerationWriter.open(Objects.requireNonNull(directory), OpenMode.APPEND, null)) {
        commit(writer, manifest.withPositions(positions));
      }
      load();
    }

    private void requireClean(List<String> findings) throws IOException {
      if (!findings.isEmpty()) {
        throw new IOException("the new generation is not sound: " + findings);
      }
    }
  }

  /** What to throw when writing failed; what stands on the disk serves from now on. */
  private IOException failed(Exception cause) {
    try {
      load();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
    String serving = generation().map(g -> "generation " + g.id()).orElse("no generation");
    return new IOException(
        "the index at "
            + store.root()
            + " could not be written: "
            + cause.getMessage()
            + "; "
            + serving
            + " serves on",
        cause);
  }

  private void commit(IndexWriter writer, Manifest manifest) throws IOException {
    writer.setLiveCommitData(manifest.toUserData(analyzer.fingerprint()).entrySet());
    writer.commit();
  }

  /** In how many parts so many entries are written. */
  private int parts(int entries) {
    return Math.clamp(entries / leastInPart, 1, threads);
  }

  // Rolling back

  /** Where a roll-back leads. */
  private record Former(String directoryName, IndexCommit commit, Manifest manifest) {}

  private @Nullable Former former() throws IOException {
    PublishedGeneration current = published;
    if (current == null || current.manifest().former().equals(Manifest.FORMER_NONE)) {
      return null;
    }
    String former = current.manifest().former();
    boolean sameDirectory = former.equals(Manifest.FORMER_COMMIT);
    String name = sameDirectory ? current.directoryName() : former;
    if (!store.exists(name)) {
      return null;
    }
    List<IndexCommit> commits;
    try (Directory opened = store.open(name)) {
      commits = new ArrayList<>(DirectoryReader.listCommits(opened));
    }
    Collections.reverse(commits);
    for (IndexCommit commit : commits) {
      Map<String, String> userData = commit.getUserData();
      if (Manifest.obstacle(userData, analyzer.fingerprint()) == null) {
        Manifest manifest = Manifest.of(userData);
        if (!manifest.generation().equals(current.manifest().generation())) {
          return new Former(name, commit, manifest);
        }
      }
    }
    return null;
  }

  /**
   * Publishes the former generation's content again, under a new generation id, and with it the
   * positions of the sources as they were.
   *
   * @return the generation that serves now
   * @throws IllegalStateException when there is no former generation: only one was ever published,
   *     or the last change was itself a roll-back
   * @throws IOException when the index cannot be written; what served before serves on
   */
  public IndexGeneration rollback() throws IOException {
    checkWritable();
    changing.lock();
    try {
      checkOpen();
      PublishedGeneration current = published;
      Former former = former();
      if (current == null || former == null) {
        throw new IllegalStateException(
            "there is no former generation: only one was published, or the last change was a"
                + " roll-back");
      }
      boolean sameDirectory = former.directoryName().equals(current.directoryName());
      GenerationId now = current.manifest().id();
      GenerationId id = sameDirectory ? now.next() : new GenerationId(now.full() + 1, 0);
      Manifest manifest =
          former.manifest().withGeneration(id, Manifest.FORMER_NONE, clock.instant());
      try (Directory opened = store.open(former.directoryName())) {
        IndexCommit commit = null;
        for (IndexCommit candidate : DirectoryReader.listCommits(opened)) {
          if (candidate.getGeneration() == former.commit().getGeneration()) {
            commit = candidate;
          }
        }
        try (IndexWriter writer = GenerationWriter.open(opened, OpenMode.APPEND, commit)) {
          commit(writer, manifest);
        }
      }
      if (!sameDirectory) {
        store.publish(former.directoryName());
      }
      load();
      removeOld();
      return generation().orElseThrow();
    } catch (IOException e) {
      throw failed(e);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    changing.lock();
    try {
      closed = true;
      PublishedGeneration current = published;
      published = null;
      if (current != null) {
        current.release();
      }
      if (directory != null) {
        directory.close();
        directory = null;
      }
      store.close();
    } finally {
      changing.unlock();
    }
  }
}
