package de.landbruecke.index;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry;
import de.landbruecke.index.internal.MergedEntry.Member;
import de.landbruecke.index.internal.OfferTerms;
import de.landbruecke.index.internal.OriginAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** Makes the documents of entries. Not thread-safe: one for each thread. */
final class EntryDocument {

  private static final FieldType FREQUENCIES = new FieldType();
  private static final FieldType DOCUMENTS = new FieldType();

  static {
    DOCUMENTS.setTokenized(true);
    DOCUMENTS.setIndexOptions(IndexOptions.DOCS);
    DOCUMENTS.setOmitNorms(true);
    DOCUMENTS.freeze();
    FREQUENCIES.setTokenized(true);
    FREQUENCIES.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    FREQUENCIES.freeze();
  }

  /** Titles are sorted by so many characters; Lucene refuses values over 32,766 bytes. */
  private static final int SORT_LENGTH = 200;

  private final TextAnalyzer analyzer;
  private final EntryTerms terms;
  private final LengthStream words = new LengthStream();
  private final LengthStream grams = new LengthStream();
  private final LengthStream forms = new LengthStream();

  EntryDocument(TextAnalyzer analyzer, EntryCodec codec) {
    this.analyzer = analyzer;
    this.terms = new EntryTerms(analyzer, codec);
  }

  /**
   * The document of {@code entry}, whose terms the codec has by then; to be added before the next
   * one is made. {@code formerIds} lead to it, too.
   */
  Document of(MergedEntry entry, Set<String> formerIds) {
    terms.collect(entry);
    Document document = new Document();
    document.add(new Field(IndexFields.WORDS, words.of(terms.postWords()), FREQUENCIES));
    document.add(new Field(IndexFields.GRAMS, grams.of(terms.postGrams()), FREQUENCIES));
    document.add(new Field(IndexFields.FORMS, forms.of(Math.min(1, terms.postForms())), DOCUMENTS));
    Set<String> ids = new LinkedHashSet<>();
    ids.add(entry.id());
    entry.keys().stream().map(ServiceKey::value).forEach(ids::add);
    entry.members().forEach(member -> ids.add(member.service().id().toString()));
    ids.forEach(id -> exact(document, IndexFields.ENTRY, id));
    entry.members().stream()
        .map(member -> member.service().id().value())
        .distinct()
        .forEach(id -> exact(document, IndexFields.LOCAL, id));
    formerIds.forEach(id -> exact(document, IndexFields.FORMER, id));
    document.add(new SortedDocValuesField(IndexFields.ID, new BytesRef(entry.id())));
    Set<String> topics = new TreeSet<>();
    Set<String> audience = new TreeSet<>();
    Set<String> offers = new TreeSet<>();
    long date = Long.MIN_VALUE;
    for (Member member : entry.members()) {
      PublicService service = member.service();
      service.topics().stream().map(Topic::slug).forEach(topics::add);
      service.audience().stream().map(Audience::label).forEach(audience::add);
      offers.addAll(OfferTerms.of(member));
      if (service.origin() != null) {
        exact(document, IndexFields.ORIGIN, OriginAddress.normalize(service.origin().toString()));
      }
      Approval approval = service.approval();
      if (approval != null && approval.on() != null) {
        date = Math.max(date, approval.on().toEpochDay());
      }
    }
    topics.forEach(topic -> exact(document, IndexFields.TOPIC, topic));
    audience.forEach(who -> exact(document, IndexFields.AUDIENCE, who));
    offers.forEach(offer -> exact(document, IndexFields.OFFER, offer));
    String title = entry.members().getFirst().service().title().best(LocalizedText.GERMAN);
    document.add(new SortedDocValuesField(IndexFields.SORT_TITLE, new BytesRef(sortable(title))));
    document.add(new NumericDocValuesField(IndexFields.SORT_DATE, date));
    document.add(new StoredField(IndexFields.CARD, RecordJson.write(EntryCard.of(entry))));
    return document;
  }

  private String sortable(String title) {
    String folded = String.join(" ", analyzer.fold(title));
    return folded.substring(0, Math.min(folded.length(), SORT_LENGTH));
  }

  private static void exact(Document document, String field, String term) {
    document.add(new StringField(field, term, Field.Store.NO));
  }
}
