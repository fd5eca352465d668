package de.landbruecke.evaluation;

import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchHit.Match;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ranks by a search, page by page, without what a page shows besides its hits. */
final class SearchRanker implements Ranker {

  private final CatalogSearch search;
  private final Function<SearchHit, List<Ranked>> expansion;

  SearchRanker(CatalogSearch search, Function<SearchHit, List<Ranked>> expansion) {
    this.search = search;
    this.expansion = expansion;
  }

  static List<Ranked> entry(SearchHit hit) {
    Set<String> ids = new LinkedHashSet<>();
    hit.keys().stream().map(ServiceKey::value).forEach(ids::add);
    ids.add(hit.id());
    return List.of(new Ranked(List.copyOf(ids), hit.match() == Match.WEAK));
  }

  static List<Ranked> records(SearchHit hit, Function<RecordId, String> name) {
    boolean weak = hit.match() == Match.WEAK;
    return hit.offers().stream()
        .map(offer -> new Ranked(List.of(name.apply(offer.id())), weak))
        .toList();
  }

  @Override
  public List<Ranked> rank(String query, @Nullable String place, String language, int depth) {
    List<Ranked> ranking = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    String cursor = null;
    do {
      int missing = depth - ranking.size();
      SearchResult page =
          search.search(
              SearchRequest.builder(query)
                  .place(place)
                  .language(language)
                  .limit(Math.min(missing, SearchRequest.MAX_LIMIT))
                  .cursor(cursor)
                  .facets(false)
                  .highlights(false)
                  .build());
      for (SearchHit hit : page.hits()) {
        for (Ranked ranked : expansion.apply(hit)) {
          if (ranking.size() < depth && seen.add(ranked.ids())) {
            ranking.add(ranked);
          }
        }
      }
      cursor = page.hits().isEmpty() ? null : page.next();
    } while (cursor != null && ranking.size() < depth);
    return List.copyOf(ranking);
  }
}
