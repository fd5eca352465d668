package de.landbruecke.index;

import de.landbruecke.index.CatalogIndex.Check;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.IndexFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.BytesRef;
import tools.jackson.core.JacksonException;

/** Checks that an index is what its manifest says. */
final class IndexVerifier {

  private IndexVerifier() {}

  /** Checks files, counts and cards; {@code level} is one of {@link CheckIndex.Level}. */
  static Check verify(Directory directory, DirectoryReader reader, Manifest manifest, int level)
      throws IOException {
    List<String> findings = new ArrayList<>();
    // Nothing is written, so a writer beside us does no harm.
    try (CheckIndex check =
        new CheckIndex(directory, NoLockFactory.INSTANCE.obtainLock(directory, "check"))) {
      check.setLevel(level);
      check.setThreadCount(1);
      if (!check.checkIndex().clean) {
        findings.add("Lucene's check finds damaged files");
      }
    }
    if (findings.isEmpty()) {
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
    }
    findings.addAll(counts(reader, manifest));
    long entries = cards(reader, findings);
    return new Check(manifest.generation(), entries, findings);
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

  private static long cards(DirectoryReader reader, List<String> findings) throws IOException {
    IndexView view = new IndexView(reader);
    Set<String> ids = new HashSet<>();
    long entries = 0;
    for (int document : view.entries()) {
      entries++;
      Document fields = reader.storedFields().document(document);
      String id = fields.get(IndexView.ENTRY_ID);
      BytesRef json = fields.getBinaryValue(IndexFields.CARD);
      if (id == null || json == null) {
        findings.add("document " + document + " has no id or no card");
        continue;
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
    return entries;
  }
}
