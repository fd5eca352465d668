package de.landbruecke.evaluation;

import de.landbruecke.catalog.RecordId;
import de.landbruecke.search.CatalogSearch;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whatever puts documents in an order for a question: our search, or an engine beside it.
 *
 * <p>Those made here are safe to share between threads; an {@link Evaluator} asks its own from the
 * thread that called it.
 */
@FunctionalInterface
public interface Ranker {

  /**
   * One place of a ranking.
   *
   * @param ids what the document is known by, such as its service keys; not empty
   * @param weak whether the engine itself says that the document only fills up the page
   */
  record Ranked(List<String> ids, boolean weak) {
    /** Copies the list. */
    public Ranked {
      ids = List.copyOf(ids);
      if (ids.isEmpty()) {
        throw new IllegalArgumentException("a ranked document without an id: at least one needed");
      }
    }

    /** A document with one id that is not weak. */
    public static Ranked of(String id) {
      return new Ranked(List.of(id), false);
    }
  }

  /**
   * The best documents, best first.
   *
   * @param query the text
   * @param place where the person is; null: unknown
   * @param language what the person prefers to read, BCP 47
   * @param depth documents at most
   */
  List<Ranked> rank(String query, @Nullable String place, String language, int depth);

  /** The entries of a search, each known by all its service keys and its own id. */
  static Ranker entries(CatalogSearch search) {
    return new SearchRanker(search, SearchRanker::entry);
  }

  /**
   * The portals' records behind the entries of a search: each entry is spelled out in the order of
   * its offers, each record at the first place where it stands.
   *
   * @param name what a record is called in the judgements: {@code RecordId::toString} for the
   *     composite form {@code agency.LB.value}, {@code RecordId::value} for the local id alone
   */
  static Ranker records(CatalogSearch search, Function<RecordId, String> name) {
    return new SearchRanker(search, hit -> SearchRanker.records(hit, name));
  }
}
