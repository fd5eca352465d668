/**
 * Words that every part of the project shares: portals and assurance levels.
 *
 * <p>Immutable values, safe to share between threads.
 */
@NullMarked
package de.landbruecke;

import org.jspecify.annotations.NullMarked;
