/**
 * Starts the server on a Java that is new enough, whichever runs the jar. Compiled for Java 17 and
 * free of any library.
 */
@NullMarked
package de.landbruecke.launch;

import org.jspecify.annotations.NullMarked;
