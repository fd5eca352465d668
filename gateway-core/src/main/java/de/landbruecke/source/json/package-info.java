/**
 * Reads and writes the project's own catalog format, {@code docs/reference/catalog-format.md}.
 *
 * <p>Start at {@link de.landbruecke.source.json.JsonCatalogSource}. Readers and writers are used by
 * one thread at a time.
 */
@NullMarked
package de.landbruecke.source.json;

import org.jspecify.annotations.NullMarked;
