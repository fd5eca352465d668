package de.landbruecke.server.shared;

import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The portals that the newest generation has entries of; asked once for each generation. */
@ConditionalOnSearch
@Component
public final class Portals {

  private final CatalogSearch search;
  private volatile @Nullable Known known;

  private record Known(String generation, List<String> portals) {}

  Portals(CatalogSearch search) {
    this.search = search;
  }

  /** Their technical names, sorted. */
  public List<String> all() {
    String generation = search.generation();
    Known current = known;
    if (current == null || !current.generation().equals(generation)) {
      SearchResult everything =
          search.search(SearchRequest.builder("").limit(0).highlights(false).build());
      List<String> portals =
          everything.facets().getOrDefault("portal", List.of()).stream()
              .map(SearchResult.FacetValue::value)
              .sorted()
              .toList();
      current = new Known(everything.generation(), portals);
      known = current;
    }
    return current.portals();
  }
}
