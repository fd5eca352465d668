package de.landbruecke.search;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The search over the merged catalogs, whatever engine is behind it.
 *
 * <p>Safe to share between threads. Each call answers from the newest published generation as a
 * whole. Engines are checked with {@code CatalogSearchContract}.
 */
public interface CatalogSearch {

  /**
   * Finds services.
   *
   * @throws StaleCursorException when the cursor's generation was replaced
   * @throws IllegalArgumentException when the cursor is not one of ours
   */
  SearchResult search(SearchRequest request);

  /**
   * Everything about one entry.
   *
   * @param id an entry's id, a former id, a service key or a record's composite id
   * @param place as in {@link SearchRequest#place()}; null: none
   * @return empty when nothing has this id
   */
  Optional<ServiceDetail> service(String id, @Nullable String place);

  /**
   * What a person may want to type on, best first, grouped by kind.
   *
   * @param prefix what is typed so far
   * @param limit suggestions at most, over all kinds
   */
  List<Suggestion> suggest(String prefix, int limit);

  /** Places whose name, alias, postal code or key starts with {@code prefix}, largest first. */
  List<Place> places(String prefix, int limit);

  /**
   * How the entry's score for the request comes about.
   *
   * @return empty when there is no such entry
   */
  Optional<Explanation> explain(SearchRequest request, String id);

  /**
   * Every entry, ordered by id: for lists of all there is. Read anew with each call, so keep what
   * you make of it as long as {@link #generation()} stays the same.
   */
  List<EntryTitle> entries();

  /** The places of the newest generation. */
  AreaDirectory areas();

  /** The newest published generation, {@code full.increment}. */
  String generation();
}
