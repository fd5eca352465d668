/**
 * What our own readers of catalogs share: bounded streams, harmless texts, batches, codes.
 *
 * <p>Internal: no part of the API, may change with any version. Streams and readings are used by
 * one thread at a time; everything else is immutable and safe to share between threads.
 */
@NullMarked
package de.landbruecke.source.internal;

import org.jspecify.annotations.NullMarked;
