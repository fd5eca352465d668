/**
 * Find, rank, suggest, explain: the search as an interface without types of any engine.
 *
 * <p>Start at {@link de.landbruecke.search.CatalogSearch}. Requests and answers are immutable; a
 * search is safe to share between threads.
 */
@NullMarked
package de.landbruecke.search;

import org.jspecify.annotations.NullMarked;
