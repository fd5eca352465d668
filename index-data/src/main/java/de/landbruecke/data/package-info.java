/**
 * The catalogs, places, words and judgements that come with the search, and the check of files in
 * the catalog format. The search works without this package; whoever embeds it may bring other
 * data.
 *
 * <p>Start at {@link de.landbruecke.data.IndexData} to get the shipped data, at {@link
 * de.landbruecke.data.CatalogValidator} to check a file of your own. Everything here is safe to
 * share between threads.
 */
@NullMarked
package de.landbruecke.data;

import org.jspecify.annotations.NullMarked;
