/**
 * Reads transfer files of XZuFi 2.1, 2.2 and 2.3, the standard in which German states exchange
 * their service catalogs. {@code docs/reference/xzufi.md} tells what becomes of which element.
 *
 * <p>Start at {@link de.landbruecke.source.xzufi.XzufiCatalogSource}. Readers are used by one
 * thread at a time.
 */
@NullMarked
package de.landbruecke.source.xzufi;

import org.jspecify.annotations.NullMarked;
