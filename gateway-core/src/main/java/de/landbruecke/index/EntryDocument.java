package de.landbruecke.index;

import static de.landbruecke.index.internal.IndexFields.UNIT;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.RequiredDocument;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry;
import de.landbruecke.index.internal.MergedEntry.Member;
import de.landbruecke.index.internal.OfferTerms;
import de.landbruecke.index.internal.OriginAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Makes the document of an entry. Keywords count for the entry as a whole, so that each portal's
 * record lends its words to the others of the same service; of the other texts each term counts
 * with the portal that weighs it most, so that two descriptions of one service do not outweigh a
 * single one.
 */
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

  private static final double TITLE = 6;
  private static final double KEYWORD = 6;
  private static final double FORMAL_NAME = 4;
  private static final double SUMMARY = 2.5;
  private static final double LONG_TEXT = 0.75;

  /** A term of the long texts counts at most this often. */
  private static final int LONG_TEXT_CAP = 3;

  private static final int GRAM_UNIT = 4;

  /** Titles are sorted by so many characters; Lucene refuses values over 32,766 bytes. */
  private static final int SORT_LENGTH = 200;

  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  private final TextAnalyzer analyzer;
  private final Map<String, Integer> words = new HashMap<>();
  private final Map<String, Integer> grams = new HashMap<>();
  private final Set<String> forms = new HashSet<>();

  private EntryDocument(TextAnalyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** The document of {@code entry}; {@code formerIds} lead to it, too. */
  static Document of(MergedEntry entry, Set<String> formerIds, TextAnalyzer analyzer) {
    EntryDocument terms = new EntryDocument(analyzer);
    terms.collect(entry);
    Document document = new Document();
    document.add(new Field(IndexFields.WORDS, new WeightedTerms(terms.words), FREQUENCIES));
    document.add(new Field(IndexFields.GRAMS, new WeightedTerms(terms.grams), FREQUENCIES));
    document.add(new Field(IndexFields.FORMS, new Terms(terms.forms), DOCUMENTS));
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
    document.add(
        new SortedDocValuesField(IndexFields.SORT_TITLE, new BytesRef(sortable(title, analyzer))));
    document.add(new NumericDocValuesField(IndexFields.SORT_DATE, date));
    document.add(new StoredField(IndexFields.CARD, RecordJson.write(EntryCard.of(entry))));
    return document;
  }

  private static String sortable(String title, TextAnalyzer analyzer) {
    String folded = String.join(" ", analyzer.fold(title));
    return folded.substring(0, Math.min(folded.length(), SORT_LENGTH));
  }

  private static void exact(Document document, String field, String term) {
    document.add(new StringField(field, term, Field.Store.NO));
  }

  private void collect(MergedEntry entry) {
    Map<String, Double> titles = new HashMap<>();
    Map<String, Double> formalNames = new HashMap<>();
    Map<String, Double> summaries = new HashMap<>();
    Map<String, Double> longTexts = new HashMap<>();
    Map<String, Double> keywords = new HashMap<>();
    Set<String> seenKeywords = new HashSet<>();
    Map<String, Double> gramWeights = new HashMap<>();
    for (Member member : entry.members()) {
      PublicService service = member.service();
      maximum(titles, shortText(service.title(), TITLE, true, gramWeights));
      maximum(formalNames, shortText(service.formalName(), FORMAL_NAME, true, gramWeights));
      maximum(summaries, shortText(service.summary(), SUMMARY, false, gramWeights));
      maximum(longTexts, longTexts(service));
      service
          .keywords()
          .forEach((language, list) -> {
            for (String keyword : list) {
              if (seenKeywords.add(String.join(" ", analyzer.fold(keyword)))) {
                maximum(keywords, shortText(language, keyword, KEYWORD, true, gramWeights));
              }
            }
          });
    }
    Map<String, Double> sum = new HashMap<>();
    for (Map<String, Double> field : List.of(titles, formalNames, summaries, longTexts, keywords)) {
      field.forEach((term, weight) -> sum.merge(term, weight, Double::sum));
    }
    sum.forEach((term, weight) -> words.put(term, Math.max(1, (int) Math.round(weight * UNIT))));
    gramWeights.forEach(
        (gram, weight) -> grams.put(gram, Math.max(1, (int) Math.round(weight * GRAM_UNIT))));
  }

  private static void maximum(Map<String, Double> into, Map<String, Double> from) {
    from.forEach((term, weight) -> into.merge(term, weight, Math::max));
  }

  private Map<String, Double> shortText(
      @Nullable LocalizedText text, double weight, boolean whole, Map<String, Double> gramWeights) {
    Map<String, Double> terms = new HashMap<>();
    if (text != null) {
      text.byLanguage()
          .forEach((language, value) ->
              maximum(terms, shortText(language, value, weight, whole, gramWeights)));
    }
    return terms;
  }

  /** Terms of a title, name, keyword or teaser: words, parts, neighbours, spelling, the whole. */
  private Map<String, Double> shortText(
      String language, String text, double weight, boolean whole, Map<String, Double> gramWeights) {
    Map<String, Double> terms = new HashMap<>();
    if (language.equals("en")) {
      for (Token token : analyzer.analyzeEnglish(text)) {
        terms.merge(IndexFields.ENGLISH + token.stem(), weight, Math::max);
        forms.add(token.folded());
      }
      return terms;
    }
    List<Token> tokens = analyzer.analyze(text);
    addWords(tokens, weight, terms);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      terms.merge(IndexFields.EXACT + token.folded(), weight, Math::max);
      if (i > 0) {
        terms.merge(tokens.get(i - 1).tail() + TextAnalyzer.JOIN + token.head(), weight, Math::max);
      }
      for (String gram : TextAnalyzer.grams(token.folded())) {
        gramWeights.merge(gram, weight, Math::max);
      }
    }
    if (whole && !tokens.isEmpty()) {
      terms.merge(IndexFields.WHOLE + analyzer.whole(tokens), weight, Math::max);
    }
    return terms;
  }

  private void addWords(List<Token> tokens, double weight, Map<String, Double> terms) {
    for (Token token : tokens) {
      forms.add(token.folded());
      terms.merge(token.stem(), weight, Math::max);
      List<String> parts = token.parts();
      for (int i = 0; i < parts.size(); i++) {
        terms.merge(IndexFields.PART + parts.get(i), weight, Math::max);
        if (i > 0 && parts.size() > 2) {
          String pair = parts.get(i - 1) + TextAnalyzer.JOIN + parts.get(i);
          terms.merge(pair, weight, Math::max);
        }
      }
    }
  }

  private Map<String, Double> longTexts(PublicService service) {
    Map<String, Double> terms = new HashMap<>();
    List<LocalizedText> texts = new ArrayList<>();
    Consumer<@Nullable LocalizedText> add =
        text -> {
          if (text != null) {
            texts.add(text);
          }
        };
    add.accept(service.text());
    add.accept(service.conditions());
    add.accept(service.procedure());
    service.documents().stream().map(RequiredDocument::title).forEach(texts::add);
    service.fees().forEach(fee -> add.accept(fee.description()));
    service.deadlines().forEach(limit -> add.accept(limit.description()));
    for (LocalizedText text : texts) {
      text.byLanguage().forEach((language, value) -> longText(language, value, terms));
    }
    service.legalBasis().forEach(norm -> longText("de", norm.citation(), terms));
    service.lifeSituations().forEach(situation -> longText("de", situation, terms));
    terms.replaceAll((term, count) -> Math.min(count, LONG_TEXT_CAP) * LONG_TEXT);
    return terms;
  }

  private void longText(String language, String html, Map<String, Double> counts) {
    String text = TAG.matcher(html).replaceAll(" ");
    if (language.equals("en")) {
      for (Token token : analyzer.analyzeEnglish(text)) {
        counts.merge(IndexFields.ENGLISH + token.stem(), 1.0, Double::sum);
      }
      return;
    }
    for (Token token : analyzer.analyze(text)) {
      forms.add(token.folded());
      counts.merge(token.stem(), 1.0, Double::sum);
      for (String part : token.parts()) {
        counts.merge(IndexFields.PART + part, 1.0, Double::sum);
      }
    }
  }

  /** Terms with the frequencies that were computed for them, once each. */
  private static final class WeightedTerms extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final List<Map.Entry<String, Integer>> entries;
    private int next;

    WeightedTerms(Map<String, Integer> frequencies) {
      this.entries = List.copyOf(frequencies.entrySet());
    }

    @Override
    public boolean incrementToken() {
      if (next == entries.size()) {
        return false;
      }
      clearAttributes();
      Map.Entry<String, Integer> entry = entries.get(next++);
      term.append(entry.getKey());
      frequency.setTermFrequency(entry.getValue());
      return true;
    }

    @Override
    public void reset() {
      next = 0;
    }
  }

  /** Terms that are there or not. */
  private static final class Terms extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Collection<String> terms;
    private Iterator<String> rest;

    Terms(Collection<String> terms) {
      this.terms = terms;
      this.rest = terms.iterator();
    }

    @Override
    public boolean incrementToken() {
      if (!rest.hasNext()) {
        return false;
      }
      clearAttributes();
      term.append(rest.next());
      return true;
    }

    @Override
    public void reset() {
      rest = terms.iterator();
    }
  }
}
