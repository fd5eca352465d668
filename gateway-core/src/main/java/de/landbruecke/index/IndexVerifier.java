package de.landbruecke.index;

import de.landbruecke.index.CatalogIndex.Check;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.IndexFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.BytesRef;
import tools.jackson.core.JacksonException;

/** Checks that an index is what its manifest says. */
final class IndexVerifier {

  private IndexVerifier() {}

  /**
   * Checks files, counts and cards.
   *
   * @param level one of {@link CheckIndex.Level}; each reads all files and compares their checksums
   * @param threads how many segments are read at once
   */
  static Check verify(
      Directory directory, DirectoryReader reader, Manifest manifest, int level, int threads)
      throws IOException {
    List<String> findings = new ArrayList<>();
    // Nothing is written, so a writer beside us does no harm.
    try (CheckIndex check =
        new CheckIndex(directory, NoLockFactory.INSTANCE.obtainLock(directory, "check"))) {
      check.setLevel(level);
      check.setThreadCount(threads);
      if (!check.checkIndex().clean) {
        findings.add("Lucene's check finds damaged files");
      }
    }
    findings.addAll(counts(reader, manifest));
    List<Integer> entries = new IndexView(reader).entries();
    findings.addAll(cards(reader, entries, threads));
    return new Check(manifest.generation(), entries.size(), findings);
  }

  /** What differs between the manifest's counts and the documents. */
  static List<String> counts(DirectoryReader reader, Manifest manifest) throws IOException {
    List<String> findings = new ArrayList<>();
    IndexView view = new IndexView(reader);
    if (!view.counts().equals(manifest.counts())) {
      findings.add(
          "the index holds records " + view.counts() + ", its manifest says " + manifest.counts());
    }
    long entries = view.entries().size();
    if (entries != manifest.entries()) {
      findings.add(
          "the index holds " + entries + " entries, its manifest says " + manifest.entries());
    }
    return findings;
  }

  /** What is wrong with the entries' cards. */
  private static List<String> cards(DirectoryReader reader, List<Integer> entries, int threads)
      throws IOException {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    Queue<String> findings = new ConcurrentLinkedQueue<>();
    int share = Math.max(1, Math.ceilDiv(entries.size(), threads));
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int start = 0; start < entries.size(); start += share) {
      List<Integer> its = entries.subList(start, Math.min(entries.size(), start + share));
      tasks.add(() -> {
        StoredFields stored = reader.storedFields();
        for (int document : its) {
          card(stored.document(document), document, ids, findings);
        }
      });
    }
    Parallel.run(tasks);
    return List.copyOf(findings);
  }

  private static void card(
      Document fields, int document, Set<String> ids, Collection<String> findings) {
    String id = fields.get(IndexView.ENTRY_ID);
    BytesRef json = fields.getBinaryValue(IndexFields.CARD);
    if (id == null || json == null) {
      findings.add("document " + document + " has no id or no card");
      return;
    }
    if (!ids.add(id)) {
      findings.add("entry " + id + " is there twice");
    }
    try {
      EntryCard card = RecordJson.readCard(BytesRef.deepCopyOf(json).bytes);
      if (!card.id().equals(id)
          || card.offers().size() != fields.getValues(IndexView.ENTRY_MEMBER).length) {
        findings.add("entry " + id + " has another entry's card");
      }
    } catch (JacksonException e) {
      findings.add("entry " + id + " has an unreadable card: " + e.getOriginalMessage());
    }
  }
}
