/**
 * The merged catalogs as one Lucene index: build a generation, publish it whole, roll back.
 *
 * <p>Start at {@link de.landbruecke.index.CatalogIndex}. One process writes, any number of threads
 * and processes read.
 */
@NullMarked
package de.landbruecke.index;

import org.jspecify.annotations.NullMarked;
