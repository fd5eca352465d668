/**
 * What the rooms of the server share: its configuration, which is checked as a whole before
 * anything starts, and how the index is doing.
 *
 * <p>The values are immutable and safe to share between threads.
 */
@NullMarked
package de.landbruecke.server.shared;

import org.jspecify.annotations.NullMarked;
