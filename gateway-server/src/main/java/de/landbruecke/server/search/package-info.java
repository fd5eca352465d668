/**
 * The search over HTTP: JSON below {@code /api/v1}, problem details (RFC 9457) for every error,
 * caching, rate limit.
 *
 * <p>Nothing here is used from outside. Query texts are personal: they never reach a log or a
 * metric.
 */
@NullMarked
package de.landbruecke.server.search;

import org.jspecify.annotations.NullMarked;
