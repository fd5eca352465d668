/**
 * Places, their keys, and which contains which.
 *
 * <p>Start at {@link de.landbruecke.area.AreaDirectory}. Every type here is immutable and safe to
 * share between threads.
 */
@NullMarked
package de.landbruecke.area;

import org.jspecify.annotations.NullMarked;
