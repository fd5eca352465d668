package de.landbruecke.index;

import static de.landbruecke.index.internal.IndexFields.UNIT;

import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.RequiredDocument;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry;
import de.landbruecke.index.internal.MergedEntry.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The weighted terms of an entry. Keywords count for the entry as a whole, so that each portal's
 * record lends its words to the others of the same service; of the other texts each term counts
 * with the portal that weighs it most, so that two descriptions of one service do not outweigh a
 * single one.
 *
 * <p>Made once for many entries: a word that was met before brings its terms as numbers. Not
 * thread-safe.
 */
final class EntryTerms {

  private static final double TITLE = 6;
  private static final double KEYWORD = 6;
  private static final double FORMAL_NAME = 4;
  private static final double SUMMARY = 2.5;
  private static final double LONG_TEXT = 0.75;

  /** A term of the long texts counts at most this often. */
  private static final int LONG_TEXT_CAP = 3;

  private static final int GRAM_UNIT = 4;

  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  private final TextAnalyzer analyzer;
  private final EntryCodec codec;
  private final FieldPostings wordTerms;
  private final FieldPostings gramTerms;
  private final FieldPostings formTerms;
  private int segments;
  private final Map<String, Optional<WordTerms>> known = new HashMap<>();
  private final List<WordTerms> words = new ArrayList<>();
  private final TermWeights titles = new TermWeights();
  private final TermWeights formalNames = new TermWeights();
  private final TermWeights summaries = new TermWeights();
  private final TermWeights keywords = new TermWeights();
  private final TermWeights longTexts = new TermWeights();
  private final TermWeights counts = new TermWeights();
  private final TermWeights sum = new TermWeights();
  private final TermWeights grams = new TermWeights();
  private final TermWeights forms = new TermWeights();
  private final Set<String> seenKeywords = new HashSet<>();

  EntryTerms(TextAnalyzer analyzer, EntryCodec codec) {
    this.analyzer = analyzer;
    this.codec = codec;
    this.wordTerms = codec.words();
    this.gramTerms = codec.grams();
    this.formTerms = codec.forms();
    this.segments = codec.segments();
  }

  /** The numbers of a word's terms. */
  private final class WordTerms {
    private final Token token;
    private final int form;
    private final int stem;
    private final int[] parts;
    private @Nullable ShortTextTerms shortText;

    WordTerms(Token token) {
      this.token = token;
      form = formTerms.number(token.folded());
      stem = wordTerms.number(token.stem());
      parts =
          token.parts().stream()
              .mapToInt(part -> wordTerms.number(IndexFields.PART + part))
              .toArray();
    }

    ShortTextTerms shortText() {
      ShortTextTerms terms = shortText;
      if (terms == null) {
        terms = new ShortTextTerms(token);
        shortText = terms;
      }
      return terms;
    }
  }

  /** Those that only words of short texts need, which are few. */
  private final class ShortTextTerms {
    private final int exact;
    private final int[] pairs;
    private final int[] grams;

    ShortTextTerms(Token token) {
      exact = wordTerms.number(IndexFields.EXACT + token.folded());
      List<String> parts = token.parts();
      pairs =
          IntStream.range(1, parts.size() > 2 ? parts.size() : 1)
              .map(i -> wordTerms.number(parts.get(i - 1) + TextAnalyzer.JOIN + parts.get(i)))
              .toArray();
      grams = TextAnalyzer.grams(token.folded()).stream().mapToInt(gramTerms::number).toArray();
    }
  }

  /** Takes up an entry in place of the one before. */
  void collect(MergedEntry entry) {
    if (segments != codec.segments()) {
      segments = codec.segments();
      known.clear();
    }
    sum.clear();
    grams.clear();
    forms.clear();
    seenKeywords.clear();
    for (Member member : entry.members()) {
      PublicService service = member.service();
      shortText(service.title(), TITLE, true, titles);
      shortText(service.formalName(), FORMAL_NAME, true, formalNames);
      shortText(service.summary(), SUMMARY, false, summaries);
      longTexts(service);
      service
          .keywords()
          .forEach((language, list) -> {
            for (String keyword : list) {
              if (seenKeywords.add(String.join(" ", analyzer.fold(keyword)))) {
                shortText(language, keyword, KEYWORD, true, keywords);
              }
            }
          });
    }
    for (TermWeights field : List.of(titles, formalNames, summaries, longTexts, keywords)) {
      field.each(sum::add);
      field.clear();
    }
  }

  /** Posts the entry's words, each with its weighted frequency; returns how many there are. */
  int postWords() {
    return wordTerms.add(sum, UNIT);
  }

  /** Posts the 4-grams of the entry's short texts in the same way. */
  int postGrams() {
    return gramTerms.add(grams, GRAM_UNIT);
  }

  /** Posts the folded word forms of the entry; returns how many different ones there are. */
  int postForms() {
    return formTerms.add(forms, 1);
  }

  private void shortText(
      @Nullable LocalizedText text, double weight, boolean whole, TermWeights into) {
    if (text != null) {
      text.byLanguage()
          .forEach((language, value) -> shortText(language, value, weight, whole, into));
    }
  }

  /** Terms of a title, name, keyword or teaser: words, parts, neighbours, spelling, the whole. */
  private void shortText(
      String language, String text, double weight, boolean whole, TermWeights into) {
    if (language.equals("en")) {
      for (Token token : analyzer.analyzeEnglish(text)) {
        into.atLeast(wordTerms.number(IndexFields.ENGLISH + token.stem()), weight);
        forms.atLeast(formTerms.number(token.folded()), 1);
      }
      return;
    }
    words.clear();
    analyzer.analyze(text, known, WordTerms::new, words::add);
    for (int i = 0; i < words.size(); i++) {
      WordTerms word = words.get(i);
      forms.atLeast(word.form, 1);
      into.atLeast(word.stem, weight);
      for (int part : word.parts) {
        into.atLeast(part, weight);
      }
      ShortTextTerms more = word.shortText();
      into.atLeast(more.exact, weight);
      for (int pair : more.pairs) {
        into.atLeast(pair, weight);
      }
      for (int gram : more.grams) {
        grams.atLeast(gram, weight);
      }
      if (i > 0) {
        String neighbours = words.get(i - 1).token.tail() + TextAnalyzer.JOIN + word.token.head();
        into.atLeast(wordTerms.number(neighbours), weight);
      }
    }
    if (whole && !words.isEmpty()) {
      String term = analyzer.whole(words.stream().map(word -> word.token).toList());
      into.atLeast(wordTerms.number(IndexFields.WHOLE + term), weight);
    }
  }

  private void longTexts(PublicService service) {
    longText(service.text());
    longText(service.conditions());
    longText(service.procedure());
    service.documents().stream().map(RequiredDocument::title).forEach(this::longText);
    service.fees().stream().map(Fee::description).forEach(this::longText);
    service.deadlines().stream().map(TimeLimit::description).forEach(this::longText);
    service.legalBasis().forEach(norm -> longText("de", norm.citation()));
    service.lifeSituations().forEach(situation -> longText("de", situation));
    counts.each(
        (term, count) -> longTexts.atLeast(term, Math.min(count, LONG_TEXT_CAP) * LONG_TEXT));
    counts.clear();
  }

  private void longText(@Nullable LocalizedText text) {
    if (text != null) {
      text.byLanguage().forEach(this::longText);
    }
  }

  private void longText(String language, String html) {
    String text = html.indexOf('<') < 0 ? html : TAG.matcher(html).replaceAll(" ");
    if (language.equals("en")) {
      for (Token token : analyzer.analyzeEnglish(text)) {
        counts.add(wordTerms.number(IndexFields.ENGLISH + token.stem()), 1);
      }
      return;
    }
    analyzer.analyze(text, known, WordTerms::new, this::longWord);
  }

  private void longWord(WordTerms word) {
    forms.atLeast(word.form, 1);
    counts.add(word.stem, 1);
    for (int part : word.parts) {
      counts.add(part, 1);
    }
  }
}
