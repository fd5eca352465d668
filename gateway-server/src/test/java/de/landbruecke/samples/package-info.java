/**
 * Samples for those who connect a service; the documentation shows them, tests run them. Not marked
 * for null checks, which would put more into them than a reader needs.
 */
package de.landbruecke.samples;
