/** Samples for those who connect a service; the documentation shows them, tests run them. */
@NullMarked
package de.landbruecke.samples;

import org.jspecify.annotations.NullMarked;
