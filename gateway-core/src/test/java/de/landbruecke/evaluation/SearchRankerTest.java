package de.landbruecke.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.PortalId;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.evaluation.Ranker.Ranked;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.EntryTitle;
import de.landbruecke.search.Explanation;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchHit.Match;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.search.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SearchRankerTest {

  private static RecordId record(String agency, int number) {
    return new RecordId(agency, RecordClass.SERVICE, Integer.toString(number));
  }

  private static Offer offer(RecordId id) {
    return new Offer(
        new PortalId("one"),
        id,
        "t",
        null,
        "de",
        null,
        List.of(),
        null,
        List.of(),
        null,
        0,
        null,
        List.of());
  }

  private static SearchHit hit(int number, Match match, RecordId... records) {
    String key = "99%012d".formatted(number);
    return new SearchHit(
        key,
        List.of(new ServiceKey(key)),
        "t",
        null,
        null,
        List.of(),
        List.of(),
        Map.of(),
        match,
        java.util.Arrays.stream(records).map(SearchRankerTest::offer).toList(),
        null,
        null,
        List.of(),
        1);
  }

  /** Pages over fixed hits and keeps what it was asked. */
  private static final class FixedSearch implements CatalogSearch {
    final List<SearchRequest> asked = new ArrayList<>();
    private final List<SearchHit> hits;

    FixedSearch(List<SearchHit> hits) {
      this.hits = hits;
    }

    @Override
    public SearchResult search(SearchRequest request) {
      asked.add(request);
      String cursor = request.cursor();
      int from = cursor == null ? 0 : Integer.parseInt(cursor);
      int to = Math.min(hits.size(), from + request.limit());
      String next = to < hits.size() ? Integer.toString(to) : null;
      return new SearchResult(
          hits.size(), hits.subList(from, to), Map.of(), null, null, next, "1.0");
    }

    @Override
    public Optional<ServiceDetail> service(String id, @Nullable String place) {
      return Optional.empty();
    }

    @Override
    public List<Suggestion> suggest(String prefix, int limit) {
      return List.of();
    }

    @Override
    public List<Place> places(String prefix, int limit) {
      return List.of();
    }

    @Override
    public Optional<Explanation> explain(SearchRequest request, String id) {
      return Optional.empty();
    }

    @Override
    public AreaDirectory areas() {
      throw new UnsupportedOperationException("no places here");
    }

    @Override
    public List<EntryTitle> entries() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String generation() {
      return "1.0";
    }
  }

  @Test
  void entries_deeperThanAPage_arePagedByFifty() {
    List<SearchHit> hits = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      hits.add(hit(i, Match.FULL, record("A", i)));
    }
    FixedSearch search = new FixedSearch(hits);

    List<Ranked> ranking = Ranker.entries(search).rank("pass", "Ulm", "en", 120);

    assertThat(ranking).hasSize(120);
    assertThat(ranking.getLast().ids()).containsExactly("99%012d".formatted(119));
    assertThat(search.asked).extracting(SearchRequest::limit).containsExactly(50, 50, 20);
    assertThat(search.asked.getFirst())
        .returns("Ulm", SearchRequest::place)
        .returns("en", SearchRequest::language)
        .returns(false, SearchRequest::facets)
        .returns(false, SearchRequest::highlights);
  }

  @Test
  void entries_fewerHitsThanDepth_endsWithTheLastPage() {
    FixedSearch search = new FixedSearch(List.of(hit(1, Match.WEAK, record("A", 1))));

    List<Ranked> ranking = Ranker.entries(search).rank("pass", null, "de", 100);

    assertThat(ranking).containsExactly(new Ranked(List.of("99000000000001"), true));
    assertThat(search.asked).hasSize(1);
  }

  @Test
  void records_mergedEntries_areSpelledOutInOfferOrderWithoutRepeats() {
    FixedSearch search =
        new FixedSearch(
            List.of(
                hit(1, Match.FULL, record("B", 7), record("A", 9)),
                hit(2, Match.FULL, record("B", 7), record("A", 3))));

    assertThat(Ranker.records(search, RecordId::toString).rank("pass", null, "de", 10))
        .containsExactly(Ranked.of("B.LB.7"), Ranked.of("A.LB.9"), Ranked.of("A.LB.3"));
    assertThat(Ranker.records(search, RecordId::value).rank("pass", null, "de", 2))
        .containsExactly(Ranked.of("7"), Ranked.of("9"));
  }
}
