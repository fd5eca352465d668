/**
 * Which records of several portals are one public service: by service key, never by title.
 *
 * <p>Internal: no part of the API, may change with any version. Start at {@link
 * de.landbruecke.grouping.internal.ServiceGrouping}. Every type here is immutable and safe to share
 * between threads.
 */
@NullMarked
package de.landbruecke.grouping.internal;

import org.jspecify.annotations.NullMarked;
