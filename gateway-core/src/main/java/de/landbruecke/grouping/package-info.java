/**
 * Which records of several portals are one public service: by service key, never by title.
 *
 * <p>Start at {@link de.landbruecke.grouping.ServiceGrouping}. Every type here is immutable and
 * safe to share between threads.
 */
@NullMarked
package de.landbruecke.grouping;

import org.jspecify.annotations.NullMarked;
