package de.landbruecke.search;

import de.landbruecke.area.PlaceResolution;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link SearchRequest}.
 *
 * @param total how many entries match; exact; weak hits are not counted
 * @param hits this page
 * @param facets by name ({@code portal}, {@code online}, {@code trustLevel}, {@code topic}, {@code
 *     audience}); each counts as if its own filter were not set; empty when not asked for
 * @param didYouMean the query with unknown words corrected; null when there is nothing to correct
 * @param place what the asked place, or the place in the query, leads to; null when there is none
 * @param next the cursor of the next page; null on the last
 * @param generation the generation of the index that answered
 */
public record SearchResult(
    long total,
    List<SearchHit> hits,
    Map<String, List<FacetValue>> facets,
    @Nullable String didYouMean,
    @Nullable PlaceResolution place,
    @Nullable String next,
    String generation) {

  /**
   * One value of a facet.
   *
   * @param value as the filter takes it
   * @param label in German, for people
   * @param count entries with it
   */
  public record FacetValue(String value, String label, long count) {}

  /** Copies the collections. */
  public SearchResult {
    hits = List.copyOf(hits);
    facets = Map.copyOf(facets);
  }
}
