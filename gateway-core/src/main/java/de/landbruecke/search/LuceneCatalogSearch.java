package de.landbruecke.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.analysis.Token;
import de.landbruecke.analysis.Vocabulary;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.index.CatalogIndex;
import de.landbruecke.index.IndexSnapshot;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.EntryCard.CardOffer;
import de.landbruecke.index.internal.EntryReader;
import de.landbruecke.index.internal.IndexFields;
import de.landbruecke.index.internal.MergedEntry;
import de.landbruecke.index.internal.OriginAddress;
import de.landbruecke.search.SearchHit.FoundBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The search over an embedded index.
 *
 * <p>Safe to share between threads. Close it before the index.
 */
public final class LuceneCatalogSearch implements CatalogSearch, AutoCloseable {

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]+");
  private static final int FILL_UP_TO = 10;
  private static final int WEAK_CANDIDATES = 50;

  /** So many of the best hits by words are looked at more closely. */
  private static final int REFINED = 100;

  private static final int SIMILAR = 5;

  /** Entries that share less of the words' weight are not alike. */
  private static final double SIMILAR_COVERAGE = 0.1;

  private static final int MAX_CARD_WORDS = 10_000;
  private static final int MAX_TEXTS = 10_000;
  private static final int MAX_SUGGESTION_CARDS = 100_000;

  private final CatalogIndex index;
  private final TextAnalyzer analyzer;
  private final Vocabulary vocabulary;
  private final Ranking ranking;
  private final Clock clock;
  private final long cacheSize;
  private final AtomicReference<@Nullable State> current = new AtomicReference<>();

  private LuceneCatalogSearch(
      CatalogIndex index,
      TextAnalyzer analyzer,
      Vocabulary vocabulary,
      Ranking ranking,
      Clock clock,
      long cacheSize) {
    this.index = index;
    this.analyzer = analyzer;
    this.vocabulary = vocabulary;
    this.ranking = ranking;
    this.clock = clock;
    this.cacheSize = cacheSize;
  }

  /**
   * A search that keeps up to 10,000 answers of the newest generation.
   *
   * @param analyzer the one that the index was built with
   * @param vocabulary may be {@link Vocabulary#EMPTY}
   */
  public static LuceneCatalogSearch open(
      CatalogIndex index, TextAnalyzer analyzer, Vocabulary vocabulary) {
    return open(index, analyzer, vocabulary, Clock.systemUTC(), 10_000);
  }

  /**
   * A search.
   *
   * @param clock tells which best bets still count
   * @param cachedAnswers answers kept for the newest generation; 0: none
   */
  public static LuceneCatalogSearch open(
      CatalogIndex index,
      TextAnalyzer analyzer,
      Vocabulary vocabulary,
      Clock clock,
      long cachedAnswers) {
    return new LuceneCatalogSearch(
        index, analyzer, vocabulary, Ranking.DEFAULT, clock, cachedAnswers);
  }

  static LuceneCatalogSearch open(
      CatalogIndex index, TextAnalyzer analyzer, Vocabulary vocabulary, Ranking ranking) {
    return new LuceneCatalogSearch(index, analyzer, vocabulary, ranking, Clock.systemUTC(), 0);
  }

  /** What is computed once for a generation. Closed when replaced and no longer in use. */
  private final class State {
    final IndexSnapshot snapshot;
    final EntryReader entries;
    final Filters filters;
    final Spelling spelling;
    final Cache<SearchRequest, SearchResult> results;
    private final Cache<String, List<Token>> germanTokens =
        Caffeine.newBuilder().maximumSize(MAX_TEXTS).build();
    private final Cache<String, List<Token>> englishTokens =
        Caffeine.newBuilder().maximumSize(MAX_TEXTS).build();
    private final Cache<Integer, List<CardWord>> cardWords =
        Caffeine.newBuilder().maximumSize(MAX_CARD_WORDS).build();
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile @Nullable Suggester suggester;

    State(IndexSnapshot snapshot) throws IOException {
      this.snapshot = snapshot;
      this.entries = (EntryReader) snapshot;
      this.filters = new Filters(snapshot.reader());
      this.spelling = new Spelling(snapshot.reader());
      this.results = Caffeine.newBuilder().maximumSize(cacheSize).build();
    }

    /** The words of a title or teaser, kept for those that are often shown. */
    List<Token> tokens(String text, boolean english) {
      return english
          ? englishTokens.get(text, analyzer::analyzeEnglish)
          : germanTokens.get(text, analyzer::analyze);
    }

    /** The words of an entry's titles and keywords, kept for the entries that are often found. */
    List<CardWord> words(int document, EntryCard card) {
      return cardWords.get(document, d -> wordsOf(card));
    }

    private List<CardWord> wordsOf(EntryCard card) {
      Set<CardWord> found = new LinkedHashSet<>();
      for (String text : titlesAndKeywords(card)) {
        for (Token token : analyzer.analyze(text)) {
          found.add(
              new CardWord(
                  text.substring(token.start(), token.end()), token.stem(), token.parts()));
        }
      }
      return List.copyOf(found);
    }

    boolean enter() {
      return users.updateAndGet(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        snapshot.close();
      }
    }

    Suggester suggester() {
      Suggester known = suggester;
      if (known == null) {
        synchronized (this) {
          known = suggester;
          if (known == null) {
            FixedBitSet all = filters.all();
            known =
                new Suggester(
                    documents(all).stream().limit(MAX_SUGGESTION_CARDS).map(entries::card),
                    snapshot.areas(),
                    analyzer,
                    vocabulary);
            suggester = known;
          }
        }
      }
      return known;
    }
  }

  private static List<Integer> documents(FixedBitSet set) {
    List<Integer> documents = new ArrayList<>(set.cardinality());
    for (int doc = set.nextSetBit(0);
        doc != org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;
        doc = doc + 1 < set.length() ? set.nextSetBit(doc + 1) : Integer.MAX_VALUE) {
      documents.add(doc);
    }
    return documents;
  }

  private <T> T use(Function<State, T> action) {
    while (true) {
      State state = current.get();
      if (state == null || !state.snapshot.generation().equals(index.generationId())) {
        state = replace(state);
      }
      if (state.enter()) {
        try {
          return action.apply(state);
        } finally {
          state.leave();
        }
      }
    }
  }

  private synchronized State replace(@Nullable State old) {
    State now = current.get();
    if (now != null && now != old) {
      return now;
    }
    try {
      State fresh = new State(index.acquire());
      if (now != null && fresh.snapshot.generation().equals(now.snapshot.generation())) {
        fresh.leave();
        return now;
      }
      current.set(fresh);
      if (now != null) {
        now.leave();
      }
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go of the index. */
  @Override
  public synchronized void close() {
    State state = current.getAndSet(null);
    if (state != null) {
      state.leave();
    }
  }

  @Override
  public String generation() {
    return index.generationId();
  }

  @Override
  public List<EntryTitle> entries() {
    return use(state ->
        documents(state.filters.all()).stream()
            .map(state.entries::card)
            .map(card ->
                new EntryTitle(
                    card.id(), card.offers().stream().map(LuceneCatalogSearch::name).toList()))
            .sorted(Comparator.comparing(EntryTitle::id))
            .toList());
  }

  private static EntryTitle.Name name(CardOffer offer) {
    return new EntryTitle.Name(offer.title().best(LocalizedText.GERMAN), offer.areas());
  }

  @Override
  public AreaDirectory areas() {
    return use(state -> state.snapshot.areas());
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return use(state -> {
      SearchResult known = state.results.getIfPresent(request);
      if (known == null) {
        try {
          known = new Execution(state, request, true).run();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        state.results.put(request, known);
      }
      return known;
    });
  }

  /**
   * The ids of the first hits alone, weak ones last: for measuring and for callers that know the
   * entries. Words that the catalogs lack are not corrected.
   *
   * @param request its cursor, offset, facets and highlights do not count
   */
  public List<String> rank(SearchRequest request) {
    return use(state -> {
      try {
        return new Execution(state, request, false).rank();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public List<Suggestion> suggest(String prefix, int limit) {
    return use(state -> state.suggester().suggest(prefix, limit));
  }

  @Override
  public List<Place> places(String prefix, int limit) {
    return use(state -> state.snapshot.areas().startingWith(prefix, limit));
  }

  @Override
  public Optional<Explanation> explain(SearchRequest request, String id) {
    return use(state -> {
      try {
        return new Execution(state, request, true).explain(id);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public Optional<ServiceDetail> service(String id, @Nullable String place) {
    return use(state -> {
      Optional<Integer> document = state.entries.entry(id);
      if (document.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(detail(state, document.get(), place));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private ServiceDetail detail(State state, int document, @Nullable String place)
      throws IOException {
    EntryCard card = state.entries.card(document);
    PlaceResolution resolution = place == null ? null : state.snapshot.areas().resolve(place);
    RegionalKey key = keyOf(resolution);
    List<ServiceDetail.Variant> variants = new ArrayList<>();
    List<RecordId> valid = new ArrayList<>();
    for (MergedEntry.Member member : state.entries.members(card)) {
      Boolean here = key == null ? null : isValid(member.service().areas(), key);
      if (Boolean.TRUE.equals(here)) {
        valid.add(member.service().id());
      }
      variants.add(
          new ServiceDetail.Variant(
              member.portal(),
              member.connector(),
              member.service(),
              member.onlineServices().stream().filter(o -> usable(o, key)).toList(),
              here));
    }
    variants.sort(
        Comparator.comparingInt(
                (ServiceDetail.Variant v) -> Boolean.FALSE.equals(v.validAtPlace()) ? 1 : 0)
            .thenComparingInt(v -> narrowness(v.service().areas(), key)));
    List<PublicOrganization> offices =
        key == null ? List.of() : state.entries.responsible(valid, key);
    return new ServiceDetail(
        card.id(),
        card.keys(),
        variants,
        offices,
        resolution,
        similar(state, document, card),
        state.snapshot.generation());
  }

  /** The German titles and keywords of all offers. */
  private static List<String> titlesAndKeywords(EntryCard card) {
    List<String> texts = new ArrayList<>();
    for (CardOffer offer : card.offers()) {
      texts.add(offer.title().best(LocalizedText.GERMAN));
      texts.addAll(offer.keywords().getOrDefault(LocalizedText.GERMAN, List.of()));
    }
    return texts;
  }

  /** Entries whose titles and keywords share the most telling words with this one. */
  private List<ServiceDetail.SimilarService> similar(State state, int document, EntryCard card)
      throws IOException {
    String text = String.join(" ", titlesAndKeywords(card));
    TermLookup lookup = new TermLookup(state.snapshot.reader(), IndexFields.WORDS);
    Planner planner = planner(state, lookup, false);
    List<Token> words = planner.words(text);
    List<Scored> best = new ArrayList<>();
    new TermMatcher(
            state.snapshot.reader(), IndexFields.WORDS, lookup, planner.plan(text, words), ranking)
        .match(
            SIMILAR_COVERAGE,
            null,
            (doc, score, coverage) -> {
              if (doc != document) {
                best.add(new Scored(doc, score, coverage));
              }
            });
    return first(best, SIMILAR, byScore(state)).stream()
        .map(scored -> state.entries.card(scored.document()))
        .map(other ->
            new ServiceDetail.SimilarService(
                other.id(), other.offers().getFirst().title().best(LocalizedText.GERMAN)))
        .toList();
  }

  private Planner planner(State state, TermLookup lookup, boolean correct) {
    return new Planner(lookup, analyzer, vocabulary, correct ? state.spelling : null, ranking);
  }

  private static @Nullable RegionalKey keyOf(@Nullable PlaceResolution resolution) {
    return resolution instanceof PlaceResolution.Resolved resolved ? resolved.place().key() : null;
  }

  private static boolean isValid(Collection<RegionalKey> areas, RegionalKey place) {
    return areas.isEmpty() || areas.stream().anyMatch(area -> area.contains(place));
  }

  /** A text for fewer places is nearer to the person than one for many: the least comes first. */
  private static int narrowness(Collection<RegionalKey> areas, @Nullable RegionalKey place) {
    return place == null
        ? 0
        : -areas.stream()
            .filter(area -> area.contains(place))
            .mapToInt(area -> area.selfAndAncestors().size())
            .max()
            .orElse(0);
  }

  private static boolean usable(OnlineService online, @Nullable RegionalKey place) {
    return place == null || isValid(online.areas(), place);
  }

  /** A word of an entry's titles and keywords. */
  private record CardWord(String surface, String stem, List<String> parts) {}

  private record Scored(int document, double score, double coverage) {}

  /** The best first; of equals the smallest id. */
  private static Comparator<Scored> byScore(State state) {
    return Comparator.comparingDouble(Scored::score).reversed().thenComparing(byPosition(state));
  }

  private static Comparator<Scored> byPosition(State state) {
    return Comparator.comparingInt(scored -> state.entries.position(scored.document()));
  }

  /** The first {@code count} entries in the given order. */
  private static List<Scored> first(Iterable<Scored> entries, int count, Comparator<Scored> order) {
    PriorityQueue<Scored> worstFirst = new PriorityQueue<>(count + 1, order.reversed());
    for (Scored entry : entries) {
      if (worstFirst.size() < count) {
        worstFirst.add(entry);
      } else if (order.compare(entry, worstFirst.peek()) < 0) {
        worstFirst.poll();
        worstFirst.add(entry);
      }
    }
    Scored[] sorted = worstFirst.toArray(new Scored[0]);
    Arrays.sort(sorted, order);
    return List.of(sorted);
  }

  /** One request against one generation. */
  private final class Execution {
    private final State state;
    private final SearchRequest request;
    private final String typed;
    private final String query;
    private final @Nullable PlaceResolution place;
    private final @Nullable RegionalKey placeKey;
    private final Planner planner;
    private final List<Token> words;
    private final TermMatcher matcher;
    private @Nullable TermMatcher gramMatcher;
    private final @Nullable FixedBitSet described;

    Execution(State state, SearchRequest request, boolean correct) throws IOException {
      this.state = state;
      this.request = request;
      this.typed = clean(request.query());
      PlaceFinder.Found found =
          PlaceFinder.find(typed, state.snapshot.areas(), analyzer, this::isCatalogWord);
      String asked = request.place();
      this.place =
          asked == null || asked.isBlank() ? found.place() : state.snapshot.areas().resolve(asked);
      this.placeKey = keyOf(place);
      this.query = found.query();
      TermLookup lookup = new TermLookup(state.snapshot.reader(), IndexFields.WORDS);
      this.planner = planner(state, lookup, correct);
      this.words = planner.words(query);
      QueryPlan plan = planner.plan(query, words);
      this.matcher =
          new TermMatcher(state.snapshot.reader(), IndexFields.WORDS, lookup, plan, ranking);
      this.described = placeKey == null ? null : state.filters.describedAt(placeKey);
    }

    private static String clean(String query) {
      String cut =
          query.length() > SearchRequest.MAX_QUERY
              ? query.substring(0, SearchRequest.MAX_QUERY)
              : query;
      return UNPRINTABLE.matcher(cut).replaceAll(" ").strip();
    }

    private boolean isCatalogWord(String folded) {
      try {
        return state
                .snapshot
                .reader()
                .docFreq(new Term(IndexFields.WORDS, IndexFields.EXACT + folded))
            > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    SearchResult run() throws IOException {
      int offset = offset();
      Found found = find(offset);
      List<TermMatcher.Match> reasons =
          words.isEmpty() || !request.highlights()
              ? List.of()
              : matcher.explain(found.shown().stream().map(Scored::document).toList());
      List<SearchHit> shown = new ArrayList<>();
      for (int i = 0; i < found.shown().size(); i++) {
        shown.add(
            hit(
                found.shown().get(i),
                i < found.full() ? SearchHit.Match.FULL : SearchHit.Match.WEAK,
                reasons.isEmpty() ? null : reasons.get(i)));
      }
      int end = Math.min(SearchRequest.MAX_DEPTH, offset + request.limit());
      String next =
          found.total() > end && end < SearchRequest.MAX_DEPTH && request.limit() > 0
              ? new Cursor(state.snapshot.generation(), fingerprint(), end).encode()
              : null;
      return new SearchResult(
          found.total(),
          shown,
          request.facets() ? facets(found.matches()) : Map.of(),
          didYouMean(),
          place,
          next,
          state.snapshot.generation());
    }

    /**
     * The hits of a page.
     *
     * @param matches all full hits, without filters
     * @param total how many of them the filters let through
     * @param shown the page, weak hits at its end
     * @param full how many of the shown are full hits
     */
    private record Found(List<Scored> matches, int total, List<Scored> shown, int full) {}

    private Found find(int offset) throws IOException {
      Set<Integer> first = firstDocuments();
      List<Scored> rest = new ArrayList<>();
      List<Scored> matches = matches(first, rest);
      FixedBitSet filter = filter(null);
      List<Scored> hits = filtered(matches, filter);
      int end = Math.min(SearchRequest.MAX_DEPTH, offset + request.limit());
      List<Scored> page = page(hits, first, offset, end);
      int room = Math.min(FILL_UP_TO, end) - hits.size();
      boolean pastTheEnd = offset > 0 && offset >= hits.size();
      if (request.limit() == 0 || room <= 0 || words.isEmpty() || pastTheEnd) {
        return new Found(matches, hits.size(), page, page.size());
      }
      List<Scored> shown = new ArrayList<>(page);
      shown.addAll(weak(hits, filtered(rest, filter), filter, room));
      return new Found(matches, hits.size(), shown, page.size());
    }

    private static List<Scored> filtered(List<Scored> entries, @Nullable FixedBitSet filter) {
      return filter == null
          ? entries
          : entries.stream().filter(entry -> filter.get(entry.document())).toList();
    }

    /** The ids of the first page, nothing else. */
    List<String> rank() throws IOException {
      List<String> ids = new ArrayList<>();
      for (Scored scored : find(0).shown()) {
        ids.add(text(scored.document(), IndexFields.ID));
      }
      return ids;
    }

    private int offset() {
      String cursor = request.cursor();
      if (cursor == null) {
        return request.offset();
      }
      Cursor decoded = Cursor.decode(cursor);
      if (!decoded.generation().equals(state.snapshot.generation())) {
        throw new StaleCursorException(decoded.generation());
      }
      if (decoded.request() != fingerprint()) {
        throw new IllegalArgumentException(
            "the cursor belongs to another query: only the query it came from is allowed");
      }
      return decoded.offset();
    }

    /** The same for all pages of one question. */
    private int fingerprint() {
      return request.toBuilder()
          .cursor(null)
          .offset(0)
          .limit(0)
          .facets(true)
          .highlights(true)
          .build()
          .toString()
          .hashCode();
    }

    /** Entries that the query names outright, and best bets: they come first. */
    private Set<Integer> firstDocuments() {
      Set<Integer> documents = new LinkedHashSet<>();
      if (typed.isEmpty()) {
        return documents;
      }
      if (ServiceKey.parse(typed).isPresent() || RecordId.parse(typed).isPresent()) {
        state.entries.entry(typed).ifPresent(documents::add);
      }
      if (typed.startsWith("http://") || typed.startsWith("https://")) {
        documents.addAll(
            documents(state.filters.with(IndexFields.ORIGIN, OriginAddress.normalize(typed))));
      }
      if (typed.indexOf(' ') < 0 && typed.chars().anyMatch(Character::isDigit)) {
        documents.addAll(documents(state.filters.with(IndexFields.LOCAL, typed)));
      }
      String folded = String.join(" ", analyzer.fold(query));
      for (Vocabulary.BestBet bet : vocabulary.bestBets(folded, LocalDate.now(clock))) {
        state.entries.entry(bet.id()).ifPresent(documents::add);
      }
      return documents;
    }

    /**
     * All full hits, without filters, in no order.
     *
     * @param rest gets the entries that meet less
     */
    private List<Scored> matches(Set<Integer> first, List<Scored> rest) throws IOException {
      if (words.isEmpty() && first.isEmpty()) {
        List<Scored> all = new ArrayList<>();
        if (query.isEmpty()) {
          documents(state.filters.all()).forEach(doc -> all.add(new Scored(doc, 0, 1)));
        }
        return all;
      }
      List<Scored> found = new ArrayList<>();
      matcher.match(
          ranking.weakCoverage(),
          null,
          (doc, score, coverage) -> found.add(new Scored(doc, score, coverage)));
      refine(found);
      double best = Double.POSITIVE_INFINITY;
      for (Scored entry : found) {
        if (entry.coverage() >= ranking.minimumCoverage()) {
          best = best == Double.POSITIVE_INFINITY ? entry.score() : Math.max(best, entry.score());
        }
      }
      List<Scored> full = new ArrayList<>();
      Set<Integer> missing = new HashSet<>(first);
      for (Scored entry : found) {
        // What scores above the best full hit is no weaker than that one.
        if (entry.coverage() >= ranking.minimumCoverage()
            || entry.score() >= best
            || missing.contains(entry.document())) {
          full.add(entry);
          missing.remove(entry.document());
        } else {
          rest.add(entry);
        }
      }
      missing.forEach(doc -> full.add(new Scored(doc, 0, 1)));
      return full;
    }

    /**
     * Where the catalogs lack a word, its 4-grams tell the entries apart that have parts of it or
     * what it was corrected to.
     */
    private void refine(List<Scored> found) throws IOException {
      if (!planner.hasUnknown() || found.isEmpty()) {
        return;
      }
      int[] documents =
          first(found, REFINED, byScore(state)).stream()
              .mapToInt(Scored::document)
              .sorted()
              .toArray();
      double[] grams = byGrams().scores(documents);
      found.replaceAll(entry -> {
        int place = Arrays.binarySearch(documents, entry.document());
        return place < 0
            ? entry
            : new Scored(
                entry.document(), entry.score() + ranking.gram() * grams[place], entry.coverage());
      });
    }

    private TermMatcher byGrams() throws IOException {
      TermMatcher known = gramMatcher;
      if (known == null) {
        TermLookup grams = new TermLookup(state.snapshot.reader(), IndexFields.GRAMS);
        known =
            new TermMatcher(
                state.snapshot.reader(),
                IndexFields.GRAMS,
                grams,
                planner.grams(words, grams),
                ranking);
        gramMatcher = known;
      }
      return known;
    }

    /** The hits from offset to end, in the asked order. */
    private List<Scored> page(List<Scored> hits, Set<Integer> first, int offset, int end)
        throws IOException {
      if (end <= offset || hits.size() <= offset) {
        return List.of();
      }
      Comparator<Scored> best =
          Comparator.comparingInt((Scored s) -> isDescribed(s.document()) ? 0 : 1)
              .thenComparing(order(first))
              .thenComparing(byPosition(state));
      List<Scored> sorted = first(hits, end, best);
      return sorted.subList(offset, sorted.size());
    }

    private boolean isDescribed(int document) {
      return described == null || described.get(document);
    }

    private Comparator<Scored> order(Set<Integer> first) throws IOException {
      return switch (request.sort()) {
        case RELEVANCE ->
            Comparator.comparingInt((Scored s) -> first.contains(s.document()) ? 0 : 1)
                .thenComparing(Comparator.comparingDouble(Scored::score).reversed());
        case TITLE -> Comparator.comparing(s -> text(s.document(), IndexFields.SORT_TITLE));
        case DATE -> Comparator.comparingLong((Scored s) -> date(s.document())).reversed();
      };
    }

    private String text(int document, String field) {
      try {
        LeafReaderContext leaf = leaf(document);
        SortedDocValues values = leaf.reader().getSortedDocValues(field);
        return values != null && values.advanceExact(document - leaf.docBase)
            ? values.lookupOrd(values.ordValue()).utf8ToString()
            : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private long date(int document) {
      try {
        LeafReaderContext leaf = leaf(document);
        NumericDocValues values = leaf.reader().getNumericDocValues(IndexFields.SORT_DATE);
        return values != null && values.advanceExact(document - leaf.docBase)
            ? values.longValue()
            : Long.MIN_VALUE;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private LeafReaderContext leaf(int document) {
      List<LeafReaderContext> leaves = state.snapshot.reader().leaves();
      return leaves.get(org.apache.lucene.index.ReaderUtil.subIndex(document, leaves));
    }

    /** Entries that meet too little, or only pieces of words, to fill up a short page. */
    private List<Scored> weak(
        List<Scored> hits, List<Scored> rest, @Nullable FixedBitSet filter, int room)
        throws IOException {
      Set<Integer> full = new HashSet<>();
      hits.forEach(hit -> full.add(hit.document()));
      List<Scored> byWords = rest;
      if (rest.size() < room) {
        List<Scored> all = new ArrayList<>();
        matcher.match(
            0,
            filter,
            (doc, score, coverage) -> {
              if (coverage > 0 && !full.contains(doc)) {
                all.add(new Scored(doc, score, coverage));
              }
            });
        byWords = all;
      }
      List<Scored> byGrams = new ArrayList<>();
      if (planner.hasUnknown() || byWords.size() < room) {
        byGrams()
            .match(
                ranking.gramCoverage(),
                filter,
                (doc, score, coverage) ->
                    byGrams.add(new Scored(doc, ranking.gram() * score, coverage)));
      }
      Map<Integer, Double> scores = new LinkedHashMap<>();
      for (List<Scored> list : List.of(byWords, byGrams)) {
        first(list, WEAK_CANDIDATES, byScore(state)).stream()
            .filter(entry -> !full.contains(entry.document()))
            .forEach(entry -> scores.merge(entry.document(), entry.score(), Double::sum));
      }
      return scores.entrySet().stream()
          .map(e -> new Scored(e.getKey(), e.getValue(), 0))
          .sorted(
              Comparator.comparingInt((Scored s) -> isDescribed(s.document()) ? 0 : 1)
                  .thenComparing(byScore(state)))
          .limit(room)
          .toList();
    }

    private enum Dimension {
      OFFER,
      TOPIC,
      AUDIENCE
    }

    /** Entries that all filters but {@code without} let through; null: all. */
    private @Nullable FixedBitSet filter(@Nullable Dimension without) {
      List<FixedBitSet> sets = new ArrayList<>();
      if (without != Dimension.OFFER
          && (!request.portals().isEmpty()
              || request.online() != null
              || !request.levels().isEmpty())) {
        sets.add(
            state.filters.offers(
                placeInFilters(), request.portals(), request.online(), request.levels()));
      }
      if (without != Dimension.TOPIC && !request.topics().isEmpty()) {
        sets.add(state.filters.topics(request.topics()));
      }
      if (without != Dimension.AUDIENCE && !request.audience().isEmpty()) {
        sets.add(state.filters.audience(request.audience()));
      }
      if (sets.isEmpty()) {
        return null;
      }
      FixedBitSet all = sets.getFirst().clone();
      sets.subList(1, sets.size()).forEach(all::and);
      return all;
    }

    /**
     * Where an offer must be online: at the place, for entries described there. An entry that is
     * not described at the place still shows by what it offers elsewhere when only portals are
     * asked for.
     */
    private @Nullable RegionalKey placeInFilters() {
      return request.online() != null || !request.levels().isEmpty() ? placeKey : null;
    }

    private Map<String, List<SearchResult.FacetValue>> facets(List<Scored> matches) {
      FixedBitSet base = new FixedBitSet(Math.max(1, state.snapshot.reader().maxDoc()));
      matches.forEach(match -> base.set(match.document()));
      Map<String, List<SearchResult.FacetValue>> facets = new LinkedHashMap<>();
      FixedBitSet forOffers = restricted(base, filter(Dimension.OFFER));
      List<SearchResult.FacetValue> portals = new ArrayList<>();
      for (PortalId portal : state.filters.portals()) {
        long count =
            FixedBitSet.intersectionCount(
                forOffers,
                state.filters.offers(
                    placeInFilters(), List.of(portal), request.online(), request.levels()));
        addFacet(
            portals, portal.value(), portal.value(), count, request.portals().contains(portal));
      }
      facets.put("portal", portals);
      List<SearchResult.FacetValue> online = new ArrayList<>();
      for (boolean value : new boolean[] {true, false}) {
        long count =
            FixedBitSet.intersectionCount(
                forOffers,
                state.filters.offers(placeKey, request.portals(), value, request.levels()));
        addFacet(
            online,
            String.valueOf(value),
            value ? "online möglich" : "nicht online",
            count,
            Boolean.valueOf(value).equals(request.online()));
      }
      facets.put("online", online);
      List<SearchResult.FacetValue> levels = new ArrayList<>();
      for (AssuranceLevel level : AssuranceLevel.values()) {
        long count =
            FixedBitSet.intersectionCount(
                forOffers,
                state.filters.offers(
                    placeKey, request.portals(), request.online(), List.of(level)));
        addFacet(levels, level.label(), label(level), count, request.levels().contains(level));
      }
      facets.put("trustLevel", levels);
      FixedBitSet forTopics = restricted(base, filter(Dimension.TOPIC));
      List<SearchResult.FacetValue> topics = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        long count = FixedBitSet.intersectionCount(forTopics, state.filters.topics(List.of(topic)));
        addFacet(topics, topic.slug(), topic.title(), count, request.topics().contains(topic));
      }
      facets.put("topic", topics);
      FixedBitSet forAudience = restricted(base, filter(Dimension.AUDIENCE));
      List<SearchResult.FacetValue> audience = new ArrayList<>();
      for (Audience who : Audience.values()) {
        long count =
            FixedBitSet.intersectionCount(forAudience, state.filters.audience(List.of(who)));
        addFacet(audience, who.label(), label(who), count, request.audience().contains(who));
      }
      facets.put("audience", audience);
      return facets;
    }

    private void addFacet(
        List<SearchResult.FacetValue> into,
        String value,
        String label,
        long count,
        boolean selected) {
      if (count > 0 || selected) {
        into.add(new SearchResult.FacetValue(value, label, count));
      }
    }

    private FixedBitSet restricted(FixedBitSet base, @Nullable FixedBitSet filter) {
      if (filter == null) {
        return base;
      }
      FixedBitSet both = base.clone();
      both.and(filter);
      return both;
    }

    private static String label(AssuranceLevel level) {
      return switch (level) {
        case NONE -> "ohne Anmeldung";
        case BASIC -> "Benutzername und Passwort";
        case LOW -> "niedrig";
        case SUBSTANTIAL -> "Zertifikat (substanziell)";
        case HIGH -> "Online-Ausweis (hoch)";
      };
    }

    private static String label(Audience audience) {
      return switch (audience) {
        case CITIZEN -> "Bürgerinnen und Bürger";
        case BUSINESS -> "Unternehmen";
        case ADMINISTRATION -> "Verwaltung";
      };
    }

    private @Nullable String didYouMean() {
      if (planner.corrections().isEmpty()) {
        return null;
      }
      StringBuilder text = new StringBuilder(query);
      planner.corrections().stream()
          .sorted(Comparator.comparingInt(Planner.Correction::start).reversed())
          .forEach(c -> text.replace(c.start(), c.end(), c.word()));
      return text.toString();
    }

    private SearchHit hit(Scored scored, SearchHit.Match match, TermMatcher.@Nullable Match why) {
      EntryCard card = state.entries.card(scored.document());
      List<Offer> offers = new ArrayList<>();
      List<RecordId> valid = new ArrayList<>();
      for (CardOffer offer : card.offers()) {
        Offer shown = offer(offer);
        offers.add(shown);
        if (Boolean.TRUE.equals(shown.validAtPlace())) {
          valid.add(shown.id());
        }
      }
      offers.sort(
          Comparator.comparingInt((Offer o) -> Boolean.FALSE.equals(o.validAtPlace()) ? 1 : 0)
              .thenComparingInt(o -> narrowness(o.areas(), placeKey))
              .thenComparingInt(o -> o.language().equals(request.language()) ? 0 : 1));
      Offer top = offers.getFirst();
      CardOffer topCard =
          card.offers().stream().filter(o -> o.id().equals(top.id())).findFirst().orElseThrow();
      LocalizedText formalName = topCard.formalName();
      String formal = formalName == null ? null : formalName.best(request.language());
      Map<String, String> marked = why == null ? Map.of() : highlights(top, why);
      return new SearchHit(
          card.id(),
          card.keys(),
          top.title(),
          formal,
          top.summary(),
          card.topics(),
          card.audience(),
          marked,
          match,
          offers,
          placeKey == null ? null : !valid.isEmpty(),
          responsible(valid),
          why == null ? List.of() : foundBy(scored.document(), card, why, formal, marked.values()),
          scored.score());
    }

    private Offer offer(CardOffer offer) {
      String language = offer.title().bestLanguage(request.language());
      LocalizedText summary = offer.summary();
      return new Offer(
          offer.portal(),
          offer.id(),
          offer.title().best(language),
          summary == null ? null : summary.best(language),
          language,
          offer.url(),
          offer.areas(),
          placeKey == null ? null : isValid(offer.areas(), placeKey),
          offer.fees(),
          offer.processingTime(),
          offer.documentCount(),
          offer.approval(),
          offer.onlineServices().stream()
              .filter(online -> usable(online, placeKey))
              .map(online ->
                  new Offer.OnlineStart(
                      online.title().best(language), online.url(), online.level()))
              .toList());
    }

    private SearchHit.@Nullable Responsible responsible(List<RecordId> valid) {
      if (placeKey == null || valid.isEmpty()) {
        return null;
      }
      List<PublicOrganization> bodies = state.entries.responsible(valid, placeKey);
      if (bodies.isEmpty()) {
        return null;
      }
      PublicOrganization body = bodies.getFirst();
      return new SearchHit.Responsible(
          body.id(), body.title().best(request.language()), body.level(), body.area(), body.url());
    }

    private Map<String, String> highlights(Offer top, TermMatcher.Match why) {
      Set<String> stems = new HashSet<>();
      for (TermMatcher.ConceptMatch concept : why.concepts()) {
        for (TermMatcher.LeafMatch leaf : concept.leaves()) {
          String term = leaf.leaf().term();
          if (!term.startsWith(IndexFields.EXACT) && !term.startsWith(IndexFields.WHOLE)) {
            stems.add(term);
          }
        }
      }
      Map<String, String> marked = new LinkedHashMap<>();
      marked.put("title", marked(top.title(), top.language(), stems));
      if (top.summary() != null) {
        marked.put("summary", marked(top.summary(), top.language(), stems));
      }
      return marked;
    }

    private String marked(String text, String language, Set<String> stems) {
      boolean english = language.equals("en");
      return Highlighter.mark(text, state.tokens(text, english), english, stems);
    }

    private List<FoundBy> foundBy(
        int document,
        EntryCard card,
        TermMatcher.Match why,
        @Nullable String formalName,
        Collection<String> marked) {
      Set<FoundBy> reasons = new LinkedHashSet<>();
      boolean visible = marked.stream().anyMatch(text -> text.contains("<mark>"));
      for (TermMatcher.ConceptMatch concept : why.concepts()) {
        FoundBy.Kind kind = concept.alternative().kind();
        String typed = concept.concept().typed();
        if (typed.isEmpty()) {
          continue;
        }
        if (concept.plain()) {
          if (!visible) {
            reasons.addAll(byKeyword(document, card, typed, formalName));
          }
          continue;
        }
        if (kind != null) {
          reasons.add(new FoundBy(kind, typed, concept.alternative().matched()));
        } else {
          String compound = compound(document, card, concept);
          if (compound != null) {
            reasons.add(new FoundBy(FoundBy.Kind.COMPOUND, typed, compound));
          }
        }
      }
      return List.copyOf(reasons);
    }

    /** Editors' everyday words for the service are not shown, so the hit tells that one was met. */
    private List<FoundBy> byKeyword(
        int document, EntryCard card, String typed, @Nullable String formalName) {
      Set<String> stems = new HashSet<>();
      analyzer.analyze(typed).forEach(token -> stems.add(token.stem()));
      if (formalName != null) {
        analyzer.analyze(formalName).forEach(token -> stems.remove(token.stem()));
      }
      return state.words(document, card).stream()
          .filter(word -> stems.contains(word.stem()))
          .limit(1)
          .map(word -> new FoundBy(FoundBy.Kind.SYNONYM, typed, word.surface()))
          .toList();
    }

    /** The word of a title or keyword in which a part matched. */
    private @Nullable String compound(
        int document, EntryCard card, TermMatcher.ConceptMatch concept) {
      String inside = null;
      for (CardWord word : state.words(document, card)) {
        for (TermMatcher.LeafMatch match : concept.leaves()) {
          String term = match.leaf().term();
          if (term.equals(word.stem())) {
            inside = inside == null ? word.surface() : inside;
          } else if (inside == null
              && term.startsWith(IndexFields.PART)
              && word.parts().contains(term.substring(IndexFields.PART.length()))) {
            inside = word.surface();
          }
        }
      }
      return inside;
    }

    Optional<Explanation> explain(String id) throws IOException {
      Optional<Integer> document = state.entries.entry(id);
      if (document.isEmpty()) {
        return Optional.empty();
      }
      TermMatcher.Match match = matcher.explain(List.of(document.get())).getFirst();
      Set<Integer> first = firstDocuments();
      boolean named = first.contains(document.get());
      FixedBitSet filter = filter(null);
      boolean filtered = filter != null && !filter.get(document.get());
      Scored found =
          matches(first, new ArrayList<>()).stream()
              .filter(m -> m.document() == document.get())
              .findFirst()
              .orElse(null);
      boolean full = found != null && !filtered;
      double score = found == null ? match.score() : found.score();
      List<Explanation.Part> parts = new ArrayList<>();
      if (named) {
        parts.add(
            new Explanation.Part(
                1, "1: named outright by the query, or a best bet, ranks first", List.of()));
      }
      if (filtered) {
        parts.add(new Explanation.Part(0, "0: a filter hides it", List.of()));
      }
      parts.add(
          new Explanation.Part(
              match.coverage(),
              "share of the query's weight that is met; "
                  + ranking.minimumCoverage()
                  + " makes a full hit",
              List.of()));
      for (TermMatcher.ConceptMatch concept : match.concepts()) {
        List<Explanation.Part> leaves =
            concept.leaves().stream()
                .map(leaf ->
                    new Explanation.Part(
                        leaf.score(),
                        "term '"
                            + leaf.leaf().term()
                            + "', weight "
                            + leaf.leaf().weight()
                            + ", idf "
                            + leaf.idf()
                            + ", weighted frequency "
                            + (double) leaf.frequency() / IndexFields.UNIT,
                        List.of()))
                .toList();
        FoundBy.Kind kind = concept.alternative().kind();
        parts.add(
            new Explanation.Part(
                concept.score(),
                concept.concept().typed().isEmpty()
                    ? "words side by side, or the whole title or keyword"
                    : "'"
                        + concept.concept().typed()
                        + "'"
                        + (kind == null
                            ? ""
                            : " by " + kind.label() + " '" + concept.alternative().matched() + "'")
                        + ", weight "
                        + concept.concept().weight()
                        + ", covered "
                        + concept.coverage(),
                leaves));
      }
      if (score > match.score()) {
        parts.add(gramPart(document.get(), score - match.score()));
      }
      if (described != null) {
        parts.add(
            new Explanation.Part(
                isDescribed(document.get()) ? 1 : 0,
                "1: described for the asked place, ranks before all that are not",
                List.of()));
      }
      return Optional.of(
          new Explanation(
              state.entries.card(document.get()).id(),
              full,
              score,
              "sum over the words of the query, BM25 over weighted frequencies",
              parts));
    }

    /** What the 4-grams added to one of the best by words. */
    private Explanation.Part gramPart(int document, double value) throws IOException {
      List<Explanation.Part> parts =
          byGrams().explain(List.of(document)).getFirst().concepts().stream()
              .map(concept ->
                  new Explanation.Part(
                      ranking.gram() * concept.score(),
                      "4-grams of '" + concept.concept().typed() + "', weight " + ranking.gram(),
                      List.of()))
              .toList();
      return new Explanation.Part(
          value, "4-grams, where a word is unknown, for the best " + REFINED + " by words", parts);
    }
  }
}
