/**
 * Keeps the index: opens what is there, reads the catalogs, publishes, and goes on serving the old
 * generation when that fails.
 *
 * <p>Start at {@code LiveIndex}. One thread writes; answers come from any number of threads.
 */
@NullMarked
package de.landbruecke.server.harvest;

import org.jspecify.annotations.NullMarked;
