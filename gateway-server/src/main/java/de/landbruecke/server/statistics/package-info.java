/**
 * Counts queries for the editors so that nobody can be recognised: what may be personal is removed
 * first, a query waits in memory until it came from ten networks on one day, and only then it is
 * kept.
 *
 * <p>Start at {@code QueryStatistics}. {@code docs/explanation/statistics.md} gives the reasons.
 */
@NullMarked
package de.landbruecke.server.statistics;

import org.jspecify.annotations.NullMarked;
