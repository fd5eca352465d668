/**
 * The interface by which one portal's catalog is read, and what a reading reports.
 *
 * <p>Start at {@link de.landbruecke.source.CatalogSource}. Authors of sources find help in {@link
 * de.landbruecke.source.CatalogReading}, {@link de.landbruecke.source.DeliveryStream} and {@link
 * de.landbruecke.source.CatalogTexts}. Sources are used by one thread at a time; the values are
 * immutable.
 */
@NullMarked
package de.landbruecke.source;

import org.jspecify.annotations.NullMarked;
