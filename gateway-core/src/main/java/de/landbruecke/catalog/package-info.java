/**
 * What a portal publishes: services, online services, organizations and who serves which area.
 *
 * <p>Every type here is an immutable value and safe to share between threads. Element names in
 * parentheses are those of XZuFi. Start at {@link de.landbruecke.catalog.CatalogRecord}.
 */
@NullMarked
package de.landbruecke.catalog;

import org.jspecify.annotations.NullMarked;
