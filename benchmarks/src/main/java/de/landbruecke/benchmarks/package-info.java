/**
 * Measures relevance and speed of the search beside other engines. Never shipped.
 *
 * <p>Start at {@code Benchmarks}, the only class with a main method.
 */
@NullMarked
package de.landbruecke.benchmarks;

import org.jspecify.annotations.NullMarked;
