/**
 * What editors decided about which records are one public service, where the service keys alone say
 * it wrongly.
 *
 * <p>Start at {@link de.landbruecke.grouping.EditorialDecisions}. Every type here is immutable and
 * safe to share between threads.
 */
@NullMarked
package de.landbruecke.grouping;

import org.jspecify.annotations.NullMarked;
