package de.landbruecke.server.shared;

/**
 * Hears of each search after it was answered. Implementations are safe to share between threads,
 * neither wait for anything nor throw: no search is slower or fails because of them.
 */
@FunctionalInterface
public interface QueryListener {

  /**
   * Someone asked for the first page of a query; further pages are the same search.
   *
   * @param query as it was typed; may be personal
   * @param network where it came from, see {@link ClientNetworks}
   * @param total how many entries were found
   */
  void searched(String query, String network, long total);
}
